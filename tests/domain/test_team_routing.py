"""Which team the table gives, and every reason why it gives none."""

from itertools import permutations
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rehab.domain.clock_rules import LegalBasis
from rehab.domain.contact_persons import PostcodeRange, parse_postcodes
from rehab.domain.referrals import GopType
from rehab.domain.team_routing import (
    MOST_RULES,
    ByHand,
    Routed,
    RoutingFacts,
    RoutingRule,
    RoutingRulesError,
    TeamError,
    TeamRef,
    check_may_retire,
    check_rules,
    check_team_name,
    route,
    rule_text,
)

NORTH, SOUTH = TeamRef(UUID(int=1), "Team Nord"), TeamRef(UUID(int=2), "Team Syd")
PLAN, PROGRAMME = LegalBasis.SUNDHEDSLOVEN_140, LegalBasis.SUNDHEDSLOVEN_119
OLD_PLANS = RoutingRule(NORTH, age_from=65, legal_basis=PLAN)
SOUTH_PLANS = RoutingRule(SOUTH, parse_postcodes("2300-2450"), legal_basis=PLAN)
TABLE = (OLD_PLANS, SOUTH_PLANS)


@pytest.mark.parametrize(
    ("rule", "facts", "why"),
    [
        pytest.param(
            RoutingRule(SOUTH, parse_postcodes("2300-2450, 2500")),
            RoutingFacts(PLAN, postcode="2500"),
            "Regel 1: postnummer 2300–2450, 2500 → Team Syd",
            id="postcode",
        ),
        pytest.param(
            RoutingRule(SOUTH, age_from=18, age_to=64),
            RoutingFacts(PLAN, age=64),
            "Regel 1: alder 18–64 år → Team Syd",
            id="age, both ends included",
        ),
        pytest.param(
            RoutingRule(SOUTH, age_to=64),
            RoutingFacts(PLAN, age=0),
            "Regel 1: alder højst 64 år → Team Syd",
            id="age up to",
        ),
        pytest.param(
            RoutingRule(SOUTH, patient_group=2, legal_basis=PROGRAMME),
            RoutingFacts(PROGRAMME, patient_group=2),
            "Regel 1: § 119 og gruppe 2 → Team Syd",
            id="group and legal basis",
        ),
        pytest.param(
            RoutingRule(SOUTH, gop_type=GopType.ALMEN),
            RoutingFacts(PLAN, gop_type=GopType.ALMEN),
            "Regel 1: almen plan → Team Syd",
            id="type of plan",
        ),
    ],
)
def test_a_rule_whose_conditions_hold_gives_its_team(rule, facts, why):
    assert route((rule,), facts) == Routed(SOUTH, why)


def test_the_first_rule_that_holds_decides():
    facts = RoutingFacts(PLAN, postcode="2300", age=70)
    assert route(TABLE, facts) == Routed(
        NORTH, "Regel 1: alder 65 år eller mere og § 140 → Team Nord"
    )
    younger = RoutingFacts(PLAN, postcode="2300", age=40)
    assert route(TABLE, younger) == Routed(
        SOUTH, "Regel 2: postnummer 2300–2450 og § 140 → Team Syd"
    )


@pytest.mark.parametrize(
    ("rules", "facts", "reasons"),
    [
        pytest.param((), RoutingFacts(PLAN), ("Tabellen har ingen regler.",), id="no rules"),
        pytest.param(
            (RoutingRule(SOUTH),),
            RoutingFacts(PLAN),
            ("Regel 1 kan ikke afgøre det: den har ingen betingelser.",),
            id="a rule for everybody gives nobody a team",
        ),
        pytest.param(
            TABLE,
            RoutingFacts(PROGRAMME, postcode="2100", age=70),
            (
                "Regel 1 passer ikke: det er ikke efter § 140.",
                "Regel 2 passer ikke: postnummeret er ikke 2300–2450 og det er ikke efter § 140.",
            ),
            id="nothing matches",
        ),
        pytest.param(
            TABLE,
            RoutingFacts(PLAN, postcode="2300"),
            (
                "Regel 1 kan ikke afgøre det: alderen kendes ikke.",
                "Regel 2 passer, men regel 1 står før den og kan ikke afgøres.",
            ),
            id="a later rule never overtakes",
        ),
        pytest.param(
            TABLE,
            RoutingFacts(PLAN),
            (
                "Regel 1 kan ikke afgøre det: alderen kendes ikke.",
                "Regel 2 kan ikke afgøre det: postnummeret mangler eller er beskyttet.",
            ),
            id="every missing fact",
        ),
        pytest.param(
            (RoutingRule(SOUTH, gop_type=GopType.ALMEN, patient_group=1),),
            RoutingFacts(PLAN),
            ("Regel 1 kan ikke afgøre det: patientgruppen er ikke valgt og planens type mangler.",),
            id="two missing facts of one rule",
        ),
        pytest.param(
            (RoutingRule(SOUTH, parse_postcodes("2300")),),
            RoutingFacts(PLAN, postcode="DK-2300"),
            ("Regel 1 kan ikke afgøre det: postnummeret mangler eller er beskyttet.",),
            id="a postcode that is none",
        ),
        pytest.param(
            (RoutingRule(SOUTH, gop_type=GopType.ALMEN),),
            RoutingFacts(PROGRAMME),
            ("Regel 1 passer ikke: det er ikke en almen plan.",),
            id="what is no plan has no type to miss",
        ),
    ],
)
def test_what_no_rule_can_decide_goes_to_a_person_with_every_reason(rules, facts, reasons):
    assert route(rules, facts) == ByHand(reasons)


def test_a_rule_that_is_ruled_out_is_out_whatever_else_is_missing():
    facts = RoutingFacts(PROGRAMME, postcode="2300")
    rules = (OLD_PLANS, RoutingRule(SOUTH, parse_postcodes("2300")))
    assert route(rules, facts) == Routed(SOUTH, "Regel 2: postnummer 2300 → Team Syd")


POSTCODES = st.sampled_from(["2100", "2300", "2450", "9999"])
RULES = st.builds(
    RoutingRule,
    team=st.sampled_from([NORTH, SOUTH]),
    postcodes=st.lists(st.builds(lambda one: PostcodeRange(one, one), POSTCODES), max_size=2).map(
        tuple
    ),
    age_from=st.none() | st.integers(0, 60),
    age_to=st.none() | st.integers(61, 120),
    legal_basis=st.none() | st.sampled_from(LegalBasis),
    patient_group=st.none() | st.integers(1, 3),
    gop_type=st.none() | st.sampled_from(GopType),
)
KNOWN = {
    "postcode": POSTCODES,
    "age": st.integers(0, 100),
    "patient_group": st.integers(1, 3),
    "gop_type": st.sampled_from(GopType),
}


@given(
    rules=st.lists(RULES, max_size=4),
    basis=st.sampled_from(LegalBasis),
    known=st.fixed_dictionaries({name: st.none() | some for name, some in KNOWN.items()}),
    learnt=st.fixed_dictionaries(KNOWN),
)
def test_a_team_that_is_given_depends_on_no_missing_fact(rules, basis, known, learnt):
    """Whatever the missing facts turn out to be, a team given without them is the same."""
    answer = route(rules, RoutingFacts(basis, **known))
    full = {name: learnt[name] if fact is None else fact for name, fact in known.items()}
    if isinstance(answer, Routed):
        assert route(rules, RoutingFacts(basis, **full)) == answer
        chosen = next(
            rule for rule in rules if f"{rule_text(rule)} → {rule.team.name}" in answer.why
        )
        assert chosen.asks
    else:
        assert len(answer.reasons) == max(len(rules), 1)
    for order in permutations(known.items()):
        assert route(rules, RoutingFacts(basis, **dict(order))) == answer


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        pytest.param(RoutingRule(SOUTH), "ingen betingelser", id="for everybody"),
        pytest.param(RoutingRule(SOUTH, age_from=65, age_to=18), "baglæns", id="ages backwards"),
        pytest.param(RoutingRule(SOUTH, age_from=-1), "mellem 0 og 120", id="no age"),
        pytest.param(
            RoutingRule(SOUTH, legal_basis=PROGRAMME, gop_type=GopType.ALMEN),
            "kun efter § 140",
            id="a plan's type without a plan",
        ),
    ],
)
def test_a_rule_nobody_can_mean_is_refused(rule, said):
    with pytest.raises(RoutingRulesError, match=said):
        check_rules((OLD_PLANS, rule))


def test_more_rules_than_can_be_read_are_refused():
    check_rules((OLD_PLANS,) * MOST_RULES)
    with pytest.raises(RoutingRulesError, match="højst være 40"):
        check_rules((OLD_PLANS,) * (MOST_RULES + 1))


def test_a_team_has_a_name_of_a_line():
    assert check_team_name("  Team   Syd ") == "Team Syd"
    with pytest.raises(TeamError, match="hvad teamet hedder"):
        check_team_name(" - ")
    with pytest.raises(TeamError, match="højst være 60"):
        check_team_name("x" * 61)


def test_a_team_that_rules_send_to_is_not_retired():
    check_may_retire(TeamRef(UUID(int=3), "Team Vest"), TABLE)
    with pytest.raises(TeamError, match="Team Syd er i brug i regel 2"):
        check_may_retire(SOUTH, TABLE)
