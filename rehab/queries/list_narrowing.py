"""The SQL twin of a worklist's filter: which of the open cases it leaves, for one actor."""

from datetime import date

from sqlalchemy import ColumnElement, false, select

from rehab.domain.access import Actor, Permission, may
from rehab.domain.clock_rules import LegalBasis
from rehab.domain.worklists import Flag, NoTeam, WorklistFilter, due_days
from rehab.models import Case, CaseStanding
from rehab.queries.visibility import held_as, visible_cases


def visible_standings(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on `CaseStanding` that `visible_cases` states for a case."""
    if not may(actor, Permission.CASE_READ) or actor.organisation_id is None:
        return false()
    own = CaseStanding.organisation_id == actor.organisation_id
    if actor.sees_whole_kommune:
        return own
    mine = select(Case.id).where(visible_cases(actor))
    return own & (CaseStanding.holder_id.in_(held_as(actor)) | CaseStanding.case_id.in_(mine))


def narrowing(actor: Actor, wanted: WorklistFilter, today: date) -> list[ColumnElement[bool]]:
    """Return the conditions on `CaseStanding` that a filter states for an actor."""
    row = CaseStanding
    conditions = _whose(actor, wanted)
    if wanted.column is not None:
        conditions.append(row.board_column == wanted.column)
    if wanted.action is not None:
        conditions.append(row.action == wanted.action)
    if wanted.clock is not None:
        conditions.append(row.presses_on.between(*due_days(wanted.clock, today)))
    if wanted.basis is not None:
        by_law = wanted.basis is LegalBasis.SUNDHEDSLOVEN_140
        conditions.append((row.by_law if by_law else row.by_programme).expression)
    if wanted.flag is not None:
        is_red = wanted.flag is Flag.RED_FLAG
        conditions.append(row.has_red_flag.expression if is_red else row.sick_since.is_not(None))
    if wanted.on_hold:
        conditions += [row.hold_from <= today, row.hold_until >= today]
    return conditions


def _whose(actor: Actor, wanted: WorklistFilter) -> list[ColumnElement[bool]]:
    """Return the conditions on who may see a case, who holds it and which team it has."""
    row = CaseStanding
    conditions: list[ColumnElement[bool]] = []
    if wanted.holder_id is not None and wanted.holder_id in held_as(actor):
        conditions.append(row.organisation_id == actor.organisation_id)
    else:
        conditions.append(visible_standings(actor))
    if wanted.holder_id is not None and wanted.holder_id == actor.id:
        # One's own list is also of those one stands in for while they are away (F35).
        conditions.append(row.holder_id.in_(held_as(actor)))
    elif wanted.holder_id is not None:
        conditions.append(row.holder_id == wanted.holder_id)
    if isinstance(wanted.team, NoTeam):
        conditions.append(row.team_id.is_(None))
    elif wanted.team is not None:
        conditions.append(row.team_id == wanted.team)
    return conditions
