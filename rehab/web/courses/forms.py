"""What is typed to plan a course, to book a seat and to give one back."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final, TypeVar
from uuid import UUID

from wtforms import (
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
    ValidationError,
)
from wtforms import validators as wtforms_validators
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # stubs lag
from wtforms.validators import InputRequired, Length, NumberRange
from wtforms.widgets import CheckboxInput, ListWidget

from rehab.domain.courses import CourseForm
from rehab.domain.programme import Offer
from rehab.domain.series import MOST_SESSIONS, Series
from rehab.models import Referral, User
from rehab.services.bookings import BookCourse
from rehab.services.courses import CoursePlan, PlanCourse
from rehab.web.courses.book_presenters import counts_for_text
from rehab.web.courses.plan_presenters import plan_signature
from rehab.web.fields import DayField, Form

_Given = TypeVar("_Given")
_FORMS: Final = ((CourseForm.HOLD, "Hold"), (CourseForm.INDIVIDUAL, "Individuelt (én borger)"))
_WEEKDAYS: Final = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")
_DAY: Final = re.compile(r"(?P<day>\d{1,2})[-./](?P<month>\d{1,2})[-./](?P<year>\d{4})", re.ASCII)
_MOST_MINUTES: Final = 8 * 60


class ChecksField(SelectMultipleField):
    """Several of several, as checkboxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class PlanForm(Form):
    """A new course, as a weekly series."""

    offer_code = SelectField("Tilbud", validators=[InputRequired("Vælg et tilbud.")])
    course_form = RadioField(
        "Form",
        choices=[SelectChoice(form.value, label) for form, label in _FORMS],
        default=CourseForm.HOLD.value,
    )
    title = StringField(
        "Navn",
        validators=[InputRequired("Giv forløbet et navn."), Length(max=120)],
    )
    place = StringField(
        "Sted", validators=[InputRequired("Skriv, hvor forløbet holdes."), Length(max=120)]
    )
    capacity = IntegerField(
        "Pladser",
        default=12,
        validators=[
            InputRequired("Skriv antallet af pladser."),
            NumberRange(1, 200, "Skriv et antal pladser mellem 1 og 200."),
        ],
    )
    therapist_id = SelectField("Terapeut", validators=[InputRequired("Vælg en terapeut.")])
    first_on = DayField(
        "Første gang", validators=[InputRequired("Skriv datoen for den første gang.")]
    )
    weekdays = ChecksField(
        "Ugedage",
        choices=[SelectChoice(str(number), name) for number, name in enumerate(_WEEKDAYS)],
    )
    starts_at = TimeField(
        "Begynder kl.",
        format=["%H:%M", "%H.%M"],
        validators=[InputRequired("Skriv, hvornår det begynder, fx 14:30.")],
    )
    minutes = IntegerField(
        "Varighed",
        default=60,
        validators=[
            InputRequired("Skriv, hvor mange minutter en gang varer."),
            NumberRange(5, _MOST_MINUTES, "Skriv et antal minutter mellem 5 og 480."),
        ],
    )
    sessions = IntegerField(
        "Antal gange",
        default=12,
        validators=[
            InputRequired("Skriv antallet af gange."),
            NumberRange(1, MOST_SESSIONS, f"Skriv et antal gange mellem 1 og {MOST_SESSIONS}."),
        ],
    )
    skipped = StringField("Dage uden hold")
    previewed = HiddenField()
    step = HiddenField()

    def __init__(self, offers: Iterable[Offer], therapists: Iterable[User], **options: Any) -> None:  # noqa: ANN401 - what Flask-WTF takes
        super().__init__(**options)
        self.offer_code.choices = [SelectChoice(offer.code, offer.label) for offer in offers]
        self.therapist_id.choices = [SelectChoice(str(user.id), user.name) for user in therapists]

    def validate_skipped(self, field: StringField) -> None:
        """Refuse what is no list of days."""
        if days_in(field.data or "") is None:
            raise ValidationError("Skriv dagene med komma imellem, fx 14-10-2026, 16-10-2026.")

    def command(self) -> PlanCourse:
        """Return the course as it was typed. Valid forms only."""
        return PlanCourse(
            offer_code=self.offer_code.data,
            form=CourseForm(self.course_form.data),
            title=(self.title.data or "").strip(),
            place=(self.place.data or "").strip(),
            capacity=_given(self.capacity.data),
            therapist_id=UUID(self.therapist_id.data),
            series=Series(
                first_on=_given(self.first_on.data),
                weekdays=frozenset(int(number) for number in self.weekdays.data or ()),
                sessions=_given(self.sessions.data),
                skipped=days_in(self.skipped.data or "") or frozenset(),
            ),
            starts_at=_given(self.starts_at.data),
            minutes=_given(self.minutes.data),
        )

    def confirms(self, plan: CoursePlan) -> bool:
        """Tell whether the dates that would be saved are the ones the planner has seen."""
        seen = self.step.data == "opret" and self.previewed.data == plan_signature(plan)
        self.previewed.data = plan_signature(plan)
        return seen


class OffersForm(Form):
    """Which optional offers the kommune has."""

    codes = ChecksField("Frivillige tilbud, kommunen har")

    def __init__(self, offers: Iterable[Offer], **options: Any) -> None:  # noqa: ANN401 - what Flask-WTF takes
        super().__init__(**options)
        self.codes.choices = [SelectChoice(offer.code, offer.label) for offer in offers]

    def command(self) -> frozenset[str]:
        """Return the chosen codes."""
        return frozenset(self.codes.data or ())


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


def days_in(text: str) -> frozenset[date] | None:
    """Return the days written in a text with commas between, or None when one is no day."""
    days = set()
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        match = _DAY.fullmatch(part)
        if match is None:
            return None
        try:
            days.add(date(int(match["year"]), int(match["month"]), int(match["day"])))
        except ValueError:
            return None
    return frozenset(days)


def _given(value: _Given | None) -> _Given:
    """Return what a validated form holds; validators have refused an empty field."""
    if value is None:
        raise ValueError("the form is not valid")
    return value
