"""Reading the kommune's templates of holds."""

from collections.abc import Mapping
from datetime import time
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from rehab.domain.access import Actor
from rehab.models import CourseTemplate
from rehab.queries.visibility import of_organisation


def list_templates(session: Session, actor: Actor) -> list[CourseTemplate]:
    """Return the templates in use, by name, with their therapist."""
    query = (
        select(CourseTemplate)
        .where(
            of_organisation(actor, CourseTemplate.organisation_id),
            CourseTemplate.retired_at.is_(None),
        )
        .options(joinedload(CourseTemplate.therapist))
        .order_by(CourseTemplate.name, CourseTemplate.id)
    )
    return list(session.scalars(query))


def find_template(
    session: Session, actor: Actor, template_id: UUID, *, also_retired: bool = False
) -> CourseTemplate | None:
    """Return a template in use, or None when there is none of the kommune with that id."""
    query = select(CourseTemplate).where(
        CourseTemplate.id == template_id,
        of_organisation(actor, CourseTemplate.organisation_id),
    )
    if not also_retired:
        query = query.where(CourseTemplate.retired_at.is_(None))
    return session.scalars(query).one_or_none()


def times_of(template: CourseTemplate) -> Mapping[int, time]:
    """Return when a template begins on each of its weekdays, counted from Monday as 0."""
    return {int(day): time.fromisoformat(at) for day, at in template.times.items()}
