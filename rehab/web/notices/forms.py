"""How a citizen wants to hear from the kommune."""

from wtforms import BooleanField, StringField
from wtforms.validators import Length, Optional

from rehab.models import Citizen
from rehab.services.notices import SetReach
from rehab.web.fields import Form


class ReachForm(Form):
    """Telephone, e-mail, and whether letters go on paper."""

    phone = StringField(
        "Telefon", validators=[Optional(), Length(max=40, message="Skriv højst 40 tegn.")]
    )
    email = StringField(
        "E-mail", validators=[Optional(), Length(max=70, message="Skriv højst 70 tegn.")]
    )
    digital_post_exempt = BooleanField("Fritaget for Digital Post")
    declines_messages = BooleanField("Vil ikke have SMS og e-mail")

    def show(self, citizen: Citizen) -> None:
        """Fill in what is known, unless something was sent."""
        if not self.is_submitted():
            self.phone.data, self.email.data = citizen.phone, citizen.email
            self.digital_post_exempt.data = citizen.digital_post_exempt
            self.declines_messages.data = citizen.declines_messages

    def command(self) -> SetReach:
        """Return what was written."""
        return SetReach(
            phone=(self.phone.data or "").strip(),
            email=(self.email.data or "").strip(),
            exempt=bool(self.digital_post_exempt.data),
            declines=bool(self.declines_messages.data),
        )
