"""Writing in the journal: notes are added and never changed (J-3)."""

from typing import Final

from rehab.domain.access import Permission
from rehab.domain.errors import DomainError
from rehab.domain.wording import has_words
from rehab.models import Case, JournalNote
from rehab.queries.cases import scope_of
from rehab.services.context import Context

MAX_NOTE: Final = 20_000


class NoteRefusedError(DomainError):
    """A note cannot be saved as it was typed."""


def write_note(ctx: Context, case: Case, text: str) -> JournalNote:
    """Add a note to the journal, also of a closed case: what was learnt late belongs there too.

    Raises `NoteRefusedError` for an empty note and for one that is far too long.
    """
    ctx.require(Permission.CASE_WRITE, scope_of(ctx.session, case))
    written = text.strip()
    if not has_words(written):
        raise NoteRefusedError("Skriv notatet, før du gemmer.")
    if len(written) > MAX_NOTE:
        raise NoteRefusedError(f"Notatet kan højst være på {MAX_NOTE} tegn. Del det i flere.")
    note = JournalNote(case_id=case.id, written_by=ctx.actor.id, written_at=ctx.now, text=written)
    ctx.session.add(note)
    ctx.session.flush()
    ctx.record("note.written", case.id, note_id=note.id)
    return note
