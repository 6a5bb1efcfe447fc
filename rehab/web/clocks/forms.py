"""What is typed about a pause."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from wtforms import RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # not in the stubs
from wtforms.validators import InputRequired

from rehab.domain.pauses import PauseReason
from rehab.models import Referral
from rehab.services.pauses import SetPause
from rehab.web.cases.presenters import referral_choice
from rehab.web.fields import DayField, Form

_USUAL_DAYS: Final = 14
_MISSING = "command() before validate_on_submit()"


class PauseForm(Form):
    """A pause of one referral: why, and until when it waits."""

    referral = RadioField("Henvisning", validators=[InputRequired("Vælg henvisningen.")])
    reason = RadioField("Hvorfor?", validators=[InputRequired("Vælg, hvorfor der ventes.")])
    from_on = DayField("Første dag på pause", [InputRequired("Skriv den første dag.")])
    until_on = DayField(
        "Sidste dag på pause",
        [InputRequired("Skriv den sidste dag: en pause har altid en slutdag.")],
    )

    def __init__(
        self,
        referrals: Sequence[Referral],
        reasons: Sequence[PauseReason],
        today: date,
        *,
        referral_id: str,
        reason: str,
    ) -> None:
        """Offer the open referrals and the reasons, from today and for two weeks.

        What the address names is chosen beforehand, so that the usual pause takes one press (F29).
        """
        ids = [str(referral.id) for referral in referrals]
        super().__init__(
            data={
                "referral": ids[0] if len(ids) == 1 else referral_id,
                "reason": reason,
                "from_on": today,
                "until_on": today + timedelta(days=_USUAL_DAYS),
            }
        )
        self.referral.choices = [
            SelectChoice(key, referral_choice(referral))
            for key, referral in zip(ids, referrals, strict=True)
        ]
        self.reason.choices = [SelectChoice(reason.code, reason.label) for reason in reasons]

    def command(self) -> SetPause:
        """Return what was typed, as the use case takes it."""
        if self.from_on.data is None or self.until_on.data is None:
            raise RuntimeError(_MISSING)
        return SetPause(
            referral_id=UUID(self.referral.data),
            reason_code=self.reason.data,
            from_on=self.from_on.data,
            until_on=self.until_on.data,
        )


class EndPauseForm(Form):
    """The last day of a pause that ends before its time."""

    until_on = DayField("Sidste dag på pause", [InputRequired("Skriv den sidste dag på pause.")])

    def __init__(self, today: date) -> None:
        """Offer yesterday: who is taken up again today was on pause until then."""
        super().__init__(data={"until_on": today - timedelta(days=1)})

    @property
    def day(self) -> date:
        """Return the day that was typed."""
        if self.until_on.data is None:
            raise RuntimeError(_MISSING)
        return self.until_on.data
