"""Working out where cases and referrals stand, for many at once, by asking the rules.

Nothing is decided here: columns, next actions, clocks and priorities are the domain's answers.
What is read may be older in the session than in the database, so everything is read anew.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from rehab.clock import civil_date
from rehab.domain.clock_facts import ClockFacts
from rehab.domain.clock_rules import LegalBasis
from rehab.domain.deadlines import read_clocks
from rehab.domain.next_actions import column_of, next_action
from rehab.domain.programme import Programme
from rehab.domain.standings import (
    PriorityFacts,
    first_after,
    pause_ahead,
    presses_on,
    pressing,
    priority_of,
)
from rehab.models import (
    Case,
    CaseStanding,
    Referral,
)
from rehab.queries.clocks import Counted, Moved, counted_of
from rehab.queries.employment import sick_leave_starts
from rehab.queries.employment_standings import employment_rows, work_changes_ahead
from rehab.queries.next_actions import Progress, progress_of
from rehab.queries.standing_rows import (
    IN_INBOX,
    Clocks,
    StandingRow,
    begins,
    clock_row,
    ends,
    referral_row,
    row_of,
)
from rehab.queries.worklists import has_red_flag
from rehab.settings import Settings


@dataclass(frozen=True, slots=True)
class Reckoning:
    """By which rules and settings, and at what instant, standings are worked out."""

    programme_for: Callable[[str], Programme]
    settings: Settings
    now: datetime

    @property
    def today(self) -> date:
        """Return the day it is in Denmark."""
        return civil_date(self.now)


@dataclass(frozen=True, slots=True)
class Standings:
    """What was worked out, as the values of rows."""

    cases: tuple[StandingRow, ...]
    employment: tuple[StandingRow, ...]
    referrals: tuple[StandingRow, ...]
    clocks: tuple[StandingRow, ...]


def work_out(
    session: Session, by: Reckoning, case_ids: Sequence[UUID], referral_ids: Sequence[UUID]
) -> Standings:
    """Return where these cases with all their referrals, and these referrals, stand now.

    A case that is closed has no standing on the board, and one without an employment effort none
    on the jobkonsulent's list.
    """
    cases = _cases(session, case_ids)
    of_cases = [referral for case in cases for referral in case.referrals]
    known = {referral.id for referral in of_cases}
    others = _referrals(session, [each for each in referral_ids if each not in known])
    referrals = [*of_cases, *others]
    counted = counted_of(session, by.programme_for, by.settings, referrals, by.today)
    clocks = _read_all(by, referrals, counted)
    return Standings(
        cases=_case_rows(session, by, [case for case in cases if _is_open(case)], clocks),
        employment=employment_rows(
            session, by.now, [row for row in cases if row.employment_effort]
        ),
        referrals=_referral_rows(by, referrals, clocks),
        clocks=_clock_rows(referrals, clocks),
    )


def work_out_arrived(session: Session, by: Reckoning, referrals: Sequence[Referral]) -> Standings:
    """Return where referrals stand that are in no case yet and that nothing has happened to.

    Only the kommune's own rules are asked for. Needs their `events` and `diagnoses` loaded.
    """
    nothing = Moved({}, {}, {})
    counted = counted_of(session, by.programme_for, by.settings, referrals, by.today, moved=nothing)
    clocks = _read_all(by, referrals, counted)
    return Standings(
        cases=(),
        employment=(),
        referrals=_referral_rows(by, referrals, clocks),
        clocks=_clock_rows(referrals, clocks),
    )


def _read_all(
    by: Reckoning, referrals: Sequence[Referral], counted: Mapping[UUID, Counted]
) -> Mapping[UUID, Clocks]:
    """Return the clocks of each referral; those that came alike are read once."""
    alike: dict[tuple[UUID, str, ClockFacts], Clocks] = {}
    clocks = {}
    for referral in referrals:
        one = counted.get(referral.id)
        if one is None:
            clocks[referral.id] = Clocks()
            continue
        # These decide the rules and the closed days too, which take longer to compare.
        key = (referral.organisation_id, referral.programme_version, one.facts)
        if key not in alike:
            alike[key] = _read(by, one)
        clocks[referral.id] = alike[key]
    return clocks


def _read(by: Reckoning, counted: Counted) -> Clocks:
    pauses = counted.facts.pauses
    paused_by = {}
    for rule in counted.rules:
        own = [pause for pause in pauses if pause.counts and rule.is_paused_by(pause.code)]
        pause = pause_ahead(own, by.today)
        if pause is not None:
            paused_by[rule.code] = pause
    readings = read_clocks(counted.rules, counted.facts, by.today, counted.closed_days)
    return Clocks(readings, paused_by, pause_ahead(pauses, by.today))


def _cases(session: Session, ids: Sequence[UUID]) -> list[Case]:
    if not ids:
        return []
    query = (
        select(Case)
        .where(Case.id.in_(ids))
        .options(
            selectinload(Case.contact_persons),
            selectinload(Case.referrals).selectinload(Referral.events),
            selectinload(Case.referrals).selectinload(Referral.diagnoses),
            selectinload(Case.referrals).selectinload(Referral.triage_decisions),
        )
        .execution_options(populate_existing=True)
    )
    return list(session.scalars(query))


def _referrals(session: Session, ids: Sequence[UUID]) -> list[Referral]:
    if not ids:
        return []
    query = (
        select(Referral)
        .where(Referral.id.in_(ids))
        .options(selectinload(Referral.events), selectinload(Referral.diagnoses))
        .execution_options(populate_existing=True)
    )
    return list(session.scalars(query))


def _case_rows(
    session: Session,
    by: Reckoning,
    cases: Sequence[Case],
    clocks: Mapping[UUID, Clocks],
) -> tuple[StandingRow, ...]:
    if not cases:
        return ()
    ids = [case.id for case in cases]
    progress = progress_of(session, cases, by.now)
    sick = {each: row.first_day for each, row in sick_leave_starts(session, ids, by.today).items()}
    work_changes = work_changes_ahead(session, ids, by.today)
    return tuple(
        _case(by, case, clocks, progress[case.id], sick.get(case.id), work_changes.get(case.id))
        for case in cases
    )


def _case(
    by: Reckoning,
    case: Case,
    clocks: Mapping[UUID, Clocks],
    progress: Progress,
    sick_since: date | None,
    work_changes_on: date | None,
) -> StandingRow:
    action = next_action(progress.facts)
    running = [
        (reading, referral.id)
        for referral in case.referrals
        for reading in clocks[referral.id].readings
    ]
    clock = pressing([reading for reading, _ in running])
    owner = next((owner for reading, owner in running if reading is clock), None)
    open_referrals = [row for row in case.referrals if row.status in IN_INBOX]
    facts = PriorityFacts(
        has_red_flag=has_red_flag(case),
        readings=tuple(reading for reading, _ in running),
        job_at_risk=sick_since is not None
        or any(row.work_ability_threatened for row in open_referrals),
    )
    holds = [hold for row in open_referrals if (hold := clocks[row.id].hold) is not None]
    hold = pause_ahead(holds, by.today)
    bases = {row.legal_basis for row in open_referrals}
    return row_of(
        CaseStanding,
        case_id=case.id,
        organisation_id=case.organisation_id,
        citizen_id=case.citizen_id,
        number=case.number,
        board_column=column_of(progress.facts),
        priority=int(priority_of(facts)),
        presses_on=presses_on(clock),
        clock_referral_id=owner,
        clock_code=clock.code if clock else "",
        holder_id=next((row.user_id for row in case.contact_persons if row.until_on is None), None),
        team_id=case.team_id,
        action=action.code if action else None,
        action_reason=action.reason if action else "",
        next_session_at=progress.next_session_at,
        sick_since=sick_since,
        has_red_flag=facts.has_red_flag,
        by_law=LegalBasis.SUNDHEDSLOVEN_140 in bases,
        by_programme=LegalBasis.SUNDHEDSLOVEN_119 in bases,
        hold_from=hold.from_on if hold else None,
        hold_until=hold.until_on if hold else None,
        recheck_at=first_after((progress.changes_at, begins(work_changes_on), ends(hold)), by.now),
    )


def _referral_rows(
    by: Reckoning, referrals: Sequence[Referral], clocks: Mapping[UUID, Clocks]
) -> tuple[StandingRow, ...]:
    return tuple(
        referral_row(
            by.now, by.programme_for(referral.programme_version), referral, clocks[referral.id]
        )
        for referral in referrals
    )


def _clock_rows(
    referrals: Sequence[Referral], clocks: Mapping[UUID, Clocks]
) -> tuple[StandingRow, ...]:
    return tuple(
        clock_row(referral, reading, clocks[referral.id].paused_by.get(reading.code))
        for referral in referrals
        for reading in clocks[referral.id].readings
    )


def _is_open(case: Case) -> bool:
    return case.closed_on is None
