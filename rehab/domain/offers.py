"""Tell which offers of the catalogue a kommune can plan a course of, and in which form.

Boks 8 has minimum standards (A), which every kommune gives, and optional offers (B), which a
kommune has only when it says so. A row whose standard cannot be read is treated as one that must
be possible, without being counted as a minimum standard.
"""

from collections.abc import Collection, Iterable
from typing import assert_never

from rehab.domain.courses import CourseForm
from rehab.domain.errors import DomainError
from rehab.domain.programme import Offer, OfferForm, OfferStandard


class OfferNotGivenError(DomainError):
    """A course was to be planned of an offer that the kommune does not give, or not like that."""


def course_forms(offer: Offer) -> frozenset[CourseForm]:
    """Return the forms an offer can be planned in; none for coordination, which has no sessions."""
    match offer.form:
        case OfferForm.HOLD:
            return frozenset({CourseForm.HOLD})
        case OfferForm.INDIVIDUEL:
            return frozenset({CourseForm.INDIVIDUAL})
        case OfferForm.KURSUS:
            return frozenset(CourseForm)
        case OfferForm.KOORDINERING:
            return frozenset()
        case _:  # pragma: no cover
            assert_never(offer.form)


def is_optional(offer: Offer) -> bool:
    """Tell whether a kommune chooses to have the offer (B in Boks 8)."""
    return offer.standard is OfferStandard.B


def is_given(offer: Offer, chosen: Collection[str]) -> bool:
    """Tell whether a kommune has the offer: always, unless it is optional and not chosen."""
    return not is_optional(offer) or offer.code in chosen


def plannable(offers: Iterable[Offer], chosen: Collection[str]) -> tuple[Offer, ...]:
    """Return the offers a course can be made of: those with sessions that the kommune has."""
    return tuple(offer for offer in offers if course_forms(offer) and is_given(offer, chosen))


def training_codes(offers: Iterable[Offer]) -> frozenset[str]:
    """Return the codes of the offers a citizen begins the programme on.

    Not a course beside the training, such as stop-smoking, nor an optional offer: those are
    something to choose, and a start on one meets nothing that waits.
    """
    return frozenset(
        offer.code
        for offer in offers
        if offer.form not in {OfferForm.KURSUS, OfferForm.KOORDINERING} and not is_optional(offer)
    )


def not_given(offers: Iterable[Offer], chosen: Collection[str]) -> tuple[Offer, ...]:
    """Return the optional offers with sessions that the kommune does not have (B in Boks 8).

    A referral may ask for one, as for kostvejledning; then the citizen and the doctor are told
    that the kommune does not have it (6.2), instead of it being forgotten.
    """
    return tuple(offer for offer in offers if course_forms(offer) and not is_given(offer, chosen))


def check_can_plan(
    offer: Offer, form: CourseForm, chosen: Collection[str], left_out: Collection[str] = ()
) -> None:
    """Refuse a course of an offer the kommune does not have, or in a form it is not given in.

    `left_out` are the minimum standards that a recorded deviation says are not given.
    """
    forms = course_forms(offer)
    if not forms:
        raise OfferNotGivenError(
            f"“{offer.label}” har ingen gange og kan ikke oprettes som forløb. Før det på sagen."
        )
    if not is_given(offer, chosen):
        raise OfferNotGivenError(
            f"Kommunen har ikke valgt “{offer.label}”, som er et frivilligt tilbud. "
            "Vælg det til under Tilbud, eller vælg et andet tilbud."
        )
    if offer.code in left_out:
        raise OfferNotGivenError(
            f"Kommunen har registreret, at den ikke har “{offer.label}”. "
            "Afslut afvigelsen under Tilbud, eller vælg et andet tilbud."
        )
    if form not in forms:
        wanted = "et hold" if CourseForm.HOLD in forms else "et individuelt forløb"
        raise OfferNotGivenError(f"“{offer.label}” gives som {wanted}. Ret formen.")
