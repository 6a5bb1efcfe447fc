"""Planning courses, and choosing which optional offers the kommune has (Boks 8, F48, F49)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from rehab.clock import COPENHAGEN
from rehab.domain.access import Permission, may
from rehab.domain.courses import (
    CourseForm,
    SessionFacts,
    check_capacity,
    check_sessions,
    session_conflicts,
)
from rehab.domain.errors import DomainError
from rehab.domain.offers import check_can_plan, check_optional
from rehab.domain.plausible_days import check_day
from rehab.domain.series import Series, SeriesDay, held_days, series_days
from rehab.models import AccessLog, Course, CourseSession, Organisation, User
from rehab.queries.clocks import closed_days
from rehab.services.context import Context


class CoursePlanError(DomainError):
    """A course names an offer or a therapist that the kommune does not have."""


@dataclass(frozen=True, slots=True)
class PlanCourse:
    """What a koordinator says of a new course; the days follow from its series."""

    offer_code: str
    form: CourseForm
    title: str
    place: str
    capacity: int
    therapist_id: UUID
    series: Series
    starts_at: time
    minutes: int


@dataclass(frozen=True, slots=True)
class CoursePlan:
    """The days and sessions a course would have; warnings are for a person to weigh (F50)."""

    days: tuple[SeriesDay, ...]
    sessions: tuple[SessionFacts, ...]
    warnings: tuple[str, ...]


def draft_course(ctx: Context, command: PlanCourse) -> CoursePlan:
    """Return the sessions a course would have, or refuse, without saving anything.

    Public holidays and the kommune's own closed days are dropped, and the series runs on.
    """
    ctx.require(Permission.COURSE_PLAN)
    offer = ctx.programme.offer(command.offer_code)
    if offer is None:
        raise CoursePlanError("Tilbuddet findes ikke i programmet. Vælg et fra listen.")
    own = ctx.session.get_one(Organisation, ctx.organisation_id)
    check_can_plan(offer, command.form, own.optional_offers)
    check_capacity(command.form, command.capacity)
    therapist = _therapist(ctx, command.therapist_id)
    check_day(command.series.first_on, "Første gang", ctx.today)
    days = series_days(command.series, closed_days(ctx.settings, command.series.first_on))
    sessions = tuple(
        SessionFacts(
            starts_at=(start := datetime.combine(day, command.starts_at, tzinfo=COPENHAGEN)),
            ends_at=start + timedelta(minutes=command.minutes),
            place=command.place,
            therapist=therapist.name,
        )
        for day in held_days(days)
    )
    check_sessions(sessions, ctx.now)
    return CoursePlan(days, sessions, _clashes(ctx, therapist, sessions))


def plan_course(ctx: Context, command: PlanCourse) -> Course:
    """Make a course with its sessions; each can be booked from then on."""
    plan = draft_course(ctx, command)
    course = Course(
        organisation_id=ctx.organisation_id,
        offer_code=command.offer_code,
        form=command.form,
        title=command.title,
        place=command.place,
        capacity=command.capacity,
        sessions=[
            CourseSession(
                starts_at=session.starts_at,
                ends_at=session.ends_at,
                place=session.place,
                therapist_id=command.therapist_id,
            )
            for session in plan.sessions
        ],
    )
    ctx.session.add(course)
    ctx.session.flush()
    ctx.record("course.planned", course_id=course.id, offer_code=course.offer_code)
    return course


def choose_optional_offers(ctx: Context, codes: frozenset[str]) -> None:
    """Set which optional offers (B) the kommune has; courses already planned are kept."""
    ctx.require(Permission.COURSE_PLAN)
    check_optional(ctx.programme.offers, codes)
    own = ctx.session.get_one(Organisation, ctx.organisation_id)
    before, after = sorted(own.optional_offers), sorted(codes)
    own.optional_offers = after
    ctx.record("organisation.offers_chosen", before=",".join(before), after=",".join(after))


def note_people_seen(ctx: Context, surface: str, case_ids: Iterable[UUID]) -> None:
    """Log that the people of a list were seen, once a day for each person who looks (J-6).

    A sheet that saves at every tick shows the same twelve names again and again; that is one
    reading of each, not a hundred. Does not commit.
    """
    since = datetime.combine(ctx.today, time.min, tzinfo=COPENHAGEN)
    noted = select(AccessLog.case_id).where(
        AccessLog.actor_id == ctx.actor.id, AccessLog.surface == surface, AccessLog.at >= since
    )
    known = set(ctx.session.scalars(noted))
    ctx.session.add_all(
        AccessLog(
            at=ctx.now,
            organisation_id=ctx.actor.organisation_id,
            actor_id=ctx.actor.id,
            surface=surface,
            case_id=case_id,
        )
        for case_id in sorted(set(case_ids) - known)
    )


def _therapist(ctx: Context, user_id: UUID) -> User:
    query = select(User).where(User.id == user_id, User.organisation_id == ctx.organisation_id)
    user = ctx.session.scalars(query.options(selectinload(User.roles))).one_or_none()
    if user is None or not user.active or not may(user.actor(), Permission.ATTENDANCE_RECORD):
        raise CoursePlanError("Vælg en terapeut, der kan føre fremmøde i kommunen.")
    return user


def _clashes(ctx: Context, therapist: User, sessions: tuple[SessionFacts, ...]) -> tuple[str, ...]:
    query = (
        select(CourseSession)
        .join(Course, Course.id == CourseSession.course_id)
        .where(
            CourseSession.therapist_id == therapist.id,
            CourseSession.ends_at > sessions[0].starts_at,
            CourseSession.starts_at < sessions[-1].ends_at,
            Course.cancelled_at.is_(None),
        )
    )
    held = [
        SessionFacts(row.starts_at, row.ends_at, row.place, therapist.name)
        for row in ctx.session.scalars(query)
    ]
    count = len(session_conflicts(sessions, held))
    if not count:
        return ()
    times = "gang" if count == 1 else "gange"
    return (f"{count} {times} falder sammen med noget, {therapist.name} allerede har.",)
