"""Receive taps that were made on a tablet, perhaps long before they could be sent (F56, F61).

A tap has a name of its own, so that sending it twice stores it once, and the instant it was made,
so that taps which arrive in disorder still end with the last one.
"""

from datetime import datetime, timedelta
from typing import Final

from rehab.domain.attendance import AttendanceMark, MarkOutcome, settle_mark
from rehab.domain.errors import DomainError

MOST_TAPS: Final = 200
LONGEST_LATE: Final = 120
_OLDEST_MS: Final = 30 * 24 * 3600 * 1000


class TapRefusedError(DomainError):
    """Taps cannot be received as they were sent."""


def tap_instant(
    made_ms: int, sent_ms: int, *, received_at: datetime, earliest: datetime
) -> datetime:
    """Return when a tap was made, from the tablet's own clock and ours.

    Only the time between making and sending is taken from the tablet: its clock may be years out.
    A tap is never later than it was received, and never before the session's day began.
    """
    age = timedelta(milliseconds=min(max(0, sent_ms - made_ms), _OLDEST_MS))
    return max(earliest, received_at - age)


def settle_tap(
    *,
    shown: AttendanceMark | None,
    wanted: AttendanceMark,
    stored: AttendanceMark | None,
    made_at: datetime,
    stored_at: datetime | None,
    by_another: bool,
    fills_empty: bool = False,
) -> MarkOutcome:
    """Tell what becomes of a tap on a row, where others may have tapped since (F56).

    A person's own later mark stands, whatever arrives first; but both instants are reckoned from
    when a request came, so a tap on a row that showed the stored mark is later, whatever they
    say. Somebody else's mark that the page
    did not show is kept and said; one it showed is changed on purpose. A tap that only fills
    empty rows ("alle til stede") never overwrites a mark, whoever made it.
    """
    if fills_empty and stored is not None:
        return MarkOutcome.UNTOUCHED if wanted is stored else MarkOutcome.KEPT
    if stored is not None and not by_another:
        if shown is not stored and stored_at is not None and made_at < stored_at:
            return MarkOutcome.OUTDATED
        return MarkOutcome.UNTOUCHED if wanted is stored else MarkOutcome.SAVED
    return settle_mark(shown, wanted, stored, by_another=by_another)


def check_late_minutes(mark: AttendanceMark, minutes: int | None) -> int | None:
    """Return how many minutes late somebody came, or None; only a late mark has minutes.

    Raises `TapRefusedError` for what cannot be a delay at one session.
    """
    if mark is not AttendanceMark.LATE or minutes is None:
        return None
    if not 1 <= minutes <= LONGEST_LATE:
        raise TapRefusedError(f"Skriv forsinkelsen som 1 til {LONGEST_LATE} minutter.")
    return minutes
