"""A yes, a no, and the silence that sends a case back to the queue."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from rehab.domain.access import Role
from rehab.domain.contact_persons import ContactPersonEnding, DeclineReasonError
from rehab.domain.errors import NotPermittedError
from rehab.domain.notices import NoticeKind
from rehab.models import AuditEvent, ContactPerson, Notice
from rehab.queries.contact_persons import list_unanswered
from rehab.services.accounts import system_actor_in
from rehab.services.contact_person_answers import (
    NotAskedError,
    accept_case,
    decline_case,
    return_unaccepted,
)
from rehab.services.contact_persons import assign_contact_person, set_language
from rehab.services.daily_reminders import raise_reminders
from rehab.services.journal import write_note
from tests.conftest import NOW

# Monday 23 November and three working days
ANSWER_BY = date(2026, 11, 26)


@pytest.fixture
def karen(ctx_as):
    return ctx_as(Role.KOORDINATOR)


@pytest.fixture
def tove(ctx_as):
    return ctx_as(Role.TERAPEUT)


@pytest.fixture
def asked(karen, make):
    """A case that waits for Tove's answer."""
    case = make.case()
    with karen.transaction():
        assign_contact_person(karen, case, make.user(Role.TERAPEUT))
    return case


def rows(ctx, case):
    query = select(ContactPerson).where(ContactPerson.case_id == case.id)
    return ctx.session.scalars(query.order_by(ContactPerson.assigned_at)).all()


def verbs(ctx, case):
    query = select(AuditEvent.verb).where(AuditEvent.case_id == case.id)
    return set(ctx.session.scalars(query))


def job(ctx, day):
    at = datetime(2026, day.month, day.day, 5, 10, tzinfo=UTC)
    return replace(ctx, actor=system_actor_in(ctx.organisation_id), now=at)


def test_the_one_who_is_asked_has_three_working_days(karen, tove, asked):
    [row] = rows(karen, asked)
    assert (row.answer_by, row.awaits_answer) == (ANSWER_BY, True)
    assert [case.id for _, case in list_unanswered(tove.session, tove.actor)] == [asked.id]


def test_whoever_takes_a_case_has_said_yes(karen, make):
    case = make.case()
    with karen.transaction():
        row = assign_contact_person(karen, case, make.user(Role.KOORDINATOR))
    assert (row.answer_by, row.accepted_at) == (None, NOW)


def test_a_yes_is_kept(tove, asked):
    with tove.transaction():
        accept_case(tove, asked)
    [row] = rows(tove, asked)
    assert (row.accepted_at, row.awaits_answer, row.until_on) == (NOW, False, None)
    assert "contact_person.accepted" in verbs(tove, asked)
    assert list_unanswered(tove.session, tove.actor) == []


def test_a_no_sends_the_case_back_with_the_reason(tove, asked):
    with tove.transaction():
        decline_case(tove, asked, " Kender borgeren privat. ")
    [row] = rows(tove, asked)
    assert (row.until_on, row.ending) == (NOW.date(), ContactPersonEnding.DECLINED)
    assert row.ended_reason == "Kender borgeren privat."
    assert "contact_person.declined" in verbs(tove, asked)


def test_a_no_without_a_reason_is_no_answer(tove, asked):
    with pytest.raises(DeclineReasonError), tove.transaction():
        decline_case(tove, asked, " ")
    assert rows(tove, asked)[0].awaits_answer


@pytest.mark.parametrize("act", [accept_case, lambda ctx, case: decline_case(ctx, case, "Nej.")])
def test_a_case_is_answered_once_and_by_the_one_who_is_asked(karen, tove, asked, act):
    with pytest.raises(NotAskedError):
        act(karen, asked)
    with tove.transaction():
        accept_case(tove, asked)
    with pytest.raises(NotAskedError):
        act(tove, asked)


def test_a_stranger_may_not_answer(ctx_as, tove, asked, make):
    stranger = replace(tove, actor=make.user(Role.TERAPEUT, login="fremmed").actor())
    with pytest.raises(NotPermittedError):
        accept_case(stranger, asked)


@pytest.mark.parametrize(
    ("day", "returned"),
    [
        pytest.param(ANSWER_BY, 0, id="the last day"),
        pytest.param(date(2026, 11, 27), 1, id="the day after"),
        pytest.param(date(2026, 12, 4), 1, id="a week late"),
    ],
)
def test_a_case_nobody_answers_returns_to_the_queue(karen, asked, day, returned):
    late = job(karen, day)
    for expected in (returned, 0):
        with late.transaction():
            assert return_unaccepted(late) == expected
    [row] = rows(karen, asked)
    # Late, twice or in time: the period ended on the last day to answer.
    assert row.until_on == (ANSWER_BY if returned else None)
    assert row.ending is (ContactPersonEnding.UNANSWERED if returned else None)
    assert ("contact_person.returned" in verbs(karen, asked)) is bool(returned)


def test_the_daily_job_returns_them(karen, asked):
    late = job(karen, date(2026, 11, 27))
    with late.transaction():
        raise_reminders(late)
    assert rows(karen, asked)[0].ending is ContactPersonEnding.UNANSWERED


def test_who_has_begun_to_work_in_the_case_has_said_yes(karen, tove, asked):
    at = replace(tove, now=NOW + timedelta(hours=1))
    with at.transaction():
        write_note(at, asked, "Ringede til borgeren.")
    late = job(karen, date(2026, 11, 27))
    with late.transaction():
        assert return_unaccepted(late) == 0
    [row] = rows(karen, asked)
    assert (row.until_on, row.awaits_answer) == (None, False)


def test_an_answered_case_is_not_returned(karen, tove, asked):
    with tove.transaction():
        accept_case(tove, asked)
    late = job(karen, date(2026, 12, 4))
    assert return_unaccepted(late) == 0


def told(ctx):
    query = select(Notice.kind).where(Notice.kind == NoticeKind.CONTACT_PERSON_CHANGED)
    return len(ctx.session.scalars(query).all())


def test_the_citizen_is_told_when_the_new_one_has_said_yes(karen, tove, make):
    case = make.case(contact_person=make.user(Role.VISITATOR))
    with karen.transaction():
        assign_contact_person(karen, case, make.user(Role.TERAPEUT), tell_citizen=True)
    assert told(karen) == 0
    with tove.transaction():
        accept_case(tove, case)
    assert told(karen) == 1


def test_the_language_is_noted_and_its_words_are_not_in_the_trail(karen, make):
    case = make.case()
    with karen.transaction():
        set_language(karen, case, "  Arabisk ")
    query = select(AuditEvent).where(AuditEvent.verb == "citizen.language_noted")
    assert karen.session.scalars(query).one().data == {}
    karen.session.refresh(case, ["citizen"])
    assert case.citizen.language == "arabisk"
