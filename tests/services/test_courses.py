"""Planning courses and choosing the kommune's optional offers."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from uuid import UUID

import pytest
from sqlalchemy import select

from rehab.domain.access import Role
from rehab.domain.catalogue import OfferDetails
from rehab.domain.conflicts import ConflictError
from rehab.domain.courses import CapacityError, CourseForm, Intake, IntakeFacts, SessionPlanError
from rehab.domain.errors import NotPermittedError
from rehab.domain.offers import OfferNotGivenError
from rehab.domain.plausible_days import ImplausibleDayError
from rehab.domain.series import Series
from rehab.domain.wording import NoWordsError
from rehab.models import AccessLog, AuditEvent, ConflictOverride, Course, CourseSession
from rehab.services.courses import (
    CoursePlanError,
    PlanCourse,
    draft_course,
    note_people_seen,
    plan_course,
)
from rehab.services.offers import ChangeOffer, change_offer
from tests.conftest import NOW
from tests.support.course_factories import make_course, sessions_of
from tests.support.statements import statements_of


@pytest.fixture
def command(make):
    return PlanCourse(
        offer_code="hold_opererede",
        form=CourseForm.HOLD,
        title="Rygskole for opererede",
        place="Sal 1",
        capacity=8,
        therapist_id=make.user(Role.TERAPEUT).id,
        series=Series(date(2026, 12, 17), frozenset(), 3),
        starts_at=time(10),
        minutes=90,
    )


def test_a_course_is_planned_around_the_kommunes_closed_days(ctx_as, session, command):
    ctx = ctx_as(Role.KOORDINATOR)
    with ctx.transaction():
        course_id = plan_course(ctx, command).id
    query = select(CourseSession).where(CourseSession.course_id == course_id)
    rows = session.scalars(query.order_by(CourseSession.starts_at)).all()
    assert [(row.starts_at, row.ends_at) for row in rows] == [
        (datetime(2026, 12, 17, 9, tzinfo=UTC), datetime(2026, 12, 17, 10, 30, tzinfo=UTC)),
        (datetime(2027, 1, 7, 9, tzinfo=UTC), datetime(2027, 1, 7, 10, 30, tzinfo=UTC)),
        (datetime(2027, 1, 14, 9, tzinfo=UTC), datetime(2027, 1, 14, 10, 30, tzinfo=UTC)),
    ]


def test_planning_is_in_the_trail(ctx_as, session, command):
    ctx = ctx_as(Role.KOORDINATOR)
    with ctx.transaction():
        course_id = plan_course(ctx, command).id
    [event] = session.scalars(select(AuditEvent).where(AuditEvent.verb == "course.planned"))
    assert event.data == {"course_id": str(course_id), "offer_code": "hold_opererede"}


@pytest.mark.parametrize("role", [Role.TERAPEUT, Role.VISITATOR, Role.LEDER, Role.JOBKONSULENT])
def test_only_a_koordinator_plans(ctx_as, command, role):
    with pytest.raises(NotPermittedError):
        plan_course(ctx_as(role), command)


@pytest.mark.parametrize(
    ("changes", "error", "sentence"),
    [
        pytest.param(
            {"offer_code": "kostvejledning"},
            OfferNotGivenError,
            "Kommunen har ikke valgt “Kostvejledning”",
            id="an optional offer the kommune does not have",
        ),
        pytest.param(
            {"offer_code": "beskaeftigelsesplan"},
            OfferNotGivenError,
            "har ingen gange",
            id="an offer without sessions",
        ),
        pytest.param({"offer_code": "yoga"}, CoursePlanError, "findes ikke", id="no offer"),
        pytest.param(
            {"offer_code": "individuel_traening", "form": CourseForm.INDIVIDUAL},
            CapacityError,
            "til én borger",
            id="an individual course for eight",
        ),
        pytest.param(
            {"series": Series(date(2026, 11, 16), frozenset(), 3)},
            SessionPlanError,
            "Gang 1 ligger ikke i fremtiden",
            id="in the past",
        ),
        pytest.param(
            {"series": Series(date.max, frozenset(), 3)},
            ImplausibleDayError,
            "Første gang kan ikke være",
            id="on the last day there is",
        ),
        pytest.param({"title": " \u200b"}, NoWordsError, "Giv forløbet et navn", id="only spaces"),
        pytest.param({"place": " - "}, NoWordsError, "hvor forløbet holdes", id="nowhere"),
        pytest.param(
            {"therapist_id": UUID(int=1)}, CoursePlanError, "Vælg en terapeut", id="nobody"
        ),
    ],
)
def test_what_cannot_be_planned_is_refused_with_the_reason(
    ctx_as, command, changes, error, sentence
):
    with pytest.raises(error, match=sentence):
        plan_course(ctx_as(Role.KOORDINATOR), replace(command, **changes))


@pytest.mark.parametrize(
    ("role", "kommunekode"),
    [
        pytest.param(Role.TERAPEUT, "998", id="another kommune's therapist"),
        pytest.param(Role.LEDER, "999", id="one who keeps no sheets"),
    ],
)
def test_the_therapist_keeps_sheets_in_the_kommune(ctx_as, make, command, role, kommunekode):
    other = make.user(role, kommunekode=kommunekode)
    with pytest.raises(CoursePlanError):
        plan_course(ctx_as(Role.KOORDINATOR), replace(command, therapist_id=other.id))


def test_what_is_taken_is_named_before_anything_is_saved(ctx_as, make, command):
    make_course(make, first=datetime(2026, 12, 17, 10, tzinfo=UTC), sessions=1)
    plan = draft_course(ctx_as(Role.KOORDINATOR), command)
    assert plan.warnings == (
        "Lokalet Sal 1 er optaget torsdag 17.12.2026 kl. 10.00 af Rygskole, hold 1",
        "Test Terapeut er optaget torsdag 17.12.2026 kl. 10.00 af Rygskole, hold 1",
    )


def test_a_clash_is_saved_only_with_a_reason_that_is_kept(ctx_as, make, session, command):
    make_course(make, first=datetime(2026, 12, 17, 10, tzinfo=UTC), sessions=1)
    ctx = ctx_as(Role.KOORDINATOR)
    with pytest.raises(ConflictError, match="Lokalet Sal 1 er optaget"), ctx.transaction():
        plan_course(ctx, command)
    assert session.scalars(select(ConflictOverride)).all() == []
    with ctx.transaction():
        course_id = plan_course(ctx, replace(command, conflict_reason="Salen er delt.")).id
    [override] = session.scalars(select(ConflictOverride))
    assert (override.course_id, override.reason, override.decided_at) == (
        course_id,
        "Salen er delt.",
        NOW,
    )
    assert len(override.conflicts) == 2
    [event] = session.scalars(
        select(AuditEvent).where(AuditEvent.verb == "course.conflicts_accepted")
    )
    assert event.data == {"course_id": str(course_id), "conflicts": "2"}


def test_a_cancelled_session_and_another_kommune_take_up_nothing(ctx_as, make, session, command):
    at = datetime(2026, 12, 17, 10, tzinfo=UTC)
    gone = make_course(make, first=at, sessions=1)
    row = session.get_one(CourseSession, sessions_of(make, gone)[0])
    row.cancelled_at = NOW
    make.save(row)
    make_course(make, first=at, sessions=1, kommunekode="998")
    assert draft_course(ctx_as(Role.KOORDINATOR), command).warnings == ()


def test_equipment_and_a_second_therapist_are_taken_too(ctx_as, make, command):
    second = make.user(Role.TERAPEUT, login="second", name="Test To")
    first = datetime(2026, 12, 17, 9, tzinfo=UTC)
    make_course(make, first=first, therapist=second, place="Sal 9", equipment=["Redcord"])
    wanted = replace(command, second_therapist_id=second.id, equipment=("redcord",))
    assert draft_course(ctx_as(Role.KOORDINATOR), wanted).warnings == (
        "Test To er optaget torsdag 17.12.2026 kl. 10.00 af Rygskole, hold 1",
        "Udstyret redcord er optaget torsdag 17.12.2026 kl. 10.00 af Rygskole, hold 1",
    )


def test_weekdays_may_begin_at_their_own_time_and_have_their_content(ctx_as, session, command):
    ctx = ctx_as(Role.KOORDINATOR)
    twice = replace(
        command,
        series=Series(date(2027, 3, 18), frozenset({0, 3}), 3),
        day_times={0: time(14, 30)},
        content=({"information": "Ryggen"}, {"exercise": "Squat"}),
        intake=IntakeFacts(Intake.ROLLING, sessions_each=2, minimum=3),
    )
    with ctx.transaction():
        course = session.get_one(Course, plan_course(ctx, twice).id)
        assert (course.intake, course.sessions_each, course.minimum) == (Intake.ROLLING, 2, 3)
    rows = session.scalars(select(CourseSession).order_by(CourseSession.starts_at))
    assert [(f"{row.starts_at:%d.%m %H:%M}", row.content) for row in rows] == [
        ("18.03 09:00", {"information": "Ryggen"}),
        ("22.03 13:30", {"exercise": "Squat"}),
        ("01.04 08:00", {}),
    ]


def test_as_many_queries_for_a_long_series_as_for_a_short_one(ctx_as, make, session, command):
    for number in range(4):
        make_course(make, sessions=20, title=f"Hold {number}", place=f"Sal {number + 2}")
    ctx = ctx_as(Role.KOORDINATOR)
    short, long = (replace(command, series=replace(command.series, sessions=n)) for n in (1, 30))
    with statements_of(session) as few:
        draft_course(ctx, short)
    with statements_of(session) as many:
        draft_course(ctx, long)
    assert len(many) == len(few) <= 8


def test_a_draft_saves_nothing(ctx_as, session, command):
    draft_course(ctx_as(Role.KOORDINATOR), command)
    assert list(session.new) == []
    assert session.scalars(select(CourseSession)).all() == []


def test_a_chosen_optional_offer_can_be_planned(ctx_as, session, command):
    ctx = ctx_as(Role.KOORDINATOR)
    with ctx.transaction():
        change_offer(ctx, ctx.programme.offer("kostvejledning"), ChangeOffer(OfferDetails()))
    draft = draft_course(ctx, replace(command, offer_code="kostvejledning"))
    assert len(draft.sessions) == 3
    query = select(AuditEvent.data).where(AuditEvent.verb == "organisation.offers_chosen")
    assert session.scalars(query).all() == [{"before": "", "after": "kostvejledning"}]


def test_a_list_of_people_is_read_once_a_day(ctx_as, make, session):
    case = make.case()
    ctx = ctx_as(Role.TERAPEUT)
    for at in (NOW, NOW.replace(hour=10), NOW.replace(day=24)):
        with ctx.transaction():
            note_people_seen(replace(ctx, now=at), "attendance.sheet", [case.id])
    days = session.scalars(select(AccessLog.at).order_by(AccessLog.at)).all()
    assert [at.day for at in days] == [23, 24]
