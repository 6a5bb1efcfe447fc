"""Everything a case page shows, in a number of queries that does not grow."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import event, select

from rehab.domain.access import Role
from rehab.domain.attendance import AttendanceMark
from rehab.domain.clock_rules import EventKind
from rehab.domain.contacts import ContactChannel
from rehab.domain.employment import WarningLevel, WorkStatus
from rehab.domain.next_actions import ActionCode
from rehab.domain.phases import CasePhase
from rehab.models import Attendance, CourseSession, WorkStatusRow
from rehab.queries.case_page import read_case_page
from rehab.queries.cases import find_case
from rehab.services.contacts import RecordContact, record_contact
from tests.conftest import NOW
from tests.support.course_factories import make_booking, make_course

TODAY = date(2026, 11, 23)
MOST_QUERIES = 34


@contextmanager
def counted(session) -> Iterator[list[str]]:
    statements: list[str] = []

    def note(_conn, _cursor, statement, *_rest):
        statements.append(statement)

    bind = session.connection().engine
    event.listen(bind, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(bind, "before_cursor_execute", note)


@pytest.fixture
def ctx(ctx_as):
    return ctx_as(Role.KOORDINATOR)


def read(ctx, case_id):
    case = find_case(ctx.session, ctx.actor, case_id)
    return read_case_page(ctx.session, case, ctx.programme_for, ctx.settings, ctx.now)


def sessions_of(session, course):
    query = select(CourseSession).where(CourseSession.course_id == course.id)
    return session.scalars(query.order_by(CourseSession.starts_at)).all()


def busy(ctx, make, referrals):
    case = make.case(referrals=referrals, contact_person=make.user(Role.TERAPEUT))
    for week in range(referrals):
        first = NOW - timedelta(days=30 + week)
        course = make_course(make, sessions=referrals + 1, first=first)
        booking = make_booking(make, case, course)
        make.save(
            Attendance(
                session_id=sessions_of(ctx.session, course)[0].id,
                booking_id=booking.id,
                mark=AttendanceMark.PRESENT,
                recorded_by=case.id,
                recorded_at=NOW,
            )
        )
        with ctx.transaction():
            command = RecordContact(
                EventKind.CONTACT_REACHED, TODAY, ContactChannel.PHONE, note="En sætning."
            )
            record_contact(ctx, find_case(ctx.session, ctx.actor, case.id), command)
    return case.id


def test_the_number_of_queries_does_not_grow_with_the_case(ctx, make):
    small, large = busy(ctx, make, 1), busy(ctx, make, 4)
    counts = []
    for case_id in (small, large):
        ctx.session.expire_all()
        ctx.session.commit()
        with counted(ctx.session) as statements:
            read(ctx, case_id)
        counts.append(len(statements))
    assert counts[0] == counts[1] <= MOST_QUERIES


def test_the_page_of_a_new_case(ctx, make):
    page = read(ctx, make.case().id)
    assert page.action.code is ActionCode.ASSIGN
    assert [step.phase for step in page.steps if step.is_current] == [CasePhase.VISITERET]
    assert (page.notes, page.bookings, page.letters, page.sick_weeks) == ([], [], [], None)


def test_a_sick_leave_is_judged_by_the_programme_the_case_began_with(ctx, make):
    case = make.case(programme_version="2027")
    first = TODAY - timedelta(days=15)
    make.save(
        WorkStatusRow(
            case_id=case.id,
            status=WorkStatus.FULL_SICK_LEAVE,
            from_on=first,
            recorded_by=case.id,
            recorded_at=NOW,
        )
    )
    limits = replace(ctx.programme.sick_leave, notice_days=7, warning_days=14)
    later = replace(ctx.programme, version="2027", sick_leave=limits)
    page = read(replace(ctx, programmes={"2027": later}), case.id)
    assert (page.sick_weeks, page.sick_warning.level) == (2, WarningLevel.WARNING)
