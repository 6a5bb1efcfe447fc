"""What is typed to change or cancel sessions, and to change or cancel a course."""

from collections.abc import Iterable
from typing import Any, Final
from uuid import UUID

from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # stubs lag
from wtforms.validators import InputRequired, Length, NumberRange
from wtforms.validators import Optional as MayBeEmpty

from rehab.domain.courses import Intake, IntakeFacts
from rehab.domain.series_changes import ContentKind, PlannedSession, Reach, SessionChange
from rehab.models import Course, User
from rehab.services.course_settings import CourseSettings, settings_mark
from rehab.services.courses import GIVE_NAME
from rehab.services.series_changes import CancelSession, ChangeSessions, session_mark
from rehab.web.courses.plan_forms import INTAKE_CHOICES, things_in
from rehab.web.fields import DayField, Form, WholeNumberField, Worded, given

_REACHES: Final = (
    (Reach.ONE, "Kun denne gang"),
    (Reach.FOLLOWING, "Denne og alle følgende"),
    (Reach.ALL, "Alle kommende gange"),
)
_CONTENT: Final = tuple(ContentKind)


class ChangeForm(Form):
    """A session as it is to be, and how far the change goes."""

    reach = RadioField(
        "Gælder",
        choices=[SelectChoice(reach.value, label) for reach, label in _REACHES],
        default=Reach.ONE.value,
    )
    on = DayField("Dag", validators=[InputRequired("Skriv dagen.")])
    at = TimeField(
        "Begynder kl.",
        format=["%H:%M", "%H.%M"],
        validators=[InputRequired("Skriv, hvornår det begynder, fx 14:30.")],
    )
    minutes = WholeNumberField(
        "Varighed",
        validators=[
            InputRequired("Skriv, hvor mange minutter gangen varer."),
            NumberRange(5, 480, "Skriv et antal minutter mellem 5 og 480."),
        ],
    )
    place = StringField(
        "Lokale", validators=[Worded("Skriv, hvor gangen holdes."), Length(max=120)]
    )
    therapist_id = SelectField("Terapeut", validators=[InputRequired("Vælg en terapeut.")])
    second_therapist_id = SelectField("Terapeut nr. 2", validators=[MayBeEmpty()])
    information = TextAreaField("Information", validators=[Length(max=500)])
    exercise = TextAreaField("Øvelser", validators=[Length(max=500)])
    ergonomics = TextAreaField("Ergonomi", validators=[Length(max=500)])
    home_programme = TextAreaField("Hjemmeprogram", validators=[Length(max=500)])
    conflict_reason = TextAreaField(
        "Hvorfor gemmes det alligevel?", validators=[Length(max=500)], default=""
    )
    previewed = HiddenField()
    seen = HiddenField()
    step = HiddenField()

    def __init__(self, therapists: Iterable[User], **options: Any) -> None:  # noqa: ANN401 - what Flask-WTF takes
        super().__init__(**options)
        people = [SelectChoice(str(user.id), user.name) for user in therapists]
        self.therapist_id.choices = people
        self.second_therapist_id.choices = [SelectChoice("", "Ingen"), *people]

    def command(self, now: PlannedSession) -> ChangeSessions:
        """Return what is typed otherwise than a session is now. Valid forms only."""
        length = int((now.ends_at - now.starts_at).total_seconds()) // 60
        second = UUID(self.second_therapist_id.data) if self.second_therapist_id.data else None
        therapist_id = UUID(self.therapist_id.data)
        content = tuple(
            (kind, text) for kind in _CONTENT if (text := (self[kind.value].data or "").strip())
        )
        on, at, minutes = given(self.on.data), given(self.at.data), given(self.minutes.data)
        place = (self.place.data or "").strip()
        return ChangeSessions(
            reach=Reach(self.reach.data),
            change=SessionChange(
                on=on if on != now.starts_at.date() else None,
                at=at if at != now.starts_at.time() else None,
                minutes=minutes if minutes != length else None,
                place=place if place != now.place else None,
                therapist_id=therapist_id if therapist_id != now.therapist_id else None,
                sets_second=second != now.second_therapist_id,
                second=second,
                content=content if content != now.content else None,
            ),
            conflict_reason=self.conflict_reason.data or "",
            seen=self.seen.data or "",
        )

    def confirms(self, signature: str) -> bool:
        """Tell whether what would be saved is what was shown."""
        seen = self.step.data == "gem" and self.previewed.data == signature
        self.previewed.data = signature
        return seen


class CancelSessionForm(Form):
    """Why a session is cancelled, and whether one is held instead."""

    reason = TextAreaField(
        "Grund til aflysningen",
        validators=[InputRequired("Skriv, hvorfor gangen aflyses."), Length(max=500)],
    )
    replace = BooleanField("Læg en erstatningsgang til sidst")
    conflict_reason = TextAreaField(
        "Hvorfor lægges den der alligevel?", validators=[Length(max=500)], default=""
    )

    def command(self) -> CancelSession:
        """Return what was typed. Valid forms only."""
        return CancelSession(
            reason=self.reason.data or "",
            replace=bool(self.replace.data),
            conflict_reason=self.conflict_reason.data or "",
        )


class CancelCourseForm(Form):
    """Why a course is cancelled."""

    reason = TextAreaField(
        "Grund til aflysningen",
        validators=[InputRequired("Skriv, hvorfor forløbet aflyses."), Length(max=500)],
    )


class SettingsForm(Form):
    """What may be changed of a course after it was planned."""

    title = StringField("Navn", validators=[Worded(GIVE_NAME), Length(max=120)])
    capacity = WholeNumberField(
        "Pladser",
        validators=[
            InputRequired("Skriv antallet af pladser."),
            NumberRange(1, 200, "Skriv et antal pladser mellem 1 og 200."),
        ],
    )
    minimum = WholeNumberField(
        "Mindst for at begynde", validators=[InputRequired("Skriv mindste antal deltagere.")]
    )
    intake = RadioField("Optag", choices=INTAKE_CHOICES)
    joinable_until = WholeNumberField("Kan bookes til og med gang", validators=[MayBeEmpty()])
    sessions_each = WholeNumberField("Gange til hver borger", validators=[MayBeEmpty()])
    equipment = StringField("Udstyr", validators=[Length(max=200)])
    seen = HiddenField()

    def command(self) -> CourseSettings:
        """Return what was typed. Valid forms only."""
        rolling = self.intake.data == Intake.ROLLING.value
        return CourseSettings(
            title=(self.title.data or "").strip(),
            capacity=given(self.capacity.data),
            intake=IntakeFacts(
                intake=Intake(self.intake.data),
                joinable_until=1 if rolling else self.joinable_until.data or 1,
                sessions_each=self.sessions_each.data if rolling else None,
                minimum=given(self.minimum.data),
            ),
            equipment=things_in(self.equipment.data or ""),
            seen=self.seen.data or "",
        )


def of_session(now: PlannedSession) -> dict[str, Any]:
    """Return what the form of a session is filled with."""
    return {
        "on": now.starts_at.date(),
        "at": now.starts_at.time(),
        "minutes": int((now.ends_at - now.starts_at).total_seconds()) // 60,
        "place": now.place,
        "therapist_id": str(now.therapist_id),
        "second_therapist_id": str(now.second_therapist_id or ""),
        **{kind.value: text for kind, text in now.content},
        "seen": session_mark(now),
    }


def of_course(course: Course) -> dict[str, Any]:
    """Return what the form of a course is filled with."""
    return {
        "title": course.title,
        "capacity": course.capacity,
        "minimum": course.minimum,
        "intake": course.intake.value,
        "joinable_until": course.joinable_until,
        "sessions_each": course.sessions_each,
        "equipment": ", ".join(course.equipment),
        "seen": settings_mark(course),
    }
