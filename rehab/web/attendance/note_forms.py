"""What is typed around a sheet: notes, who stands in, and why somebody left."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from wtforms import BooleanField, DateField, RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length

from rehab.domain.dropouts import DropoutReason
from rehab.domain.session_notes import LONGEST_NOTE
from rehab.models import User
from rehab.services.dropouts import LeaveCourse
from rehab.web.fields import Form

_LENGTH = Length(max=LONGEST_NOTE, message=f"Skriv højst {LONGEST_NOTE} tegn.")


class SessionNoteForm(Form):
    """A note of the whole hold; the tick is asked for when participants are named."""

    text = TextAreaField(
        "Notat om gangen", [InputRequired("Skriv notatet, før du gemmer."), _LENGTH]
    )
    names_meant = BooleanField("Navnet skal stå i notatet om gangen")


class ParticipantNoteForm(Form):
    """A note to one participant's own record; the tick is asked for when others are named."""

    text = TextAreaField(
        "Notat i borgerens journal", [InputRequired("Skriv notatet, før du gemmer."), _LENGTH]
    )
    names_meant = BooleanField("Navnet skal stå i denne borgers journal")


class SubstituteForm(Form):
    """Who stands in at one session; nobody takes it back."""

    user = SelectField("Afløser")
    conflict_reason = TextAreaField(
        "Hvorfor gemmes det alligevel?", validators=[Length(max=500)], default=""
    )

    def __init__(self, therapists: Sequence[User], besides: Iterable[UUID | None]) -> None:
        super().__init__()
        out = set(besides)
        self.user.choices = [
            ("", "Ingen afløser"),
            *((str(user.id), user.name) for user in therapists if user.id not in out),
        ]

    @property
    def user_id(self) -> UUID | None:
        """Return who was chosen, or None for nobody."""
        return UUID(self.user.data) if self.user.data else None


class LeaveForm(Form):
    """Why and when a citizen left a course."""

    reason = RadioField("Grund", validators=[InputRequired("Vælg en af grundene.")])
    left_on = DateField(
        "Sidste dag på forløbet",
        [InputRequired("Skriv dagen.")],
        format=["%d-%m-%Y", "%Y-%m-%d"],
    )

    def __init__(self, reasons: Iterable[DropoutReason], today: date) -> None:
        super().__init__(data={"left_on": today})
        self.reason.choices = [(reason.key, reason.label) for reason in reasons]

    def command(self) -> LeaveCourse:
        """Return what was typed."""
        return LeaveCourse(reason=self.reason.data, left_on=self.left_on.data or date.max)
