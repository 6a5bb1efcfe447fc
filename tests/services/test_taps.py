"""Taps that arrive once, twice, late and in disorder."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5

import pytest
from sqlalchemy import select

from rehab.domain.access import Role
from rehab.domain.attendance import AttendanceMark, CancelledSessionError, MarkOutcome
from rehab.domain.errors import NotPermittedError
from rehab.domain.taps import TapRefusedError
from rehab.models import Attendance, AttendanceTap, AuditEvent
from rehab.queries.attendance import find_session
from rehab.services.taps import Tap, record_taps
from tests.conftest import NOW
from tests.support.course_factories import make_booking, make_course, sessions_of

PRESENT, LATE, EXCUSED, ABSENT = AttendanceMark
MINUTE = 60_000


class Hall:
    """A session today with three citizens, kept by a therapist and a koordinator."""

    def __init__(self, make, session):
        self.tove = make.user(Role.TERAPEUT).actor()
        self.karen = make.user(Role.KOORDINATOR).actor()
        course = make_course(make, sessions=1, first=NOW)
        self.bookings = [make_booking(make, make.case(), course).id for _ in range(3)]
        self.session, self.meeting_id = session, sessions_of(make, course)[0]

    def tap(self, number, row, mark, *, at=0, shown=None, **fields):
        return Tap(
            id=uuid5(UUID(int=0), str(number)),
            booking_id=self.bookings[row],
            shown=shown,
            mark=mark,
            late_minutes=fields.pop("minutes", None),
            made_ms=at * MINUTE,
            **fields,
        )

    def send(self, ctx, who, *taps, sent=60):
        meeting = find_session(self.session, who, self.meeting_id)
        with (ctx := replace(ctx, actor=who)).transaction():
            return record_taps(ctx, meeting, taps, sent * MINUTE)

    def marks(self):
        found = {row.booking_id: row for row in self.session.scalars(select(Attendance))}
        return [row.mark if (row := found.get(key)) else None for key in self.bookings]


@pytest.fixture
def ctx(ctx_as):
    return ctx_as(Role.TERAPEUT)


@pytest.fixture
def hall(make, session):
    return Hall(make, session)


def test_a_tap_sent_twice_is_stored_once(ctx, hall, session):
    tap = hall.tap(1, 0, PRESENT)
    first = hall.send(ctx, hall.tove, tap)
    again = hall.send(ctx, hall.tove, tap)
    assert first == again
    assert len(session.scalars(select(AttendanceTap)).all()) == 1
    marked = select(AuditEvent).where(AuditEvent.verb == "attendance.marked")
    assert len(session.scalars(marked).all()) == 1


def test_the_last_tap_stands_in_whatever_order_they_arrive(ctx, hall, session):
    hall.send(ctx, hall.tove, hall.tap(2, 0, ABSENT, at=30))
    hall.send(ctx, hall.tove, hall.tap(1, 0, PRESENT, at=10))
    assert hall.marks()[0] is ABSENT
    outcomes = session.scalars(select(AttendanceTap.outcome)).all()
    assert sorted(outcomes) == [MarkOutcome.OUTDATED, MarkOutcome.SAVED]


def test_the_real_time_and_the_time_it_reached_us_are_both_kept(ctx, hall, session):
    hall.send(ctx, hall.tove, hall.tap(1, 0, LATE, at=40, minutes=7))
    row = session.scalars(select(Attendance)).one()
    assert (row.happened_at, row.recorded_at) == (NOW - timedelta(minutes=20), NOW)
    assert row.late_minutes == 7


def test_a_paper_sheet_is_typed_in_with_the_time_it_was_written(ctx, hall, session):
    written = datetime(2026, 11, 23, 8, 5, tzinfo=UTC)
    hall.send(ctx, hall.tove, hall.tap(1, 0, PRESENT, written_at=written))
    row = session.scalars(select(Attendance)).one()
    assert (row.happened_at, row.recorded_at, row.recorded_by) == (written, NOW, hall.tove.id)


def test_somebody_elses_mark_is_kept_until_it_has_been_seen(ctx, hall):
    hall.send(ctx, hall.karen, hall.tap(1, 0, EXCUSED))
    refused = hall.send(ctx, hall.tove, hall.tap(2, 0, PRESENT, at=50))
    assert (hall.marks()[0], refused.kept) == (EXCUSED, {hall.bookings[0]})
    hall.send(ctx, hall.tove, hall.tap(3, 0, PRESENT, at=55, shown=EXCUSED))
    assert hall.marks()[0] is PRESENT


def test_all_present_never_overwrites_what_came_meanwhile(ctx, hall):
    hall.send(ctx, hall.tove, hall.tap(1, 1, EXCUSED, at=5))
    taps = [hall.tap(10 + row, row, PRESENT, at=50, fills_empty=True) for row in range(3)]
    hall.send(ctx, hall.tove, *taps)
    assert hall.marks() == [PRESENT, EXCUSED, PRESENT]


def test_a_tap_is_no_change_of_the_session_in_a_calendar(ctx, hall, session):
    hall.send(ctx, hall.tove, hall.tap(1, 0, PRESENT))
    assert find_session(session, hall.tove, hall.meeting_id).sequence == 0


def test_a_tap_for_somebody_who_left_the_list_is_dropped_and_said(ctx, hall, make):
    stranger = make_booking(make, make.case(), make_course(make))
    hall.bookings.append(stranger.id)
    answer = hall.send(ctx, hall.tove, hall.tap(1, 3, PRESENT), hall.tap(2, 0, PRESENT))
    assert answer.left == {stranger.id}
    assert len(answer.done) == 2
    assert hall.marks() == [PRESENT, None, None, None]


def test_a_tap_under_anothers_name_is_refused(ctx, hall):
    hall.send(ctx, hall.karen, hall.tap(1, 0, PRESENT))
    with pytest.raises(TapRefusedError):
        hall.send(ctx, hall.tove, hall.tap(1, 1, PRESENT))


def test_a_cancelled_session_takes_no_taps(ctx, hall, make, session):
    meeting = find_session(session, hall.tove, hall.meeting_id)
    meeting.cancelled_at = NOW
    make.save(meeting)
    with pytest.raises(CancelledSessionError):
        hall.send(ctx, hall.tove, hall.tap(1, 0, PRESENT))


def test_only_those_who_keep_the_sheet_may_tap(ctx, hall, make, session):
    other = make.user(Role.TERAPEUT, login="other").actor()
    meeting = find_session(session, hall.tove, hall.meeting_id)
    with pytest.raises(NotPermittedError):
        record_taps(replace(ctx, actor=other), meeting, [hall.tap(1, 0, PRESENT)], 0)
