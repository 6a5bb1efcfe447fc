"""Everything the page of one case shows, in a number of queries that never grows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from rehab.clock import civil_date
from rehab.domain.deadlines import ClockReading
from rehab.domain.employment import SickLeaveWarning, sick_leave_warning, sick_leave_weeks
from rehab.domain.next_actions import NextAction, next_action
from rehab.domain.phases import PhaseStep, phase_steps
from rehab.domain.programme import Programme
from rehab.models import (
    Booking,
    Case,
    CitizenLetter,
    Consent,
    Course,
    Epikrise,
    JournalNote,
    Measurement,
    Referral,
    RiskAssessmentRow,
    StoredLetter,
    User,
    WorkStatusRow,
)
from rehab.queries.bookings import countable_referrals
from rehab.queries.case_facts import case_facts
from rehab.queries.cases import people_by_id
from rehab.queries.citizen_letters import list_letters_to_citizen
from rehab.queries.clocks import (
    Counted,
    Moved,
    counted_of,
    moved_of,
    read_counted,
)
from rehab.queries.employment import sick_leave_starts
from rehab.queries.encounters import RecordedEncounter, encounters_of_case
from rehab.queries.letters import list_letters_of_citizen
from rehab.queries.next_actions import Progress, progress_of
from rehab.queries.risk_factors import assessments_of
from rehab.queries.waiting_list import Judge, WaitingRow, waiting_of_case
from rehab.settings import Settings


@dataclass(frozen=True, slots=True)
class CasePage:
    """The rows and readings of one case."""

    case: Case
    clocks: Mapping[UUID, tuple[ClockReading, ...]]
    counted: Mapping[UUID, Counted]
    moved: Moved
    steps: tuple[PhaseStep, ...]
    progress: Progress
    action: NextAction | None
    people: Mapping[UUID, User]
    notes: Sequence[JournalNote]
    bookings: Sequence[Booking]
    countable: Sequence[Referral]
    waiting: Sequence[WaitingRow]
    encounters: Sequence[RecordedEncounter]
    measurements: Sequence[Measurement]
    work_status: Sequence[WorkStatusRow]
    sick_weeks: int | None
    sick_warning: SickLeaveWarning | None
    consents: Sequence[Consent]
    epikriser: Mapping[UUID, Epikrise]
    letters: Sequence[StoredLetter]
    to_citizen: Sequence[CitizenLetter]
    risks: Sequence[RiskAssessmentRow]
    risk_labels: Mapping[str, str]


def read_case_page(
    session: Session,
    case: Case,
    programme_for: Callable[[str], Programme],
    settings: Settings,
    now: datetime,
) -> CasePage:
    """Gather what the page of a case shows. The case is one that `find_case` returned."""
    today = civil_date(now)
    ids = [row.id for row in case.referrals]
    moved = moved_of(session, ids, today)
    counted = counted_of(session, programme_for, settings, case.referrals, today, moved=moved)
    progress = progress_of(session, [case], now)[case.id]
    sick = sick_leave_starts(session, [case.id], today).get(case.id)
    return CasePage(
        case=case,
        clocks=read_counted(counted, case.referrals, today),
        counted=counted,
        moved=moved,
        steps=phase_steps(case_facts(case, moved.attended, today)),
        progress=progress,
        action=next_action(progress.facts),
        people=people_by_id(session, case.organisation_id),
        notes=_notes(session, case),
        bookings=_bookings(session, case),
        countable=countable_referrals(case, programme_for),
        waiting=waiting_of_case(session, Judge(programme_for, settings, now), case),
        encounters=encounters_of_case(session, case.id),
        measurements=_measurements(session, case),
        work_status=_work_status(session, case),
        sick_weeks=sick_leave_weeks(sick.first_day, today) if sick else None,
        sick_warning=sick_leave_warning(
            sick.first_day,
            has_plan=sick.has_plan,
            on=today,
            limits=programme_for(case.programme_version).sick_leave,
        )
        if sick
        else None,
        consents=_consents(session, case),
        epikriser=_epikriser(session, case),
        letters=list_letters_of_citizen(session, case.organisation_id, case.citizen_id),
        to_citizen=list_letters_to_citizen(session, case.id),
        risks=assessments_of(session, case.id),
        risk_labels={
            factor.code: factor.label
            for factor in programme_for(case.programme_version).risk_factors
        },
    )


def _notes(session: Session, case: Case) -> Sequence[JournalNote]:
    query = select(JournalNote).where(JournalNote.case_id == case.id)
    return session.scalars(query.order_by(JournalNote.written_at, JournalNote.id)).all()


def _bookings(session: Session, case: Case) -> Sequence[Booking]:
    query = (
        select(Booking)
        .where(Booking.case_id == case.id)
        .options(
            joinedload(Booking.course).selectinload(Course.sessions),
            selectinload(Booking.counts_for),
            selectinload(Booking.marks),
        )
        .order_by(Booking.booked_at, Booking.id)
    )
    return session.scalars(query).unique().all()


def _measurements(session: Session, case: Case) -> Sequence[Measurement]:
    query = select(Measurement).where(Measurement.case_id == case.id)
    return session.scalars(query.order_by(Measurement.measured_on, Measurement.id)).all()


def _work_status(session: Session, case: Case) -> Sequence[WorkStatusRow]:
    query = select(WorkStatusRow).where(WorkStatusRow.case_id == case.id)
    order = (WorkStatusRow.from_on, WorkStatusRow.recorded_at, WorkStatusRow.id)
    return session.scalars(query.order_by(*order)).all()


def _consents(session: Session, case: Case) -> Sequence[Consent]:
    query = select(Consent).where(Consent.case_id == case.id)
    return session.scalars(query.order_by(Consent.given_on, Consent.recorded_at, Consent.id)).all()


def _epikriser(session: Session, case: Case) -> Mapping[UUID, Epikrise]:
    query = select(Epikrise).where(Epikrise.case_id == case.id)
    return {row.referral_id: row for row in session.scalars(query)}
