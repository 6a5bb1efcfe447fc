"""What of a case belongs to the epikrise of one of its referrals."""

from datetime import timedelta

import pytest

from rehab.domain.access import Role
from rehab.domain.employment import WorkStatus
from rehab.domain.referrals import ReferralKind
from rehab.queries.epikriser import (
    closing_referral,
    courses_given,
    epikrise_facts,
    find_case_id,
    sessions_ahead,
)
from tests.conftest import NOW
from tests.support.closing import EXPERIENCE, INSTRUCTION, PRESENT, a_closing, booked

WEEK = timedelta(days=7)


@pytest.fixture
def closing(make):
    return a_closing(make, NOW)


@pytest.fixture
def programme(app):
    return app.extensions["rehab_programme"]


@pytest.fixture
def other(make, closing):
    """A genoptræningsplan beside the referral, so far with nothing booked for it."""
    return make.referral(case=closing.case, kind=ReferralKind.GGOP)


@pytest.fixture
def given(session, programme):
    def of(referral):
        return [
            (course.label, course.attendance.attended, course.attendance.offered)
            for course in courses_given(session, programme, referral.id, NOW)
        ]

    return of


@pytest.fixture
def plan(make, closing):
    def planned(referrals, starts, marks, *, booked_at=NOW - 3 * WEEK, **booking):
        booked(
            make,
            closing.case,
            referrals,
            starts,
            marks,
            therapist=closing.therapist,
            offer_code="rygestop",
            booked_at=booked_at,
            **booking,
        )

    return planned


def test_only_courses_that_count_for_the_referral_are_told_of(given, closing, other):
    assert len(given(closing.referral)) == 1
    assert given(other) == []


def test_one_course_may_count_for_both(given, plan, closing, other):
    starts = (NOW - 2 * WEEK, NOW - WEEK)
    plan((closing.referral, other), starts, (PRESENT, None))
    assert given(other)[0][1:] == (1, 2)
    assert given(closing.referral)[1][1:] == (1, 2)


@pytest.mark.parametrize(
    ("booking", "offered"),
    [
        pytest.param({}, 2, id="held-and-not-yet-held"),
        pytest.param({"booked_at": NOW - 1.5 * WEEK}, 1, id="booked-in-the-middle"),
        pytest.param(
            {"cancelled_at": NOW - 1.5 * WEEK, "cancel_reason": "Flyttet"}, 1, id="cancelled"
        ),
    ],
)
def test_offered_are_the_sessions_held_while_the_seat_was_the_citizens(
    given, plan, other, booking, offered
):
    starts = (NOW - 2 * WEEK, NOW - WEEK, NOW + WEEK)
    plan((other,), starts, (None, None, None), **booking)
    assert given(other)[0][1:] == (0, offered)


def test_a_course_of_which_nothing_was_held_is_left_out(session, given, plan, other):
    plan((other,), (NOW + WEEK,), (None,))
    assert given(other) == []
    assert sessions_ahead(session, other.id, NOW) == 1


def test_cancelled_sessions_do_not_lie_ahead(session, plan, other):
    plan((other,), (NOW + WEEK,), (None,), cancelled_at=NOW)
    assert sessions_ahead(session, other.id, NOW) == 0


def test_the_facts_are_gathered_from_all_over_the_case(session, programme, closing):
    referral = closing_referral(session, closing.referral.id)
    facts = epikrise_facts(session, programme, closing.case, referral, NOW)

    assert (facts.reason, facts.diagnoses[0].code) == ("Ondt i ryggen.", "L84")
    assert (facts.at_start.nrs_pain, facts.at_end.nrs_pain) == (7, 3)
    assert (facts.work_at_start, facts.work_at_end) == (
        WorkStatus.FULL_SICK_LEAVE,
        WorkStatus.AT_WORK,
    )
    assert (facts.experience, facts.information) == (EXPERIENCE, (INSTRUCTION,))


def test_what_was_wished_for_is_the_reason_rather_than_the_history(session, programme, make):
    sections = [
        {"key": "sygehistorie", "heading": "Sygehistorie", "text": "Lang historie."},
        {"key": "oensker", "heading": "Ønsker", "text": "Vil passe sin have."},
    ]
    closing = a_closing(make, NOW, sections=sections)
    referral = closing_referral(session, closing.referral.id)
    facts = epikrise_facts(session, programme, closing.case, referral, NOW)
    assert facts.reason == "Vil passe sin have."


def test_a_referral_without_a_case_or_of_others_is_not_found(session, make, closing):
    therapist = make.user(Role.TERAPEUT).actor()
    stranger = make.user(Role.TERAPEUT, login="fremmed").actor()
    assert find_case_id(session, therapist, closing.referral.id) == closing.case.id
    assert find_case_id(session, therapist, make.referral().id) is None
    assert find_case_id(session, stranger, closing.referral.id) is None
