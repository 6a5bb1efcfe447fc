"""Searching for cases, and for the referrals that no case has come of."""

import pytest

from rehab.domain.access import Role
from rehab.domain.referrals import ReferralStatus
from rehab.queries.search import MOST_FOUND, search_cases, search_referrals
from tests.support.factories import AWAY
from tests.support.statements import statements_of

NUMBER = "0101709911"


@pytest.fixture
def ctx(ctx_as):
    return ctx_as(Role.VISITATOR)


def found(ctx, words):
    return [row.id for row in search_referrals(ctx.session, ctx.actor, words)]


def test_a_referral_without_a_case_is_found_by_number_name_and_who_referred(ctx, make):
    ella = make.citizen(identifier=NUMBER, given_name="Ella", surname="Ærøsen")
    row = make.referral(
        citizen=ella,
        sender_name="Lægehuset Åen",
        referrer_name="Åse Prøvelæge",
        received_name="Ella Gammelnavn",
    )
    make.referral(citizen=make.citizen(identifier="0101709922", given_name="Bent"))
    for words in (
        NUMBER,
        "010170-9911",
        "ella",
        "ærøsen ELLA",
        "åse",
        "lægehuset åen",
        "gammelnavn",
    ):
        assert found(ctx, words) == [row.id], words
    for words in ("", "  ", "0101709933", "Ella Åen", "2026-00017", "%", "_"):
        assert found(ctx, words) == [], words


def test_every_state_is_found_until_a_case_has_come_of_it_and_untriaged_stand_first(ctx, make):
    citizen = make.citizen(identifier=NUMBER)
    states = [
        ReferralStatus.RETURNED,
        ReferralStatus.REDIRECTED,
        ReferralStatus.LEFT_PROGRAMME,
        ReferralStatus.RECEIVED,
    ]
    rows = {state: make.referral(citizen=citizen, status=state).id for state in states}
    case = make.case(citizen=citizen)
    hits = found(ctx, NUMBER)
    assert hits[0] == rows[ReferralStatus.RECEIVED]
    assert set(hits) == set(rows.values())
    assert [row.id for row in search_cases(ctx.session, ctx.actor, NUMBER)] == [case.id]


def test_another_kommune_s_referral_is_not_found(ctx, make):
    make.referral(citizen=make.citizen(kommunekode=AWAY, identifier=NUMBER, given_name="Ella"))
    assert found(ctx, NUMBER) == found(ctx, "ella") == found(ctx, "testvej") == []


@pytest.mark.parametrize("role", [Role.TERAPEUT, Role.JOBKONSULENT, Role.ADMINISTRATOR])
def test_nothing_is_asked_for_somebody_who_does_not_read_referrals(ctx_as, make, role):
    make.referral(citizen=make.citizen(identifier=NUMBER))
    stranger = ctx_as(role)
    with statements_of(stranger.session) as asked:
        assert found(stranger, NUMBER) == []
    assert asked == []


@pytest.mark.parametrize("role", [Role.VISITATOR, Role.KOORDINATOR, Role.LEDER])
def test_those_at_the_one_entrance_find_referrals(ctx_as, make, role):
    row = make.referral(citizen=make.citizen(identifier=NUMBER))
    assert found(ctx_as(role), NUMBER) == [row.id]


def test_there_is_one_more_than_is_shown_when_there_are_more(ctx, make):
    for _ in range(MOST_FOUND + 2):
        make.referral()
    assert len(found(ctx, "testvej")) == MOST_FOUND + 1


@pytest.mark.parametrize("number", [1, 5])
def test_a_search_takes_four_queries_however_much_is_found(ctx, make, number):
    for _ in range(number):
        make.case()
        make.referral()
    ctx.session.commit()
    ctx.session.expire_all()
    with statements_of(ctx.session) as asked:
        cases = search_cases(ctx.session, ctx.actor, "testvej")
        referrals = search_referrals(ctx.session, ctx.actor, "testvej")
        shown = [row.citizen.name for row in (*cases, *referrals)]
        held = [(case.referrals, case.contact_persons) for case in cases]
    assert (len(shown), len(held)) == (2 * number, number)
    assert len(asked) == 4


def test_a_case_is_also_found_by_the_name_its_referral_came_with(ctx, make):
    case = make.case(referrals=0)
    make.referral(case=case, received_name="Ella Gammelnavn")
    assert [row.id for row in search_cases(ctx.session, ctx.actor, "gammelnavn")] == [case.id]


@pytest.mark.parametrize("words", ["Kristensen", "anna prøve", "Bo-Kristen"])
def test_ten_letters_are_a_name_and_no_number(ctx, make, words):
    citizen = make.citizen(given_name="Anna Prøve", surname="Bo-Kristen Kristensen")
    case, row = make.case(citizen=citizen), make.referral(citizen=citizen)
    assert [one.id for one in search_cases(ctx.session, ctx.actor, words)] == [case.id]
    assert found(ctx, words) == [row.id]
