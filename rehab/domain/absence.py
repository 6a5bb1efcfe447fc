"""Say when a person is away, who answers meanwhile, and what cannot be recorded (F35).

The citizen has one entrance to the kommune (3.2), also in the weeks its person is away.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from rehab.domain.calendar import danish_date
from rehab.domain.errors import DomainError

LONGEST_ABSENCE: Final = timedelta(days=366)


class AbsenceRefusedError(DomainError):
    """An absence cannot be recorded like this."""


@dataclass(frozen=True, slots=True)
class AbsenceFacts:
    """Who is away from when until when, both days included, and who stands in."""

    user_id: UUID
    substitute_id: UUID
    from_on: date
    until_on: date

    def covers(self, day: date) -> bool:
        """Tell whether the person is away on a day."""
        return self.from_on <= day <= self.until_on

    def overlaps(self, other: "AbsenceFacts") -> bool:
        """Tell whether two absences share a day."""
        return self.from_on <= other.until_on and other.from_on <= self.until_on


def check_absence(proposed: AbsenceFacts, known: Iterable[AbsenceFacts], on: date) -> None:
    """Refuse an absence that leaves citizens with nobody, or with two who answer.

    `known` are the absences in which either person is away or stands in. Raises
    `AbsenceRefusedError`.
    """
    if proposed.until_on < proposed.from_on:
        raise AbsenceRefusedError("Fraværet kan ikke slutte, før det begynder.")
    if proposed.until_on < on:
        raise AbsenceRefusedError("Fraværet er allerede slut. Skriv en sidste dag fra i dag af.")
    if proposed.until_on - proposed.from_on > LONGEST_ABSENCE:
        raise AbsenceRefusedError(
            "Et fravær kan højst vare et år. Overdrag sagerne, hvis det varer længere."
        )
    if proposed.substitute_id == proposed.user_id:
        raise AbsenceRefusedError("Ingen kan være vikar for sig selv. Vælg en anden vikar.")
    for other in known:
        if other.overlaps(proposed):
            _check_beside(proposed, other, on)


def away_on(absences: Iterable[AbsenceFacts], user_id: UUID, day: date) -> AbsenceFacts | None:
    """Return the absence a person is in on a day, or None."""
    return next((one for one in absences if one.user_id == user_id and one.covers(day)), None)


def answering(holder_id: UUID, absences: Iterable[AbsenceFacts], day: date) -> UUID:
    """Return who answers the citizen on a day: the holder, or the substitute meanwhile."""
    away = away_on(absences, holder_id, day)
    return away.substitute_id if away else holder_id


def stood_in_for(user_id: UUID, absences: Iterable[AbsenceFacts], day: date) -> frozenset[UUID]:
    """Return the people a person stands in for on a day; it is not passed on to a third."""
    return frozenset(
        one.user_id for one in absences if one.substitute_id == user_id and one.covers(day)
    )


def _check_beside(proposed: AbsenceFacts, other: AbsenceFacts, on: date) -> None:
    days = f"{danish_date(other.from_on)}–{danish_date(other.until_on)}"
    if other.user_id == proposed.user_id:
        # An absence is never rewritten: what has begun is ended, and what has not is deleted.
        way = (
            "Tryk »Er tilbage« ved det på listen over fravær, og registrér resten fra i dag."
            if other.from_on < on
            else "Slet det på listen over fravær, og registrér det, der skal gælde."
        )
        raise AbsenceRefusedError(f"Der er allerede registreret fravær {days}. {way}")
    if other.user_id == proposed.substitute_id:
        raise AbsenceRefusedError(
            f"Vikaren er selv fraværende {days}. Vælg en anden, eller del fraværet i to."
        )
    if other.substitute_id == proposed.user_id:
        raise AbsenceRefusedError(
            f"Personen er selv vikar {days}. Få det fravær slettet eller afsluttet og registreret "
            "igen med en anden vikar først, så ingen borger står uden."
        )
