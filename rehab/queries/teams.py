"""Reading the kommune's teams, the routing table in force, and what it would have been tried on."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, joinedload

from rehab.domain.access import Actor
from rehab.domain.clock_rules import LegalBasis
from rehab.domain.contact_persons import PostcodeRange, parse_postcodes
from rehab.domain.referrals import GopType, TriageDecision
from rehab.domain.team_routing import RoutingRule, TeamRef
from rehab.models import Case, CaseStanding, Referral, RoutingTable, Team, TriageRecord
from rehab.queries.list_rows import written
from rehab.queries.visibility import of_organisation, visible_cases


def list_teams(session: Session, actor: Actor) -> Sequence[Team]:
    """Return the kommune's teams by name, those that are retired too."""
    query = select(Team).where(of_organisation(actor, Team.organisation_id))
    return session.scalars(query.order_by(Team.name, Team.id)).all()


def list_teams_at_work(
    session: Session, actor: Actor, chosen: UUID | None = None
) -> Sequence[Team]:
    """Return the teams a list can be narrowed to, by name; what is chosen already is among them."""
    here = of_organisation(actor, Team.organisation_id)
    query = select(Team).where(here, or_(is_at_work(), Team.id == chosen))
    return session.scalars(query.order_by(Team.name, Team.id)).all()


def is_at_work() -> ColumnElement[bool]:
    """Return the condition on `Team` of one that is not retired, or whose cases are still open."""
    row = CaseStanding
    here = row.organisation_id == Team.organisation_id
    return or_(Team.retired_at.is_(None), is_any_case(here, row.team_id == Team.id))


def is_any_case(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return the condition that there is an open case of a team, or of none, in a kommune.

    It asks for the first in the order of an index. PostgreSQL would answer EXISTS by reading every
    case when it expects most of them to fit.
    """
    row = CaseStanding
    order = (row.board_column, row.priority, row.presses_on, row.number)
    first = select(row.case_id).where(*conditions).order_by(*order).limit(written(1))
    return first.scalar_subquery().is_not(None)


def find_team(session: Session, actor: Actor, team_id: UUID) -> Team | None:
    """Return a team of the kommune, retired or not, or None."""
    query = select(Team).where(of_organisation(actor, Team.organisation_id), Team.id == team_id)
    return session.scalars(query).one_or_none()


def table_in_force(session: Session, organisation_id: UUID) -> RoutingTable | None:
    """Return the version of the table that holds now, or None before the first was saved."""
    query = (
        select(RoutingTable)
        .where(RoutingTable.organisation_id == organisation_id)
        .order_by(RoutingTable.number.desc())
    )
    return session.scalars(query.limit(1)).one_or_none()


def rules_in_force(
    session: Session, actor: Actor
) -> tuple[RoutingTable | None, tuple[RoutingRule, ...]]:
    """Return the table that holds now with its rules, none before the first was saved."""
    if actor.organisation_id is None:
        return None, ()
    table = table_in_force(session, actor.organisation_id)
    if table is None:
        return None, ()
    names = {row.id: row.name for row in list_teams(session, actor)}
    return table, tuple(rule_fact(kept, names) for kept in table.rules)


def rule_fact(kept: Mapping[str, str], names: Mapping[UUID, str]) -> RoutingRule:
    """Return a kept rule as the routing takes it."""
    team_id = UUID(kept["team"])
    return RoutingRule(
        team=TeamRef(team_id, names[team_id]),
        postcodes=parse_postcodes(kept["postcodes"]),
        age_from=_number(kept["age_from"]),
        age_to=_number(kept["age_to"]),
        legal_basis=LegalBasis(kept["legal_basis"]) if kept["legal_basis"] else None,
        patient_group=_number(kept["patient_group"]),
        gop_type=GopType(kept["gop_type"]) if kept["gop_type"] else None,
    )


def kept_rule(rule: RoutingRule) -> dict[str, str]:
    """Return a rule as it is kept."""
    return {
        "team": str(rule.team.id),
        "postcodes": postcodes_text(rule.postcodes),
        "age_from": _text(rule.age_from),
        "age_to": _text(rule.age_to),
        "legal_basis": rule.legal_basis or "",
        "patient_group": _text(rule.patient_group),
        "gop_type": rule.gop_type or "",
    }


def postcodes_text(ranges: Sequence[PostcodeRange]) -> str:
    """Return postcodes as they are typed: `2300-2450, 2500`."""
    return ", ".join(
        one.first if one.first == one.last else f"{one.first}-{one.last}" for one in ranges
    )


def accepted_since(
    session: Session, actor: Actor, since: datetime
) -> Sequence[tuple[Referral, Case]]:
    """Return the referrals accepted since an instant with their cases, the latest first.

    The referrals have their citizens.
    """
    accepted = select(TriageRecord.referral_id).where(
        TriageRecord.decision == TriageDecision.ACCEPT, TriageRecord.decided_at >= since
    )
    rows = session.execute(
        select(Referral, Case)
        .join(Case, Case.id == Referral.case_id)
        .where(visible_cases(actor), Referral.id.in_(accepted))
        .options(joinedload(Referral.citizen))
        .order_by(Referral.received_on.desc(), Case.number.desc(), Referral.id)
    )
    return [(referral, case) for referral, case in rows]


def _number(text: str) -> int | None:
    return int(text) if text else None


def _text(number: int | None) -> str:
    return "" if number is None else str(number)
