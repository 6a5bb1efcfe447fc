"""Letting a referral wait, and taking it up again."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from rehab.domain.access import Permission, Role
from rehab.domain.deadlines import ClockState
from rehab.domain.errors import NotPermittedError
from rehab.domain.pauses import PauseRefusedError
from rehab.models import AuditEvent, PauseRow
from rehab.queries.cases import find_case
from rehab.queries.clocks import clocks_of
from rehab.queries.pauses import find_pause
from rehab.services.pauses import SetPause, end_pause, set_pause
from tests.conftest import NOW
from tests.support.factories import AWAY

TODAY = date(2026, 11, 23)


def day(number):
    return date(2026, 11, number)


def loaded(ctx, case):
    ctx.session.expire_all()
    return find_case(ctx.session, ctx.actor, case.id, Permission.CASE_READ)


def start_clock(ctx, case):
    case = loaded(ctx, case)
    found = clocks_of(ctx.session, ctx.programme_for, ctx.settings, case.referrals, ctx.today)
    [reading] = [one for row in case.referrals for one in found[row.id] if one.code == "start"]
    return reading


def paused(ctx, case, first=24, last=26, reason="bortrejst"):
    with ctx.transaction():
        case = loaded(ctx, case)
        [referral] = case.referrals
        return set_pause(ctx, case, SetPause(referral.id, reason, day(first), day(last)))


def ended(ctx, case, pause, last):
    with ctx.transaction():
        found = find_pause(ctx.session, ctx.actor, case.id, pause.id)
        return end_pause(ctx, loaded(ctx, case), found, day(last))


@pytest.fixture
def ctx(ctx_as):
    return ctx_as(Role.KOORDINATOR)


def test_a_pause_moves_the_clock_by_its_days_and_is_told(ctx, make):
    case = make.case()
    before = start_clock(ctx, case).due
    paused(ctx, case)
    after = start_clock(ctx, case)
    assert after.due == before + timedelta(days=3)
    assert "+ 3 dage på pause: Borgeren er bortrejst 24.11.2026–26.11.2026" in after.why


def test_a_reason_that_does_not_count_is_shown_and_moves_nothing(ctx, make):
    case = make.case()
    before = start_clock(ctx, case).due
    paused(ctx, case, reason="venter_paa_oplysninger")
    assert start_clock(ctx, case).due == before


def test_a_pause_over_another_is_refused_by_name(ctx, make):
    case = make.case()
    paused(ctx, case)
    with pytest.raises(PauseRefusedError, match="allerede på pause: Borgeren er bortrejst"):
        paused(ctx, case, 26, 28, "syg")
    paused(ctx, case, 27, 28, "syg")
    assert len(ctx.session.scalars(select(PauseRow)).all()) == 2


def test_a_pause_ended_early_gives_the_days_back_and_an_earlier_day_still_knows_it(ctx, make):
    case = make.case()
    before = start_clock(ctx, case).due
    row = paused(ctx, case, 24, 30)
    later = replace(ctx, now=NOW + timedelta(days=3))
    ended(later, case, row, 25)
    assert start_clock(later, case).due == before + timedelta(days=2)
    assert start_clock(ctx, case).due == before + timedelta(days=7)


def test_a_day_before_the_pause_was_set_does_not_know_it(ctx, make):
    case = make.case()
    tomorrow = replace(ctx, now=NOW + timedelta(days=1))
    paused(tomorrow, case, 23, 25)
    assert start_clock(ctx, case).state is ClockState.RUNNING
    assert start_clock(tomorrow, case).state is ClockState.PAUSED


def test_a_pause_set_by_mistake_is_taken_back_once(ctx, make):
    case = make.case()
    row = paused(ctx, case)
    ended(ctx, case, row, 23)
    with pytest.raises(PauseRefusedError, match="taget tilbage"):
        ended(ctx, case, row, 23)
    paused(ctx, case, 24, 25, "syg")


def test_what_happened_to_a_pause_is_in_the_trail(ctx, make):
    case = make.case()
    ended(ctx, case, paused(ctx, case), 24)
    events = ctx.session.scalars(select(AuditEvent).where(AuditEvent.verb.like("pause.%"))).all()
    assert [(one.verb, one.case_id, one.data["until_on"]) for one in events] == [
        ("pause.set", case.id, "2026-11-26"),
        ("pause.ended", case.id, "2026-11-24"),
    ]


def test_a_pause_is_never_changed_in_the_database(ctx, make):
    paused(ctx, make.case())
    with pytest.raises(DatabaseError, match="never changed"):
        ctx.session.execute(text("UPDATE pause SET until_on = '2027-01-01'"))


def test_a_reason_nobody_knows_is_refused(ctx, make):
    with pytest.raises(PauseRefusedError, match="Årsagen findes ikke"):
        paused(ctx, make.case(), reason="dovenskab")


def test_only_an_open_referral_of_the_case_waits(ctx, make):
    case, other = make.case(), make.case()
    [theirs] = loaded(ctx, other).referrals
    with pytest.raises(PauseRefusedError, match="ikke åben i sagen"):
        set_pause(ctx, loaded(ctx, case), SetPause(theirs.id, "syg", day(24), day(25)))


@pytest.mark.parametrize("role", [Role.LEDER, Role.TERAPEUT, Role.JOBKONSULENT])
def test_a_person_without_the_case_pauses_nothing(ctx, ctx_as, make, role):
    case = loaded(ctx, make.case())
    command = SetPause(case.referrals[0].id, "syg", day(24), day(25))
    stranger = ctx_as(role)
    with pytest.raises(NotPermittedError):
        set_pause(stranger, loaded(ctx, case), command)


def test_a_pause_of_another_kommune_is_not_found(ctx, make):
    case = make.case()
    row = paused(ctx, case)
    away = make.user(Role.KOORDINATOR, kommunekode=AWAY)
    assert find_pause(ctx.session, away.actor(), case.id, row.id) is None
