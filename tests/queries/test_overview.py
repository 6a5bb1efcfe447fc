"""What the leader's figures are counted from."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from rehab.domain.access import Role
from rehab.domain.clock_rules import EventKind
from rehab.domain.indicators import (
    Judgement,
    Share,
    is_overdue,
    is_waiting,
    judge,
    period_start,
    share_of,
)
from rehab.domain.referrals import ReferralKind, ReferralStatus
from rehab.models import PathwayEventRow, Referral
from rehab.queries.clocks import clocks_of
from rehab.queries.overview import ClockList, Edge, count_clocks, list_clocks, parse_edge
from tests.conftest import NOW
from tests.support.standings import settle

TODAY = date(2026, 11, 23)


@pytest.fixture
def followed(app, ctx_as):
    """A list of what a person of a role follows today; its number is always its length."""

    def read(which, code="", role=Role.LEDER):
        ctx = ctx_as(role)
        settle(ctx.session, app, NOW)
        rows = list_clocks(ctx.session, ctx.actor, which, code, TODAY).rows
        assert count_clocks(ctx.session, ctx.actor, TODAY).of(which, code) == len(rows)
        return rows

    return read


def ago(days):
    return TODAY - timedelta(days=days)


def happened(make, referral, kind, days_ago):
    make.save(
        PathwayEventRow(
            referral_id=referral.id,
            kind=kind,
            occurred_on=ago(days_ago),
            recorded_by=referral.id,
            recorded_at=NOW - timedelta(days=days_ago),
        )
    )


def accepted(make, days_ago, **fields):
    case = make.case(referrals=0)
    return make.referral(case=case, received_on=ago(days_ago), **fields)


def codes(clocks):
    return [(row.clock.code, row.received_on) for row in clocks]


def test_every_overdue_clock_is_listed_the_longest_overdue_first(make, followed):
    accepted(make, 20)
    accepted(make, 6)
    accepted(make, 5)
    assert codes(followed(ClockList.OVERDUE)) == [
        ("kontakt", ago(20)),
        ("start", ago(20)),
        ("kontakt", ago(6)),
    ]


def test_a_clock_met_late_is_no_longer_overdue_but_counts_as_missed(make, followed):
    late = accepted(make, 10)
    happened(make, late, EventKind.CONTACT_REACHED, 2)
    assert followed(ClockList.OVERDUE) == []
    for which in (ClockList.JUDGED, ClockList.MISSED):
        assert codes(followed(which, "kontakt")) == [("kontakt", ago(10))]
    assert followed(ClockList.KEPT, "kontakt") == []


def test_who_has_started_waits_no_more(make, followed):
    accepted(make, 3)
    started = accepted(make, 9)
    happened(make, started, EventKind.FIRST_CONTACT_HELD, 1)
    assert codes(followed(ClockList.WAITING)) == [("start", ago(3))]


def test_who_was_not_triaged_yet_waits_too(make, followed):
    make.referral(received_on=ago(8))
    [row] = followed(ClockList.WAITING)
    assert (row.case_id, row.contact_person) == (None, None)


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"status": ReferralStatus.RETURNED, "closed_on": ago(15)}, id="returned"),
        pytest.param({"status": ReferralStatus.CLOSED, "closed_on": ago(1)}, id="closed"),
        pytest.param({"status": ReferralStatus.REGISTERED}, id="only registered"),
    ],
)
def test_what_is_done_is_neither_overdue_nor_waiting(make, followed, fields):
    accepted(make, 20, **fields)
    assert (followed(ClockList.OVERDUE), followed(ClockList.WAITING)) == ([], [])


def test_shares_are_of_the_last_twelve_weeks(make, followed):
    accepted(make, 84)
    accepted(make, 85)
    assert codes(followed(ClockList.JUDGED, "kontakt")) == [("kontakt", ago(84))]
    assert len(followed(ClockList.OVERDUE)) == 4


def test_the_guarantee_of_the_law_is_of_plans_only(make, followed):
    accepted(make, 20)
    accepted(make, 20, kind=ReferralKind.GGOP, discharged_on=ago(20))
    assert len(followed(ClockList.JUDGED, "paragraf140")) == 1


def test_the_contact_person_is_the_one_who_holds_the_case_now(make, followed):
    holder = make.user(Role.TERAPEUT, name="Tove Terapeut")
    make.case(contact_person=holder)
    [row] = followed(ClockList.WAITING)
    assert row.contact_person == "Tove Terapeut"


def test_another_kommune_is_not_counted(make, followed):
    make.referral(received_on=ago(20), kommunekode="998")
    assert followed(ClockList.OVERDUE) == []


@pytest.mark.parametrize("role", [Role.TERAPEUT, Role.JOBKONSULENT, Role.ADMINISTRATOR])
def test_roles_outside_the_entrance_follow_nothing(make, followed, role):
    accepted(make, 20)
    assert followed(ClockList.OVERDUE, role=role) == []


def test_pages_forth_and_back_show_every_clock_once(make, followed, ctx_as):
    for days in (20, 20, 30):
        accepted(make, days)
    whole = followed(ClockList.OVERDUE)
    ctx = ctx_as(Role.LEDER)

    def page(**place):
        found = list_clocks(ctx.session, ctx.actor, ClockList.OVERDUE, "", TODAY, size=4, **place)
        return found.rows

    def edge(row):
        return parse_edge(str(Edge(row.referral_id, row.clock.code)))

    first = page()
    second = page(after=edge(first[-1]))
    assert [*first, *second] == whole
    assert page(before=edge(second[0])) == first


@pytest.fixture
def every_kind(make):
    """Referrals whose clocks are kept, missed, overdue, waiting, ended and not judged yet."""
    for days in (1, 6, 14, 20, 84, 85):
        accepted(make, days)
        kept = accepted(make, days)
        happened(make, kept, EventKind.CONTACT_REACHED, max(days - 5, 0))
        happened(make, kept, EventKind.FIRST_CONTACT_HELD, max(days - 15, 0))
    accepted(make, 20, status=ReferralStatus.CLOSED, closed_on=ago(15))
    accepted(make, 20, status=ReferralStatus.RETURNED, closed_on=ago(1))
    make.referral(received_on=ago(30))


def read_from_facts(ctx):
    """Every clock as the rules read it from what happened, by referral."""
    referrals = ctx.session.scalars(select(Referral).options(selectinload(Referral.events))).all()
    clocks = clocks_of(ctx.session, ctx.programme_for, ctx.settings, referrals, TODAY)
    return [(row, reading) for row in referrals for reading in clocks[row.id]]


@pytest.mark.parametrize("code", ["kontakt", "start"])
@pytest.mark.parametrize(
    ("which", "rule", "whole"),
    [
        pytest.param(ClockList.OVERDUE, is_overdue, True, id="overdue"),
        pytest.param(ClockList.WAITING, lambda clock: is_waiting([clock]), True, id="waiting"),
        pytest.param(ClockList.KEPT, lambda it: judge(it) is Judgement.KEPT, False, id="kept"),
        pytest.param(
            ClockList.MISSED, lambda it: judge(it) is Judgement.MISSED, False, id="missed"
        ),
        pytest.param(ClockList.JUDGED, lambda it: judge(it).counts, False, id="judged"),
    ],
)
def test_a_list_has_what_the_rule_says(every_kind, followed, ctx_as, which, rule, whole, code):
    """The query of a list is the twin of a rule in the domain; this holds the two equal."""
    ctx = ctx_as(Role.LEDER)
    shown = {(row.referral_id, row.clock.code) for row in followed(which, code)}
    wanted = {
        (referral.id, clock.code)
        for referral, clock in read_from_facts(ctx)
        if rule(clock) and (whole or (clock.code == code and is_recent(referral)))
    }
    assert shown == wanted
    assert shown


def is_recent(referral):
    return referral.received_on >= period_start(TODAY)


def test_a_share_is_the_one_of_the_rule(every_kind, app, ctx_as):
    ctx = ctx_as(Role.LEDER)
    settle(ctx.session, app, NOW)
    counts = count_clocks(ctx.session, ctx.actor, TODAY)
    for code in ("kontakt", "start"):
        clocks = [
            clock
            for referral, clock in read_from_facts(ctx)
            if clock.code == code and is_recent(referral)
        ]
        kept, missed = counts.kept[code], counts.missed[code]
        assert Share(kept, kept + missed) == share_of(clocks)


def test_what_is_no_place_is_none():
    assert parse_edge("kontakt") is None
