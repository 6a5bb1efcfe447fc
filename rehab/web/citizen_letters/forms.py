"""What is typed when a letter to a citizen is written."""

from collections.abc import Sequence
from uuid import UUID

from wtforms import BooleanField, HiddenField, RadioField, SelectMultipleField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # not in the stubs
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput

from rehab.domain.citizen_letters import LONGEST_TEXT, LetterTemplate
from rehab.services.citizen_letters import LetterDraft, WriteToCitizen
from rehab.services.letter_batches import WriteToMany
from rehab.web.fields import Form
from rehab.web.to_citizen.rows import TEMPLATE_LABELS

_LENGTH = Length(max=LONGEST_TEXT, message=f"Skriv højst {LONGEST_TEXT} tegn.")


class LetterForm(Form):
    """The part of a letter that is written anew, and how the letter goes."""

    text = TextAreaField(
        "Brevets tekst", validators=[InputRequired("Skriv, hvad der skal stå i brevet."), _LENGTH]
    )
    to_print = BooleanField("Skal printes og sendes på papir")

    def show(self, draft: LetterDraft) -> None:
        """Fill in the draft, unless something was sent."""
        if not self.is_submitted():
            self.text.data, self.to_print.data = draft.text, draft.to_print

    def command(self, template: LetterTemplate) -> WriteToCitizen:
        """Return what was written."""
        return WriteToCitizen(template, self.text.data or "", to_print=bool(self.to_print.data))


class ManyForm(Form):
    """One letter for each citizen of a course."""

    template = RadioField(
        "Hvilket brev",
        choices=[
            SelectChoice(template.value, TEMPLATE_LABELS[template])
            for template in (
                LetterTemplate.INVITATION,
                LetterTemplate.PLAN,
                LetterTemplate.CANCELLATION,
                LetterTemplate.MESSAGE,
            )
        ],
        validators=[InputRequired("Vælg, hvilket brev det er.")],
    )
    text = TextAreaField("Tekst til alle", validators=[Optional(), _LENGTH])
    all_on_paper = BooleanField("Alle breve skal printes og sendes på papir")

    def command(self) -> WriteToMany:
        """Return what was asked for."""
        return WriteToMany(
            LetterTemplate(self.template.data),
            self.text.data or "",
            all_on_paper=bool(self.all_on_paper.data),
        )


class PrintForm(Form):
    """Which of the letters on the list are meant; all that can be printed, to begin with."""

    letters = SelectMultipleField(
        "Breve",
        option_widget=CheckboxInput(),
        validators=[InputRequired("Vælg mindst ét brev.")],
    )

    def __init__(self, letter_ids: Sequence[UUID]) -> None:
        """Offer the letters that are made."""
        super().__init__()
        self.letters.choices = [SelectChoice(str(each), "") for each in letter_ids]
        if not self.is_submitted():
            self.letters.data = [str(each) for each in letter_ids]

    def means(self, letter_id: UUID) -> bool:
        """Tell whether a letter is among those that are meant."""
        return str(letter_id) in (self.letters.data or ())


class WordingForm(Form):
    """A kommune's own words for one letter; empty for those of the system."""

    template = HiddenField()
    text = TextAreaField("Kommunens egne ord", validators=[Optional(), _LENGTH])
