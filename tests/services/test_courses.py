"""Planning courses and choosing the kommune's optional offers."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from uuid import UUID

import pytest
from sqlalchemy import select

from rehab.domain.access import Role
from rehab.domain.courses import CapacityError, CourseForm, SessionPlanError
from rehab.domain.errors import NotPermittedError
from rehab.domain.offers import OfferNotGivenError
from rehab.domain.plausible_days import ImplausibleDayError
from rehab.domain.series import Series
from rehab.models import AccessLog, AuditEvent, CourseSession
from rehab.services.courses import (
    CoursePlanError,
    PlanCourse,
    choose_optional_offers,
    draft_course,
    note_people_seen,
    plan_course,
)
from tests.conftest import NOW
from tests.support.course_factories import make_course


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
    with pytest.raises(NotPermittedError):
        choose_optional_offers(ctx_as(role), frozenset())


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


def test_a_therapist_who_is_busy_is_a_warning(ctx_as, make, command):
    make_course(make, first=datetime(2026, 12, 17, 10, tzinfo=UTC), sessions=1)
    plan = draft_course(ctx_as(Role.KOORDINATOR), command)
    assert plan.warnings == ("1 gang falder sammen med noget, Test Terapeut allerede har.",)


def test_a_draft_saves_nothing(ctx_as, session, command):
    draft_course(ctx_as(Role.KOORDINATOR), command)
    assert list(session.new) == []
    assert session.scalars(select(CourseSession)).all() == []


def test_a_chosen_optional_offer_can_be_planned(ctx_as, session, command):
    ctx = ctx_as(Role.KOORDINATOR)
    with ctx.transaction():
        choose_optional_offers(ctx, frozenset({"kostvejledning"}))
    draft = draft_course(ctx, replace(command, offer_code="kostvejledning"))
    assert len(draft.sessions) == 3
    query = select(AuditEvent.data).where(AuditEvent.verb == "organisation.offers_chosen")
    assert session.scalars(query).all() == [{"before": "", "after": "kostvejledning"}]


def test_a_minimum_standard_is_not_a_choice(ctx_as):
    with pytest.raises(OfferNotGivenError):
        choose_optional_offers(ctx_as(Role.KOORDINATOR), frozenset({"rygestop"}))


def test_a_list_of_people_is_read_once_a_day(ctx_as, make, session):
    case = make.case()
    ctx = ctx_as(Role.TERAPEUT)
    for at in (NOW, NOW.replace(hour=10), NOW.replace(day=24)):
        with ctx.transaction():
            note_people_seen(replace(ctx, now=at), "attendance.sheet", [case.id])
    days = session.scalars(select(AccessLog.at).order_by(AccessLog.at)).all()
    assert [at.day for at in days] == [23, 24]
