"""What is chosen for many cases: a person, a hold or a letter."""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Final
from uuid import UUID

from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # not in the stubs
from wtforms.validators import InputRequired, Length, Optional

from rehab.domain.citizen_letters import LONGEST_TEXT, LetterTemplate
from rehab.domain.contact_persons import ORDER_TEXT, Colleague, load_text
from rehab.domain.list_files import LONGEST_PURPOSE
from rehab.services.bulk import BulkAct
from rehab.web.fields import Form
from rehab.web.to_citizen.rows import TEMPLATE_LABELS

BY_SUGGESTION: Final = "forslag"


class ChoiceForm(Form):
    """The base: what was chosen, in one word that tells whether it is what was shown."""

    def fingerprint(self) -> str:
        """Return what is chosen as a short mark, to see that it is what the preview was of."""
        chosen = [
            " ".join(str(field.data or "").split())
            for field in self
            if field.type not in {"CSRFTokenField", "HiddenField"}
        ]
        return sha256("\n".join(chosen).encode()).hexdigest()[:16]


class AssignForm(ChoiceForm):
    """Who gets the cases: one person, or whom the suggestion names for each."""

    to = SelectField(
        "Ny kontaktperson", description=f"Forslag: {ORDER_TEXT}", default=BY_SUGGESTION
    )

    def __init__(self, colleagues: Sequence[Colleague]) -> None:
        """Offer the suggestion and each who can hold cases."""
        super().__init__()
        self.to.choices = [
            SelectChoice(BY_SUGGESTION, "Efter forslag, sagerne fordeles"),
            *(
                SelectChoice(str(one.user_id), f"{one.name} ({load_text(one.open_cases)})")
                for one in colleagues
            ),
        ]

    def person(self) -> UUID | None:
        """Return the one person chosen, or None for the suggestion."""
        return None if self.to.data == BY_SUGGESTION else UUID(str(self.to.data))


class PlaceForm(ChoiceForm):
    """Which hold the citizens are booked on, or what they wait for."""

    to = SelectField(
        "Hold eller venteliste", validators=[InputRequired("Vælg et hold eller en venteliste.")]
    )

    def __init__(self, choices: Mapping[str, tuple[str, BulkAct]]) -> None:
        """Offer the kommune's holds with sessions to come, and the waiting list of each offer."""
        super().__init__()
        self._acts = {value: act for value, (_, act) in choices.items()}
        self.to.choices = [
            SelectChoice("", "Vælg"),
            *(SelectChoice(value, label) for value, (label, _) in choices.items()),
        ]

    def act(self) -> BulkAct:
        """Return what was chosen. Valid forms only."""
        return self._acts[str(self.to.data)]


class WriteForm(ChoiceForm):
    """Which letter, and its words when they are not the letter's own."""

    template = RadioField(
        "Hvilket brev",
        default=LetterTemplate.INVITATION.value,
        choices=[
            SelectChoice(template.value, TEMPLATE_LABELS[template])
            for template in (
                LetterTemplate.INVITATION,
                LetterTemplate.PLAN,
                LetterTemplate.NOT_REACHED,
                LetterTemplate.FREE_CHOICE,
                LetterTemplate.MESSAGE,
            )
        ],
    )
    text = TextAreaField(
        "Tekst til alle",
        validators=[
            Optional(),
            Length(max=LONGEST_TEXT, message=f"Skriv højst {LONGEST_TEXT} tegn."),
        ],
    )
    all_on_paper = BooleanField("Alle breve skal printes og sendes på papir")


class PurposeForm(Form):
    """What a list is taken out for."""

    purpose = StringField(
        "Hvad skal listen bruges til?",
        validators=[
            InputRequired("Skriv, hvad listen skal bruges til."),
            Length(max=LONGEST_PURPOSE, message=f"Skriv højst {LONGEST_PURPOSE} tegn."),
        ],
    )
