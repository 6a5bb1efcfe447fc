"""Notes of a session and of one citizen stand in different places, and neither is changed."""

from dataclasses import replace

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from rehab.domain.access import Role
from rehab.domain.errors import NotPermittedError
from rehab.domain.session_notes import NamesInNoteError, SessionNoteError
from rehab.models import JournalNote, SessionNote
from rehab.queries.attendance import find_session
from rehab.services.session_notes import note_participant, note_session
from tests.conftest import NOW
from tests.support.course_factories import make_booking, make_course, sessions_of


@pytest.fixture
def ctx(ctx_as):
    return ctx_as(Role.TERAPEUT)


@pytest.fixture
def hall(make, session, ctx):
    course = make_course(make, sessions=1, first=NOW)
    people = [make.citizen(given_name=name, surname="Prøvesen") for name in ("Anna", "Berit")]
    bookings = [make_booking(make, make.case(citizen=one), course) for one in people]
    meeting = find_session(session, ctx.actor, sessions_of(make, course)[0])
    return meeting, [(row.id, row.case_id) for row in bookings]


def test_a_note_of_the_hold_stands_in_no_record(ctx, hall, session):
    meeting, _ = hall
    with ctx.transaction():
        note_session(ctx, meeting, "Nye øvelser på måtten.")
    assert session.scalars(select(SessionNote.text)).all() == ["Nye øvelser på måtten."]
    assert session.scalars(select(JournalNote)).all() == []


def test_a_note_of_a_citizen_stands_in_that_record_alone(ctx, hall, session):
    meeting, [_, (berit, berits_case)] = hall
    with ctx.transaction():
        note_participant(ctx, meeting, berit, "Ondt i hoften i dag.", names_meant=False)
    note = session.scalars(select(JournalNote)).one()
    assert (note.case_id, note.written_by) == (berits_case, ctx.actor.id)
    assert session.scalars(select(SessionNote)).all() == []


def test_anothers_name_is_warned_of_until_it_is_meant(ctx, hall, session):
    meeting, [_, (berit, _)] = hall
    with pytest.raises(NamesInNoteError) as warning, ctx.transaction():
        note_participant(ctx, meeting, berit, "Træner med Anna.", names_meant=False)
    assert warning.value.names == ("Anna",)
    assert session.scalars(select(JournalNote)).all() == []
    with ctx.transaction():
        note_participant(ctx, meeting, berit, "Træner med Anna.", names_meant=True)
    assert session.scalars(select(JournalNote.text)).one() == "Træner med Anna."


def test_a_participants_name_in_a_note_of_the_hold_is_warned_of(ctx, hall, session):
    meeting, _ = hall
    with pytest.raises(NamesInNoteError, match="nævner Berit og Prøvesen, som er på holdet"):
        note_session(ctx, meeting, "Berit Prøvesen havde ondt.")
    with ctx.transaction():
        note_session(ctx, meeting, "Berit havde ondt.", names_meant=True)
    assert session.scalars(select(SessionNote.text)).all() == ["Berit havde ondt."]


def test_only_those_on_the_sheet_are_noted_of(ctx, hall, make):
    stranger = make_booking(make, make.case(), make_course(make))
    with pytest.raises(SessionNoteError, match="ikke længere på listen"):
        note_participant(ctx, hall[0], stranger.id, "Ondt.", names_meant=False)


def test_another_therapist_writes_nothing(ctx, hall, make):
    other = replace(ctx, actor=make.user(Role.TERAPEUT, login="other").actor())
    with pytest.raises(NotPermittedError):
        note_session(other, hall[0], "Godt gået.")


def test_a_note_is_never_changed(ctx, hall, session):
    with ctx.transaction():
        note_session(ctx, hall[0], "Nye øvelser.")
    with pytest.raises(DBAPIError, match="never changed"):
        session.execute(text("UPDATE session_note SET text = 'andet'"))
