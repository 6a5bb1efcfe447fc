"""Say what of a hand-over can be taken back, and when it no longer can (F36)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from rehab.domain.day_counting import plural
from rehab.domain.errors import DomainError

REVERSIBLE_FOR: Final = timedelta(hours=24)


class ItemOutcome(StrEnum):
    """What became of one case or session of a hand-over."""

    HANDED_OVER = "handed_over"
    LEFT = "left"
    TAKEN_BACK = "taken_back"
    KEPT = "kept"


class HandoverRefusedError(DomainError):
    """A hand-over cannot be done or taken back as a whole."""


@dataclass(frozen=True, slots=True)
class Duties:
    """What a person would leave behind: open cases, sessions ahead, and absences stood in for."""

    open_cases: int = 0
    sessions: int = 0
    standing_in: int = 0


@dataclass(frozen=True, slots=True)
class HandedCase:
    """What has happened to a case since it was handed over.

    `held` is whether anybody is its kontaktperson now; `accepted` whether the new holder was asked
    and has said yes, which whoever gives a case to oneself is not; `receiver_worked` whether the
    new holder has recorded anything but that yes; `giver_can_hold` whether the one it came from
    still works here in a role that holds cases.
    """

    closed: bool = False
    held: bool = True
    still_with_receiver: bool = True
    accepted: bool = False
    receiver_worked: bool = False
    giver_can_hold: bool = True


@dataclass(frozen=True, slots=True)
class HandedSession:
    """What has happened to a session since it was handed over."""

    begun: bool = False
    still_with_receiver: bool = True
    giver_can_hold: bool = True


def why_cannot_leave(name: str, duties: Duties) -> str | None:
    """Return why a person's access cannot be closed yet, or None: nothing would be left (F37)."""
    parts = [
        plural(number, one, many)
        for number, one, many in (
            (duties.open_cases, "åben sag", "åbne sager"),
            (duties.sessions, "kommende gang", "kommende gange"),
            (duties.standing_in, "fravær som vikar", "fravær som vikar"),
        )
        if number
    ]
    if not parts:
        return None
    held = " og ".join([", ".join(parts[:-1]), parts[-1]] if parts[1:] else parts)
    return (
        f"{name} har {held}. Få det overdraget til en anden først, så ingen borger står uden nogen."
    )


def check_reversible(done_at: datetime, undone_at: datetime | None, now: datetime) -> None:
    """Refuse to take a hand-over back twice or after 24 hours; raises `HandoverRefusedError`."""
    if undone_at is not None:
        raise HandoverRefusedError("Overdragelsen er allerede fortrudt.")
    if not is_reversible(done_at, undone_at, now):
        raise HandoverRefusedError(
            "En overdragelse kan fortrydes i 24 timer. Overdrag sagerne igen i stedet."
        )


def is_reversible(done_at: datetime, undone_at: datetime | None, now: datetime) -> bool:
    """Tell whether the button that takes a hand-over back still stands."""
    return undone_at is None and now - done_at < REVERSIBLE_FOR


def why_case_stays(case: HandedCase) -> str | None:
    """Return why a case does not go back, or None when it does.

    A yes is a change: the new kontaktperson counts on the case, and the citizen may have been told
    of it already (F34, F39).
    """
    changes = (
        (case.closed, "Sagen er afsluttet siden."),
        (
            not case.held,
            "Sagen har ingen kontaktperson nu: den nye tog den ikke. Giv den en fra tavlen.",
        ),
        (not case.still_with_receiver, "Sagen har fået en anden kontaktperson siden."),
        (case.receiver_worked, "Den nye kontaktperson er begyndt at arbejde i sagen."),
        (case.accepted, "Den nye kontaktperson har sagt ja til sagen."),
        (
            not case.giver_can_hold,
            "Den, der havde sagen, kan ikke længere være kontaktperson.",
        ),
    )
    return next((why for changed, why in changes if changed), None)


def why_session_stays(meeting: HandedSession) -> str | None:
    """Return why a session does not go back, or None when it does."""
    if meeting.begun:
        return "Gangen er begyndt."
    if not meeting.still_with_receiver:
        return "Gangen har fået en anden behandler siden."
    if not meeting.giver_can_hold:
        return "Den, der havde gangen, kan ikke længere være behandler."
    return None
