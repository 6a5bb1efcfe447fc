"""Absences are recorded with a substitute, who works on the cases meanwhile."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from rehab.domain.absence import AbsenceRefusedError
from rehab.domain.access import Permission, Role
from rehab.domain.errors import NotPermittedError
from rehab.models import AuditEvent, JournalNote, User
from rehab.queries.absences import find_absence, list_absences, who_answers
from rehab.queries.cases import find_case
from rehab.queries.contact_persons import list_colleagues
from rehab.queries.sessions import find_person
from rehab.services.absences import RecordAbsence, end_absence, record_absence
from rehab.services.journal import write_note
from tests.conftest import NOW
from tests.support.factories import AWAY, token_of

TODAY = NOW.date()


@pytest.fixture
def tove(make):
    return make.user(Role.TERAPEUT)


@pytest.fixture
def mads(make):
    return make.user(Role.TERAPEUT, login="mads", name="Mads")


@pytest.fixture
def ctx(ctx_as, tove):
    return ctx_as(Role.TERAPEUT)


def leave(tove, mads, days=7):
    return RecordAbsence(tove.id, mads.id, TODAY, TODAY + timedelta(days=days))


def recorded(ctx, command):
    with ctx.transaction():
        return record_absence(ctx, command)


def acting_as(ctx, user_id, days=0):
    at = replace(ctx, now=NOW + timedelta(days=days))
    token = token_of(ctx.session.get_one(User, user_id))
    person = find_person(ctx.session, token, NOW - timedelta(days=1), at.today)
    return replace(at, actor=person.actor)


@pytest.mark.parametrize(
    ("days", "sees"), [(0, True), (7, True), (8, False)], ids=["first", "last", "after"]
)
def test_the_substitute_works_on_the_cases_while_it_lasts(ctx, make, tove, mads, days, sees):
    case = make.case(contact_person=tove)
    recorded(ctx, leave(tove, mads))
    meanwhile = acting_as(ctx, mads.id, days)
    found = find_case(ctx.session, meanwhile.actor, case.id, Permission.CASE_WRITE)
    assert (found is not None) is sees
    if sees:
        with meanwhile.transaction():
            write_note(meanwhile, case, "Talt med borgeren.")
        assert ctx.session.scalars(select(JournalNote.written_by)).all() == [mads.id]
    else:
        with pytest.raises(NotPermittedError):
            write_note(meanwhile, case, "Talt med borgeren.")


def test_the_citizen_s_letter_names_who_answers(ctx, make, tove, mads):
    case, alone = make.case(contact_person=tove), make.case()
    recorded(ctx, leave(tove, mads))
    answering = who_answers(ctx.session, case, TODAY)
    assert (answering.person.id, answering.holder.id) == (mads.id, tove.id)
    assert answering.until_on == date(2026, 11, 30)
    assert who_answers(ctx.session, case, date(2026, 12, 1)).person.id == tove.id
    assert who_answers(ctx.session, alone, TODAY) is None


def test_the_suggestion_knows_who_is_away(ctx, tove, mads):
    recorded(ctx, leave(tove, mads))
    away = {one.user_id: one.away for one in list_colleagues(ctx.session, ctx.actor, TODAY)}
    assert away[tove.id].text() == "23.11.–30.11."
    assert away[mads.id] is None


def test_a_person_who_comes_back_early_gets_the_cases_back_at_once(ctx, make, tove, mads):
    case = make.case(contact_person=tove)
    row = recorded(ctx, leave(tove, mads))
    back = replace(ctx, now=NOW + timedelta(days=2))
    with back.transaction():
        end_absence(back, find_absence(ctx.session, ctx.actor, row.id))
    assert row.until_on == date(2026, 11, 24)
    assert who_answers(ctx.session, case, date(2026, 11, 25)).person.id == tove.id


def test_an_absence_that_did_not_begin_never_was(ctx, tove, mads):
    row = recorded(ctx, leave(tove, mads))
    with ctx.transaction():
        end_absence(ctx, row)
    assert row.cancelled_at == NOW
    assert list_absences(ctx.session, ctx.actor, TODAY) == []
    with pytest.raises(AbsenceRefusedError, match="allerede slut"):
        end_absence(ctx, row)


def test_absences_of_one_person_do_not_overlap(ctx, make, tove, mads):
    recorded(ctx, leave(tove, mads))
    with pytest.raises(AbsenceRefusedError, match="allerede registreret"):
        record_absence(ctx, leave(tove, make.user(Role.KOORDINATOR)))


def test_the_leader_records_for_others_and_a_therapist_only_for_oneself(ctx_as, make, tove, mads):
    leader = ctx_as(Role.LEDER)
    recorded(leader, leave(tove, mads))
    with pytest.raises(NotPermittedError, match="eget fravær"):
        record_absence(ctx_as(Role.TERAPEUT), leave(mads, tove))


@pytest.mark.parametrize("role", [Role.JOBKONSULENT, Role.ADMINISTRATOR])
def test_others_record_no_absence(ctx_as, make, tove, role):
    person = make.user(role)
    with pytest.raises(NotPermittedError):
        record_absence(ctx_as(role), RecordAbsence(person.id, tove.id, TODAY, TODAY))


@pytest.mark.parametrize(
    ("kommunekode", "role", "fields"),
    [
        pytest.param(AWAY, Role.TERAPEUT, {}, id="of another kommune"),
        pytest.param("999", Role.LEDER, {}, id="who holds no cases"),
        pytest.param("999", Role.TERAPEUT, {"active": False}, id="who has left"),
    ],
)
def test_nobody_stands_in_who_could_not_hold_the_case(ctx, make, tove, kommunekode, role, fields):
    other = make.user(role, kommunekode=kommunekode, login="anden", **fields)
    with pytest.raises(AbsenceRefusedError, match="aktive visitatorer"):
        record_absence(ctx, leave(tove, other))


def test_a_therapist_sees_the_absences_that_are_the_own(ctx, ctx_as, make, tove, mads):
    sara = make.user(Role.TERAPEUT, login="sara")
    leader = ctx_as(Role.LEDER)
    own = recorded(leader, leave(tove, mads))
    other = recorded(leader, RecordAbsence(sara.id, mads.id, TODAY, TODAY))
    assert [row.id for row in list_absences(ctx.session, ctx.actor, TODAY)] == [own.id]
    assert find_absence(ctx.session, ctx.actor, other.id) is None
    assert len(list_absences(ctx.session, leader.actor, TODAY)) == 2


def test_the_trail_says_who_stood_in_and_when(ctx, tove, mads):
    row = recorded(ctx, leave(tove, mads))
    event = ctx.session.scalars(
        select(AuditEvent).where(AuditEvent.verb == "absence.recorded")
    ).one()
    assert event.data == {
        "absence_id": str(row.id),
        "user_id": str(tove.id),
        "substitute_id": str(mads.id),
        "from_on": "2026-11-23",
        "until_on": "2026-11-30",
    }
