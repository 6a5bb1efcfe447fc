"""Planning courses, and choosing which optional offers the kommune has (Boks 8, F48, F49)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from rehab.clock import COPENHAGEN
from rehab.domain.access import Permission, may
from rehab.domain.conflicts import Conflict, ConflictError
from rehab.domain.courses import (
    CourseForm,
    IntakeFacts,
    SessionFacts,
    check_capacity,
    check_intake,
    check_sessions,
)
from rehab.domain.errors import DomainError
from rehab.domain.offers import check_can_plan
from rehab.domain.plausible_days import check_day
from rehab.domain.series import Series, SeriesDay, held_days, series_days
from rehab.domain.series_changes import PlannedSession
from rehab.domain.wording import require_words
from rehab.ids import new_id
from rehab.models import AccessLog, Course, CourseSession, Organisation, User
from rehab.queries.offers import left_out_offers
from rehab.services.conflicts import closed_around, conflicts_of, take_planning_turn, weigh
from rehab.services.context import Context

GIVE_NAME: Final = "Giv forløbet et navn."
SAY_WHERE: Final = "Skriv, hvor forløbet holdes."


class CoursePlanError(DomainError):
    """A course names an offer or a therapist that the kommune does not have."""


@dataclass(frozen=True, slots=True)
class PlanCourse:
    """What a koordinator says of a new course; the days follow from its series.

    `day_times` are weekdays, counted from Monday as 0, that begin at another time. `content` has
    what each session is about, by its number, and `conflict_reason` why clashes are accepted.
    """

    offer_code: str
    form: CourseForm
    title: str
    place: str
    capacity: int
    therapist_id: UUID
    series: Series
    starts_at: time
    minutes: int
    second_therapist_id: UUID | None = None
    equipment: tuple[str, ...] = ()
    intake: IntakeFacts = field(default_factory=IntakeFacts)
    day_times: Mapping[int, time] = field(default_factory=lambda: MappingProxyType({}))
    content: tuple[Mapping[str, str], ...] = ()
    conflict_reason: str = ""


@dataclass(frozen=True, slots=True)
class CoursePlan:
    """The days and sessions a course would have, and what they clash with (F50)."""

    days: tuple[SeriesDay, ...]
    sessions: tuple[SessionFacts, ...]
    conflicts: tuple[Conflict, ...]

    @property
    def warnings(self) -> tuple[str, ...]:
        """Return the clashes as sentences."""
        return tuple(clash.text for clash in self.conflicts)


def draft_course(ctx: Context, command: PlanCourse) -> CoursePlan:
    """Return the sessions a course would have, or refuse, without saving anything.

    Public holidays and the kommune's own closed days are dropped, and the series runs on.
    """
    ctx.require(Permission.COURSE_PLAN)
    require_words(command.title, GIVE_NAME)
    require_words(command.place, SAY_WHERE)
    check_offer(ctx, command.offer_code, command.form)
    check_capacity(command.form, command.capacity)
    check_intake(command.intake, command.capacity, command.series.sessions)
    therapist = find_therapist(ctx, command.therapist_id)
    if command.second_therapist_id is not None:
        check_second(ctx, command.therapist_id, command.second_therapist_id)
    check_day(command.series.first_on, "Første gang", ctx.today)
    days = series_days(command.series, closed_around(ctx, command.series.first_on))
    sessions = tuple(
        SessionFacts(
            starts_at=(start := _begins(command, day)),
            ends_at=start + timedelta(minutes=command.minutes),
            place=command.place,
            therapist=therapist.name,
        )
        for day in held_days(days)
    )
    check_sessions(sessions, ctx.now)
    planned = [
        PlannedSession(
            id=new_id(),
            starts_at=one.starts_at,
            ends_at=one.ends_at,
            place=one.place,
            therapist_id=command.therapist_id,
            second_therapist_id=command.second_therapist_id,
        )
        for one in sessions
    ]
    return CoursePlan(days, sessions, conflicts_of(ctx, planned, equipment=command.equipment))


def plan_course(ctx: Context, command: PlanCourse, shown: CoursePlan | None = None) -> Course:
    """Make a course with its sessions; each can be booked from then on.

    Raises ConflictError when something clashes and no reason is given, or clashes now that did not
    in the plan somebody was shown: the reason was given for that one (F50).
    """
    ctx.require(Permission.COURSE_PLAN)
    take_planning_turn(ctx)
    plan = draft_course(ctx, command)
    if shown is not None and plan.conflicts != shown.conflicts:
        raise ConflictError(plan.conflicts)
    course = Course(
        organisation_id=ctx.organisation_id,
        offer_code=command.offer_code,
        form=command.form,
        title=command.title,
        place=command.place,
        capacity=command.capacity,
        minimum=command.intake.minimum,
        intake=command.intake.intake,
        joinable_until=command.intake.joinable_until,
        sessions_each=command.intake.sessions_each,
        equipment=list(command.equipment),
        sessions=[
            CourseSession(
                starts_at=session.starts_at,
                ends_at=session.ends_at,
                place=session.place,
                therapist_id=command.therapist_id,
                second_therapist_id=command.second_therapist_id,
                content=dict(command.content[number]) if number < len(command.content) else {},
            )
            for number, session in enumerate(plan.sessions)
        ],
    )
    ctx.session.add(course)
    ctx.session.flush()
    ctx.record("course.planned", course_id=course.id, offer_code=course.offer_code)
    weigh(ctx, course.id, plan.conflicts, command.conflict_reason)
    return course


def check_offer(ctx: Context, offer_code: str, form: CourseForm) -> None:
    """Refuse an offer the kommune does not give, or not in that form (Boks 8)."""
    offer = ctx.programme.offer(offer_code)
    if offer is None:
        raise CoursePlanError("Tilbuddet findes ikke i programmet. Vælg et fra listen.")
    own = ctx.session.get_one(Organisation, ctx.organisation_id)
    left_out = left_out_offers(ctx.session, ctx.organisation_id)
    check_can_plan(offer, form, own.optional_offers, left_out)


def find_therapist(ctx: Context, user_id: UUID) -> User:
    """Return somebody of the kommune who can keep sheets, or refuse with CoursePlanError."""
    query = select(User).where(User.id == user_id, User.organisation_id == ctx.organisation_id)
    user = ctx.session.scalars(query.options(selectinload(User.roles))).one_or_none()
    if user is None or not user.active or not may(user.actor(), Permission.ATTENDANCE_RECORD):
        raise CoursePlanError("Vælg en terapeut, der kan føre fremmøde i kommunen.")
    return user


def check_second(ctx: Context, first: UUID | None, second: UUID) -> None:
    """Refuse a second therapist who is the first one, or cannot keep sheets."""
    if find_therapist(ctx, second).id == first:
        raise CoursePlanError("De to terapeuter er den samme. Vælg to, eller kun én.")


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


def _begins(command: PlanCourse, day: date) -> datetime:
    at = command.day_times.get(day.weekday(), command.starts_at)
    return datetime.combine(day, at, tzinfo=COPENHAGEN)
