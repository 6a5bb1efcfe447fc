"""The inbox's order, its counts, and what is shown to whom."""

from datetime import date

import pytest
from sqlalchemy import event

from rehab.domain.access import Role
from rehab.domain.referrals import GopType, ReferralKind, ReferralStatus
from rehab.models import AccessLog, db
from rehab.queries.referrals import (
    InboxFilter,
    count_inbox,
    find_message,
    find_referral,
    list_inbox,
    open_case_beside,
    opened_by_others,
    other_referrals,
)
from tests.support.factories import AWAY


@pytest.fixture
def ctx(ctx_as):
    return ctx_as(Role.VISITATOR)


def inbox(ctx, which=InboxFilter.NEW):
    return list_inbox(
        ctx.session,
        ctx.actor,
        which,
        programme_for=ctx.programme_for,
        settings=ctx.settings,
        today=ctx.today,
    )


def ids(rows):
    return [row.referral.id for row in rows]


def test_the_inbox_is_sorted_by_alarm_then_by_what_presses_most(ctx, make):
    later = make.referral(received_on=date(2026, 11, 22))
    overdue = make.referral(received_on=date(2026, 11, 10))
    alarming = make.referral(
        received_on=date(2026, 11, 23), diagnoses=(("DM510", "Diskusprolaps med myelopati"),)
    )
    sooner = make.referral(received_on=date(2026, 11, 20))
    rows = inbox(ctx)
    assert ids(rows) == [alarming.id, overdue.id, sooner.id, later.id]
    assert "Vurdér rødt flag" in rows[0].red_flag_hint


def test_what_came_first_breaks_a_tie(ctx, make):
    same = [make.referral() for _ in range(4)]
    assert ids(inbox(ctx)) == sorted(row.id for row in same)


def test_ended_referrals_stand_with_the_newest_first(ctx, make):
    ended = {"status": ReferralStatus.RETURNED, "closed_on": date(2026, 11, 22)}
    old = make.referral(received_on=date(2026, 11, 2), **ended)
    new = make.referral(received_on=date(2026, 11, 20), **ended)
    assert ids(inbox(ctx, InboxFilter.ENDED)) == [new.id, old.id]


def test_each_count_is_the_length_of_its_list(ctx, make):
    make.referral()
    make.referral(kind=ReferralKind.GGOP, gop_type=GopType.ALMEN)
    for status in ReferralStatus:
        make.referral(status=status)
    make.referral(kommunekode=AWAY)
    counts = count_inbox(ctx.session, ctx.actor)
    assert counts == {which: len(inbox(ctx, which)) for which in InboxFilter}
    assert counts[InboxFilter.NEW] == 3
    assert counts[InboxFilter.PLANS] == 1


def test_a_longer_inbox_asks_no_more_questions(ctx, make):
    def questions():
        asked = []

        def note(*_):
            asked.append(1)

        engine = db.engines[None]
        event.listen(engine, "before_cursor_execute", note)
        try:
            ctx.session.expire_all()
            inbox(ctx)
        finally:
            event.remove(engine, "before_cursor_execute", note)
        return len(asked)

    make.referral()
    few = questions()
    for _ in range(5):
        make.referral()
    assert questions() == few


def test_an_open_case_shows_on_the_referrals_that_do_not_stand_in_it(ctx, make):
    citizen = make.citizen()
    case = make.case(citizen=citizen)
    new = make.referral(citizen=citizen)
    flags = {row.referral.id: row.has_open_case for row in inbox(ctx, InboxFilter.OPEN)}
    linked = next(key for key in flags if key != new.id)
    assert flags == {new.id: True, linked: False}
    assert open_case_beside(ctx.session, ctx.actor, new).id == case.id
    old = find_referral(ctx.session, ctx.actor, linked)
    assert open_case_beside(ctx.session, ctx.actor, old) is None
    assert [row.id for row in other_referrals(ctx.session, ctx.actor, new)] == [linked]


def test_a_referral_of_another_kommune_is_not_found(ctx, make):
    foreign = make.referral(kommunekode=AWAY)
    assert find_referral(ctx.session, ctx.actor, foreign.id) is None
    assert find_message(ctx.session, ctx.actor, foreign.id) is None
    assert inbox(ctx) == []


@pytest.mark.parametrize("role", [Role.TERAPEUT, Role.JOBKONSULENT, Role.ADMINISTRATOR])
def test_those_who_do_not_work_at_the_entrance_are_shown_nothing(ctx_as, make, role):
    referral, stranger = make.referral(), ctx_as(role)
    assert inbox(stranger) == []
    assert set(count_inbox(stranger.session, stranger.actor).values()) == {0}
    assert find_referral(stranger.session, stranger.actor, referral.id) is None


def test_only_others_and_only_lately_count_as_having_it_open(ctx, make):
    referral, vera = make.referral(), make.user(Role.VISITATOR, login="vera", name="Vera")

    def opened(by, minutes):
        return AccessLog(
            at=ctx.now.replace(hour=8, minute=60 - minutes),
            organisation_id=ctx.organisation_id,
            actor_id=by,
            surface="referral.show",
            referral_id=referral.id,
        )

    def seen():
        return opened_by_others(ctx.session, ctx.actor, [referral.id], ctx.now)

    make.save(opened(ctx.actor.id, 1), opened(vera.id, 11))
    assert seen() == {}
    make.save(opened(vera.id, 9))
    assert seen() == {referral.id: "Vera"}
