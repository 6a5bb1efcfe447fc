"""What is typed when a letter is written."""

from collections.abc import Sequence
from typing import Final

from wtforms import RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # not in the stubs
from wtforms.validators import InputRequired, Length

from rehab.models import Referral
from rehab.services.correspondence import WriteLetter, receivers_of
from rehab.web.fields import Form

_LONGEST: Final = 20_000
_LENGTH: Final = Length(max=_LONGEST, message=f"Skriv højst {_LONGEST} tegn.")


class WriteForm(Form):
    """A letter from a case: to whom, about what, and the words."""

    receiver = RadioField("Til", validators=[InputRequired("Vælg, hvem brevet er til.")])
    subject = StringField(
        "Emne",
        validators=[
            InputRequired("Skriv, hvad brevet handler om."),
            Length(max=70, message="Skriv højst 70 tegn."),
        ],
    )
    text = TextAreaField("Brevet", validators=[InputRequired("Skriv brevet."), _LENGTH])

    def __init__(self, referrals: Sequence[Referral]) -> None:
        """Offer those of the case's referrals who can be sent a letter, each once."""
        super().__init__()
        offered = {
            party.gln: f"{party.name} ({party.role})"
            for referral in referrals
            for party in receivers_of(referral)
        }
        self.receiver.choices = [SelectChoice(gln, label) for gln, label in offered.items()]
        if len(offered) == 1 and not self.is_submitted():
            self.receiver.data = next(iter(offered))

    def command(self) -> WriteLetter:
        """Return what was written."""
        return WriteLetter(
            receiver_gln=self.receiver.data or "",
            subject=(self.subject.data or "").strip(),
            text=(self.text.data or "").strip(),
        )


class AskForm(Form):
    """The words that ask for what a referral lacks, written beforehand from its checklist."""

    text = TextAreaField("Brevet", validators=[InputRequired("Skriv brevet."), _LENGTH])

    def __init__(self, draft: str) -> None:
        """Fill in the draft, which the person may change."""
        super().__init__(data={"text": draft})
