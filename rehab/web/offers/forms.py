"""What is typed of an offer, and why one is left out."""

from typing import Final

from wtforms import BooleanField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # not in the stubs
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from rehab.domain.catalogue import Deliverer, OfferDetails
from rehab.services.offers import ChangeOffer
from rehab.web.fields import Form, WholeNumberField

_DELIVERERS: Final = (
    SelectChoice(Deliverer.OWN.value, "Kommunen selv"),
    SelectChoice(Deliverer.PRIVATE.value, "En anden efter aftale"),
)


class OfferForm(Form):
    """How the kommune gives one offer."""

    given = BooleanField("Kommunen har tilbuddet")
    description = TextAreaField(
        "Beskrivelse", validators=[Length(max=1500, message="Skriv højst 1500 tegn.")]
    )
    place = StringField("Sted", validators=[Length(max=120, message="Skriv højst 120 tegn.")])
    sessions = WholeNumberField(
        "Antal gange, som regel",
        validators=[Optional(), NumberRange(1, 60, "Skriv et antal gange mellem 1 og 60.")],
    )
    minutes = WholeNumberField(
        "Minutter hver gang",
        validators=[Optional(), NumberRange(5, 480, "Skriv et antal minutter mellem 5 og 480.")],
    )
    deliverer = RadioField(
        "Hvem giver det?",
        choices=list(_DELIVERERS),
        default=Deliverer.OWN.value,
        validators=[InputRequired("Vælg, hvem der giver tilbuddet.")],
    )
    provider = StringField(
        "Hvem er aftalen med?", validators=[Length(max=120, message="Skriv højst 120 tegn.")]
    )
    fsiii_code = StringField(
        "FSIII-kode", validators=[Length(max=60, message="Skriv højst 60 tegn.")]
    )

    def show(self, details: OfferDetails, *, given: bool) -> None:
        """Fill in what is said already."""
        self.given.data = given
        self.description.data, self.place.data = details.description, details.place
        self.sessions.data, self.minutes.data = details.sessions, details.minutes
        self.deliverer.data, self.provider.data = details.deliverer.value, details.provider
        self.fsiii_code.data = details.fsiii_code

    def command(self) -> ChangeOffer:
        """Return what was typed."""
        return ChangeOffer(
            OfferDetails(
                description=self.description.data or "",
                place=self.place.data or "",
                sessions=self.sessions.data,
                minutes=self.minutes.data,
                fsiii_code=self.fsiii_code.data or "",
                deliverer=Deliverer(self.deliverer.data),
                provider=self.provider.data or "",
            ),
            given=bool(self.given.data),
        )


class DeviationForm(Form):
    """Why a minimum standard is left out."""

    reason = TextAreaField(
        "Hvorfor har kommunen ikke tilbuddet, og hvad får borgeren?",
        validators=[Length(max=1000, message="Skriv højst 1000 tegn.")],
    )
