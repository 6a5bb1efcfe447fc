"""What the leader's page shows: figures that open into the list they were counted from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from rehab.domain.indicators import Indicator, Judgement, judge, share_of
from rehab.queries.overview import (
    FollowedClock,
    FollowedReferral,
    judged_clocks,
    overdue_clocks,
    waiting_clocks,
)
from rehab.web.filters import danish_date
from rehab.web.presenters import ClockView, PersonView, clock_view, person_view

OVERDUE: Final = "overskredne"
WAITING: Final = "venter"
_KEPT, _MISSED, _ALL = "overholdt", "ikke-overholdt", "alle"


@dataclass(frozen=True, slots=True)
class Listing:
    """A list one can open: the code in its address, its heading, its rows, and what is missing."""

    code: str
    heading: str
    clocks: Sequence[FollowedClock]
    empty_text: str

    @property
    def number(self) -> int:
        """Return the figure: the length of the list, and nothing else."""
        return len(self.clocks)

    @property
    def tone(self) -> str:
        """Return the tone of its tile: red when something is overdue."""
        return "danger" if self.code == OVERDUE and self.clocks else "neutral"


@dataclass(frozen=True, slots=True)
class Figure:
    """An indicator with its share, and the three lists it opens."""

    indicator: Indicator
    percent: str
    kept: Listing
    judged: Listing
    missed: Listing


@dataclass(frozen=True, slots=True)
class ClockLine:
    """A row: whom it is about, where to go, who holds the case, and how the clock stands."""

    citizen: PersonView
    referral_id: UUID
    case_id: UUID | None
    reference: str
    contact_person: str
    clock: ClockView
    days: int


@dataclass(frozen=True, slots=True)
class Overview:
    """All of the page's figures."""

    overdue: Listing
    waiting: Listing
    oldest: str
    figures: tuple[Figure, ...]

    def listing(self, code: str) -> Listing | None:
        """Return the list with a code, or None."""
        shares = [
            listing
            for figure in self.figures
            for listing in (figure.kept, figure.judged, figure.missed)
        ]
        return next(
            (each for each in (self.overdue, self.waiting, *shares) if each.code == code), None
        )


def overview_of(
    referrals: list[FollowedReferral], indicators: Sequence[Indicator], today: date
) -> Overview:
    """Return the figures of a day, each with the rows it was counted from."""
    waiting = waiting_clocks(referrals)
    return Overview(
        overdue=Listing(
            OVERDUE,
            "Overskredne frister",
            overdue_clocks(referrals),
            "Her står hver frist, der er overskredet, og som der stadig skal gøres noget ved.",
        ),
        waiting=Listing(
            WAITING,
            "Venter på start",
            waiting,
            "Her står de henvisninger, hvor tilbuddet ikke er begyndt endnu.",
        ),
        oldest=_oldest(waiting, today),
        figures=tuple(_figure(indicator, referrals, today) for indicator in indicators),
    )


def clock_line(row: FollowedClock, today: date) -> ClockLine:
    """Return a row of a list; the days are those over the due day, or waited since receipt."""
    referral = row.referral
    return ClockLine(
        citizen=person_view(referral.citizen, today),
        referral_id=referral.referral_id,
        case_id=referral.case_id,
        reference=referral.case_number or "Ikke visiteret",
        contact_person=referral.contact_person or "Ingen",
        clock=clock_view(row.reading, today),
        days=(today - referral.received_on).days,
    )


def _figure(indicator: Indicator, referrals: list[FollowedReferral], today: date) -> Figure:
    judged = judged_clocks(referrals, indicator.code, today)
    kept = [row for row in judged if judge(row.reading) is Judgement.KEPT]
    missed = [row for row in judged if judge(row.reading) is Judgement.MISSED]
    nobody = "Her står henvisninger modtaget i perioden, når fristen kan bedømmes."
    return Figure(
        indicator=indicator,
        percent=share_of(row.reading for row in judged).percent_text,
        kept=Listing(f"{indicator.code}-{_KEPT}", f"{indicator.label}: overholdt", kept, nobody),
        judged=Listing(f"{indicator.code}-{_ALL}", f"{indicator.label}: alle", judged, nobody),
        missed=Listing(
            f"{indicator.code}-{_MISSED}", f"{indicator.label}: ikke overholdt", missed, nobody
        ),
    )


def _oldest(waiting: Sequence[FollowedClock], today: date) -> str:
    if not waiting:
        return ""
    received = waiting[0].referral.received_on
    return (
        f"Længst ventende: modtaget {danish_date(received)}, {(today - received).days} dage siden."
    )
