"""Tell which minimum standards a kommune meets, by what, and what is missing (Boks 8).

An A-offer is given by every kommune of the programme. It is met by a hold that runs or will, by a
provider the kommune has an agreement with (4.1), or, for what is planned with one citizen at a
time, by somebody who can give it. What is taught in the rygskole is met by its holds. To leave an
A-offer out is a deviation with a reason, which a person records and which the check shows.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from rehab.domain.day_counting import plural
from rehab.domain.errors import DomainError
from rehab.domain.offers import is_given, is_optional
from rehab.domain.programme import Offer, OfferForm, OfferStandard
from rehab.domain.wording import has_words

_NOTHING: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType({})


class Deliverer(StrEnum):
    """Tell who gives an offer: the kommune itself, or a private provider by agreement (4.1)."""

    OWN = "egen"
    PRIVATE = "privat"


class StandardVerdict(StrEnum):
    """How a row of Boks 8 stands in one kommune."""

    MET = "opfyldt"
    MISSING = "mangler"
    DEVIATES = "afvigelse"
    NOT_COUNTED = "taelles_ikke"


class OfferDetailsError(DomainError):
    """What is said of an offer does not hang together."""


class DeviationError(DomainError):
    """A deviation is not one, or says nothing."""


@dataclass(frozen=True, slots=True)
class OfferDetails:
    """What referrers are told of an offer; `sessions` and `minutes` are what it usually is."""

    description: str = ""
    place: str = ""
    sessions: int | None = None
    minutes: int | None = None
    fsiii_code: str = ""
    deliverer: Deliverer = Deliverer.OWN
    provider: str = ""

    @property
    def length_text(self) -> str:
        """Say how long the offer usually is, or nothing."""
        parts = (
            plural(self.sessions, "gang", "gange") if self.sessions else "",
            f"{self.minutes} minutter" if self.minutes else "",
        )
        return " à ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Provision:
    """What a kommune has to give its offers with, by offer code.

    `courses` are the names of those that run or will; `deviations` are the reasons in force.
    """

    chosen: frozenset[str] = frozenset()
    courses: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: _NOTHING)
    details: Mapping[str, OfferDetails] = field(default_factory=lambda: MappingProxyType({}))
    deviations: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    therapists: int = 0
    job_consultants: int = 0


@dataclass(frozen=True, slots=True)
class StandardCheck:
    """One row of Boks 8: how it stands, what meets it, and what to do when nothing does."""

    offer: Offer
    verdict: StandardVerdict
    by: tuple[str, ...] = ()
    missing: str = ""


def check_standards(offers: Iterable[Offer], provision: Provision) -> tuple[StandardCheck, ...]:
    """Return how each row of the catalogue stands, in the order of Boks 8."""
    return tuple(_check(offer, provision) for offer in offers)


def missing_standards(checks: Iterable[StandardCheck]) -> tuple[StandardCheck, ...]:
    """Return the minimum standards that nothing meets and no deviation explains."""
    return tuple(check for check in checks if check.verdict is StandardVerdict.MISSING)


def public_offers(offers: Iterable[Offer], provision: Provision) -> tuple[Offer, ...]:
    """Return the offers a referrer can count on: given, with no deviation in force (4.4)."""
    return tuple(
        offer
        for offer in offers
        if is_given(offer, provision.chosen) and offer.code not in provision.deviations
    )


def check_details(details: OfferDetails) -> OfferDetails:
    """Return the details, or refuse a private provider that has no name (4.1)."""
    if details.deliverer is Deliverer.PRIVATE and not has_words(details.provider):
        raise OfferDetailsError("Skriv, hvem kommunen har en aftale med om tilbuddet.")
    return details


def check_deviation(offer: Offer, reason: str) -> str:
    """Return the reason, or refuse one that says nothing or is of no minimum standard."""
    if offer.standard is not OfferStandard.A:
        raise DeviationError(
            f"“{offer.label}” er ikke en minimumsstandard. Fravælg tilbuddet i stedet."
        )
    if not has_words(reason):
        raise DeviationError("Skriv, hvorfor kommunen ikke har tilbuddet, og hvad borgeren får.")
    return reason.strip()


def _check(offer: Offer, provision: Provision) -> StandardCheck:
    by = _ways(offer, provision)
    if offer.code in provision.deviations:
        reason = provision.deviations[offer.code]
        return StandardCheck(offer, StandardVerdict.DEVIATES, missing=reason)
    if offer.standard is not OfferStandard.A:
        given = by if is_given(offer, provision.chosen) else ()
        note = _not_counted(offer, provision)
        return StandardCheck(offer, StandardVerdict.NOT_COUNTED, given, note)
    if by:
        return StandardCheck(offer, StandardVerdict.MET, by)
    return StandardCheck(offer, StandardVerdict.MISSING, missing=_what_to_do(offer))


def _ways(offer: Offer, provision: Provision) -> tuple[str, ...]:
    codes = (offer.code, *offer.part_of)
    courses = [name for code in codes for name in provision.courses.get(code, ())]
    details = [provision.details[code] for code in codes if code in provision.details]
    agreements = [
        f"Aftale med {each.provider}" for each in details if each.deliverer is Deliverer.PRIVATE
    ]
    people = []
    if offer.form is OfferForm.INDIVIDUEL and provision.therapists:
        people = [plural(provision.therapists, "terapeut", "terapeuter")]
    if offer.form is OfferForm.KOORDINERING and provision.job_consultants:
        people = [plural(provision.job_consultants, "jobkonsulent", "jobkonsulenter")]
    return tuple(dict.fromkeys((*courses, *agreements, *people)))


def _not_counted(offer: Offer, provision: Provision) -> str:
    if not is_optional(offer):
        return "Standarden kan ikke læses i Boks 8."
    return "Valgt." if is_given(offer, provision.chosen) else "Ikke valgt."


def _what_to_do(offer: Offer) -> str:
    if offer.form is OfferForm.INDIVIDUEL:
        return "Ingen terapeut kan give det. Opret en bruger med rollen terapeut."
    if offer.form is OfferForm.KOORDINERING:
        return "Ingen jobkonsulent er oprettet. Opret en bruger med rollen jobkonsulent."
    return "Intet forløb er planlagt. Opret et, skriv en aftale, eller begrund en afvigelse."
