"""The SQL twin of `rehab.domain.access`: which cases and referrals an actor may see."""

from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    SQLColumnExpression,
    and_,
    exists,
    false,
    or_,
    select,
    true,
)

from rehab.domain.access import Actor, Permission, may
from rehab.models import Booking, Case, ContactPerson, Course, CourseSession, Referral


def visible_cases(
    actor: Actor, permission: Permission = Permission.CASE_READ
) -> ColumnElement[bool]:
    """Return the condition on `Case` that `may_on_case` states for one case."""
    if not may(actor, permission) or actor.organisation_id is None:
        return false()
    own = Case.organisation_id == actor.organisation_id
    if permission in {Permission.EMPLOYMENT_READ, Permission.EMPLOYMENT_WRITE}:
        return and_(own, Case.employment_effort)
    if actor.sees_whole_kommune:
        return own
    return and_(own, or_(_holds(actor), _treats(actor)))


def visible_referrals(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on `Referral` for those who work at the one entrance (4.4)."""
    if not may(actor, Permission.REFERRAL_READ) or actor.organisation_id is None:
        return false()
    return Referral.organisation_id == actor.organisation_id


def of_organisation(
    actor: Actor, column: SQLColumnExpression[UUID] | SQLColumnExpression[UUID | None]
) -> ColumnElement[bool]:
    """Return the condition that a row belongs to the actor's organisation."""
    return column == actor.organisation_id if actor.organisation_id else false()


def held_as(actor: Actor) -> list[UUID]:
    """Return whose cases are the actor's to work on: the own, and those the actor stands in for."""
    return [actor.id, *sorted(actor.stands_in_for)]


def _holds(actor: Actor) -> ColumnElement[bool]:
    active = select(true()).where(
        ContactPerson.case_id == Case.id,
        ContactPerson.user_id.in_(held_as(actor)),
        ContactPerson.until_on.is_(None),
    )
    return exists(active)


def _treats(actor: Actor) -> ColumnElement[bool]:
    session_on_a_course = (
        select(true())
        .select_from(Booking)
        .join(Course, Course.id == Booking.course_id)
        .join(CourseSession, CourseSession.course_id == Course.id)
        .where(
            Booking.case_id == Case.id,
            Booking.cancelled_at.is_(None),
            or_(
                CourseSession.therapist_id == actor.id,
                CourseSession.second_therapist_id == actor.id,
            ),
        )
    )
    return exists(session_on_a_course)
