"""What the leader's figures are counted from."""

from datetime import date, timedelta

import pytest

from rehab.domain.access import Role
from rehab.domain.clock_rules import EventKind
from rehab.domain.referrals import ReferralKind, ReferralStatus
from rehab.models import PathwayEventRow
from rehab.queries.overview import (
    judged_clocks,
    list_followed_referrals,
    overdue_clocks,
    waiting_clocks,
)
from tests.conftest import NOW

TODAY = date(2026, 11, 23)


@pytest.fixture
def followed(ctx_as):
    """What a person of a role follows today."""

    def read(role=Role.LEDER):
        ctx = ctx_as(role)
        return list_followed_referrals(
            ctx.session, ctx.actor, ctx.programme_for, ctx.settings, TODAY
        )

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
    return [(row.reading.code, row.referral.received_on) for row in clocks]


def test_every_overdue_clock_is_listed_the_longest_overdue_first(make, followed):
    accepted(make, 20)
    accepted(make, 6)
    accepted(make, 5)
    assert codes(overdue_clocks(followed())) == [
        ("kontakt", ago(20)),
        ("start", ago(20)),
        ("kontakt", ago(6)),
    ]


def test_a_clock_met_late_is_no_longer_overdue_but_counts_as_missed(make, followed):
    late = accepted(make, 10)
    happened(make, late, EventKind.CONTACT_REACHED, 2)
    referrals = followed()
    assert overdue_clocks(referrals) == []
    assert codes(judged_clocks(referrals, "kontakt", TODAY)) == [("kontakt", ago(10))]


def test_who_has_started_waits_no_more(make, followed):
    accepted(make, 3)
    started = accepted(make, 9)
    happened(make, started, EventKind.FIRST_CONTACT_HELD, 1)
    assert codes(waiting_clocks(followed())) == [("start", ago(3))]


def test_who_was_not_triaged_yet_waits_too(make, followed):
    make.referral(received_on=ago(8))
    [row] = waiting_clocks(followed())
    assert (row.referral.case_id, row.referral.contact_person) == (None, None)


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
    referrals = followed()
    assert (overdue_clocks(referrals), waiting_clocks(referrals)) == ([], [])


def test_shares_are_of_the_last_twelve_weeks(make, followed):
    accepted(make, 84)
    accepted(make, 85)
    referrals = followed()
    assert codes(judged_clocks(referrals, "kontakt", TODAY)) == [("kontakt", ago(84))]
    assert len(overdue_clocks(referrals)) == 4


def test_the_guarantee_of_the_law_is_of_plans_only(make, followed):
    accepted(make, 20)
    accepted(make, 20, kind=ReferralKind.GGOP, discharged_on=ago(20))
    assert len(judged_clocks(followed(), "paragraf140", TODAY)) == 1


def test_the_contact_person_is_the_one_who_holds_the_case_now(make, followed):
    holder = make.user(Role.TERAPEUT, name="Tove Terapeut")
    make.case(contact_person=holder)
    [referral] = followed()
    assert referral.contact_person == "Tove Terapeut"


def test_another_kommune_is_not_counted(make, followed):
    make.referral(received_on=ago(20), kommunekode="998")
    assert followed() == []


@pytest.mark.parametrize("role", [Role.TERAPEUT, Role.JOBKONSULENT, Role.ADMINISTRATOR])
def test_roles_outside_the_entrance_follow_nothing(make, followed, role):
    accepted(make, 20)
    assert followed(role) == []
