"""Changing sessions, and cancelling one, with the citizens told."""

from datetime import date, time, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from rehab.domain.access import Role
from rehab.domain.attendance import AttendanceMark
from rehab.domain.conflicts import ConflictError
from rehab.domain.courses import CourseForm, Intake
from rehab.domain.errors import NotPermittedError
from rehab.domain.notices import NoticeKind
from rehab.domain.plausible_days import ImplausibleDayError
from rehab.domain.series_changes import ContentKind, Reach, SeriesChangeError, SessionChange
from rehab.models import Attendance, AuditEvent, ConflictOverride, CourseSession, Notice
from rehab.queries.bookings import bookings_on
from rehab.services.series_changes import (
    CancelSession,
    ChangeSessions,
    cancel_session,
    change_series,
    draft_cancellation,
    draft_change,
)
from tests.conftest import NOW
from tests.support.course_factories import FIRST, make_booking, make_course, sessions_of
from tests.support.statements import statements_of


@pytest.fixture
def ctx(ctx_as):
    return ctx_as(Role.KOORDINATOR)


def load(session, make, course, number):
    query = select(CourseSession).options(joinedload(CourseSession.course))
    wanted = sessions_of(make, course)[number - 1]
    return session.scalars(query.where(CourseSession.id == wanted)).one()


def notices(session):
    return session.scalars(select(Notice).order_by(Notice.queued_at, Notice.id)).all()


def test_a_moved_session_keeps_its_id_and_the_citizens_are_told(ctx, make, session):
    course = make_course(make)
    case = make.case()
    make_booking(make, case, course)
    meeting = load(session, make, course, 2)
    command = ChangeSessions(Reach.ONE, SessionChange(at=time(13, 30), place="Sal 3"))
    with ctx.transaction():
        plan = change_series(ctx, meeting, command)
    assert plan.told == 1
    row = session.get_one(CourseSession, meeting.id)
    assert (f"{row.starts_at:%d.%m %H:%M}", row.place) == ("01.12 12:30", "Sal 3")
    [notice] = notices(session)
    assert (notice.kind, notice.case_id) == (NoticeKind.SESSION_MOVED, case.id)
    assert "tirs. 1/12 kl. 13.30, Sal 3" in notice.text
    events = session.scalars(
        select(AuditEvent).where(AuditEvent.verb.like("course.sessions_%"))
    ).all()
    assert {(event.verb, event.case_id) for event in events} == {
        ("course.sessions_changed", None),
        ("course.sessions_moved", case.id),
    }


def test_what_has_been_held_and_what_nobody_needs_to_hear_stays(ctx, make, session):
    course = make_course(make, first=FIRST - timedelta(days=7))
    make_booking(make, make.case(), course)
    other = make.user(Role.TERAPEUT, login="other")
    change = SessionChange(therapist_id=other.id, content=((ContentKind.EXERCISE, "Squat"),))
    with ctx.transaction():
        change_series(ctx, load(session, make, course, 3), ChangeSessions(Reach.ALL, change))
    rows = session.scalars(select(CourseSession).order_by(CourseSession.starts_at)).all()
    assert [row.therapist_id == other.id for row in rows] == [False, True, True]
    assert [row.content for row in rows] == [{}, {"exercise": "Squat"}, {"exercise": "Squat"}]
    assert notices(session) == []


def test_each_citizen_is_told_once_of_the_first_of_their_own_sessions(ctx, make, session):
    course = make_course(make, sessions=4, intake=Intake.ROLLING, sessions_each=2)
    early, late = make.case(), make.case()
    make_booking(make, early, course)
    make_booking(make, late, course, booked_at=FIRST + timedelta(days=8))
    meeting = load(session, make, course, 1)
    with ctx.transaction():
        change_series(ctx, meeting, ChangeSessions(Reach.ALL, SessionChange(place="Sal 3")))
    told = {notice.case_id: notice.text for notice in notices(session)}
    assert "24/11" in told[early.id]
    assert "8/12" in told[late.id]
    assert len(notices(session)) == 2


def test_a_clash_or_a_holiday_is_shown_and_needs_a_reason(ctx, make, session):
    course = make_course(make, first=FIRST.replace(day=24, month=12) - timedelta(days=7))
    make_course(make, first=FIRST + timedelta(hours=3), place="Sal 3", title="Andet hold")
    meeting = load(session, make, course, 2)
    to_christmas = ChangeSessions(Reach.ONE, SessionChange(on=date(2026, 12, 25)))
    assert [clash.what for clash in draft_change(ctx, meeting, to_christmas).conflicts] == [
        "juledag"
    ]
    taken = SessionChange(on=date(2026, 11, 24), at=time(13), place="Sal 3")
    with pytest.raises(ConflictError, match="Lokalet Sal 3 er optaget tirsdag"):
        change_series(ctx, meeting, ChangeSessions(Reach.ONE, taken))
    session.rollback()
    meeting = load(session, make, course, 2)
    with ctx.transaction():
        change_series(ctx, meeting, ChangeSessions(Reach.ONE, taken, "Delt sal"))
    [override] = session.scalars(select(ConflictOverride))
    assert (override.course_id, override.reason) == (course.id, "Delt sal")


def test_a_citizen_who_is_elsewhere_is_a_clash_by_the_number_of_the_case(ctx, make, session):
    course = make_course(make, place="Sal 1")
    other = make.user(Role.TERAPEUT, login="other")
    elsewhere = make_course(
        make, first=FIRST + timedelta(hours=3), place="Sal 9", therapist=other, title="Kost"
    )
    case = make.case()
    make_booking(make, case, course)
    make_booking(make, case, elsewhere)
    plan = draft_change(
        ctx,
        load(session, make, course, 1),
        ChangeSessions(Reach.ONE, SessionChange(at=time(13))),
    )
    assert [clash.text for clash in plan.conflicts] == [
        f"Borgeren i sag {case.number} er optaget tirsdag 24.11.2026 kl. 13.00 af Kost"
    ]


def test_as_many_queries_for_twelve_citizens_as_for_one(ctx, make, session):
    few, many = make_course(make), make_course(make, place="Sal 2")
    make_booking(make, make.case(), few)
    for _ in range(12):
        make_booking(make, make.case(), many)
    counts = []
    for course in (few, many):
        meeting = load(session, make, course, 1)
        command = ChangeSessions(Reach.ALL, SessionChange(place="Sal 9"))
        with statements_of(session) as seen:
            draft_change(ctx, meeting, command)
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 16


def test_a_cancelled_session_stays_with_its_reason_and_is_held_at_the_end(ctx, make, session):
    course = make_course(make)
    case = make.case()
    booking = make_booking(make, case, course)
    meeting = load(session, make, course, 1)
    plan = draft_cancellation(ctx, meeting)
    assert (f"{plan.replacement.starts_at:%d.%m %H:%M}", plan.told) == ("15.12 10:00", 1)
    with ctx.transaction():
        instead_id = cancel_session(ctx, meeting, CancelSession("Sygdom", replace=True)).id
    row = session.get_one(CourseSession, meeting.id)
    instead = session.get_one(CourseSession, instead_id)
    assert (row.cancelled_at, row.cancel_reason) == (NOW, "Sygdom")
    assert (instead.replaces_id, instead.therapist_id) == (row.id, row.therapist_id)
    assert [b.id for b in bookings_on(session, [instead])[instead.id]] == [booking.id]
    [notice] = notices(session)
    assert (notice.kind, notice.case_id) == (NoticeKind.SESSION_CANCELLED, case.id)
    assert "tirs. 24/11 kl. 10.00" in notice.text


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        pytest.param(" ", "hvorfor gangen aflyses", id="no reason"),
        pytest.param("Sygdom", "allerede aflyst", id="twice"),
    ],
)
def test_a_session_is_cancelled_once_and_with_a_reason(ctx, make, session, reason, sentence):
    course = make_course(make)
    meeting = load(session, make, course, 1)
    if reason.strip():
        with ctx.transaction():
            cancel_session(ctx, meeting, CancelSession("Sygdom"))
        meeting = load(session, make, course, 1)
    with pytest.raises(SeriesChangeError, match=sentence):
        cancel_session(ctx, meeting, CancelSession(reason))


def test_a_session_with_marks_was_held(ctx, make, session):
    course = make_course(make, first=FIRST - timedelta(days=1))
    booking = make_booking(make, make.case(), course)
    meeting = load(session, make, course, 1)
    make.save(
        Attendance(
            session_id=meeting.id,
            booking_id=booking.id,
            mark=AttendanceMark.PRESENT,
            recorded_by=booking.id,
            recorded_at=NOW,
        )
    )
    with pytest.raises(SeriesChangeError, match="ført fremmøde"):
        cancel_session(ctx, load(session, make, course, 1), CancelSession("Sygdom"))


def held_this_morning(ctx, make):
    """A hold whose session later today is marked already."""
    course = make_course(make, first=NOW + timedelta(hours=3))
    booking = make_booking(make, make.case(), course)
    make.save(
        Attendance(
            session_id=sessions_of(make, course)[0],
            booking_id=booking.id,
            mark=AttendanceMark.PRESENT,
            recorded_by=ctx.actor.id,
            recorded_at=NOW,
        )
    )
    return course


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(SessionChange(on=date(2026, 12, 4)), id="another day"),
        pytest.param(SessionChange(place="Sal 3"), id="another room"),
        pytest.param(SessionChange(content=((ContentKind.EXERCISE, "Squat"),)), id="what it held"),
    ],
)
@pytest.mark.parametrize("reach", [Reach.ONE, Reach.ALL])
def test_a_marked_session_stays_as_it_was(ctx, make, session, change, reach):
    course = held_this_morning(ctx, make)
    with pytest.raises(SeriesChangeError, match="Ret fremmødet på listen"):
        change_series(ctx, load(session, make, course, 1), ChangeSessions(reach, change))


def test_a_change_of_all_sessions_goes_past_the_marked_one(ctx, make, session):
    course = held_this_morning(ctx, make)
    command = ChangeSessions(Reach.ALL, SessionChange(place="Sal 3"))
    with ctx.transaction():
        change_series(ctx, load(session, make, course, 2), command)
    rows = session.scalars(select(CourseSession).order_by(CourseSession.starts_at))
    assert [row.place for row in rows] == ["Sal 1", "Sal 3", "Sal 3"]


def test_a_session_is_not_moved_further_than_one_is_planned(ctx, make, session):
    meeting = load(session, make, make_course(make), 3)
    command = ChangeSessions(Reach.ONE, SessionChange(on=date(2100, 12, 31)))
    with pytest.raises(ImplausibleDayError, match="Gang 3 kan ikke være"):
        draft_change(ctx, meeting, command)


@pytest.mark.parametrize("role", [Role.VISITATOR, Role.LEDER, Role.JOBKONSULENT, Role.TERAPEUT])
def test_a_hold_is_changed_by_the_koordinator_only(ctx_as, make, session, role):
    owner = make.user(Role.TERAPEUT, login="owner")
    course = make_course(make, therapist=owner)
    ctx = ctx_as(role)
    meeting = load(session, make, course, 1)
    with pytest.raises(NotPermittedError):
        draft_change(ctx, meeting, ChangeSessions(Reach.ONE, SessionChange(place="Sal 9")))
    with pytest.raises(NotPermittedError):
        cancel_session(ctx, meeting, CancelSession("Sygdom"))


def test_the_sessions_own_therapist_can_cancel_it(ctx_as, make, session):
    course = make_course(make)
    ctx = ctx_as(Role.TERAPEUT)
    meeting = load(session, make, course, 1)
    with ctx.transaction():
        cancel_session(ctx, meeting, CancelSession("Sygdom"))
    assert session.get_one(CourseSession, meeting.id).cancelled_at == NOW


def test_individual_times_are_changed_by_those_who_care_for_the_citizen(ctx_as, make, session):
    owner = make.user(Role.TERAPEUT, login="owner")
    course = make_course(make, form=CourseForm.INDIVIDUAL, capacity=1, therapist=owner)
    make_booking(make, make.case(contact_person=make.user(Role.TERAPEUT)), course)
    therapist, leder = ctx_as(Role.TERAPEUT), ctx_as(Role.LEDER)
    meeting = load(session, make, course, 1)
    command = ChangeSessions(Reach.ONE, SessionChange(place="Sal 9"))
    assert len(draft_change(therapist, meeting, command).changed) == 1
    with pytest.raises(NotPermittedError):
        draft_change(leder, meeting, command)
