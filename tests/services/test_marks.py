"""What follows from a mark: the encounter on the record, and the task after no-shows."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from rehab.domain.access import Role
from rehab.domain.attendance import AttendanceMark
from rehab.domain.encounters import DeliveryType, EncounterClass, EncounterStatus
from rehab.models import Attendance, Encounter, Referral, Reminder
from rehab.queries.attendance import find_session
from rehab.queries.clocks import first_attendances
from rehab.queries.encounters import encounters_of_case
from rehab.services.attendance import MarkChange, RecordAttendance, record_attendance
from tests.conftest import NOW
from tests.support.course_factories import make_booking, make_course, sessions_of

PRESENT, LATE, EXCUSED, ABSENT = AttendanceMark


class Weeks:
    """A hold of three weekly sessions that are held, with one citizen."""

    def __init__(self, make, session, ctx):
        self.course = make_course(make, sessions=3, first=NOW - timedelta(days=14))
        self.case = make.case()
        self.booking = make_booking(make, self.case, self.course)
        self.case_id, self.key = self.case.id, self.booking.id
        self.meetings = sessions_of(make, self.course)
        self.session, self.ctx, self.make = session, ctx, make

    def mark(self, number, mark, shown=None, *, who=None):
        ctx = replace(self.ctx, actor=who) if who else self.ctx
        meeting = find_session(self.session, ctx.actor, self.meetings[number])
        command = RecordAttendance({self.key: MarkChange(shown, mark)})
        with ctx.transaction():
            record_attendance(ctx, meeting, command)

    def statuses(self):
        return [row.status for row in encounters_of_case(self.session, self.case_id)]

    def tasks(self):
        query = select(Reminder).where(Reminder.case_id == self.case_id)
        return [(row.due_on, row.done_at) for row in self.session.scalars(query)]


@pytest.fixture
def weeks(make, session, ctx_as):
    return Weeks(make, session, ctx_as(Role.TERAPEUT))


def test_a_mark_is_an_encounter_on_the_citizens_record(weeks, session):
    weeks.mark(0, LATE)
    row = session.scalars(select(Encounter)).one()
    assert (row.case_id, row.status) == (weeks.case_id, EncounterStatus.FINISHED)
    assert row.encounter_class is EncounterClass.AMBULATORY
    assert row.delivery is DeliveryType.GROUP
    assert row.planned_start == NOW - timedelta(days=14)
    assert row.planned_end == NOW - timedelta(days=14) + timedelta(hours=1)
    assert row.intervention_codes == ["ab87c0b5-40be-4e0a-b749-d9f833bfed2d"]


def test_a_corrected_mark_keeps_the_wrong_encounter_as_entered_in_error(weeks):
    weeks.mark(0, ABSENT)
    weeks.mark(0, EXCUSED, ABSENT)
    assert weeks.statuses() == [EncounterStatus.ENTERED_IN_ERROR, EncounterStatus.CANCELLED]


def test_present_instead_of_late_is_the_same_encounter(weeks):
    weeks.mark(0, PRESENT)
    weeks.mark(0, LATE, PRESENT)
    assert weeks.statuses() == [EncounterStatus.FINISHED]


def test_two_no_shows_in_a_row_give_the_kontaktperson_one_task(weeks):
    weeks.mark(0, ABSENT)
    assert weeks.tasks() == []
    weeks.mark(1, ABSENT)
    weeks.mark(2, ABSENT)
    assert weeks.tasks() == [((NOW - timedelta(days=7)).date(), None)]


def test_a_no_show_put_right_finishes_the_task(weeks):
    weeks.mark(0, ABSENT)
    weeks.mark(1, ABSENT)
    weeks.mark(1, PRESENT, ABSENT)
    assert weeks.tasks() == [((NOW - timedelta(days=7)).date(), NOW)]


def test_a_cancelled_session_is_no_no_show(weeks, session):
    weeks.mark(0, ABSENT)
    weeks.mark(1, ABSENT)
    meeting = find_session(session, weeks.ctx.actor, weeks.meetings[0])
    meeting.cancelled_at = NOW
    weeks.make.save(meeting)
    weeks.mark(2, ABSENT)
    assert [done for _, done in weeks.tasks()] == [None, None]


def test_late_is_a_held_first_meeting(weeks, session):
    weeks.mark(1, LATE)
    row = session.scalars(select(Attendance)).one()
    assert row.mark is LATE
    referrals = session.scalars(select(Referral.id).where(Referral.case_id == weeks.case_id)).all()
    [first] = first_attendances(session, referrals).values()
    assert first.on == (NOW - timedelta(days=7)).date()
