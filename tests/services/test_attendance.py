"""Keeping a sheet: who may, what is saved, and what is left alone."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from rehab.domain.access import Role
from rehab.domain.attendance import AttendanceMark, FutureSessionError
from rehab.domain.errors import NotPermittedError
from rehab.models import Attendance, AuditEvent, Referral
from rehab.queries.attendance import find_session
from rehab.queries.clocks import first_attendances
from rehab.services.attendance import MarkChange, RecordAttendance, record_attendance
from tests.conftest import NOW
from tests.support.course_factories import make_booking, make_course, sessions_of

PRESENT, LATE, EXCUSED, ABSENT = AttendanceMark


class Sheet:
    """A session held today with some citizens, and one therapist's or a colleague's page of it."""

    def __init__(self, make, session, people, first=NOW):
        self.therapist = make.user(Role.TERAPEUT).actor()
        self.colleague = make.user(Role.TERAPEUT, Role.KOORDINATOR).actor()
        course = make_course(make, sessions=1, first=first)
        self.cases = [make.case() for _ in range(people)]
        self.bookings = [make_booking(make, case, course).id for case in self.cases]
        self.session, self.meeting_id = session, sessions_of(make, course)[0]

    def save(self, ctx, user, *changes, all_present=False):
        """Save a page; each change is (row, what it showed, what is ticked)."""
        ctx = replace(ctx, actor=user)
        marks = {self.bookings[row]: MarkChange(shown, wanted) for row, shown, wanted in changes}
        meeting = find_session(self.session, user, self.meeting_id)
        with ctx.transaction():
            return record_attendance(ctx, meeting, RecordAttendance(marks, all_present))

    def marks(self):
        rows = self.session.scalars(select(Attendance)).all()
        found = {row.booking_id: row.mark for row in rows}
        return [found.get(booking_id) for booking_id in self.bookings]


@pytest.fixture
def ctx(ctx_as):
    return ctx_as(Role.TERAPEUT)


@pytest.fixture
def sheet(make, session):
    return Sheet(make, session, people=3)


@pytest.fixture
def anna(sheet):
    return sheet.therapist


@pytest.fixture
def bo(sheet):
    return sheet.colleague


def test_the_rows_that_were_ticked_are_saved(ctx, sheet, anna):
    saved = sheet.save(ctx, anna, (0, None, PRESENT), (1, None, EXCUSED), (2, None, None))
    assert sheet.marks() == [PRESENT, EXCUSED, None]
    assert saved.changed == 2


def test_the_trail_keeps_what_each_row_was_before(ctx, sheet, anna, session):
    sheet.save(ctx, anna, (0, None, PRESENT))
    sheet.save(ctx, anna, (0, PRESENT, ABSENT))
    query = select(AuditEvent.data).where(AuditEvent.verb == "attendance.recorded")
    marks = [data["marks"] for data in session.scalars(query)]
    booking = sheet.bookings[0]
    assert marks == [f"{booking}:->present", f"{booking}:present>absent"]


def test_saving_what_is_there_already_writes_nothing(ctx, sheet, anna, session):
    sheet.save(ctx, anna, (0, None, PRESENT))
    assert sheet.save(ctx, anna, (0, PRESENT, PRESENT)).changed == 0
    query = select(AuditEvent).where(AuditEvent.verb == "attendance.recorded")
    assert len(session.scalars(query).all()) == 1


def test_all_present_fills_the_empty_rows_and_no_others(ctx, sheet, anna):
    sheet.save(ctx, anna, (1, None, EXCUSED))
    sheet.save(ctx, anna, (2, None, ABSENT), all_present=True)
    assert sheet.marks() == [PRESENT, EXCUSED, ABSENT]


def test_two_therapists_on_one_sheet_keep_each_others_marks(ctx, sheet, anna, bo):
    sheet.save(ctx, anna, (0, None, PRESENT))
    saved = sheet.save(ctx, bo, (0, None, None), (1, None, ABSENT))
    assert sheet.marks() == [PRESENT, ABSENT, None]
    assert saved.kept == frozenset()


def test_a_row_somebody_else_marked_first_is_kept_and_said(ctx, sheet, anna, bo):
    sheet.save(ctx, anna, (0, None, EXCUSED))
    saved = sheet.save(ctx, bo, (0, None, PRESENT), (1, None, PRESENT))
    assert sheet.marks() == [EXCUSED, PRESENT, None]
    assert saved.kept == {sheet.bookings[0]}


def test_a_mark_can_be_changed_on_purpose_by_another(ctx, sheet, anna, bo):
    sheet.save(ctx, anna, (0, None, EXCUSED))
    sheet.save(ctx, bo, (0, EXCUSED, PRESENT))
    assert sheet.marks()[0] is PRESENT


def test_a_session_is_not_marked_before_its_day(ctx, make, session):
    tomorrow = Sheet(make, session, people=1, first=NOW + timedelta(days=1))
    with pytest.raises(FutureSessionError, match=r"24\.11\.2026"):
        tomorrow.save(ctx, tomorrow.therapist, (0, None, PRESENT))
    assert tomorrow.marks() == [None]


@pytest.mark.parametrize(
    "who",
    [
        pytest.param(([Role.TERAPEUT], "999"), id="another therapist"),
        pytest.param(([Role.VISITATOR], "999"), id="a visitator"),
        pytest.param(([Role.LEDER], "999"), id="the leder"),
        pytest.param(([Role.TERAPEUT, Role.KOORDINATOR], "998"), id="another kommune"),
    ],
)
def test_the_sheet_is_kept_by_its_therapist(ctx, sheet, make, session, who):
    roles, kommunekode = who
    actor = make.user(*roles, kommunekode=kommunekode, login="other").actor()
    meeting = find_session(session, sheet.therapist, sheet.meeting_id)
    with pytest.raises(NotPermittedError):
        record_attendance(replace(ctx, actor=actor), meeting, RecordAttendance({}))
    assert find_session(session, actor, sheet.meeting_id) is None


def test_a_koordinator_keeps_the_sheet_when_the_therapist_is_ill(ctx, sheet, make, session):
    koordinator = make.user(Role.KOORDINATOR).actor()
    sheet.save(ctx, koordinator, (0, None, PRESENT))
    assert sheet.marks()[0] is PRESENT


def test_a_booking_of_another_course_is_left_alone(ctx, sheet, anna, make):
    other = make_booking(make, make.case(), make_course(make))
    sheet.bookings.append(other.id)
    assert sheet.save(ctx, anna, (3, None, PRESENT)).changed == 0
    assert sheet.marks()[3] is None


def test_the_first_time_present_is_a_held_first_meeting(ctx, sheet, anna, session):
    sheet.save(ctx, anna, (0, None, PRESENT), (1, None, EXCUSED))
    referrals = [referral_of(session, case.id) for case in sheet.cases]
    assert set(first_attendances(session, referrals)) == {referrals[0]}


def referral_of(session, case_id):
    return session.scalars(select(Referral.id).where(Referral.case_id == case_id)).one()
