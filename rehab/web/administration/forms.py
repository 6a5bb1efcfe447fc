"""What an administrator types about a person who works here."""

from wtforms import BooleanField, PasswordField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # not in the stubs
from wtforms.validators import InputRequired, Length, Regexp
from wtforms.widgets import CheckboxInput, ListWidget

from rehab.domain.access import Role
from rehab.domain.contact_persons import parse_languages
from rehab.services.accounts import MIN_PASSWORD_LENGTH, ChangedUser, NewUser
from rehab.web.fields import Form
from rehab.web.labels import ROLE_LABELS

_ROLES = [SelectChoice(role.value, text) for role, text in ROLE_LABELS.items()]
PASSWORD_RULES = (
    InputRequired("Skriv en adgangskode."),
    Length(
        min=MIN_PASSWORD_LENGTH,
        max=200,
        message=f"Vælg en adgangskode på {MIN_PASSWORD_LENGTH} til 200 tegn.",
    ),
)


class _PersonForm(Form):
    name = StringField(
        "Navn",
        validators=[
            InputRequired("Skriv personens navn."),
            Length(max=80, message="Skriv højst 80 tegn."),
        ],
    )
    title = StringField("Stilling", validators=[Length(max=60, message="Skriv højst 60 tegn.")])
    phone = StringField("Telefon", validators=[Length(max=25, message="Skriv højst 25 tegn.")])
    postcodes = StringField(
        "Distrikt", validators=[Length(max=200, message="Skriv højst 200 tegn.")]
    )
    languages = StringField(
        "Sprog ud over dansk", validators=[Length(max=200, message="Skriv højst 200 tegn.")]
    )
    roles = SelectMultipleField(
        "Roller",
        choices=_ROLES,
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        validators=[InputRequired("Vælg mindst én rolle.")],
    )


class NewUserForm(_PersonForm):
    """A person to register, with a first password."""

    login = StringField(
        "Brugernavn",
        validators=[
            InputRequired("Skriv et brugernavn."),
            Length(max=80, message="Skriv højst 80 tegn."),
            Regexp(r"^\s*[^\s]+\s*$", message="Et brugernavn har ingen mellemrum."),
        ],
    )
    password = PasswordField("Første adgangskode", validators=list(PASSWORD_RULES))

    def command(self) -> NewUser:
        """Return what was typed, as the use case takes it."""
        return NewUser(
            login=self.login.data or "",
            name=self.name.data or "",
            title=self.title.data or "",
            phone=self.phone.data or "",
            roles=frozenset(Role(role) for role in self.roles.data or ()),
            password=self.password.data or "",
            postcodes=self.postcodes.data or "",
            languages=parse_languages(self.languages.data or ""),
        )


class ChangeUserForm(_PersonForm):
    """What a person is to be from now on."""

    active = BooleanField("Kan logge ind")

    def command(self) -> ChangedUser:
        """Return what was typed, as the use case takes it."""
        return ChangedUser(
            name=self.name.data or "",
            title=self.title.data or "",
            phone=self.phone.data or "",
            roles=frozenset(Role(role) for role in self.roles.data or ()),
            active=bool(self.active.data),
            postcodes=self.postcodes.data or "",
            languages=parse_languages(self.languages.data or ""),
        )


class PasswordForm(Form):
    """A new password for a person who has lost theirs."""

    password = PasswordField("Ny adgangskode", validators=list(PASSWORD_RULES))
