"""What a person types to log in, and to choose about mail."""

from wtforms import PasswordField, RadioField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # not in the stubs
from wtforms.validators import InputRequired, Length

from rehab.domain.digests import DigestChoice
from rehab.web.fields import Form


class SignInForm(Form):
    """A login and a password."""

    login = StringField("Brugernavn", validators=[InputRequired("Skriv dit brugernavn.")])
    password = PasswordField(
        "Adgangskode",
        validators=[InputRequired("Skriv din adgangskode."), Length(max=200)],
    )


class DigestForm(Form):
    """Whether a person is mailed what waits, and where."""

    choice = RadioField(
        "Mail om påmindelser",
        choices=[
            SelectChoice(DigestChoice.NONE.value, "Ingen mail om påmindelser"),
            SelectChoice(DigestChoice.DAILY.value, "Én mail hver dag, når noget venter"),
        ],
        validators=[InputRequired("Vælg, om du vil have mail.")],
    )
    email = StringField(
        "Din mailadresse på arbejdet",
        validators=[Length(max=200, message="Skriv højst 200 tegn.")],
    )
