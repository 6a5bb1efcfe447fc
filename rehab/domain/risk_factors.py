"""Tell which risk factors for lasting pain are new, and whom to tell of them.

The factors of Boks 4 are listed and never added up. Whoever finds a new one tells the citizen's
own doctor, who holds the threads of the whole course (4.1, INF-1).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rehab.domain.epikrise_recipients import OWN_DOCTOR, Addressee
from rehab.domain.errors import DomainError
from rehab.domain.referrals import SenderKind


class Presence(StrEnum):
    """Say of one factor whether the citizen has it, and whether the doctor knew."""

    ABSENT = "nej"
    KNOWN = "kendt"
    NEW = "ny"


class DoctorTold(StrEnum):
    """Say what the citizen's own doctor was told of an assessment."""

    NOTHING_NEW = "intet_nyt"
    BY_LETTER = "brev"
    REFUSED = "afslag"
    NOT_REACHABLE = "ingen_adresse"


class RiskAssessmentError(DomainError):
    """An assessment leaves a factor out, or names one that the programme does not have."""


@dataclass(frozen=True, slots=True)
class RiskAssessment:
    """What was found on a day: every factor present, and those of them that are new."""

    on: date
    present: frozenset[str]
    new: frozenset[str]


def assess(
    on: date,
    answers: Mapping[str, Presence],
    factors: Iterable[str],
    last: RiskAssessment | None = None,
) -> RiskAssessment:
    """Return the assessment that some answers make, each factor of the programme answered once.

    A factor that was present the last time is not new now, whatever was ticked: the doctor has
    been told, or knew. One that had gone and came back is. Raises RiskAssessmentError.
    """
    if set(answers) != set(factors):
        raise RiskAssessmentError("Svar på alle risikofaktorer, også dem borgeren ikke har.")
    present = frozenset(code for code, answer in answers.items() if answer is not Presence.ABSENT)
    marked = frozenset(code for code, answer in answers.items() if answer is Presence.NEW)
    return RiskAssessment(on, present, marked - (last.present if last else frozenset()))


def own_doctor(parties: Iterable[Addressee], sender_kind: SenderKind) -> Addressee | None:
    """Return who is told of a new factor, or None when nobody on the referral is the own doctor.

    `parties` are those of the referral, who referred first. A general practitioner who referred is
    taken to be the citizen's own (3.2).
    """
    everyone = tuple(parties)
    named = next((party for party in everyone if party.role == OWN_DOCTOR), None)
    if named is None and sender_kind is SenderKind.GP:
        return next(iter(everyone), None)
    return named
