"""What is typed to choose offers, to book a seat and to give one back."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from wtforms import RadioField, TextAreaField
from wtforms import validators as wtforms_validators
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # stubs lag
from wtforms.validators import InputRequired, Length

from rehab.models import Referral
from rehab.services.bookings import BookCourse
from rehab.web.course_texts import counts_for_text
from rehab.web.fields import ChecksField, Form


class BookForm(Form):
    """A seat on a course, and what it counts for."""

    course_id = RadioField(
        "Vælg forløb",
        choices=[],
        validate_choice=False,
        validators=[InputRequired("Vælg et forløb."), wtforms_validators.UUID("Vælg et forløb.")],
    )
    counts_for = ChecksField(
        "Tæller for", validators=[InputRequired("Vælg mindst én henvisning, det tæller for.")]
    )

    def __init__(self, referrals: Sequence[Referral], **options: Any) -> None:  # noqa: ANN401 - what Flask-WTF takes
        options.setdefault("counts_for", [str(referral.id) for referral in referrals])
        super().__init__(**options)
        self.counts_for.choices = [
            SelectChoice(str(row.id), counts_for_text(row)) for row in referrals
        ]

    def chosen_course(self) -> UUID:
        """Return which course was chosen. Valid forms only."""
        return UUID(self.course_id.data)

    def command(self) -> BookCourse:
        """Return what the booking counts for. Valid forms only."""
        return BookCourse(frozenset(UUID(value) for value in self.counts_for.data or ()))


class CancelForm(Form):
    """Why a seat is given back."""

    reason = TextAreaField(
        "Grund til afbestillingen",
        validators=[
            InputRequired("Skriv, hvorfor pladsen afbestilles."),
            Length(max=500),
        ],
    )
