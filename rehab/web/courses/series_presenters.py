"""What whoever changes or cancels sessions sees before saving."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from rehab.clock import civil_date
from rehab.domain.day_counting import plural
from rehab.domain.series_changes import CONTENT_LABELS, PlannedSession
from rehab.models import ConflictOverride, CourseSession, User
from rehab.services.series_changes import CancellationPlan, ChangePlan
from rehab.web.filters import danish_date, danish_day, danish_time


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """One session before and after; a line for each thing that becomes otherwise."""

    number: int
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChangeView:
    """What a change would do, and the mark that tells it from another."""

    rows: tuple[ChangedRow, ...]
    warnings: tuple[str, ...]
    told: str
    signature: str


@dataclass(frozen=True, slots=True)
class SessionHead:
    """Which session it is about."""

    heading: str
    lead: str


@dataclass(frozen=True, slots=True)
class CancelView:
    """What a cancellation would do."""

    told: str
    replacement: str
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OverrideRow:
    """Why sessions were saved although they clashed."""

    when: str
    who: str
    reason: str
    conflicts: tuple[str, ...]


def session_head(meeting: CourseSession) -> SessionHead:
    """Return which session a page is about. Needs its `course`."""
    return SessionHead(
        heading=meeting.course.title,
        lead=f"{danish_day(civil_date(meeting.starts_at))} "
        f"kl. {danish_time(meeting.starts_at)}–{danish_time(meeting.ends_at)}, {meeting.place}",
    )


def change_view(plan: ChangePlan, people: Mapping[UUID, User]) -> ChangeView:
    """Return what a change would do."""
    rows = []
    for one in plan.changed:
        before, after = _lines(one.before, people), _lines(one.after, people)
        other = [(a, b) for a, b in zip(before, after, strict=True) if a != b]
        rows.append(
            ChangedRow(
                number=one.number,
                before=tuple(a for a, _ in other),
                after=tuple(b for _, b in other),
            )
        )
    warnings = tuple(clash.text for clash in plan.conflicts)
    words = "|".join((*(str(row) for row in rows), *warnings))
    return ChangeView(
        rows=tuple(rows),
        warnings=warnings,
        told=_told(plan.told),
        signature=sha256(words.encode()).hexdigest(),
    )


def cancel_view(plan: CancellationPlan) -> CancelView:
    """Return what a cancellation would do."""
    instead = plan.replacement
    return CancelView(
        told=_told(plan.told),
        replacement=f"{danish_day(instead.starts_at.date())} kl. {danish_time(instead.starts_at)}",
        warnings=tuple(clash.text for clash in plan.conflicts),
    )


def override_row(row: ConflictOverride, people: Mapping[UUID, User]) -> OverrideRow:
    """Return why sessions were saved although they clashed."""
    by = people.get(row.decided_by)
    return OverrideRow(
        when=danish_date(civil_date(row.decided_at)),
        who=by.name if by else "En anden",
        reason=row.reason,
        conflicts=tuple(row.conflicts),
    )


def _told(count: int) -> str:
    if not count:
        return "Ingen borgere får besked."
    return f"{plural(count, 'borger', 'borgere')} får besked."


def _lines(session: PlannedSession, people: Mapping[UUID, User]) -> tuple[str, ...]:
    both = (session.therapist_id, session.second_therapist_id)
    names = [people[who].name for who in both if who is not None and who in people]
    content = dict(session.content)
    times = f"{danish_time(session.starts_at)}–{danish_time(session.ends_at)}"
    return (
        f"{danish_day(session.starts_at.date())} kl. {times}",
        session.place,
        ", ".join(names),
        *(f"{label}: {content.get(kind, '–')}" for kind, label in CONTENT_LABELS.items()),
    )
