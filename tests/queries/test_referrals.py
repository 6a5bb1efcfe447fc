"""The inbox's order, its counts, and what is shown to whom."""

import pytest

from rehab.domain.access import Role
from rehab.models import AccessLog
from rehab.queries.inbox import InboxFilter, list_inbox
from rehab.queries.inbox_counts import count_inbox
from rehab.queries.referrals import (
    find_message,
    find_referral,
    open_case_beside,
    opened_by_others,
    other_referrals,
)
from tests.support.factories import AWAY
from tests.support.standings import settle


@pytest.fixture
def ctx(ctx_as):
    return ctx_as(Role.VISITATOR)


@pytest.fixture
def inbox(app):
    def found(ctx, which=InboxFilter.NEW):
        settle(ctx.session, app, ctx.now)
        return list_inbox(ctx.session, ctx.actor, which).rows

    return found


def test_an_open_case_shows_on_the_referrals_that_do_not_stand_in_it(inbox, ctx, make):
    citizen = make.citizen()
    case = make.case(citizen=citizen)
    new = make.referral(citizen=citizen)
    flags = {row.referral_id: row.has_open_case for row in inbox(ctx, InboxFilter.OPEN)}
    linked = next(key for key in flags if key != new.id)
    assert flags == {new.id: True, linked: False}
    assert open_case_beside(ctx.session, ctx.actor, new).id == case.id
    old = find_referral(ctx.session, ctx.actor, linked)
    assert open_case_beside(ctx.session, ctx.actor, old) is None
    assert [row.id for row in other_referrals(ctx.session, ctx.actor, new)] == [linked]


def test_a_referral_of_another_kommune_is_not_found(inbox, ctx, make):
    foreign = make.referral(kommunekode=AWAY)
    assert find_referral(ctx.session, ctx.actor, foreign.id) is None
    assert find_message(ctx.session, ctx.actor, foreign.id) is None
    assert inbox(ctx) == []


@pytest.mark.parametrize("role", [Role.TERAPEUT, Role.JOBKONSULENT, Role.ADMINISTRATOR])
def test_those_who_do_not_work_at_the_entrance_are_shown_nothing(inbox, ctx_as, make, role):
    referral, stranger = make.referral(), ctx_as(role)
    assert inbox(stranger) == []
    assert set(count_inbox(stranger.session, stranger.actor).lists.values()) == {0}
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
