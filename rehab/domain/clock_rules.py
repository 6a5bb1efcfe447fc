"""The words in which a programme says what must happen before when.

A clock is data: the programme file names its length, its unit, what starts it and what
stops it, and how strongly it is meant. The arithmetic lives elsewhere; these are the facts
it works on, kept apart so that the rule can be read without the counting. Source of the
vocabulary: the programme text 3.2 and 4.4, and sundhedsloven §140 with its order.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class LegalBasis(StrEnum):
    """Tell under which part of the law a referral is received.

    A training plan and a programme referral for the same citizen are two legal matters and
    are never merged (4.4, Boks 7), so every clock says for which of them it runs.
    """

    SUNDHEDSLOVEN_140 = "sundhedsloven_140"
    SUNDHEDSLOVEN_119 = "sundhedsloven_119"


class ClockUnit(StrEnum):
    """Tell which days count.

    The programme text only says "dage" (3.2, 4.4); the kommune chooses, and the choice is
    written in its programme file.
    """

    CALENDAR = "calendar"
    WORKING = "working"


class ClockTrigger(StrEnum):
    """Tell from which day the counting begins; that day itself is day zero."""

    RECEIVED = "received"
    DISCHARGED = "discharged"


class Strength(StrEnum):
    """Tell how strongly a deadline binds: by law, by agreement, or as a goal."""

    LOV = "lov"
    AFTALE = "aftale"
    MAAL = "maal"


class EventKind(StrEnum):
    """Name the happenings that may stop a clock, each kept apart from the others.

    An attempt is not a contact, an offered first meeting is not a held one, and to have told the
    citizen where, when and what is neither: which of them satisfies a deadline is for the
    programme file to say.
    """

    CONTACT_ATTEMPTED = "contact_attempted"
    CONTACT_REACHED = "contact_reached"
    FIRST_CONTACT_OFFERED = "first_contact_offered"
    FIRST_CONTACT_HELD = "first_contact_held"
    INFORMATION_GIVEN = "information_given"


@dataclass(frozen=True, slots=True)
class ClockRule:
    """State one deadline for the legal bases it applies to, with the section it comes from.

    The code may stand in several rules when the strength differs between legal bases; no two
    rules share both code and legal basis. `valid_until` is the last day on which a referral
    may start the clock, or None while the rule is in force. `pausable` are the codes of the reasons
    that pause it, or None when every reason that counts does; `stop_choices` are the happenings
    among which a kommune may choose what stops it, beside those of the programme.
    """

    code: str
    label: str
    days: int
    unit: ClockUnit
    trigger: ClockTrigger
    stops: frozenset[EventKind]
    strength: Strength
    applies_to: frozenset[LegalBasis]
    section: str
    enabled: bool
    valid_from: date
    valid_until: date | None
    pausable: frozenset[str] | None = None
    stop_choices: frozenset[EventKind] = frozenset()

    def applies(self, basis: LegalBasis, received_on: date) -> bool:
        """Tell whether a referral received under a legal basis on a day starts this clock.

        A referral is judged by the rules in force on the day it was received (4.5, chapter 7).
        """
        in_force = self.valid_from <= received_on and (
            self.valid_until is None or received_on <= self.valid_until
        )
        return self.enabled and in_force and basis in self.applies_to

    def is_paused_by(self, reason_code: str) -> bool:
        """Tell whether a reason that counts moves this deadline; each clock has its own (F25)."""
        return self.pausable is None or reason_code in self.pausable
