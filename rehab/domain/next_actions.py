"""Say what the next thing to do in a case is, and in which column of the board it stands.

The order is the pathway's own: somebody to own the case (programme 3.2), contact (4.5), a booked
offer (4.5), measures (5) and the closing letter (4.6). The first that is missing is the next.
"""

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from rehab.domain.day_counting import plural


class ActionCode(StrEnum):
    """What somebody is to do next."""

    ASSIGN = "tildel"
    CONTACT = "kontakt"
    BOOK = "book"
    MEASURE_START = "maal_start"
    MEASURE_END = "maal_slut"
    EPIKRISE = "epikrise"


class BoardColumn(StrEnum):
    """Where a case stands on the board of the rehab team."""

    NOBODY = "uden_kontaktperson"
    ASSIGNED = "tildelt"
    CONTACTED = "kontaktet"
    RUNNING = "i_gang"
    READY = "klar"


ACTION_LABELS: Final = MappingProxyType(
    {
        ActionCode.ASSIGN: "Tildel kontaktperson",
        ActionCode.CONTACT: "Registrér kontakt",
        ActionCode.BOOK: "Book",
        ActionCode.MEASURE_START: "Mål ved start",
        ActionCode.MEASURE_END: "Mål ved slut",
        ActionCode.EPIKRISE: "Skriv epikrise",
    }
)

COLUMN_LABELS: Final = MappingProxyType(
    {
        BoardColumn.NOBODY: "Uden kontaktperson",
        BoardColumn.ASSIGNED: "Tildelt, ikke kontaktet",
        BoardColumn.CONTACTED: "Kontaktet, ikke startet",
        BoardColumn.RUNNING: "I gang",
        BoardColumn.READY: "Klar til afslutning",
    }
)


@dataclass(frozen=True, slots=True)
class ReferralProgress:
    """How far one open, accepted referral has come; each has its own contact and closing (4.4).

    `sessions_left` are the meetings ahead of those booked for it.
    """

    reached: bool = False
    attempts: int = 0
    started: bool = False
    booked: bool = False
    sessions_left: int = 0


@dataclass(frozen=True, slots=True)
class CaseProgress:
    """What decides the next action of a case.

    `referrals` are those the kommune works on: a plan that was only registered is the hospital's
    to start (4.4) and asks for nothing here.
    """

    closed: bool = False
    has_contact_person: bool = False
    measured_start: bool = False
    measured_end: bool = False
    referrals: tuple[ReferralProgress, ...] = ()


@dataclass(frozen=True, slots=True)
class NextAction:
    """The next thing to do: a verb for the button, why, and where that is written."""

    code: ActionCode
    label: str
    reason: str
    section: str


def next_action(case: CaseProgress) -> NextAction | None:
    """Return the next thing to do, or None while the case only waits for its next session."""
    if case.closed:
        return None
    if not case.has_contact_person:
        return _action(ActionCode.ASSIGN, "Ingen har ansvaret for borgeren.", "3.2")
    not_reached = [referral for referral in case.referrals if not referral.reached]
    if not_reached:
        return _action(ActionCode.CONTACT, _why_contact(not_reached), "4.5")
    if any(_lacks_booking(referral) for referral in case.referrals):
        return _action(ActionCode.BOOK, _why_book(case), "4.5")
    return _measure_or_close(case)


def column_of(case: CaseProgress) -> BoardColumn:
    """Return the column of a case on the board; a case nobody owns stands first whatever else."""
    if not case.has_contact_person:
        return BoardColumn.NOBODY
    if any(not referral.reached for referral in case.referrals):
        return BoardColumn.ASSIGNED
    if any(_is_over(referral) for referral in case.referrals):
        return BoardColumn.READY
    if any(not referral.started for referral in case.referrals):
        return BoardColumn.CONTACTED
    return BoardColumn.RUNNING


def _measure_or_close(case: CaseProgress) -> NextAction | None:
    if any(_is_over(referral) for referral in case.referrals):
        if case.measured_start and not case.measured_end:
            return _action(ActionCode.MEASURE_END, "Gangene er slut. Slutmålingen mangler.", "5")
        return _action(ActionCode.EPIKRISE, "Gangene er slut. Epikrisen mangler.", "4.6")
    started = any(referral.started for referral in case.referrals)
    if started and not case.measured_start:
        return _action(ActionCode.MEASURE_START, "Forløbet er begyndt. Startmålingen mangler.", "5")
    return None


def _lacks_booking(referral: ReferralProgress) -> bool:
    """Tell whether nothing lies ahead and nothing was begun, also when the citizen never came."""
    return not referral.booked or (referral.sessions_left == 0 and not referral.started)


def _is_over(referral: ReferralProgress) -> bool:
    return referral.started and referral.booked and referral.sessions_left == 0


def _why_contact(not_reached: list[ReferralProgress]) -> str:
    attempts = max(referral.attempts for referral in not_reached)
    if attempts:
        return f"{plural(attempts, 'forsøg', 'forsøg')} uden kontakt."
    return "Borgeren er ikke kontaktet."


def _why_book(case: CaseProgress) -> str:
    if any(referral.booked and _lacks_booking(referral) for referral in case.referrals):
        return "Gangene er slut, uden at borgeren er mødt. Book igen, eller afslut."
    if any(referral.booked for referral in case.referrals):
        return "En af henvisningerne har intet booket forløb."
    return "Borgeren er kontaktet, men intet er booket."


def _action(code: ActionCode, reason: str, section: str) -> NextAction:
    return NextAction(code, ACTION_LABELS[code], reason, section)
