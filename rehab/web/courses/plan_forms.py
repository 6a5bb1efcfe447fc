"""What is typed to plan a course, to keep a template, and to say what each session is about."""

from collections.abc import Iterable, Mapping
from datetime import time
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from wtforms import (
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # stubs lag
from wtforms.validators import InputRequired, Length, NumberRange
from wtforms.validators import Optional as MayBeEmpty

from rehab.domain.courses import CourseForm, Intake, IntakeFacts
from rehab.domain.programme import Offer
from rehab.domain.series import MOST_SESSIONS, Series
from rehab.domain.series_changes import ContentKind
from rehab.models import CourseTemplate, User
from rehab.queries.course_templates import times_of
from rehab.services.course_templates import SaveTemplate
from rehab.services.courses import GIVE_NAME, SAY_WHERE, CoursePlan, PlanCourse
from rehab.web.courses.plan_presenters import plan_signature
from rehab.web.courses.typed_days import WEEKDAYS, days_in, times_in, times_text
from rehab.web.fields import (
    ChecksField,
    DayField,
    Form,
    WholeNumberField,
    Worded,
    given,
    seen_version,
    small_int,
    without_controls,
)

_FORMS: Final = ((CourseForm.HOLD, "Hold"), (CourseForm.INDIVIDUAL, "Individuelt (én borger)"))
INTAKE_CHOICES: Final = (
    SelectChoice(Intake.CLOSED.value, "Lukket hold: alle begynder sammen"),
    SelectChoice(Intake.ROLLING.value, "Rullende optag: hver begynder ved næste gang"),
)
_MOST_MINUTES: Final = 8 * 60
_SAY_DAYS: Final = "Skriv dage eller uger med komma imellem, fx 14-10-2026, uge 7."
_SAY_TIMES: Final = "Skriv ugedag og tid med komma imellem, fx torsdag 14.00."


class SeriesForm(Form):
    """What a course and a template have in common: everything but the days."""

    offer_code = SelectField("Tilbud", validators=[InputRequired("Vælg et tilbud.")])
    course_form = RadioField(
        "Form",
        choices=[SelectChoice(form.value, label) for form, label in _FORMS],
        default=CourseForm.HOLD.value,
    )
    title = StringField("Navn", validators=[Worded(GIVE_NAME), Length(max=120)])
    place = StringField("Lokale", validators=[Worded(SAY_WHERE), Length(max=120)])
    capacity = WholeNumberField(
        "Pladser",
        default=12,
        validators=[
            InputRequired("Skriv antallet af pladser."),
            NumberRange(1, 200, "Skriv et antal pladser mellem 1 og 200."),
        ],
    )
    minimum = WholeNumberField("Mindst for at begynde", default=1, validators=[MayBeEmpty()])
    second_therapist_id = SelectField("Terapeut nr. 2", validators=[MayBeEmpty()])
    equipment = StringField("Udstyr", validators=[Length(max=200)])
    intake = RadioField(
        "Optag",
        choices=INTAKE_CHOICES,
        default=Intake.CLOSED.value,
    )
    joinable_until = WholeNumberField(
        "Kan bookes til og med gang", default=1, validators=[MayBeEmpty()]
    )
    sessions_each = WholeNumberField("Gange til hver borger", validators=[MayBeEmpty()])
    weekdays = ChecksField(
        "Ugedage",
        choices=[SelectChoice(str(number), name) for number, name in enumerate(WEEKDAYS)],
    )
    starts_at = TimeField(
        "Begynder kl.",
        format=["%H:%M", "%H.%M"],
        validators=[InputRequired("Skriv, hvornår det begynder, fx 14:30.")],
    )
    day_times = StringField("Anden tid på en ugedag", validators=[Length(max=200)])
    minutes = WholeNumberField(
        "Varighed",
        default=60,
        validators=[
            InputRequired("Skriv, hvor mange minutter en gang varer."),
            NumberRange(5, _MOST_MINUTES, "Skriv et antal minutter mellem 5 og 480."),
        ],
    )
    sessions = WholeNumberField(
        "Antal gange",
        default=12,
        validators=[
            InputRequired("Skriv antallet af gange."),
            NumberRange(1, MOST_SESSIONS, f"Skriv et antal gange mellem 1 og {MOST_SESSIONS}."),
        ],
    )

    def __init__(self, offers: Iterable[Offer], therapists: Iterable[User], **options: Any) -> None:  # noqa: ANN401 - what Flask-WTF takes
        super().__init__(**options)
        people = [SelectChoice(str(user.id), user.name) for user in therapists]
        self.offer_code.choices = [SelectChoice(offer.code, offer.label) for offer in offers]
        self.second_therapist_id.choices = [SelectChoice("", "Ingen"), *people]

    def validate_day_times(self, field: StringField) -> None:
        """Refuse what is no list of weekdays with a time."""
        if times_in(field.data or "") is None:
            raise ValidationError(_SAY_TIMES)

    def second(self) -> UUID | None:
        """Return the second therapist, if there is one. Valid forms only."""
        return UUID(self.second_therapist_id.data) if self.second_therapist_id.data else None

    def things(self) -> tuple[str, ...]:
        """Return the equipment, each once."""
        return things_in(self.equipment.data or "")

    def intake_facts(self) -> IntakeFacts:
        """Return how citizens are taken in. Valid forms only."""
        rolling = self.intake.data == Intake.ROLLING.value
        return IntakeFacts(
            intake=Intake(self.intake.data),
            joinable_until=1 if rolling else _or_one(self.joinable_until.data),
            sessions_each=self.sessions_each.data if rolling else None,
            minimum=_or_one(self.minimum.data),
        )

    def other_times(self) -> Mapping[int, time]:
        """Return the weekdays that begin at another time. Valid forms only."""
        return times_in(self.day_times.data or "") or MappingProxyType({})


class PlanForm(SeriesForm):
    """A new course, as a weekly series; `template_id` says whose content it takes."""

    therapist_id = SelectField("Terapeut", validators=[InputRequired("Vælg en terapeut.")])
    first_on = DayField(
        "Første gang", validators=[InputRequired("Skriv datoen for den første gang.")]
    )
    skipped = StringField("Dage og uger uden hold")
    conflict_reason = TextAreaField(
        "Hvorfor gemmes det alligevel?", validators=[Length(max=500)], default=""
    )
    previewed = HiddenField()
    step = HiddenField()

    def __init__(self, offers: Iterable[Offer], therapists: Iterable[User], **options: Any) -> None:  # noqa: ANN401 - what Flask-WTF takes
        therapists = list(therapists)
        super().__init__(offers, therapists, **options)
        self.therapist_id.choices = [SelectChoice(str(user.id), user.name) for user in therapists]

    def validate_skipped(self, field: StringField) -> None:
        """Refuse what is no list of days and weeks."""
        first_on = self.first_on.data
        if first_on is not None and days_in(field.data or "", first_on) is None:
            raise ValidationError(_SAY_DAYS)

    def command(self, content: tuple[Mapping[str, str], ...] = ()) -> PlanCourse:
        """Return the course as it was typed, with a template's content. Valid forms only."""
        first_on = given(self.first_on.data)
        return PlanCourse(
            offer_code=self.offer_code.data,
            form=CourseForm(self.course_form.data),
            title=(self.title.data or "").strip(),
            place=(self.place.data or "").strip(),
            capacity=given(self.capacity.data),
            therapist_id=UUID(self.therapist_id.data),
            series=Series(
                first_on=first_on,
                weekdays=frozenset(int(number) for number in self.weekdays.data or ()),
                sessions=given(self.sessions.data),
                skipped=days_in(self.skipped.data or "", first_on) or frozenset(),
            ),
            starts_at=given(self.starts_at.data),
            minutes=given(self.minutes.data),
            second_therapist_id=self.second(),
            equipment=self.things(),
            intake=self.intake_facts(),
            day_times=self.other_times(),
            content=content,
            conflict_reason=self.conflict_reason.data or "",
        )

    def confirms(self, plan: CoursePlan) -> bool:
        """Tell whether what would be saved is what the planner has seen, clashes and all."""
        seen = self.step.data == "opret" and self.previewed.data == plan_signature(plan)
        self.previewed.data = plan_signature(plan)
        return seen


class TemplateForm(SeriesForm):
    """A template; the therapist may be left to the planning."""

    therapist_id = SelectField("Terapeut", validators=[MayBeEmpty()])
    version = HiddenField()

    def __init__(self, offers: Iterable[Offer], therapists: Iterable[User], **options: Any) -> None:  # noqa: ANN401 - what Flask-WTF takes
        therapists = list(therapists)
        super().__init__(offers, therapists, **options)
        self.therapist_id.choices = [
            SelectChoice("", "Vælges, når holdet planlægges"),
            *(SelectChoice(str(user.id), user.name) for user in therapists),
        ]

    def command(self) -> SaveTemplate:
        """Return the template as it was typed. Valid forms only."""
        usual, others = given(self.starts_at.data), self.other_times()
        days = sorted({int(number) for number in self.weekdays.data or ()} | set(others))
        return SaveTemplate(
            name=(self.title.data or "").strip(),
            offer_code=self.offer_code.data,
            form=CourseForm(self.course_form.data),
            sessions=given(self.sessions.data),
            times={day: others.get(day, usual) for day in days},
            minutes=given(self.minutes.data),
            place=(self.place.data or "").strip(),
            capacity=given(self.capacity.data),
            intake=self.intake_facts(),
            therapist_id=UUID(self.therapist_id.data) if self.therapist_id.data else None,
            second_therapist_id=self.second(),
            equipment=self.things(),
            version=seen_version(self.version.data),
        )


class ContentForm(Form):
    """What each session is about; the boxes are read by their names, one for each kind."""

    version = HiddenField()
    sessions = HiddenField()

    def sent(self, sessions: int) -> int:
        """Return how many sessions stood on the page that was sent; what says none, those of now.

        Somebody else may have changed the number meanwhile.
        """
        return min(small_int(self.sessions.data) or sessions, MOST_SESSIONS)


def content_in(typed: Mapping[str, str], sessions: int) -> list[dict[str, str]]:
    """Return what was typed of each session, by kind, as clean as any field of a form."""
    return [
        {
            kind.value: without_controls(typed.get(f"{kind.value}-{number}", ""))
            for kind in ContentKind
        }
        for number in range(1, sessions + 1)
    ]


def things_in(text: str) -> tuple[str, ...]:
    """Return the things written with commas between, each once."""
    names = (" ".join(part.split()) for part in text.split(","))
    return tuple(dict.fromkeys(name for name in names if name))


def of_template(template: CourseTemplate) -> dict[str, Any]:
    """Return what a form is filled with from a template."""
    times = times_of(template)
    usual = next(iter(times.values()))
    return {
        "offer_code": template.offer_code,
        "course_form": template.form.value,
        "title": template.name,
        "place": template.place,
        "capacity": template.capacity,
        "minimum": template.minimum,
        "therapist_id": str(template.therapist_id or ""),
        "second_therapist_id": str(template.second_therapist_id or ""),
        "equipment": ", ".join(template.equipment),
        "intake": template.intake.value,
        "joinable_until": template.joinable_until,
        "sessions_each": template.sessions_each,
        "weekdays": [str(day) for day in times],
        "starts_at": usual,
        "day_times": times_text({day: at for day, at in times.items() if at != usual}),
        "minutes": template.minutes,
        "sessions": template.sessions,
        "version": str(template.version),
    }


def _or_one(value: int | None) -> int:
    return 1 if value is None else value
