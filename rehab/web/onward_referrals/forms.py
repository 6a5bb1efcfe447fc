"""What is typed to send a citizen on, and to record what came of it."""

from collections.abc import Iterable
from typing import Any

from wtforms import SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # stubs lag
from wtforms.validators import InputRequired, Length

from rehab.domain.programme import Offer
from rehab.services.onward_referrals import ReferOnward
from rehab.web.fields import DayField, Form, given


class OnwardForm(Form):
    """A referral onwards."""

    offer_code = SelectField("Tilbud", validators=[InputRequired("Vælg et tilbud.")])
    provider = StringField(
        "Leveres af",
        validators=[InputRequired("Skriv, hvem der leverer tilbuddet."), Length(max=120)],
    )
    referred_on = DayField("Henvist", validators=[InputRequired("Skriv dagen.")])
    feedback_due_on = DayField(
        "Tilbagemelding ventes", validators=[InputRequired("Skriv, hvornår I venter svar.")]
    )

    def __init__(self, offers: Iterable[Offer], **options: Any) -> None:  # noqa: ANN401 - what Flask-WTF takes
        super().__init__(**options)
        self.offer_code.choices = [SelectChoice(offer.code, offer.label) for offer in offers]

    def command(self) -> ReferOnward:
        """Return what was typed. Valid forms only."""
        return ReferOnward(
            offer_code=self.offer_code.data,
            provider=self.provider.data or "",
            referred_on=given(self.referred_on.data),
            feedback_due_on=given(self.feedback_due_on.data),
        )


class FeedbackForm(Form):
    """What came of a referral onwards."""

    on = DayField("Modtaget", validators=[InputRequired("Skriv dagen.")])
    feedback = TextAreaField(
        "Tilbagemelding",
        validators=[InputRequired("Skriv, hvad tilbagemeldingen var."), Length(max=2000)],
    )
