"""What the sheet shows: names and marks, and nothing of why anybody is there."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from rehab.clock import civil_date
from rehab.domain.attendance import MARK_LABELS, AttendanceMark
from rehab.models import Citizen, CourseSession
from rehab.queries.attendance import Participant, SheetStatus
from rehab.web.attendance.forms import mark_key, shown_key
from rehab.web.filters import danish_day, danish_time

OPTIONS: Final = tuple(
    (mark.value, MARK_LABELS[mark], tone)
    for mark, tone in (
        (AttendanceMark.PRESENT, "ok"),
        (AttendanceMark.EXCUSED, "warning"),
        (AttendanceMark.ABSENT, "danger"),
    )
)


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One participant on the sheet, with what the page showed in `shown_key`."""

    key: str
    shown_key: str
    name: str
    note: str | None
    value: str


@dataclass(frozen=True, slots=True)
class SheetPage:
    """A session's sheet; `may_mark` is false before its day."""

    id: UUID
    course_id: UUID
    heading: str
    lead: str
    rows: tuple[SheetRow, ...]
    registered: int
    saved_text: str
    may_mark: bool
    opens_text: str


@dataclass(frozen=True, slots=True)
class SheetLink:
    """One session in the therapist's list."""

    id: UUID
    title: str
    day: str
    time: str
    place: str
    therapist: str
    count: str
    done: bool


def initials(citizen: Citizen) -> str:
    """Return a citizen's initials, for a sheet that others in the hall can see."""
    return "".join(f"{part[0].upper()}." for part in citizen.name.split())


def sheet_page(session: CourseSession, people: Sequence[Participant], today: date) -> SheetPage:
    """Return a session's sheet. A citizen with a protected address stands by initials."""
    held_on = civil_date(session.starts_at)
    saved = [person.recorded_at for person in people if person.recorded_at is not None]
    return SheetPage(
        id=session.id,
        course_id=session.course_id,
        heading=session.course.title,
        lead=f"{danish_day(held_on)} kl. {_time(session)} · {session.place}",
        rows=tuple(_row(person) for person in people),
        registered=sum(person.mark is not None for person in people),
        saved_text=f"Gemt kl. {danish_time(max(saved))}" if saved else "Intet registreret endnu",
        may_mark=held_on <= today,
        opens_text=f"Fremmøde kan registreres fra {danish_day(held_on)}. Her er deltagerne.",
    )


def kept_sentence(people: Iterable[Participant], kept: Collection[UUID]) -> str:
    """Say whose rows somebody else changed first, and what to do about it."""
    names = ", ".join(
        f"{_name(person)} ({MARK_LABELS[person.mark].lower()})"
        for person in people
        if person.booking_id in kept and person.mark is not None
    )
    return (
        f"En anden har i mellemtiden registreret {names}. Det står ved magt, og resten er gemt. "
        "Ret rækken her, hvis det er forkert."
    )


def sheet_link(status: SheetStatus) -> SheetLink:
    """Return one session of the therapist's list."""
    session = status.session
    return SheetLink(
        id=session.id,
        title=session.course.title,
        day=danish_day(civil_date(session.starts_at)),
        time=_time(session),
        place=session.place,
        therapist=session.therapist.name,
        count=f"{status.registered} af {status.total}",
        done=status.registered == status.total,
    )


def _row(person: Participant) -> SheetRow:
    return SheetRow(
        key=mark_key(person.booking_id),
        shown_key=shown_key(person.booking_id),
        name=_name(person),
        note=None,
        value=person.mark.value if person.mark else "",
    )


def _name(person: Participant) -> str:
    if person.citizen.address_protected:
        return f"{initials(person.citizen)} (plads {person.seat})"
    return person.citizen.name


def _time(session: CourseSession) -> str:
    return f"{danish_time(session.starts_at)}–{danish_time(session.ends_at)}"
