"""Everything of one person handed to others at once, and taken back within a day."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from rehab.domain.access import Role
from rehab.domain.contact_persons import ContactPersonEnding
from rehab.domain.errors import NotPermittedError
from rehab.domain.handing_over import HandoverRefusedError, ItemOutcome
from rehab.models import AuditEvent, ContactPerson, CourseSession, Notice
from rehab.queries.handing_over import (
    count_open_tasks,
    find_handover,
    list_held_cases,
    list_sessions_ahead,
)
from rehab.services.contact_person_answers import accept_case, decline_case
from rehab.services.contact_persons import ContactPersonRefusedError, assign_contact_person
from rehab.services.handing_over import HandOver, hand_over, undo_handover
from rehab.services.journal import write_note
from rehab.services.reminders import raise_once
from tests.conftest import NOW
from tests.support.course_factories import make_course, sessions_of
from tests.support.factories import AWAY

HOUR = timedelta(hours=1)


@pytest.fixture
def karen(ctx_as):
    return ctx_as(Role.KOORDINATOR)


@pytest.fixture
def tove(make):
    return make.user(Role.TERAPEUT, login="tove", name="Tove")


@pytest.fixture
def mads(make):
    return make.user(Role.TERAPEUT, login="mads", name="Mads")


@pytest.fixture
def sara(make):
    return make.user(Role.TERAPEUT, login="sara", name="Sara")


def done(ctx, giver, cases=None, sessions=None, *, tell=True):
    with ctx.transaction():
        row = hand_over(ctx, giver, HandOver(cases or {}, sessions or {}, tell))
    return find_handover(ctx.session, ctx.actor, row.id)


def undone(ctx, row, after=HOUR):
    later = replace(ctx, now=NOW + after)
    with later.transaction():
        undo_handover(later, find_handover(ctx.session, ctx.actor, row.id))
    return find_handover(ctx.session, ctx.actor, row.id)


def actor_of(make, login):
    return make.user(Role.TERAPEUT, login=login).actor()


def holder(ctx, case):
    query = select(ContactPerson).where(
        ContactPerson.case_id == case.id, ContactPerson.until_on.is_(None)
    )
    return ctx.session.scalars(query).one()


def outcomes(row):
    return {item.case_id or item.session_id: item.outcome for item in row.items}


def test_what_can_be_handed_over_is_listed(karen, make, tove):
    case, other = make.case(contact_person=tove), make.case()
    make.case(contact_person=tove, closed_on=NOW.date())
    course = make_course(make, therapist=tove, sessions=2)
    make_course(make, therapist=tove, sessions=1, cancelled_at=NOW)
    with karen.transaction():
        raise_once(karen, case, "clock:x", "Ring.", NOW.date())
    assert [row.id for row in list_held_cases(karen.session, karen.actor, tove.id)] == [case.id]
    assert count_open_tasks(karen.session, [case.id, other.id]) == {case.id: 1}
    ahead = list_sessions_ahead(karen.session, karen.actor, tove.id, NOW)
    assert [row.id for row in ahead] == sessions_of(make, course)


def test_cases_and_sessions_go_to_those_who_are_chosen(karen, make, tove, mads, sara):
    first, second = (make.case(contact_person=tove) for _ in range(2))
    course = make_course(make, therapist=tove, sessions=2)
    meeting, kept = sessions_of(make, course)
    row = done(karen, tove, {first.id: mads.id, second.id: sara.id}, {meeting: mads.id})
    assert (holder(karen, first).user_id, holder(karen, second).user_id) == (mads.id, sara.id)
    therapists = dict(
        karen.session.execute(select(CourseSession.id, CourseSession.therapist_id)).all()
    )
    assert therapists == {meeting: mads.id, kept: tove.id}
    assert set(outcomes(row).values()) == {ItemOutcome.HANDED_OVER}


def test_each_case_has_an_event_of_its_own(karen, make, tove, mads):
    cases = [make.case(contact_person=tove) for _ in range(3)]
    row = done(karen, tove, {case.id: mads.id for case in cases})
    query = select(AuditEvent).where(AuditEvent.verb == "contact_person.handed_over")
    events = karen.session.scalars(query).all()
    assert {event.case_id for event in events} == {case.id for case in cases}
    assert events[0].data == {
        "user_id": str(mads.id),
        "before": str(tove.id),
        "handover_id": str(row.id),
    }


def test_the_receiver_is_asked_and_the_citizen_told_after_the_yes(karen, make, tove, mads):
    case = make.case(contact_person=tove)
    done(karen, tove, {case.id: mads.id})
    assert holder(karen, case).awaits_answer
    assert karen.session.scalars(select(Notice)).all() == []
    his = replace(karen, actor=actor_of(make, "mads"))
    with his.transaction():
        accept_case(his, case)
    assert len(karen.session.scalars(select(Notice)).all()) == 1


def test_what_changed_meanwhile_is_left_and_says_why(karen, make, tove, mads, sara):
    given, closed, mine = (make.case(contact_person=tove) for _ in range(3))
    with karen.transaction():
        assign_contact_person(karen, given, sara)
    closed.closed_on = NOW.date()
    make.save(closed)
    row = done(karen, tove, {case.id: mads.id for case in (given, closed, mine)})
    assert outcomes(row) == {
        given.id: ItemOutcome.LEFT,
        closed.id: ItemOutcome.LEFT,
        mine.id: ItemOutcome.HANDED_OVER,
    }
    assert {item.reason for item in row.items} == {
        "Sagen har fået en anden kontaktperson imens.",
        "Sagen er afsluttet imens.",
        "",
    }
    assert holder(karen, given).user_id == sara.id


def test_one_who_cannot_hold_cases_stops_the_whole(karen, make, tove, mads):
    leader = make.user(Role.LEDER)
    first, second = (make.case(contact_person=tove) for _ in range(2))
    with pytest.raises(ContactPersonRefusedError), karen.transaction():
        hand_over(karen, tove, HandOver({first.id: mads.id, second.id: leader.id}))
    assert holder(karen, first).user_id == tove.id


def test_a_session_goes_to_nobody_who_may_not_lead_it(karen, make, tove):
    [meeting] = sessions_of(make, make_course(make, therapist=tove, sessions=1))
    visitator = make.user(Role.VISITATOR)
    with pytest.raises(HandoverRefusedError, match="ikke være behandler"):
        hand_over(karen, tove, HandOver({}, {meeting: visitator.id}))


def test_nothing_chosen_is_no_hand_over(karen, tove):
    with pytest.raises(HandoverRefusedError, match="mindst én"):
        hand_over(karen, tove, HandOver())


def test_a_hand_over_goes_back_whole_when_nothing_happened(karen, make, tove, mads):
    case = make.case(contact_person=tove)
    [meeting] = sessions_of(make, make_course(make, therapist=tove, sessions=1))
    row = done(karen, tove, {case.id: mads.id}, {meeting: mads.id})
    back = undone(karen, row)
    assert set(outcomes(back).values()) == {ItemOutcome.TAKEN_BACK}
    active = holder(karen, case)
    assert (active.user_id, active.awaits_answer) == (tove.id, False)
    assert karen.session.get_one(CourseSession, meeting).therapist_id == tove.id
    ended = karen.session.scalars(
        select(ContactPerson.ending).where(ContactPerson.case_id == case.id)
    )
    assert set(ended) == {
        ContactPersonEnding.HANDED_OVER,
        ContactPersonEnding.TAKEN_BACK,
        None,
    }


def test_what_changed_since_stays_and_the_others_go_back(karen, make, tove, mads, sara):
    worked, agreed, declined, moved, closed, idle = (
        make.case(contact_person=tove) for _ in range(6)
    )
    meeting, begun = sessions_of(make, make_course(make, therapist=tove, sessions=2))
    cases = {case.id: mads.id for case in (worked, agreed, declined, moved, closed, idle)}
    row = done(karen, tove, cases, {meeting: mads.id, begun: mads.id})
    his = replace(karen, actor=actor_of(make, "mads"), now=NOW + HOUR / 2)
    with his.transaction():
        accept_case(his, agreed)
        decline_case(his, declined, "Jeg har ikke tid.")
        accept_case(his, worked)
        write_note(his, worked, "Ringet til borgeren.")
    with karen.transaction():
        assign_contact_person(karen, moved, sara)
    closed.closed_on = NOW.date()
    session = karen.session.get_one(CourseSession, begun)
    session.starts_at = NOW + HOUR / 2
    make.save(closed, session)
    back = undone(karen, row)
    assert outcomes(back) == {
        worked.id: ItemOutcome.KEPT,
        agreed.id: ItemOutcome.KEPT,
        declined.id: ItemOutcome.KEPT,
        moved.id: ItemOutcome.KEPT,
        closed.id: ItemOutcome.KEPT,
        idle.id: ItemOutcome.TAKEN_BACK,
        meeting: ItemOutcome.TAKEN_BACK,
        begun: ItemOutcome.KEPT,
    }
    reasons = {item.case_id or item.session_id: item.reason for item in back.items}
    assert "begyndt at arbejde" in reasons[worked.id]
    assert reasons[agreed.id] == "Den nye kontaktperson har sagt ja til sagen."
    assert reasons[declined.id] == (
        "Sagen har ingen kontaktperson nu: den nye tog den ikke. Giv den en fra tavlen."
    )
    assert "anden kontaktperson siden" in reasons[moved.id]
    assert "afsluttet siden" in reasons[closed.id]
    assert reasons[begun] == "Gangen er begyndt."
    assert holder(karen, agreed).user_id == mads.id
    # Told of Mads where he said yes, and of nothing where the case only went there and back.
    told = karen.session.scalars(select(Notice.case_id)).all()
    assert sorted(told) == sorted([worked.id, agreed.id])


def test_a_case_one_gave_to_oneself_by_mistake_goes_back_and_the_citizen_is_told(karen, make, tove):
    case = make.case(contact_person=tove)
    row = done(karen, tove, {case.id: karen.actor.id})
    assert outcomes(undone(karen, row)) == {case.id: ItemOutcome.TAKEN_BACK}
    # Told twice: that it was Karen, who needed no answer, and that it is Tove again.
    assert karen.session.scalars(select(Notice.case_id)).all() == [case.id] * 2


def test_after_a_day_a_hand_over_stands(karen, make, tove, mads):
    row = done(karen, tove, {make.case(contact_person=tove).id: mads.id})
    with pytest.raises(HandoverRefusedError, match="24 timer"):
        undone(karen, row, timedelta(hours=24))
    undone(karen, row)
    with pytest.raises(HandoverRefusedError, match="allerede fortrudt"):
        undone(karen, row)


def test_whoever_has_left_gets_nothing_back(karen, make, tove, mads):
    case = make.case(contact_person=tove)
    row = done(karen, tove, {case.id: mads.id})
    tove.active = False
    make.save(tove)
    assert outcomes(undone(karen, row)) == {case.id: ItemOutcome.KEPT}


@pytest.mark.parametrize("role", [Role.TERAPEUT, Role.VISITATOR, Role.ADMINISTRATOR])
def test_only_koordinator_and_leader_hand_over(ctx_as, make, tove, mads, role):
    with pytest.raises(NotPermittedError):
        hand_over(ctx_as(role), tove, HandOver({make.case(contact_person=tove).id: mads.id}))


def test_nothing_of_another_kommune_is_handed_over(karen, make, tove, mads):
    there = make.user(Role.TERAPEUT, kommunekode=AWAY)
    theirs = make.case(kommunekode=AWAY, contact_person=there)
    [meeting] = sessions_of(make, make_course(make, kommunekode=AWAY, sessions=1))
    ours = make.case(contact_person=tove)
    for giver, cases, sessions in (
        (there, {theirs.id: mads.id}, {}),
        (tove, {theirs.id: mads.id}, {}),
        (tove, {}, {meeting: mads.id}),
        (tove, {ours.id: there.id}, {}),
    ):
        with pytest.raises((NotPermittedError, HandoverRefusedError)):
            hand_over(karen, giver, HandOver(cases, sessions))
        karen.session.rollback()
    assert list_held_cases(karen.session, karen.actor, there.id) == []
