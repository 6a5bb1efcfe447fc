"""The kommune's teams: which there are, the table that routes to them, and each case's team.

The table decides when a referral is accepted; where it cannot, a person chooses and is told every
reason (F16, F17). A team that a case has is never moved by the table again.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from rehab.domain.access import Permission
from rehab.domain.cpr import age_on
from rehab.domain.team_routing import (
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
)
from rehab.ids import new_id
from rehab.models import Case, Citizen, Organisation, Referral, RoutingTable, Team, User
from rehab.queries.cases import scope_of
from rehab.queries.teams import accepted_since, kept_rule, list_teams, rules_in_force
from rehab.services.context import Context
from rehab.services.facts import identifier_of
from rehab.services.turns import take_turn

TRIED_ON: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class SaveRules:
    """The rules in their order, and the table that was in force when they were written."""

    rules: tuple[RoutingRule, ...]
    seen_table_id: UUID | None


@dataclass(frozen=True, slots=True)
class Trial:
    """What rules not yet saved would do with a referral that was accepted lately."""

    case_id: UUID
    number: str
    received_on: date
    answer: Routed | ByHand
    team_now: TeamRef | None

    @property
    def differs(self) -> bool:
        """Tell whether the case has another team now, or none."""
        return isinstance(self.answer, Routed) and self.answer.team != self.team_now


def add_team(ctx: Context, name: str) -> Team:
    """Add a team. Raises `TeamError` for a name that is none or is taken."""
    ctx.require(Permission.ROUTING_SET)
    words = check_team_name(name)
    taken = {
        row.name.casefold() for row in list_teams(ctx.session, ctx.actor) if not row.retired_at
    }
    if words.casefold() in taken:
        raise TeamError(f"{words} findes allerede.")
    team = Team(id=new_id(), organisation_id=ctx.organisation_id, name=words)
    ctx.session.add(team)
    ctx.record("team.added", team_id=team.id)
    try:
        ctx.session.flush()
    except IntegrityError:
        raise TeamError(f"{words} findes allerede.") from None
    return team


def retire_team(ctx: Context, team: Team) -> None:
    """Retire a team that no rule sends to; cases that have it keep it. Raises `TeamError`."""
    ctx.require(Permission.ROUTING_SET)
    _wait(ctx)
    ctx.session.refresh(team)
    if team.retired_at is not None:
        raise TeamError(f"{team.name} er allerede nedlagt.")
    _, rules = rules_in_force(ctx.session, ctx.actor)
    check_may_retire(TeamRef(team.id, team.name), rules)
    team.retired_at = ctx.now
    ctx.record("team.retired", team_id=team.id)


def try_rules(ctx: Context, command: SaveRules) -> tuple[Trial, ...]:
    """Say what the rules would have done with the referrals of the last month (F16).

    Refuses what saving would refuse, with `RoutingRulesError`, and writes nothing.
    """
    ctx.require(Permission.ROUTING_SET)
    _check(ctx, command)
    names = {row.id: row.name for row in list_teams(ctx.session, ctx.actor)}
    return tuple(
        Trial(
            case_id=case.id,
            number=case.number,
            received_on=referral.received_on,
            answer=route(command.rules, routing_facts(referral, referral.citizen)),
            team_now=TeamRef(case.team_id, names[case.team_id]) if case.team_id else None,
        )
        for referral, case in accepted_since(ctx.session, ctx.actor, ctx.now - TRIED_ON)
    )


def save_rules(ctx: Context, command: SaveRules) -> RoutingTable:
    """Save the rules as a new version, in force from now on. Raises `RoutingRulesError`.

    No case that has been given a team is moved.
    """
    ctx.require(Permission.ROUTING_SET)
    _wait(ctx)
    _check(ctx, command)
    before, _ = rules_in_force(ctx.session, ctx.actor)
    table = RoutingTable(
        id=new_id(),
        organisation_id=ctx.organisation_id,
        number=before.number + 1 if before else 1,
        made_by=ctx.actor.id,
        made_at=ctx.now,
        rules=[kept_rule(rule) for rule in command.rules],
    )
    ctx.session.add(table)
    ctx.record("routing.set", table_id=table.id, rules=len(table.rules))
    return table


def give_team(ctx: Context, case: Case, referral: Referral) -> None:
    """Give a case without a team the one its referral is routed to, or the reasons why not.

    Does nothing in a kommune without a table.
    """
    if case.team_id is not None:
        return
    table, rules = rules_in_force(ctx.session, ctx.actor)
    if table is None:
        return
    citizen = ctx.session.get_one(Citizen, referral.citizen_id)
    answer = route(rules, routing_facts(referral, citizen))
    if isinstance(answer, Routed):
        case.team_id, case.team_why = answer.team.id, answer.why
        ctx.record("case.team_routed", case.id, team_id=answer.team.id, table_id=table.id)
    else:
        case.team_why = "\n".join(answer.reasons)
        ctx.record("case.team_undecided", case.id, table_id=table.id)


def choose_team(ctx: Context, case: Case, team: Team) -> None:
    """Give a case the team a person chose, and keep who did. Raises `TeamError`."""
    ctx.require(Permission.CONTACT_PERSON_ASSIGN, scope_of(ctx.session, case))
    take_turn(ctx, case)
    ctx.session.refresh(case, ["team_id", "closed_on", "version"])
    if case.closed_on is not None:
        raise TeamError("Sagen er afsluttet og får ikke et andet team.")
    if team.retired_at is not None:
        raise TeamError(f"{team.name} er nedlagt. Vælg et andet team.")
    before = case.team_id
    if before == team.id:
        raise TeamError(f"Sagen har allerede {team.name}.")
    person = ctx.session.get_one(User, ctx.actor.id)
    case.team_id = team.id
    case.team_why = f"Valgt i hånden af {person.name} den {ctx.today:%d.%m.%Y}."
    ctx.record("case.team_chosen", case.id, team_id=team.id, before=before or "-")


def routing_facts(referral: Referral, citizen: Citizen) -> RoutingFacts:
    """Return what the rules look at; the age is the one on the day of receipt."""
    identifier = identifier_of(citizen)
    born = identifier.birth_date if identifier else None
    return RoutingFacts(
        legal_basis=referral.legal_basis,
        postcode=None if citizen.address_protected else citizen.postcode or None,
        age=age_on(born, referral.received_on) if born else None,
        patient_group=referral.patient_group,
        gop_type=referral.gop_type,
    )


def _check(ctx: Context, command: SaveRules) -> None:
    """Refuse rules nobody can mean, a team that is gone, and a table that somebody else changed."""
    check_rules(command.rules)
    teams = {row.id for row in list_teams(ctx.session, ctx.actor) if row.retired_at is None}
    gone = [rule.team.name for rule in command.rules if rule.team.id not in teams]
    if gone:
        raise RoutingRulesError(f"{gone[0]} er nedlagt. Vælg et andet team i reglen.")
    table, _ = rules_in_force(ctx.session, ctx.actor)
    if (table.id if table else None) != command.seen_table_id:
        raise RoutingRulesError(
            "En anden har gemt nye regler, mens du skrev. Åbn siden igen, og ret i dem."
        )


def _wait(ctx: Context) -> None:
    """Let one person at a time change the teams and the rules of a kommune."""
    take_turn(ctx, ctx.session.get_one(Organisation, ctx.organisation_id))
