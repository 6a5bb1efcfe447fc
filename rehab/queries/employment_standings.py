"""Working out where cases stand on the jobkonsulent's list, for many at once."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rehab.clock import civil_date
from rehab.domain.consent import ConsentScope, opened_scopes
from rehab.domain.employment import listed_if_closed_from
from rehab.domain.standings import NOTHING_RUNS, first_after
from rehab.models import Case, Consent, EmploymentStanding, WorkStatusRow
from rehab.queries.consents import EMPLOYMENT_UNIT, consents_to_employment
from rehab.queries.employment import sick_leave_starts
from rehab.queries.standing_rows import StandingRow, begins, row_of


def employment_rows(
    session: Session, now: datetime, cases: Sequence[Case]
) -> tuple[StandingRow, ...]:
    """Return the jobkonsulent's list: the sick leave sorts it only where a consent opens it."""
    today = civil_date(now)
    since = listed_if_closed_from(today)
    kept = [case for case in cases if case.closed_on is None or case.closed_on >= since]
    if not kept:
        return ()
    ids = [case.id for case in kept]
    consents = consents_to_employment(session, ids, today)
    opened = {
        case_id
        for case_id, facts in consents.items()
        if ConsentScope.WORK_STATUS in opened_scopes(facts, EMPLOYMENT_UNIT, today)
    }
    sick = sick_leave_starts(session, sorted(opened), today)
    turns = _consent_turns(session, ids, today)
    work_changes = work_changes_ahead(session, ids, today)
    rows = []
    for case in kept:
        start = sick.get(case.id)
        days = (turns.get(case.id), work_changes.get(case.id))
        rows.append(
            row_of(
                EmploymentStanding,
                case_id=case.id,
                organisation_id=case.organisation_id,
                citizen_id=case.citizen_id,
                number=case.number,
                sorts_on=start.first_day if start else NOTHING_RUNS,
                closed_on=case.closed_on,
                recheck_at=first_after(map(begins, days), now),
            )
        )
    return tuple(rows)


def _consent_turns(session: Session, ids: Sequence[UUID], today: date) -> Mapping[UUID, date]:
    """Return the next day on which a consent of each case begins or ceases to open anything."""
    query = select(Consent.case_id, Consent.given_on, Consent.expires_on).where(
        Consent.case_id.in_(ids), Consent.expires_on >= today
    )
    turns: dict[UUID, date] = {}
    for case_id, given_on, expires_on in session.execute(query):
        day = given_on if given_on > today else expires_on + timedelta(days=1)
        turns[case_id] = min(day, turns.get(case_id, day))
    return turns


def work_changes_ahead(session: Session, ids: Sequence[UUID], today: date) -> Mapping[UUID, date]:
    """Return the first day ahead from which each case has a work status typed in already."""
    query = (
        select(WorkStatusRow.case_id, func.min(WorkStatusRow.from_on))
        .where(WorkStatusRow.case_id.in_(ids), WorkStatusRow.from_on > today)
        .group_by(WorkStatusRow.case_id)
    )
    return {case_id: day for case_id, day in session.execute(query)}  # noqa: C416 - rows
