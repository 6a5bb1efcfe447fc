"""Teams, the table that routes to them, and the team of a case."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from rehab.domain.access import SYSTEM, Role
from rehab.domain.clock_rules import LegalBasis
from rehab.domain.contact_persons import parse_postcodes
from rehab.domain.errors import NotPermittedError
from rehab.domain.referrals import TriageDecision
from rehab.domain.team_routing import (
    ByHand,
    Routed,
    RoutingRule,
    RoutingRulesError,
    TeamError,
    TeamRef,
)
from rehab.models import AuditEvent, Case, CaseStanding, RoutingTable, Team
from rehab.queries.cases import find_case
from rehab.queries.referrals import find_referral
from rehab.queries.teams import find_team, rules_in_force
from rehab.services.standings_upkeep import check_all, recheck_all
from rehab.services.teams import (
    SaveRules,
    Trial,
    add_team,
    choose_team,
    retire_team,
    save_rules,
    try_rules,
)
from rehab.services.triage import TriageCommand, triage
from rehab.web.request_context import context_for
from tests.support.factories import AWAY

ACCEPT = TriageCommand(TriageDecision.ACCEPT, "in_target_group", "Behov for rygskole.", group=1)


@pytest.fixture
def ctx(ctx_as):
    return ctx_as(Role.KOORDINATOR)


@pytest.fixture
def team(ctx):
    def add(name):
        with ctx.transaction():
            row = add_team(ctx, name)
            return TeamRef(row.id, row.name)

    return add


@pytest.fixture
def keep(ctx):
    def save(*rules):
        table, _ = rules_in_force(ctx.session, ctx.actor)
        with ctx.transaction():
            return save_rules(ctx, SaveRules(rules, table.id if table else None))

    return save


@pytest.fixture
def accept(ctx_as):
    def act(referral):
        own = ctx_as(Role.VISITATOR)
        with own.transaction():
            triage(own, find_referral(own.session, own.actor, referral.id), ACCEPT)
        return own.session.get_one(Case, referral.case_id)

    return act


def team_on_lists(session, case_id):
    query = select(CaseStanding.team_id).where(CaseStanding.case_id == case_id)
    return session.scalars(query).one()


def verbs(ctx, like):
    found = select(AuditEvent.verb).where(AuditEvent.verb.like(like)).order_by(AuditEvent.verb)
    return list(ctx.session.scalars(found))


def test_an_accepted_referral_gives_its_case_the_team_of_the_table_and_why(
    ctx, team, keep, accept, make
):
    south = team("Team Syd")
    keep(RoutingRule(south, parse_postcodes("9900-9999"), patient_group=1))
    case = accept(make.referral())
    assert case.team_id == south.id
    assert team_on_lists(ctx.session, case.id) == south.id
    assert case.team_why == "Regel 1: postnummer 9900–9999 og gruppe 1 → Team Syd"
    assert verbs(ctx, "case.team%") == ["case.team_routed"]


def test_what_the_table_cannot_decide_leaves_the_case_without_a_team_and_says_why(
    ctx, team, keep, accept, make
):
    south = team("Team Syd")
    keep(
        RoutingRule(south, parse_postcodes("9900-9999"), age_to=40),
        RoutingRule(south, parse_postcodes("9999")),
    )
    hidden = accept(make.referral(citizen=make.citizen(address_protected=True)))
    assert hidden.team_id is None
    assert hidden.team_why.splitlines() == [
        "Regel 1 passer ikke: alderen er ikke højst 40 år.",
        "Regel 2 kan ikke afgøre det: postnummeret mangler eller er beskyttet.",
    ]
    assert verbs(ctx, "case.team%") == ["case.team_undecided"]


def test_without_a_table_nothing_is_said_of_a_team(ctx, team, accept, make):
    team("Team Syd")
    case = accept(make.referral())
    assert (case.team_id, case.team_why) == (None, "")
    assert verbs(ctx, "case.team%") == []


def test_a_team_chosen_by_hand_is_kept_when_another_referral_is_accepted(
    ctx, team, keep, accept, make, session
):
    north, south = team("Team Nord"), team("Team Syd")
    keep(RoutingRule(south, parse_postcodes("9999")))
    citizen = make.citizen()
    case = accept(make.referral(citizen=citizen))
    with ctx.transaction():
        choose_team(
            ctx,
            find_case(session, ctx.actor, case.id),
            find_team(session, ctx.actor, north.id),
        )
    assert case.team_why == "Valgt i hånden af Test Koordinator den 23.11.2026."
    assert team_on_lists(session, case.id) == north.id
    accept(make.referral(citizen=citizen))
    session.refresh(case)
    assert case.team_id == north.id
    assert verbs(ctx, "case.team%") == ["case.team_chosen", "case.team_routed"]


def test_a_retired_team_and_a_closed_case_are_not_joined(ctx, team, make, session):
    north, south = team("Team Nord"), team("Team Syd")
    case = find_case(session, ctx.actor, make.case().id)
    with ctx.transaction():
        retire_team(ctx, find_team(session, ctx.actor, south.id))
    with pytest.raises(TeamError, match="Team Syd er nedlagt"):
        choose_team(ctx, case, find_team(session, ctx.actor, south.id))
    closed = find_case(session, ctx.actor, make.case(closed_on=ctx.today).id)
    with pytest.raises(TeamError, match="Sagen er afsluttet"):
        choose_team(ctx, closed, find_team(session, ctx.actor, north.id))


def test_a_team_that_is_retired_stays_on_the_lists_with_its_cases(
    app, ctx, team, accept, make, session
):
    north = team("Team Nord")
    case = accept(make.referral())
    case_id = case.id
    with ctx.transaction():
        choose_team(ctx, case, find_team(session, ctx.actor, north.id))
    with ctx.transaction():
        retire_team(ctx, find_team(session, ctx.actor, north.id))
    system = context_for(app, SYSTEM)
    assert recheck_all(system) == 1
    assert (team_on_lists(session, case_id), list(check_all(system))) == (north.id, [])


def test_trying_the_rules_says_what_differs_and_writes_nothing(ctx, team, keep, accept, make):
    north, south = team("Team Nord"), team("Team Syd")
    keep(RoutingRule(north, parse_postcodes("9999")))
    case = accept(make.referral())
    plan = make.referral(citizen=make.citizen(postcode=""))
    other = accept(plan)
    table, _ = rules_in_force(ctx.session, ctx.actor)
    rules = (RoutingRule(south, parse_postcodes("9999"), legal_basis=LegalBasis.SUNDHEDSLOVEN_119),)
    trials = {one.number: one for one in try_rules(ctx, SaveRules(rules, table.id))}
    assert trials[case.number] == Trial(
        case.id,
        case.number,
        plan.received_on,
        Routed(south, "Regel 1: postnummer 9999 og § 119 → Team Syd"),
        north,
    )
    assert trials[case.number].differs
    assert isinstance(trials[other.number].answer, ByHand)
    assert rules_in_force(ctx.session, ctx.actor)[0] == table
    assert not ctx.session.dirty


def test_only_the_last_month_is_tried_on(ctx, ctx_as, team, accept, make):
    south = team("Team Syd")
    accept(make.referral())
    command = SaveRules((RoutingRule(south, patient_group=1),), None)
    assert len(try_rules(ctx, command)) == 1
    later = ctx_as(Role.KOORDINATOR, now=ctx.now + timedelta(days=31))
    assert try_rules(later, command) == ()


def test_each_save_is_a_new_version_and_the_last_one_holds(ctx, team, keep):
    south = team("Team Syd")
    first = keep(RoutingRule(south, patient_group=1))
    second = keep(RoutingRule(south, patient_group=2, age_from=18))
    table, rules = rules_in_force(ctx.session, ctx.actor)
    assert table == second
    assert rules == (RoutingRule(south, patient_group=2, age_from=18),)
    with pytest.raises(RoutingRulesError, match="En anden har gemt"):
        save_rules(ctx, SaveRules(rules, first.id))
    with pytest.raises(DatabaseError):
        ctx.session.execute(text("DELETE FROM routing_table"))
    ctx.session.rollback()
    assert len(ctx.session.scalars(select(RoutingTable)).all()) == 2


def test_rules_do_not_send_to_a_retired_team_nor_is_one_in_use_retired(ctx, team, keep, session):
    north, south = team("Team Nord"), team("Team Syd")
    keep(RoutingRule(south, patient_group=1))
    with pytest.raises(TeamError, match="i brug i regel 1"):
        retire_team(ctx, find_team(session, ctx.actor, south.id))
    with ctx.transaction():
        retire_team(ctx, find_team(session, ctx.actor, north.id))
    with pytest.raises(RoutingRulesError, match="Team Nord er nedlagt"):
        keep(RoutingRule(north, patient_group=1))
    team("Team Nord")
    with pytest.raises(TeamError, match="findes allerede"):
        add_team(ctx, "team nord")


def test_another_kommunes_team_is_nobodys_here(ctx, make, session):
    other = Team(organisation_id=make.organisation(AWAY).id, name="Team Nabo")
    make.save(other)
    assert find_team(session, ctx.actor, other.id) is None
    command = SaveRules((RoutingRule(TeamRef(other.id, other.name), patient_group=1),), None)
    with pytest.raises(RoutingRulesError):
        save_rules(ctx, command)


@pytest.mark.parametrize("role", [Role.VISITATOR, Role.TERAPEUT, Role.ADMINISTRATOR])
def test_only_koordinator_and_leder_set_the_rules(ctx, ctx_as, team, make, session, role):
    south = team("Team Syd")
    own = ctx_as(role)
    row = find_team(session, ctx.actor, south.id)
    rules = SaveRules((RoutingRule(south, patient_group=1),), None)
    case = find_case(session, ctx.actor, make.case().id)
    for act in (
        lambda: add_team(own, "Team Vest"),
        lambda: retire_team(own, row),
        lambda: try_rules(own, rules),
        lambda: save_rules(own, rules),
        lambda: choose_team(own, case, row),
    ):
        with pytest.raises(NotPermittedError):
            act()
