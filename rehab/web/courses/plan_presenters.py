"""What the pages for planning show: the catalogue, and the days a course would have."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from rehab.domain.courses import Intake
from rehab.domain.day_counting import plural
from rehab.domain.programme import Programme
from rehab.domain.series_changes import CONTENT_LABELS, ContentKind
from rehab.models import CourseTemplate
from rehab.queries.course_templates import times_of
from rehab.services.courses import CoursePlan
from rehab.web.courses.typed_days import times_text
from rehab.web.filters import danish_day, danish_time


@dataclass(frozen=True, slots=True)
class PlannedDay:
    """One day of a plan before it is saved; a dropped one says why."""

    text: str
    number: int | None
    time: str
    dropped_because: str | None


def planned_days(plan: CoursePlan) -> tuple[PlannedDay, ...]:
    """Return the days of a plan, the sessions numbered, the dropped days with their reason."""
    rows, number = [], 0
    for day in plan.days:
        held = day.dropped_because is None
        number += held
        begins = plan.sessions[number - 1].starts_at if held else None
        rows.append(
            PlannedDay(
                text=danish_day(day.on),
                number=number if held else None,
                time=f"kl. {danish_time(begins)}" if begins else "",
                dropped_because=day.dropped_because,
            )
        )
    return tuple(rows)


def plan_signature(plan: CoursePlan) -> str:
    """Return what tells one plan from another, clashes and all, for "save what I have seen"."""
    times = (f"{one.starts_at:%Y%m%dT%H%M}-{one.ends_at:%H%M}" for one in plan.sessions)
    return sha256("|".join((*times, *plan.warnings)).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """One template in the list."""

    id: UUID
    name: str
    offer: str
    series: str
    place: str
    intake: str
    has_content: str


@dataclass(frozen=True, slots=True)
class ContentBox:
    """One box to write in: what a session holds of one kind."""

    name: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class ContentRow:
    """One session of a template and its boxes."""

    number: int
    boxes: tuple[ContentBox, ...]


def template_row(row: CourseTemplate, programme: Programme) -> TemplateRow:
    """Return one template of the list. Needs its `therapist`."""
    offer = programme.offer(row.offer_code)
    filled = sum(bool(entry) for entry in row.content)
    return TemplateRow(
        id=row.id,
        name=row.name,
        offer=offer.label if offer else row.offer_code,
        series=f"{plural(row.sessions, 'gang', 'gange')} à {row.minutes} min., "
        f"{times_text(times_of(row))}",
        place=f"{row.place}, {row.therapist.name}" if row.therapist else row.place,
        intake=intake_text(row.intake, row.capacity, row.minimum, row.sessions_each),
        has_content=f"{filled} af {plural(row.sessions, 'gang', 'gange')}",
    )


def intake_text(intake: Intake, capacity: int, minimum: int, sessions_each: int | None) -> str:
    """Say how citizens are taken in, and how many."""
    seats = f"{plural(capacity, 'plads', 'pladser')}, mindst {minimum}"
    if intake is Intake.ROLLING:
        return f"Rullende optag, {plural(sessions_each or 0, 'gang', 'gange')} hver, {seats}"
    return f"Lukket hold, {seats}"


def content_rows(content: Sequence[Mapping[str, str]], sessions: int) -> tuple[ContentRow, ...]:
    """Return the boxes of each session, filled with what is written."""
    return tuple(
        ContentRow(
            number=number,
            boxes=tuple(
                ContentBox(
                    name=f"{kind.value}-{number}",
                    label=CONTENT_LABELS[kind],
                    text=written.get(kind.value, ""),
                )
                for kind in ContentKind
            ),
        )
        for number in range(1, sessions + 1)
        for written in [content[number - 1] if number <= len(content) else {}]
    )
