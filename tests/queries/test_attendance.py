"""Which sheets a person keeps, said once in Python and once in SQL; and who is on them."""

from datetime import timedelta

import pytest

from rehab.domain.access import Role
from rehab.queries.attendance import (
    find_session,
    keeps_sheet,
    participants_of,
)
from tests.conftest import NOW
from tests.support.course_factories import make_booking, make_course, sessions_of

KEEPER = (Role.TERAPEUT, Role.KOORDINATOR)


@pytest.mark.parametrize(
    ("roles", "kommunekode", "keeps"),
    [
        pytest.param((Role.TERAPEUT,), "999", False, id="another therapist"),
        pytest.param(KEEPER, "999", True, id="one who works with the whole kommune"),
        pytest.param(KEEPER, "998", False, id="another kommune"),
        pytest.param((Role.LEDER,), "999", False, id="the leder"),
    ],
)
def test_the_rule_and_its_query_agree(make, session, roles, kommunekode, keeps):
    actor = make.user(*roles, kommunekode=kommunekode, login="asks").actor()
    therapist = make.user(Role.TERAPEUT).actor()
    [meeting_id] = sessions_of(make, make_course(make, sessions=1))
    meeting = find_session(session, therapist, meeting_id)
    assert keeps_sheet(actor, meeting) is keeps
    assert (find_session(session, actor, meeting_id) is not None) is keeps


@pytest.mark.parametrize("place", ["second_therapist_id", "substitute_id"])
def test_the_rule_and_its_query_agree_on_who_else_leads_a_session(make, session, place):
    actor = make.user(Role.TERAPEUT, login="asks").actor()
    first, second = sessions_of(make, make_course(make, sessions=2))
    meeting = find_session(session, make.user(Role.TERAPEUT).actor(), first)
    setattr(meeting, place, actor.id)
    make.save(meeting)
    assert keeps_sheet(actor, find_session(session, actor, first))
    assert find_session(session, actor, second) is None


def test_a_session_keeps_those_who_left_after_it_and_not_those_who_came_later(make, session):
    actor = make.user(Role.TERAPEUT).actor()
    course = make_course(make, sessions=2, first=NOW - timedelta(days=7))
    stays = make_booking(make, make.case(), course).id
    left = make_booking(make, make.case(), course, cancelled_at=NOW - timedelta(days=2)).id
    came = make_booking(make, make.case(), course, booked_at=NOW - timedelta(days=1)).id
    on = [
        {row.booking_id for row in participants_of(session, find_session(session, actor, one))}
        for one in sessions_of(make, course)
    ]
    assert on == [{stays, left}, {stays, came}]
