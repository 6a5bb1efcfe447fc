"""The words in which courses, offers and what a booking counts for are named on many pages."""

from datetime import datetime

from rehab.clock import civil_date
from rehab.domain.programme import Programme
from rehab.models import Referral
from rehab.web.filters import danish_date, danish_day, danish_time
from rehab.web.labels import LEGAL_BASIS_LABELS, REFERRAL_NAMES


def offer_label(programme: Programme, code: str) -> str:
    """Return what an offer is called, or its code when the programme no longer has it."""
    offer = programme.offer(code)
    return offer.label if offer else code


def when_text(instant: datetime) -> str:
    """Say when something begins: tors. 03.12.2026 kl. 10.00."""
    return f"{danish_day(civil_date(instant))} kl. {danish_time(instant)}"


def counts_for_text(referral: Referral) -> str:
    """Name a referral a booking may count for."""
    kind, basis = REFERRAL_NAMES[referral.kind], LEGAL_BASIS_LABELS[referral.legal_basis]
    return f"{kind} modtaget {danish_date(referral.received_on)} ({basis})"
