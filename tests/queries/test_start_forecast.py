"""What a forecast of a start is made of: who stands before, whose day is due, few statements."""

from datetime import date, timedelta
from random import Random

import pytest

from rehab.domain.access import Role
from rehab.domain.clock_rules import EventKind
from rehab.domain.referrals import GopType, ReferralKind, TriageDecision
from rehab.domain.start_forecast import Chance, FreeStart
from rehab.models import HeldSeat, PathwayEventRow
from rehab.queries.referrals import find_referral
from rehab.services.triage import TriageCommand, triage
from tests.conftest import NOW
from tests.support.course_factories import make_booking, make_course
from tests.support.factories import AWAY
from tests.support.start_forecasts import forecasts_of
from tests.support.waiting import make_waiting

DAY = timedelta(days=1)
TODAY = date(2026, 11, 23)
MOST_STATEMENTS = 4
ACCEPT = TriageCommand(TriageDecision.ACCEPT, "in_target_group", "Behov for rygskole.", group=1)


@pytest.fixture
def ctx(ctx_as):
    return ctx_as(Role.VISITATOR)


@pytest.fixture
def forecasts(ctx, app):
    """Return the forecasts of a referral, with all that was arranged worked out."""
    return lambda referral: forecasts_of(ctx, app, referral)[0]


@pytest.fixture
def one(forecasts):
    """Return the only forecast of a referral."""

    def found(referral):
        [only] = forecasts(referral)
        return only.found

    return found


def accepted(make, received_on=TODAY, **fields):
    case = make.case(referrals=0, **fields)
    make.referral(case=case, received_on=received_on)
    return case


def moved_forward(case):
    return {"jumped_at": NOW, "jumped_by": case.id, "jump_reason": "Haster."}


def begun(make):
    """A case whose citizen has met for the first time."""
    case = make.case(referrals=0)
    referral = make.referral(case=case)
    make.save(
        PathwayEventRow(
            referral_id=referral.id,
            kind=EventKind.FIRST_CONTACT_HELD,
            occurred_on=TODAY,
            recorded_by=case.id,
            recorded_at=NOW,
        )
    )
    return case


def test_a_new_referral_is_forecast_for_its_own_due_day(make, one):
    make_course(make, capacity=2)
    found = one(make.referral(received_on=TODAY - 2 * DAY))
    assert found.due == TODAY + 12 * DAY
    assert (found.chance, found.in_time, found.ahead) == (Chance.IN_TIME, 2, 0)
    assert found.first == FreeStart("Rygskole, hold 1", TODAY + DAY, 2)


def test_a_plan_is_forecast_for_the_law_and_for_the_programme(make, forecasts):
    make_course(make, first=NOW + 9 * DAY)
    referral = make.referral(
        kind=ReferralKind.GGOP, gop_type=GopType.ALMEN, received_on=TODAY, discharged_on=TODAY
    )
    law, programme = forecasts(referral)
    assert (law.found.due, law.found.chance) == (TODAY + 7 * DAY, Chance.TOO_LATE)
    assert (programme.found.due, programme.found.chance) == (TODAY + 14 * DAY, Chance.IN_TIME)


def test_who_is_accepted_or_waits_and_has_no_seat_stands_before_a_new_one(make, one):
    course = make_course(make, capacity=5)
    accepted(make, TODAY - DAY)
    make_waiting(make, accepted(make))
    jumped = begun(make)
    make_waiting(make, jumped, **moved_forward(jumped))
    found = one(make.referral(received_on=TODAY))
    assert (found.ahead, found.free, found.in_time) == (3, 5, 2)
    make_booking(make, accepted(make), course)
    begun(make)
    make_waiting(make, begun(make))
    make.case(closed_on=TODAY)
    accepted(make, kommunekode=AWAY)
    make.referral(received_on=TODAY)
    found = one(make.referral(received_on=TODAY))
    assert (found.ahead, found.free, found.in_time) == (3, 4, 1)


def test_a_new_one_has_those_before_it_with_the_same_or_earlier_days(make, one):
    make_course(make, capacity=2)
    for days in (6, 5, 4, 0):
        accepted(make, TODAY - days * DAY)
    found = one(make.referral(received_on=TODAY - 5 * DAY))
    assert (found.ahead, found.chance) == (2, Chance.NONE_LEFT)
    found = one(make.referral(received_on=TODAY - 7 * DAY))
    assert (found.ahead, found.chance) == (0, Chance.IN_TIME)


@pytest.mark.parametrize("seed", range(8))
def test_the_answer_is_the_same_before_the_referral_is_accepted_as_after(
    make, ctx, forecasts, seed
):
    draw = Random(seed)  # noqa: S311 - a made-up queue that is the same each time
    for _ in range(draw.randint(1, 3)):
        first = NOW + draw.randint(1, 20) * DAY
        make_course(make, capacity=draw.randint(1, 4), first=first)
    for _ in range(draw.randint(1, 6)):
        case = accepted(make, TODAY - draw.randint(0, 9) * DAY)
        if draw.random() < 1 / 2:
            make_waiting(make, case, **(moved_forward(case) if draw.random() < 1 / 2 else {}))
    received = {"received_on": TODAY - draw.randint(0, 9) * DAY}
    if draw.random() < 1 / 2:
        plan = {"kind": ReferralKind.GGOP, "gop_type": GopType.ALMEN}
        received |= plan | {"discharged_on": received["received_on"]}
    referral = make.referral(**received)
    before = forecasts(referral)
    with ctx.transaction():
        triage(ctx, find_referral(ctx.session, ctx.actor, referral.id), ACCEPT)
    assert before
    assert forecasts(referral) == before


def test_nothing_is_forecast_for_a_new_referral_of_one_who_has_a_seat(make, ctx, forecasts):
    make_course(make)
    citizen = make.citizen()
    make_booking(make, accepted(make, citizen=citizen), make_course(make))
    referral = make.referral(citizen=citizen)
    assert forecasts(referral) == ()
    with ctx.transaction():
        triage(ctx, find_referral(ctx.session, ctx.actor, referral.id), ACCEPT)
    assert forecasts(referral) == ()


def test_a_seat_of_an_earlier_case_answers_nothing_for_a_new_referral(make, one):
    course, citizen = make_course(make), make.citizen()
    make_booking(make, make.case(citizen=citizen, closed_on=TODAY), course)
    assert one(make.referral(citizen=citizen)).chance is Chance.IN_TIME


def test_a_seat_held_for_an_offer_is_taken_and_its_citizen_no_longer_waits(make, one):
    course = make_course(make, capacity=2)
    case = accepted(make)
    make_waiting(make, case)
    make.save(
        HeldSeat(course_id=course.id, case_id=case.id, seat=1, booked_by=case.id, booked_at=NOW)
    )
    found = one(make.referral(received_on=TODAY))
    assert (found.ahead, found.free) == (0, 1)


def test_waiting_for_stop_smoking_is_not_waiting_for_a_start(make, one):
    case = begun(make)
    make_waiting(make, case, offer_code="rygestop", **moved_forward(case))
    assert one(make.referral()).ahead == 0


def test_a_seat_on_stop_smoking_or_a_cancelled_hold_is_no_seat(make, one):
    make_booking(make, accepted(make), make_course(make, offer_code="rygestop"))
    make_booking(make, accepted(make), make_course(make, cancelled_at=NOW))
    assert one(make.referral(received_on=TODAY)).ahead == 2


def test_one_that_waits_has_those_before_it_with_the_same_or_earlier_days(make, one):
    make_course(make, capacity=2, first=NOW + 3 * DAY)
    mine = make.case(referrals=0)
    referral = make.referral(case=mine, received_on=TODAY - 5 * DAY)
    accepted(make, TODAY - 6 * DAY)
    accepted(make, TODAY - 5 * DAY)
    accepted(make, TODAY - 4 * DAY)
    assert one(referral).ahead == 2
    make_waiting(make, accepted(make), **moved_forward(mine))
    assert one(referral).ahead == 3


def test_a_citizen_never_stands_before_their_own_new_referral(make, one):
    citizen = make.citizen()
    accepted(make, citizen=citizen)
    assert one(make.referral(citizen=citizen, received_on=TODAY)).ahead == 0


def test_nothing_is_forecast_for_one_who_has_a_seat(make, forecasts):
    case = make.case(referrals=0)
    referral = make.referral(case=case)
    make_booking(make, case, make_course(make))
    assert forecasts(referral) == ()


def test_nothing_is_forecast_where_no_deadline_waits_for_a_start(make, forecasts):
    make_course(make)
    assert forecasts(make.referral(gop_type=GopType.SPECIALISERET)) == ()
    assert forecasts(make.referral(closed_on=TODAY)) == ()


def test_the_number_of_statements_does_not_grow(make, ctx, app):
    case = make.case(referrals=0)
    referral = make.referral(case=case)
    make_course(make)
    accepted(make)
    assert forecasts_of(ctx, app, referral)[1] == MOST_STATEMENTS
    for number in range(8):
        make_course(make, title=f"Hold {number}", first=NOW + (number + 1) * DAY)
        make_waiting(make, accepted(make, TODAY - number * DAY))
    (found, *_), statements = forecasts_of(ctx, app, referral)
    assert (found.found.free, found.found.ahead, statements) == (108, 6, MOST_STATEMENTS)
