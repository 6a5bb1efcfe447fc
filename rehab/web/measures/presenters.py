"""What the page of a measurement shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from rehab.domain.measures import MeasurePoint, number_text
from rehab.models import Case, Measurement
from rehab.queries.measures import measured_fact
from rehab.web.filters import danish_date
from rehab.web.presenters import PersonView, person_view


@dataclass(frozen=True, slots=True)
class MeasurementPage:
    """The heading, whose measurement it is, and at the end what was measured at the start."""

    case_id: UUID
    point: str
    heading: str
    lead: str
    person: PersonView
    fixed_activities: bool
    start_pain: str | None
    start_scores: tuple[str, ...]
    is_closed: bool


def measurement_page(
    case: Case, point: MeasurePoint, recorded: Mapping[MeasurePoint, Measurement], today: date
) -> MeasurementPage:
    """Return the page of the start's or the end's measurement. Needs the case's `citizen`."""
    start = recorded.get(MeasurePoint.START)
    at_end = point is MeasurePoint.END
    shown = measured_fact(start) if at_end else measured_fact(None)
    fixed = at_end and shown.psfs is not None
    return MeasurementPage(
        case_id=case.id,
        point="slut" if at_end else "start",
        heading=f"{'Slutmåling' if at_end else 'Startmåling'}, sag {case.number}",
        lead=_lead(start if at_end else None, at_end=at_end),
        person=person_view(case.citizen, today),
        fixed_activities=fixed,
        start_pain=None if shown.nrs_pain is None else f"{shown.nrs_pain} ved start",
        start_scores=tuple(f"{number_text(item.score)} ved start" for item in shown.psfs.activities)
        if shown.psfs
        else (),
        is_closed=case.closed_on is not None,
    )


def _lead(start: Measurement | None, *, at_end: bool) -> str:
    if start is not None:
        return f"Mål det samme som ved start den {danish_date(start.measured_on)}."
    if at_end:
        return "Der er ingen startmåling at sammenligne med."
    return "Spørg borgeren, og vælg et tal. Slutmålingen bruger de samme aktiviteter."
