"""Noting what happened at a session: of the hold, or of one citizen (F58)."""

from uuid import UUID

from rehab.domain.access import Permission
from rehab.domain.errors import NotPermittedError
from rehab.domain.session_notes import (
    NamedParticipant,
    NamesInNoteError,
    SessionNoteError,
    check_note,
    names_in,
)
from rehab.models import Citizen, CourseSession, JournalNote, SessionNote
from rehab.queries.attendance import keeps_sheet, participants_of
from rehab.services.context import Context


def note_session(
    ctx: Context, session: CourseSession, text: str, *, names_meant: bool = False
) -> SessionNote:
    """Add a note of the whole session, seen by those who keep its sheet. Needs `session.course`.

    It stands in nobody's record, so what it says of one citizen is in none: raises
    `NamesInNoteError` until somebody has made sure that a name is meant, and `SessionNoteError`.
    """
    _require_keeper(ctx, session)
    written = check_note(text)
    people = [_named(row.citizen) for row in participants_of(ctx.session, session)]
    found = names_in(written, people)
    if found and not names_meant:
        raise NamesInNoteError(found, of_hold=True)
    note = SessionNote(
        session_id=session.id,
        text=written,
        written_by=ctx.actor.id,
        written_at=ctx.now,
    )
    ctx.session.add(note)
    ctx.session.flush()
    ctx.record("session.noted", session_id=session.id, note_id=note.id)
    return note


def note_participant(
    ctx: Context, session: CourseSession, booking_id: UUID, text: str, *, names_meant: bool
) -> JournalNote:
    """Add a note to one participant's own record. Needs `session.course`.

    Whoever keeps the sheet may write it, a substitute too: who treats writes, and reads no more
    for it (F60). Raises `NamesInNoteError` until somebody has made sure that another's name is
    meant to stand there, and `SessionNoteError` for a citizen who is not on the sheet.
    """
    _require_keeper(ctx, session)
    written = check_note(text)
    people = {row.booking_id: row for row in participants_of(ctx.session, session)}
    person = people.get(booking_id)
    if person is None:
        raise SessionNoteError("Borgeren står ikke længere på listen. Genindlæs siden.")
    others = [_named(row.citizen) for key, row in people.items() if key != booking_id]
    found = names_in(written, others, _named(person.citizen))
    if found and not names_meant:
        raise NamesInNoteError(found)
    note = JournalNote(
        case_id=person.case_id, written_by=ctx.actor.id, written_at=ctx.now, text=written
    )
    ctx.session.add(note)
    ctx.session.flush()
    ctx.record("note.written", person.case_id, note_id=note.id)
    return note


def _require_keeper(ctx: Context, session: CourseSession) -> None:
    ctx.require(Permission.ATTENDANCE_RECORD)
    if not keeps_sheet(ctx.actor, session):
        raise NotPermittedError("Kun gangens terapeut skriver på listen. Spørg din koordinator.")


def _named(citizen: Citizen) -> NamedParticipant:
    return NamedParticipant(citizen.given_name, citizen.surname)
