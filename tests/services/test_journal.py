"""Writing in the journal."""

import pytest
from sqlalchemy import select

from rehab.domain.access import Role
from rehab.domain.errors import NotPermittedError
from rehab.models import AuditEvent, JournalNote
from rehab.services.journal import MAX_NOTE, NoteRefusedError, write_note


def test_a_note_is_kept_with_who_and_when(ctx_as, make):
    ctx, case = ctx_as(Role.KOORDINATOR), make.case()
    with ctx.transaction():
        write_note(ctx, case, "  Ringer igen torsdag.  ")
    note = ctx.session.scalars(select(JournalNote)).one()
    assert (note.text, note.written_by, note.written_at) == (
        "Ringer igen torsdag.",
        ctx.actor.id,
        ctx.now,
    )


def test_the_audit_trail_names_the_note_and_not_its_words(ctx_as, make):
    ctx, case = ctx_as(Role.KOORDINATOR), make.case()
    with ctx.transaction():
        note = write_note(ctx, case, "Ringer igen torsdag.")
    event = ctx.session.scalars(select(AuditEvent).where(AuditEvent.verb == "note.written")).one()
    assert (event.case_id, event.data) == (case.id, {"note_id": str(note.id)})


def test_a_closed_case_can_still_get_a_note(ctx_as, make):
    ctx = ctx_as(Role.KOORDINATOR)
    case = make.case(closed_on=ctx.today)
    assert write_note(ctx, case, "Svar fra lægen kom efter afslutningen.").text


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(" \n ", id="nothing"),
        pytest.param("\u200b", id="only what cannot be seen"),
        pytest.param("a" * (MAX_NOTE + 1), id="far too long"),
    ],
)
def test_a_note_that_is_none_is_refused(ctx_as, make, text):
    with pytest.raises(NoteRefusedError):
        write_note(ctx_as(Role.KOORDINATOR), make.case(), text)


@pytest.mark.parametrize("role", [Role.LEDER, Role.JOBKONSULENT, Role.ADMINISTRATOR])
def test_a_role_without_the_case_writes_nothing(ctx_as, make, role):
    with pytest.raises(NotPermittedError):
        write_note(ctx_as(role), make.case(), "Notat")


def test_a_therapist_writes_only_in_own_cases(ctx_as, make):
    ctx = ctx_as(Role.TERAPEUT)
    mine = make.case(contact_person=make.user(Role.TERAPEUT))
    assert write_note(ctx, mine, "Notat").case_id == mine.id
    with pytest.raises(NotPermittedError):
        write_note(ctx, make.case(), "Notat")
