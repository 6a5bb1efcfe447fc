"""A team meeting with a case on its agenda."""

from datetime import datetime

from rehab.clock import civil_date
from rehab.models import AgendaItem, Case, TeamMeeting, User
from tests.support.factories import Factories


def an_agenda(
    make: Factories, case: Case, colleague: User, now: datetime
) -> tuple[TeamMeeting, AgendaItem]:
    """A meeting that is being held, and the case on its agenda."""
    meeting = TeamMeeting(
        organisation_id=case.organisation_id,
        held_on=civil_date(now),
        begun_by=colleague.id,
        begun_at=now,
    )
    item = AgendaItem(
        organisation_id=case.organisation_id,
        case_id=case.id,
        question="Hvad nu?",
        asked_by=colleague.id,
        asked_at=now,
    )
    make.save(meeting, item)
    return meeting, item
