"""What is typed to put somebody on the waiting list, to take them off, and to answer an offer."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from wtforms import RadioField, StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # stubs lag
from wtforms.validators import InputRequired, Length

from rehab.domain.wording import has_words
from rehab.models import Referral
from rehab.services.waiting_list import PutOnList
from rehab.web.course_texts import counts_for_text
from rehab.web.fields import ChecksField, Form
from rehab.web.waiting_list.presenters import Wish

ACCEPT: Final = "ja"
_LONGEST: Final = 500


class PutOnForm(Form):
    """What a citizen waits for: to begin with the hold somebody came from, else any of an offer."""

    wish = RadioField("Borgeren venter på", validators=[InputRequired("Vælg, hvad der ventes på.")])
    counts_for = ChecksField(
        "Tæller for", validators=[InputRequired("Vælg mindst én henvisning, der ventes for.")]
    )

    def __init__(
        self,
        wishes: Sequence[Wish],
        referrals: Sequence[Referral],
        **options: Any,  # noqa: ANN401 - what Flask-WTF takes
    ) -> None:
        options.setdefault("counts_for", [str(referral.id) for referral in referrals])
        wished = next((wish for wish in wishes if wish.course_id is not None), None)
        first = wished or next(iter(wishes), None)
        options.setdefault("wish", first.value if first else None)
        super().__init__(**options)
        self._wishes = {wish.value: wish for wish in wishes}
        self.wish.choices = [SelectChoice(wish.value, wish.label) for wish in wishes]
        self.counts_for.choices = [
            SelectChoice(str(row.id), counts_for_text(row)) for row in referrals
        ]

    def command(self) -> PutOnList:
        """Return what was chosen. Valid forms only."""
        wish = self._wishes[self.wish.data]
        chosen = frozenset(UUID(value) for value in self.counts_for.data or ())
        return PutOnList(wish.offer_code, wish.course_id, chosen)


class MoveFirstForm(Form):
    """Why somebody is moved to the front."""

    reason = TextAreaField(
        "Hvorfor skal borgeren frem i køen?",
        validators=[
            InputRequired("Skriv, hvorfor borgeren skal frem i køen."),
            Length(max=_LONGEST),
        ],
    )


class LeaveForm(Form):
    """Why somebody waits no longer."""

    reason = TextAreaField(
        "Hvorfor venter borgeren ikke længere?",
        validators=[
            InputRequired("Skriv, hvorfor borgeren ikke venter længere."),
            Length(max=_LONGEST),
        ],
    )


class AnswerForm(Form):
    """The citizen's answer to an offered seat; a no says why."""

    answer = StringField("Svar")
    reason = TextAreaField("Grund, hvis borgeren siger nej", validators=[Length(max=_LONGEST)])

    def accepts(self) -> bool:
        """Tell whether the citizen takes the seat."""
        return bool(self.answer.data == ACCEPT)

    def told(self) -> str:
        """Return the sentence that says what was done."""
        if self.accepts():
            return "Pladsen er booket, og første gang er registreret som tilbudt."
        return "Svaret er gemt. Borgeren venter stadig, og pladsen er gået videre på listen."

    def validate_reason(self, field: TextAreaField) -> None:
        """Ask for the reason of a no."""
        if not self.accepts() and not has_words(field.data or ""):
            raise ValidationError("Skriv, hvorfor borgeren siger nej til pladsen.")
