"""From stored events to clocks: facts are gathered here, and counted in the domain."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rehab.clock import COPENHAGEN, civil_date
from rehab.domain.attendance import ATTENDED
from rehab.domain.clock_facts import ClockFacts, PathwayEvent
from rehab.domain.clock_rules import ClockRule, EventKind, LegalBasis
from rehab.domain.clock_settings import rules_on
from rehab.domain.deadlines import ClockReading, read_clocks
from rehab.domain.programme import Programme
from rehab.domain.referrals import runs_clocks
from rehab.models import (
    Attendance,
    Booking,
    BookingReferral,
    CourseSession,
    DateCorrectionRow,
    PathwayEventRow,
    PauseRow,
    Referral,
)
from rehab.queries.clock_settings import (
    closed_around,
    closing_rows,
    closings_known,
    settings_of,
)
from rehab.queries.corrected_dates import Decided, change_fact, corrections_of, with_grounds
from rehab.queries.pauses import pause_record, pauses_of
from rehab.settings import Settings


@dataclass(frozen=True, slots=True)
class FirstAttendance:
    """The first time a citizen was present at something that counts for a referral."""

    on: date
    recorded_on: date


def first_attendances(
    session: Session, referral_ids: Iterable[UUID], known_on: date | None = None
) -> Mapping[UUID, FirstAttendance]:
    """Return the first present mark of each referral that has one, as it was known on a day.

    The two days may come from two sessions: a sheet filled in late does not hide an earlier one.
    """
    query = (
        select(
            BookingReferral.referral_id,
            func.min(CourseSession.starts_at),
            func.min(Attendance.recorded_at),
        )
        .join(Booking, Booking.id == BookingReferral.booking_id)
        .join(Attendance, Attendance.booking_id == Booking.id)
        .join(CourseSession, CourseSession.id == Attendance.session_id)
        .where(
            BookingReferral.referral_id.in_(list(referral_ids)),
            Attendance.mark.in_(ATTENDED),
            CourseSession.cancelled_at.is_(None),
        )
        .group_by(BookingReferral.referral_id)
    )
    if known_on is not None:
        query = query.where(Attendance.recorded_at < _day_after(known_on))
    return {
        referral_id: FirstAttendance(civil_date(starts), civil_date(recorded))
        for referral_id, starts, recorded in session.execute(query)
    }


def closed_days(
    session: Session, settings: Settings, organisation_id: UUID, around: date, known_on: date
) -> frozenset[date]:
    """Return a kommune's own closed days of the years that a deadline near a day can touch.

    They are those of the installation's setting and those the kommune has set itself, as they were
    known on a day (F28).
    """
    rows = closing_rows(session, [organisation_id]).get(organisation_id, ())
    known = closings_known(rows, lambda at: civil_date(at) <= known_on)
    return closed_around(settings, known, around)


def facts_of(
    referral: Referral,
    attended: FirstAttendance | None,
    known_on: date | None = None,
    *,
    pauses: Sequence[PauseRow] = (),
    corrections: Sequence[DateCorrectionRow] = (),
) -> ClockFacts:
    """Return what the clocks of a referral are counted from. Needs its `events` loaded.

    A session the citizen came to is a held first contact, whether or not anybody typed it in. With
    a day given, what was recorded after it is left out: an event and what took one back, a pause
    and its early end. What phases and next actions ask needs neither pauses nor corrections.
    """
    known = [row for row in referral.events if _is_known(row.recorded_at, known_on)]
    cancelled = {row.cancels_id for row in known}
    events = [_event(row) for row in known if row.id not in cancelled and row.cancels_id is None]
    if attended is not None:
        events.append(PathwayEvent(EventKind.FIRST_CONTACT_HELD, attended.on, attended.recorded_on))
    waits = (pause_record(row).as_pause(known_on) for row in pauses)
    return ClockFacts(
        legal_basis=referral.legal_basis,
        received_on=referral.received_on,
        discharged_on=referral.discharged_on,
        earliest_start_on=referral.earliest_start_on,
        events=tuple(events),
        pauses=tuple(pause for pause in waits if pause is not None),
        ended_on=referral.closed_on,
        corrections=tuple(change_fact(row, place) for place, row in enumerate(corrections)),
    )


def clocks_of(
    session: Session,
    programme_for: Callable[[str], Programme],
    settings: Settings,
    referrals: Sequence[Referral],
    today: date,
) -> Mapping[UUID, tuple[ClockReading, ...]]:
    """Return the clocks of each referral as they stand on a day, most urgent due day first.

    The same few queries however many referrals. Each is judged by the version of the programme it
    was received under, with the kommune's own rules over it. A specialised plan has no clock of
    ours.
    """
    found = counted_of(session, programme_for, settings, referrals, today)
    return read_counted(found, referrals, today)


@dataclass(frozen=True, slots=True)
class Counted:
    """What the clocks of one referral are read from: its facts, its rules and the closed days."""

    facts: ClockFacts
    rules: tuple[ClockRule, ...]
    closed_days: frozenset[date]

    @property
    def rules_that_run(self) -> tuple[ClockRule, ...]:
        """Return the rules that are in force for the referral and switched on."""
        basis, received_on = self.facts.legal_basis, self.facts.received_on
        return tuple(rule for rule in self.rules if rule.applies(basis, received_on))


def read_counted(
    counted: Mapping[UUID, Counted], referrals: Iterable[Referral], today: date
) -> Mapping[UUID, tuple[ClockReading, ...]]:
    """Return the clocks of each referral from what was gathered; none for one without."""
    return {
        row.id: read_clocks(one.rules, one.facts, today, one.closed_days)
        if (one := counted.get(row.id)) is not None
        else ()
        for row in referrals
    }


def counted_of(
    session: Session,
    programme_for: Callable[[str], Programme],
    settings: Settings,
    referrals: Sequence[Referral],
    today: date,
    *,
    moved: "Moved | None" = None,
) -> Mapping[UUID, Counted]:
    """Return what is counted for each referral that has clocks of ours, as known on a day.

    For what asks more than how a clock stands: another rule tried on it, or which day is the fifth.
    `moved` is what `moved_of` returned, where it was read already.
    """
    running = [
        row
        for row in referrals
        if runs_clocks(
            row.status, row.gop_type, programme_for(row.programme_version).triage.register_only
        )
    ]
    ids = [row.id for row in running]
    organisations = {row.organisation_id for row in running}
    moved = moved_of(session, ids, today) if moved is None else moved
    own = settings_of(session, organisations)
    closings = closing_rows(session, organisations)
    closed: dict[tuple[UUID, int], frozenset[date]] = {}
    rules: dict[tuple[UUID, str, LegalBasis, date], tuple[ClockRule, ...]] = {}
    found = {}
    for row in running:
        facts = facts_of(
            row,
            moved.attended.get(row.id),
            today,
            pauses=moved.pauses.get(row.id, ()),
            corrections=moved.corrections.get(row.id, ()),
        )
        whose, version = row.organisation_id, row.programme_version
        if facts.corrections:
            facts = with_grounds(
                facts,
                moved.corrections[row.id],
                moved.pauses.get(row.id, ()),
                Decided(
                    programme_for(version).clocks,
                    own.get(whose, ()),
                    closings.get(whose, ()),
                    settings,
                ),
            )
        facts = facts.as_known(today)
        near = (whose, facts.received_on.year)
        if near not in closed:
            here = closings_known(closings.get(whose, ()), lambda at: civil_date(at) <= today)
            closed[near] = closed_around(settings, here, facts.received_on)
        like = (whose, version, facts.legal_basis, facts.received_on)
        if like not in rules:
            rules[like] = rules_on(
                programme_for(version).clocks, own.get(whose, ()), *like[2:], today
            )
        found[row.id] = Counted(facts, rules[like], closed[near])
    return found


@dataclass(frozen=True, slots=True)
class Moved:
    """What moves the clocks of referrals besides their events.

    Their pauses, corrected dates, and the sessions the citizens came to.
    """

    attended: Mapping[UUID, FirstAttendance]
    pauses: Mapping[UUID, Sequence[PauseRow]]
    corrections: Mapping[UUID, Sequence[DateCorrectionRow]]


def moved_of(session: Session, referral_ids: Sequence[UUID], today: date) -> Moved:
    """Return what moves the clocks of referrals, in the order it was recorded."""
    return Moved(
        first_attendances(session, referral_ids, today),
        pauses_of(session, referral_ids),
        corrections_of(session, referral_ids),
    )


def _is_known(recorded_at: datetime, on: date | None) -> bool:
    return on is None or civil_date(recorded_at) <= on


def _day_after(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), COPENHAGEN)


def _event(row: PathwayEventRow) -> PathwayEvent:
    return PathwayEvent(
        row.kind, row.appointment_on or row.occurred_on, civil_date(row.recorded_at)
    )
