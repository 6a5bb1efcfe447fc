"""What the pages of the kommune's offers show."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from rehab.domain.catalogue import (
    Deliverer,
    OfferDetails,
    Provision,
    StandardCheck,
    StandardVerdict,
    missing_standards,
)
from rehab.domain.day_counting import plural
from rehab.domain.programme import Confidence, Offer, OfferStandard
from rehab.models import Organisation
from rehab.queries.offers import NO_DETAILS
from rehab.web.case_head import Link

VERDICT_LABELS: Final[Mapping[StandardVerdict, tuple[str, str]]] = MappingProxyType(
    {
        StandardVerdict.MET: ("Opfyldt", "ok"),
        StandardVerdict.MISSING: ("Mangler", "danger"),
        StandardVerdict.DEVIATES: ("Afvigelse", "warning"),
        StandardVerdict.NOT_COUNTED: ("Tælles ikke", "neutral"),
    }
)
STANDARD_LABELS: Final[Mapping[OfferStandard | None, str]] = MappingProxyType(
    {
        OfferStandard.A: "A, minimum",
        OfferStandard.B: "B, frivilligt",
        None: "Kan ikke læses",
    }
)


@dataclass(frozen=True, slots=True)
class StandardView:
    """One row of the check: the offer, how it stands, and what it rests on."""

    code: str
    label: str
    standard: str
    verdict: str
    tone: str
    text: str
    note: str
    url: str


@dataclass(frozen=True, slots=True)
class PublicOffer:
    """One offer as a referrer reads it."""

    code: str
    label: str
    standard: str
    description: str
    place: str
    length: str
    deliverer: str


@dataclass(frozen=True, slots=True)
class Entrance:
    """The one place to which everything is sent (4.4)."""

    name: str
    department: str
    gln: str
    address: str
    phone: str
    kommunekode: str


def standard_views(checks: Iterable[StandardCheck], link: Link) -> tuple[StandardView, ...]:
    """Return the rows of the check, in the order of Boks 8."""
    return tuple(_standard_view(check, link) for check in checks)


def summary_text(checks: tuple[StandardCheck, ...]) -> str:
    """Say in a sentence how many minimum standards are met, and how many are not."""
    counted = [check for check in checks if check.offer.standard is OfferStandard.A]
    missing = len(missing_standards(checks))
    deviating = sum(check.verdict is StandardVerdict.DEVIATES for check in counted)
    met = len(counted) - missing - deviating
    parts = [f"{met} af {plural(len(counted), 'minimumsstandard', 'minimumsstandarder')} opfyldt"]
    if deviating:
        parts.append(plural(deviating, "afvigelse", "afvigelser"))
    if missing:
        parts.append(f"{missing} mangler")
    return ", ".join(parts) + "."


def entrance_of(own: Organisation) -> Entrance:
    """Return where referrals to a kommune are sent."""
    town = " ".join(part for part in (own.postcode, own.town) if part)
    return Entrance(
        name=own.name,
        department=own.department,
        gln=own.gln,
        address=", ".join(part for part in (own.street, town) if part),
        phone=own.phone,
        kommunekode=own.kommunekode,
    )


def public_views(offers: Iterable[Offer], provision: Provision) -> tuple[PublicOffer, ...]:
    """Return the offers as referrers read them."""
    views = []
    for offer in offers:
        details = provision.details.get(offer.code, NO_DETAILS)
        views.append(
            PublicOffer(
                code=offer.code,
                label=offer.label,
                standard=offer.standard.value if offer.standard else "",
                description=details.description,
                place=details.place,
                length=details.length_text,
                deliverer=_deliverer(details),
            )
        )
    return tuple(views)


def _standard_view(check: StandardCheck, link: Link) -> StandardView:
    verdict, tone = VERDICT_LABELS[check.verdict]
    offer = check.offer
    doubtful = offer.confidence is Confidence.LOW
    return StandardView(
        code=offer.code,
        label=offer.label,
        standard=STANDARD_LABELS[offer.standard],
        verdict=verdict,
        tone=tone,
        text=" ".join((*(f"{way}." for way in check.by), check.missing)).strip(),
        note=offer.note or "" if doubtful else "",
        url=link("offers.change", offer_code=offer.code),
    )


def _deliverer(details: OfferDetails) -> str:
    return details.provider if details.deliverer is Deliverer.PRIVATE else "kommunen"
