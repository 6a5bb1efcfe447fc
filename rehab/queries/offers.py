"""Reading what a kommune has to give its offers with."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from rehab.clock import civil_date
from rehab.domain.access import Role
from rehab.domain.calendar import danish_date
from rehab.domain.catalogue import OfferDetails, Provision
from rehab.domain.day_counting import plural
from rehab.models import (
    Course,
    CourseSession,
    OfferDetailsRow,
    OfferDeviationRow,
    Organisation,
    User,
    UserRole,
)

NO_DETAILS: Final = OfferDetails()


def provision_of(session: Session, organisation_id: UUID, now: datetime) -> Provision:
    """Return what a kommune gives its offers with, as it stands now."""
    own = session.get_one(Organisation, organisation_id)
    rows = session.scalars(
        select(OfferDetailsRow).where(OfferDetailsRow.organisation_id == organisation_id)
    )
    return Provision(
        chosen=frozenset(own.optional_offers),
        courses=_courses(session, organisation_id, now),
        details={row.offer_code: details_fact(row) for row in rows},
        deviations={
            row.offer_code: row.reason
            for row in deviations_of(session, organisation_id)
            if row.until_on is None and row.from_on <= civil_date(now)
        },
        therapists=_people(session, organisation_id, Role.TERAPEUT),
        job_consultants=_people(session, organisation_id, Role.JOBKONSULENT),
    )


def deviations_of(session: Session, organisation_id: UUID) -> Sequence[OfferDeviationRow]:
    """Return every deviation there was, the latest first."""
    query = select(OfferDeviationRow).where(OfferDeviationRow.organisation_id == organisation_id)
    order = (OfferDeviationRow.from_on.desc(), OfferDeviationRow.id)
    return session.scalars(query.order_by(*order)).all()


def left_out_offers(session: Session, organisation_id: UUID) -> frozenset[str]:
    """Return the codes of the minimum standards that are not given now."""
    rows = deviations_of(session, organisation_id)
    return frozenset(row.offer_code for row in rows if row.until_on is None)


def open_deviation(
    session: Session, organisation_id: UUID, offer_code: str
) -> OfferDeviationRow | None:
    """Return the deviation from an offer that has not ended, or None."""
    query = select(OfferDeviationRow).where(
        OfferDeviationRow.organisation_id == organisation_id,
        OfferDeviationRow.offer_code == offer_code,
        OfferDeviationRow.until_on.is_(None),
    )
    return session.scalars(query).one_or_none()


def organisation_by_code(session: Session, kommunekode: str) -> Organisation | None:
    """Return the kommune of a code, for the public page of its entrance."""
    query = select(Organisation).where(Organisation.kommunekode == kommunekode)
    return session.scalars(query).one_or_none()


def details_fact(row: OfferDetailsRow) -> OfferDetails:
    """Return what is said of an offer."""
    return OfferDetails(
        description=row.description,
        place=row.place,
        sessions=row.sessions,
        minutes=row.minutes,
        fsiii_code=row.fsiii_code,
        deliverer=row.deliverer,
        provider=row.provider,
    )


def _courses(
    session: Session, organisation_id: UUID, now: datetime
) -> Mapping[str, tuple[str, ...]]:
    """Return the courses that run or will, by offer, each with the days of what is left."""
    ahead: ColumnElement[bool] = CourseSession.ends_at > now
    query = (
        select(
            Course.offer_code,
            Course.title,
            func.min(CourseSession.starts_at),
            func.count(CourseSession.id),
        )
        .join(CourseSession, CourseSession.course_id == Course.id)
        .where(Course.organisation_id == organisation_id, Course.cancelled_at.is_(None), ahead)
        .group_by(Course.id, Course.offer_code, Course.title)
        .order_by(func.min(CourseSession.starts_at), Course.id)
    )
    found: defaultdict[str, list[str]] = defaultdict(list)
    for code, title, begins, left in session.execute(query):
        found[code].append(
            f"{title} ({plural(left, 'gang', 'gange')} fra {danish_date(civil_date(begins))})"
        )
    return MappingProxyType({code: tuple(names) for code, names in found.items()})


def _people(session: Session, organisation_id: UUID, role: Role) -> int:
    query = (
        select(func.count())
        .select_from(User)
        .join(UserRole, UserRole.user_id == User.id)
        .where(User.organisation_id == organisation_id, User.active, UserRole.role == role)
    )
    return session.scalar(query) or 0
