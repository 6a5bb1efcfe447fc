"""What is typed when a citizen gets a kontaktperson, and when a person says no."""

from collections.abc import Sequence
from uuid import UUID

from wtforms import BooleanField, HiddenField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # not in the stubs
from wtforms.validators import DataRequired, InputRequired, Length

from rehab.domain.contact_persons import Suggestion
from rehab.web.contact_persons.presenters import candidate_text
from rehab.web.fields import Form


class AssignForm(Form):
    """Who is to hold the case; `instead_of` is who held it when the page was opened."""

    user = RadioField("Kontaktperson", validators=[InputRequired("Vælg en kontaktperson.")])
    tell_citizen = BooleanField("Giv borgeren besked om den nye kontaktperson")
    instead_of = HiddenField()
    til = HiddenField()

    def __init__(
        self, suggestions: Sequence[Suggestion], holder_id: UUID | None, back: str
    ) -> None:
        """Offer everyone but the one who holds the case, the best suggestion chosen."""
        offered = [one for one in suggestions if one.colleague.user_id != holder_id]
        super().__init__(
            data={
                "user": str(offered[0].colleague.user_id) if offered else None,
                "tell_citizen": holder_id is not None,
                "instead_of": str(holder_id or ""),
                "til": back,
            }
        )
        self.user.choices = [
            SelectChoice(str(one.colleague.user_id), candidate_text(one)) for one in offered
        ]

    @property
    def user_id(self) -> UUID:
        """Return the person that was chosen."""
        return UUID(self.user.data)

    @property
    def seen_holder_id(self) -> UUID | None:
        """Return who held the case when the page was opened; what is no id was nobody."""
        try:
            return UUID(self.instead_of.data or "")
        except ValueError:
            return None


class LanguageForm(Form):
    """The language an interpreter would speak with the citizen."""

    language = StringField(
        "Borgerens sprog", validators=[Length(max=40, message="Skriv højst 40 tegn.")]
    )


class DeclineForm(Form):
    """Why a person says no to a case."""

    reason = TextAreaField(
        "Hvorfor siger du nej?",
        [
            DataRequired("Skriv, hvorfor du siger nej, så sagen kan gives til en anden."),
            Length(max=500, message="Skriv højst 500 tegn."),
        ],
    )


class AcceptForm(Form):
    """A yes, which takes nothing but the press of a button."""
