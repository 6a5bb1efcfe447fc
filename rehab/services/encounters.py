"""Writing what a mark on a sheet is on each citizen's own record (F57)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from rehab.domain.attendance import AttendanceMark
from rehab.domain.encounters import encounter_facts, intervention_codes
from rehab.models import CourseSession, Encounter
from rehab.queries.encounters import bases_of, standing_encounters
from rehab.services.context import Context


@dataclass(frozen=True, slots=True)
class NewMark:
    """A mark that was decided to be written, and when it was made."""

    booking_id: UUID
    case_id: UUID
    mark: AttendanceMark
    late_minutes: int | None
    happened_at: datetime


def record_encounters(ctx: Context, session: CourseSession, marks: Sequence[NewMark]) -> None:
    """Make each mark an encounter, and let a corrected one replace the earlier.

    The earlier row stays and reads as entered in error, as the report wants it (27). Needs
    `session.course`; the trail of each case is written by whoever writes the marks.
    """
    standing = standing_encounters(ctx.session, session.id)
    bases = bases_of(ctx.session, [new.booking_id for new in marks])
    course = session.course
    for new in marks:
        codes = intervention_codes(
            ctx.programme.intervention_codes, course.offer_code, bases.get(new.booking_id, ())
        )
        planned = (session.starts_at, session.ends_at)
        facts = encounter_facts(new.mark, course.form, planned, codes)
        before = standing.get(new.booking_id)
        if before is not None and before.facts() == facts:
            continue
        ctx.session.add(
            Encounter(
                case_id=new.case_id,
                session_id=session.id,
                booking_id=new.booking_id,
                status=facts.status,
                encounter_class=facts.encounter_class,
                delivery=facts.delivery,
                intervention_codes=list(facts.intervention_codes),
                planned_start=facts.planned_start,
                planned_end=facts.planned_end,
                replaces_id=before.id if before else None,
                recorded_by=ctx.actor.id,
                recorded_at=ctx.now,
            )
        )
