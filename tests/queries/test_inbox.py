"""The inbox's order, its pages and its numbers."""

from datetime import date

import pytest
from sqlalchemy import event

from rehab.domain.access import Role
from rehab.domain.referrals import GopType, ReferralKind, ReferralStatus
from rehab.models import db
from rehab.queries.inbox import InboxFilter, list_inbox
from rehab.queries.inbox_counts import count_inbox
from tests.support.factories import AWAY
from tests.support.standings import settle


@pytest.fixture
def ctx(ctx_as):
    return ctx_as(Role.VISITATOR)


@pytest.fixture
def inbox(app):
    """A list of the inbox, with the standings of what was arranged worked out."""

    def found(ctx, which=InboxFilter.NEW, **place):
        settle(ctx.session, app, ctx.now)
        return list_inbox(ctx.session, ctx.actor, which, **place).rows

    return found


def ids(rows):
    return [row.referral_id for row in rows]


def test_the_inbox_is_sorted_by_alarm_then_by_what_presses_most(inbox, ctx, make):
    later = make.referral(received_on=date(2026, 11, 22))
    overdue = make.referral(received_on=date(2026, 11, 10))
    alarming = make.referral(
        received_on=date(2026, 11, 23), diagnoses=(("DM510", "Diskusprolaps med myelopati"),)
    )
    sooner = make.referral(received_on=date(2026, 11, 20))
    rows = inbox(ctx)
    assert ids(rows) == [alarming.id, overdue.id, sooner.id, later.id]
    assert [row.is_flagged for row in rows] == [True, False, False, False]


def test_what_came_first_breaks_a_tie(inbox, ctx, make):
    same = [make.referral() for _ in range(4)]
    assert ids(inbox(ctx)) == sorted(row.id for row in same)


def test_ended_referrals_stand_with_the_newest_first(inbox, ctx, make):
    ended = {"status": ReferralStatus.RETURNED, "closed_on": date(2026, 11, 22)}
    old = make.referral(received_on=date(2026, 11, 2), **ended)
    new = make.referral(received_on=date(2026, 11, 20), **ended)
    assert ids(inbox(ctx, InboxFilter.ENDED)) == [new.id, old.id]


def test_each_count_is_the_length_of_its_list(inbox, ctx, make):
    make.referral()
    make.referral(kind=ReferralKind.GGOP, gop_type=GopType.ALMEN)
    for number, status in enumerate(ReferralStatus, start=1):
        for _ in range(number):  # no two alike, so that a mistaken list shows
            make.referral(status=status)
    make.referral(kommunekode=AWAY)
    inbox(ctx)
    counts = count_inbox(ctx.session, ctx.actor).lists
    assert counts == {which: len(inbox(ctx, which)) for which in InboxFilter}
    assert counts[InboxFilter.NEW] == 3
    assert counts[InboxFilter.PLANS] == 1


def test_a_longer_inbox_asks_no_more_questions(inbox, ctx, make):
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


@pytest.mark.parametrize("which", [InboxFilter.NEW, InboxFilter.ENDED])
def test_pages_forth_and_back_show_every_referral_once(inbox, ctx, make, which):
    ended = {"status": ReferralStatus.RETURNED, "closed_on": date(2026, 11, 22)}
    for day in (9, 9, 20, 22, 23):
        make.referral(
            received_on=date(2026, 11, day), **(ended if which is InboxFilter.ENDED else {})
        )
    whole = ids(inbox(ctx, which))
    first = ids(inbox(ctx, which, size=2))
    second = ids(inbox(ctx, which, size=2, after=first[-1]))
    third = ids(inbox(ctx, which, size=2, after=second[-1]))
    assert first + second + third == whole
    assert ids(inbox(ctx, which, size=2, before=third[0])) == second


def test_a_page_after_what_is_not_there_is_the_first(inbox, ctx, make):
    row, foreign = make.referral(), make.referral(kommunekode=AWAY)
    assert ids(inbox(ctx, after=foreign.id)) == [row.id]
