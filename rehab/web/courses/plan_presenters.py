"""What the pages for planning show: the catalogue, and the days a course would have."""

from collections.abc import Collection
from dataclasses import dataclass

from rehab.domain.offers import course_forms, is_given, is_optional
from rehab.domain.programme import Offer, Programme
from rehab.services.courses import CoursePlan
from rehab.web.filters import danish_day


@dataclass(frozen=True, slots=True)
class PlannedDay:
    """One day of a plan before it is saved; a dropped one says why."""

    text: str
    number: int | None
    dropped_because: str | None


@dataclass(frozen=True, slots=True)
class OfferRow:
    """One row of the catalogue, and whether the kommune has it."""

    label: str
    standard: str
    state: str
    tone: str


def plannable(programme: Programme, chosen: Collection[str]) -> tuple[Offer, ...]:
    """Return the offers a course can be made of: those with sessions that the kommune has."""
    return tuple(
        offer for offer in programme.offers if course_forms(offer) and is_given(offer, chosen)
    )


def optional_offers(programme: Programme) -> tuple[Offer, ...]:
    """Return the offers a kommune chooses whether to have."""
    return tuple(offer for offer in programme.offers if is_optional(offer))


def offer_rows(programme: Programme, chosen: Collection[str]) -> tuple[OfferRow, ...]:
    """Return the catalogue in its own order, with what the kommune has."""
    return tuple(
        OfferRow(
            label=offer.label,
            standard=f"{offer.standard or '–'}, {offer.section}",
            state="Udbydes" if is_given(offer, chosen) else "Ikke valgt",
            tone="ok" if is_given(offer, chosen) else "neutral",
        )
        for offer in programme.offers
    )


def planned_days(plan: CoursePlan) -> tuple[PlannedDay, ...]:
    """Return the days of a plan, the sessions numbered, the dropped days with their reason."""
    rows, number = [], 0
    for day in plan.days:
        number += day.dropped_because is None
        rows.append(
            PlannedDay(
                text=danish_day(day.on),
                number=number if day.dropped_because is None else None,
                dropped_because=day.dropped_because,
            )
        )
    return tuple(rows)


def plan_signature(plan: CoursePlan) -> str:
    """Return what tells one plan's sessions from another's, for "save what I have seen"."""
    return ",".join(
        f"{session.starts_at:%Y%m%dT%H%M}-{session.ends_at:%H%M}" for session in plan.sessions
    )
