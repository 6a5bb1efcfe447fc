"""What the leader's figures are counted from."""

from datetime import date, timedelta

import pytest

from rehab.domain.access import Role
from rehab.domain.clock_rules import EventKind
from rehab.domain.referrals import ReferralKind, ReferralStatus
from rehab.models import PathwayEventRow
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


def test_what_is_no_place_is_none():
    assert parse_edge("kontakt") is None
