"""What a person types to log in."""

from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired, Length

from rehab.web.fields import Form


class SignInForm(Form):
    """A login and a password."""

    login = StringField("Brugernavn", validators=[InputRequired("Skriv dit brugernavn.")])
    password = PasswordField(
        "Adgangskode",
        validators=[InputRequired("Skriv din adgangskode."), Length(max=200)],
    )
