"""How long a sender waits for a receipt before asking what became of a letter."""

from datetime import datetime, timedelta
from typing import Final

RECEIPT_WAIT: Final = timedelta(minutes=30)


def answered_if_sent_by(now: datetime) -> datetime:
    """Return the latest time of sending that a receipt should have answered by now.

    A receiver answers within half an hour, and then the sender looks into it (MedCom's rules for
    receipts).
    """
    return now - RECEIPT_WAIT
