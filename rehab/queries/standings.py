"""Working out where cases and referrals stand, for many at once, by asking the rules.

Nothing is decided here: columns, next actions, clocks and priorities are the domain's answers.
What is read may be older in the session than in the database, so everything is read anew.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from rehab.clock import COPENHAGEN, civil_date
from rehab.domain.clock_rules import LegalBasis
from rehab.domain.consent import ConsentScope, opened_scopes
from rehab.domain.deadlines import ClockReading, Pause, read_clocks
from rehab.domain.next_actions import column_of, next_action
from rehab.domain.programme import Programme
from rehab.domain.referrals import ReferralStatus
from rehab.domain.standings import (
    NOTHING_RUNS,
    PriorityFacts,
    first_after,
    outcome_of,
    pause_ahead,
    presses_on,
    pressing,
    priority_of,
)
from rehab.models import (
    Case,
    CaseStanding,
    ClockStanding,
    Consent,
    EmploymentStanding,
    Referral,
    ReferralStanding,
    WorkStatusRow,
)
from rehab.queries.clocks import Counted, counted_of
from rehab.queries.consents import EMPLOYMENT_UNIT, consents_to_employment
from rehab.queries.employment import KEPT_AFTER_CLOSING, sick_leave_starts
from rehab.queries.next_actions import Progress, progress_of
from rehab.queries.referrals import red_flag_hint
from rehab.queries.worklists import has_red_flag
from rehab.settings import Settings

_IN_INBOX: Final = frozenset(
    {ReferralStatus.RECEIVED, ReferralStatus.ACCEPTED, ReferralStatus.REGISTERED}
)
_WORKED_ON: Final = frozenset({ReferralStatus.RECEIVED, ReferralStatus.ACCEPTED})


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
    """What was worked out, as rows that belong to no session."""

    cases: tuple[CaseStanding, ...]
    employment: tuple[EmploymentStanding, ...]
    referrals: tuple[ReferralStanding, ...]
    clocks: tuple[ClockStanding, ...]


@dataclass(frozen=True, slots=True)
class _Clocks:
    """The clocks of one referral, with the pause each is in or comes to, and any pause at all."""

    readings: tuple[ClockReading, ...] = ()
    paused_by: Mapping[str, Pause] = field(default_factory=dict)
    hold: Pause | None = None


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
    clocks = {referral.id: _read(by, counted.get(referral.id)) for referral in referrals}
    return Standings(
        cases=_case_rows(session, by, [case for case in cases if _is_open(case)], clocks),
        employment=_employment_rows(session, by, [row for row in cases if row.employment_effort]),
        referrals=tuple(_referral(by, referral, clocks[referral.id]) for referral in referrals),
        clocks=tuple(
            _clock(referral, reading, clocks[referral.id].paused_by.get(reading.code))
            for referral in referrals
            for reading in clocks[referral.id].readings
        ),
    )


def midnight_before(day: date) -> datetime:
    """Return the instant a day begins in Denmark."""
    return datetime.combine(day, time.min, tzinfo=COPENHAGEN)


def _read(by: Reckoning, counted: Counted | None) -> _Clocks:
    if counted is None:
        return _Clocks()
    pauses = counted.facts.pauses
    paused_by = {}
    for rule in counted.rules:
        own = [pause for pause in pauses if pause.counts and rule.is_paused_by(pause.code)]
        pause = pause_ahead(own, by.today)
        if pause is not None:
            paused_by[rule.code] = pause
    readings = read_clocks(counted.rules, counted.facts, by.today, counted.closed_days)
    return _Clocks(readings, paused_by, pause_ahead(pauses, by.today))


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
    clocks: Mapping[UUID, _Clocks],
) -> tuple[CaseStanding, ...]:
    if not cases:
        return ()
    ids = [case.id for case in cases]
    progress = progress_of(session, cases, by.now)
    sick = {each: row.first_day for each, row in sick_leave_starts(session, ids, by.today).items()}
    work_changes = _work_changes(session, ids, by.today)
    return tuple(
        _case(by, case, clocks, progress[case.id], sick.get(case.id), work_changes.get(case.id))
        for case in cases
    )


def _case(
    by: Reckoning,
    case: Case,
    clocks: Mapping[UUID, _Clocks],
    progress: Progress,
    sick_since: date | None,
    work_changes_on: date | None,
) -> CaseStanding:
    action = next_action(progress.facts)
    running = [
        (reading, referral.id)
        for referral in case.referrals
        for reading in clocks[referral.id].readings
    ]
    clock = pressing([reading for reading, _ in running])
    owner = next((owner for reading, owner in running if reading is clock), None)
    open_referrals = [row for row in case.referrals if row.status in _IN_INBOX]
    facts = PriorityFacts(
        has_red_flag=has_red_flag(case),
        readings=tuple(reading for reading, _ in running),
        job_at_risk=sick_since is not None
        or any(row.work_ability_threatened for row in open_referrals),
    )
    holds = [hold for row in open_referrals if (hold := clocks[row.id].hold) is not None]
    hold = pause_ahead(holds, by.today)
    bases = {row.legal_basis for row in open_referrals}
    return CaseStanding(
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
        action=action.code if action else None,
        action_reason=action.reason if action else "",
        next_session_at=progress.next_session_at,
        sick_since=sick_since,
        has_red_flag=facts.has_red_flag,
        by_law=LegalBasis.SUNDHEDSLOVEN_140 in bases,
        by_programme=LegalBasis.SUNDHEDSLOVEN_119 in bases,
        hold_from=hold.from_on if hold else None,
        hold_until=hold.until_on if hold else None,
        recheck_at=first_after(
            (progress.changes_at, _begins(work_changes_on), _ends(hold)), by.now
        ),
    )


def _referral(by: Reckoning, referral: Referral, clocks: _Clocks) -> ReferralStanding:
    clock = pressing(clocks.readings)
    programme = by.programme_for(referral.programme_version)
    return ReferralStanding(
        referral_id=referral.id,
        organisation_id=referral.organisation_id,
        citizen_id=referral.citizen_id,
        status=referral.status,
        legal_basis=referral.legal_basis,
        is_open=referral.status in _IN_INBOX,
        is_calm=red_flag_hint(programme, referral) is None,
        presses_on=presses_on(clock),
        clock_code=clock.code if clock else "",
        received_at=referral.received_at,
        recheck_at=first_after(
            (_begins(referral.closed_on), *map(_ends, clocks.paused_by.values())), by.now
        ),
    )


def _clock(referral: Referral, reading: ClockReading, pause: Pause | None) -> ClockStanding:
    is_open = referral.closed_on is None and referral.status in _WORKED_ON
    return ClockStanding(
        referral_id=referral.id,
        code=reading.code,
        organisation_id=referral.organisation_id,
        received_on=referral.received_on,
        due_on=reading.due,
        outcome=outcome_of(reading, is_open=is_open),
        stopped_on=reading.stopped_on,
        counted_from=reading.counted_from,
        paused_from=pause.from_on if pause else None,
        paused_until=pause.until_on if pause else None,
        label=reading.label,
        strength=reading.strength,
        section=reading.section,
        why=list(reading.why),
    )


def _employment_rows(
    session: Session, by: Reckoning, cases: Sequence[Case]
) -> tuple[EmploymentStanding, ...]:
    """Return the jobkonsulent's list: the sick leave sorts it only where a consent opens it."""
    since = by.today - KEPT_AFTER_CLOSING
    kept = [case for case in cases if case.closed_on is None or case.closed_on >= since]
    if not kept:
        return ()
    ids = [case.id for case in kept]
    consents = consents_to_employment(session, ids, by.today)
    opened = {
        case_id
        for case_id, facts in consents.items()
        if ConsentScope.WORK_STATUS in opened_scopes(facts, EMPLOYMENT_UNIT, by.today)
    }
    sick = sick_leave_starts(session, sorted(opened), by.today)
    turns = _consent_turns(session, ids, by.today)
    work_changes = _work_changes(session, ids, by.today)
    rows = []
    for case in kept:
        start = sick.get(case.id)
        days = (turns.get(case.id), work_changes.get(case.id))
        rows.append(
            EmploymentStanding(
                case_id=case.id,
                organisation_id=case.organisation_id,
                citizen_id=case.citizen_id,
                number=case.number,
                sorts_on=start.first_day if start else NOTHING_RUNS,
                closed_on=case.closed_on,
                recheck_at=first_after(map(_begins, days), by.now),
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


def _work_changes(session: Session, ids: Sequence[UUID], today: date) -> Mapping[UUID, date]:
    """Return the first day ahead from which each case has a work status typed in already."""
    query = (
        select(WorkStatusRow.case_id, func.min(WorkStatusRow.from_on))
        .where(WorkStatusRow.case_id.in_(ids), WorkStatusRow.from_on > today)
        .group_by(WorkStatusRow.case_id)
    )
    return {case_id: day for case_id, day in session.execute(query)}  # noqa: C416 - rows


def _begins(day: date | None) -> datetime | None:
    return None if day is None else midnight_before(day)


def _ends(pause: Pause | None) -> datetime | None:
    return None if pause is None else midnight_before(pause.until_on + timedelta(days=1))


def _is_open(case: Case) -> bool:
    return case.closed_on is None
