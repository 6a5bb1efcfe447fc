"""Send a citizen on where another delivers an offer, and hear what came of it.

Stop-smoking is a minimum standard and dietary counselling optional (3.2, Boks 8); a kommune may
leave either to another provider. It still follows the citizen up, so a day for feedback is set.
"""

from datetime import date, timedelta
from typing import Final

from rehab.domain.calendar import danish_date
from rehab.domain.errors import DomainError
from rehab.domain.programme import Confidence, Offer, OfferForm
from rehab.domain.wording import has_words

USUAL_WAIT: Final = timedelta(days=42)
_LONGEST_WAIT: Final = timedelta(days=366)


class OnwardReferralError(DomainError):
    """A citizen cannot be sent on as written, or its feedback cannot be recorded."""


def may_be_sent_on(offer: Offer) -> bool:
    """Tell whether an offer may be delivered by another: a course on how one lives.

    A row of Boks 8 that cannot be read may be no offer at all, and nobody is sent on to it.
    """
    return offer.form is OfferForm.KURSUS and offer.confidence is Confidence.HIGH


def check_onward(provider: str, referred_on: date, due_on: date, today: date) -> None:
    """Refuse a referral to nobody, of a day to come, or with feedback before it or never."""
    if not has_words(provider):
        raise OnwardReferralError("Skriv, hvem der leverer tilbuddet.")
    if referred_on > today:
        raise OnwardReferralError(
            f"Henvisningen kan ikke være sendt {danish_date(referred_on)}. Ret datoen."
        )
    if not referred_on <= due_on <= referred_on + _LONGEST_WAIT:
        raise OnwardReferralError(
            "Tilbagemeldingen skal ventes efter henvisningen og inden for et år. Ret datoen."
        )


def check_feedback(text: str, on: date, referred_on: date, today: date) -> None:
    """Refuse feedback that says nothing, or that came before the referral or is to come."""
    if not has_words(text):
        raise OnwardReferralError("Skriv, hvad tilbagemeldingen var.")
    if not referred_on <= on <= today:
        raise OnwardReferralError(
            f"Tilbagemeldingen kan ikke være fra {danish_date(on)}. Vælg en dag fra henvisningen "
            "og til i dag."
        )


def is_overdue(due_on: date, feedback_on: date | None, today: date) -> bool:
    """Tell whether feedback is missing after its day; the day itself is in time."""
    return feedback_on is None and due_on < today
