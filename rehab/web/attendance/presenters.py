"""What the sheet shows: names and marks, and nothing of why anybody is there."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from rehab.clock import civil_date
from rehab.domain.access import Actor, Permission, may
from rehab.domain.attendance import MARK_LABELS, AttendanceMark
from rehab.models import Citizen, CourseSession, SessionNote
from rehab.queries.attendance import Participant
from rehab.queries.sheets import SheetLine
from rehab.web.attendance.forms import mark_key, minutes_key, shown_key
from rehab.web.filters import danish_date, danish_day, danish_instant, danish_time

Link = Callable[..., str]
OPTIONS: Final = tuple(
    (mark.value, MARK_LABELS[mark], tone)
    for mark, tone in (
        (AttendanceMark.PRESENT, "ok"),
        (AttendanceMark.LATE, "late"),
        (AttendanceMark.EXCUSED, "warning"),
        (AttendanceMark.ABSENT, "danger"),
    )
)
# A mark that reached us within this time was typed in when it was made.
_AT_ONCE: Final = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One participant on the sheet, with what the page showed in `shown_key`."""

    booking: UUID
    number: int
    key: str
    shown_key: str
    minutes_key: str
    name: str
    note: str | None
    value: str
    minutes: int | None
    note_url: str | None = None


@dataclass(frozen=True, slots=True)
class SheetPage:
    """A session's sheet; `closed_text` says why it cannot be kept, when it cannot."""

    id: UUID
    course_id: UUID
    heading: str
    lead: str
    rows: tuple[SheetRow, ...]
    registered: int
    saved_text: str
    closed_text: str | None
    actions: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class SessionHead:
    """Which session a page around the sheet is about."""

    id: UUID
    title: str
    lead: str


@dataclass(frozen=True, slots=True)
class NoteEntry:
    """One note of a session, as the timeline component shows it."""

    when_text: str
    when_iso: str
    who: str
    title: str
    body: str
    url: str | None = None
    tone: str = "neutral"


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
    cancelled: bool


def initials(citizen: Citizen) -> str:
    """Return a citizen's initials, for a sheet that others in the hall can see."""
    return "".join(f"{part[0].upper()}." for part in citizen.name.split())


def display_name(person: Participant) -> str:
    """Return what a participant is called: one with a protected address by initials and seat."""
    if person.citizen.address_protected:
        return f"{initials(person.citizen)} (plads {person.seat})"
    return person.citizen.name


def sheet_page(
    session: CourseSession,
    people: Sequence[Participant],
    today: date,
    names: Mapping[UUID, str],
    actor: Actor,
    link: Link,
    notes: int = 0,
) -> SheetPage:
    """Return a session's sheet. A citizen with a protected address stands by initials."""
    held_on = civil_date(session.starts_at)
    saved = [person.recorded_at for person in people if person.recorded_at is not None]
    return SheetPage(
        id=session.id,
        course_id=session.course_id,
        heading=session.course.title,
        lead=f"{danish_day(held_on)} kl. {_time(session)} · {session.place}",
        rows=tuple(
            replace(
                _row(number, person, names, actor.id),
                note_url=link(
                    "attendance.participant_note",
                    session_id=session.id,
                    booking_id=person.booking_id,
                ),
            )
            for number, person in enumerate(people, start=1)
        ),
        actions=_actions(session, actor, link, notes),
        registered=sum(person.mark is not None for person in people),
        saved_text=f"Gemt kl. {danish_time(max(saved))}" if saved else "Intet registreret endnu",
        closed_text=_closed(session, held_on, today),
    )


def offline_page(session: CourseSession, people: Sequence[Participant]) -> SheetPage:
    """Return the sheet a tablet keeps for the day: initials for all, and not what the course is.

    The numbers are those of the paper sheet, so that two with the same initials are told apart.
    """
    return SheetPage(
        id=session.id,
        course_id=session.course_id,
        heading=f"Fremmøde kl. {_time(session)}",
        lead=session.place,
        rows=tuple(
            replace(_row(number, person, {}, person.booking_id), name=initials(person.citizen))
            for number, person in enumerate(people, start=1)
        ),
        registered=sum(person.mark is not None for person in people),
        saved_text="Åbnet uden net",
        closed_text=None,
    )


def session_head(session: CourseSession) -> SessionHead:
    """Return which session a page is about."""
    held_on = civil_date(session.starts_at)
    return SessionHead(
        session.id, session.course.title, f"{danish_day(held_on)} kl. {_time(session)}"
    )


def note_entries(notes: Iterable[SessionNote]) -> tuple[NoteEntry, ...]:
    """Return the notes of a session as they are shown."""
    return tuple(
        NoteEntry(
            when_text=danish_instant(note.written_at),
            when_iso=note.written_at.isoformat(),
            who=note.author.name,
            title="Notat om gangen",
            body=note.text,
        )
        for note in notes
    )


def kept_sentence(people: Iterable[Participant], kept: Collection[UUID]) -> str:
    """Say whose rows somebody else changed first, and what to do about it."""
    names = ", ".join(
        f"{display_name(person)} ({MARK_LABELS[person.mark].lower()})"
        for person in people
        if person.booking_id in kept and person.mark is not None
    )
    return (
        f"En anden har i mellemtiden registreret {names}. Det står ved magt, og resten er gemt. "
        "Ret rækken her, hvis det er forkert."
    )


def row_note(person: Participant, names: Mapping[UUID, str], viewer: UUID) -> str | None:
    """Say who marked a row, when it was somebody else, and when it was typed in afterwards."""
    if person.mark is None or person.happened_at is None or person.recorded_at is None:
        return None
    another = person.recorded_by if person.recorded_by != viewer else None
    name = names.get(another) if another is not None else None
    made = f"kl. {danish_time(person.happened_at)}"
    if person.recorded_at - person.happened_at > _AT_ONCE:
        same_day = civil_date(person.recorded_at) == civil_date(person.happened_at)
        day = "" if same_day else f"{danish_date(civil_date(person.recorded_at))} "
        typed = f"tastet {day}kl. {danish_time(person.recorded_at)}"
        return f"{made}, {typed}" + (f" af {name}" if name else "")
    return f"{name} {made}" if name else None


def sheet_link(line: SheetLine) -> SheetLink:
    """Return one session of the therapist's list."""
    cancelled = line.cancelled_at is not None
    return SheetLink(
        id=line.id,
        title=line.title,
        day=danish_day(civil_date(line.starts_at)),
        time=_time(line),
        place=line.place,
        therapist=f"{line.substitute} (afløser)" if line.substitute else line.therapist,
        count="–" if cancelled else f"{line.registered} af {line.total}",
        done=line.registered == line.total and not cancelled,
        cancelled=cancelled,
    )


def _actions(
    session: CourseSession, actor: Actor, link: Link, notes: int
) -> tuple[tuple[str, str], ...]:
    """Return what else can be done about a session, as labels and addresses."""
    count = f" ({notes})" if notes else ""
    actions = [
        (f"Notat om gangen{count}", link("attendance.hold_note", session_id=session.id)),
        ("Papirark (PDF)", link("attendance.paper", session_id=session.id)),
    ]
    if session.cancelled_at is None:
        actions.append(("Aflys gangen", link("series.cancel_session", session_id=session.id)))
    if may(actor, Permission.COURSE_PLAN) and session.cancelled_at is None:
        name = f": {session.substitute.name}" if session.substitute else ""
        actions.append((f"Afløser{name}", link("attendance.substitute", session_id=session.id)))
    return tuple(actions)


def _closed(session: CourseSession, held_on: date, today: date) -> str | None:
    if session.cancelled_at is not None:
        reason = f" ({session.cancel_reason})" if session.cancel_reason else ""
        return f"Gangen er aflyst{reason}. Der føres ikke fremmøde. Her er deltagerne."
    if held_on > today:
        return f"Fremmøde kan registreres fra {danish_day(held_on)}. Her er deltagerne."
    return None


def _row(number: int, person: Participant, names: Mapping[UUID, str], viewer: UUID) -> SheetRow:
    return SheetRow(
        booking=person.booking_id,
        number=number,
        key=mark_key(person.booking_id),
        shown_key=shown_key(person.booking_id),
        minutes_key=minutes_key(person.booking_id),
        name=display_name(person),
        note=row_note(person, names, viewer),
        value=person.mark.value if person.mark else "",
        minutes=person.late_minutes,
    )


def _time(session: CourseSession | SheetLine) -> str:
    return f"{danish_time(session.starts_at)}–{danish_time(session.ends_at)}"
