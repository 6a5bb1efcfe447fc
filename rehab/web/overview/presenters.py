"""What the leader's page shows: figures that open into the list they were counted from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from rehab.domain.indicators import Indicator, Share
from rehab.queries.overview import ClockCounts, ClockList, FollowedClock
from rehab.web.filters import danish_date
from rehab.web.fragments import kept_clock_view
from rehab.web.links import Link
from rehab.web.presenters import ClockView, PersonView, person_view

OVERDUE: Final = "overskredne"
WAITING: Final = "venter"
_CODES: Final = {
    ClockList.KEPT: "overholdt",
    ClockList.JUDGED: "alle",
    ClockList.MISSED: "ikke-overholdt",
}
_HEADINGS: Final = {
    ClockList.KEPT: "overholdt",
    ClockList.JUDGED: "alle",
    ClockList.MISSED: "ikke overholdt",
}


@dataclass(frozen=True, slots=True)
class Listing:
    """A list one can open: its address, its heading, how long it is, and which clocks it is of."""

    code: str
    heading: str
    number: int
    which: ClockList
    clock_code: str
    empty_text: str

    @property
    def tone(self) -> str:
        """Return the tone of its tile: red when something is overdue."""
        return "danger" if self.code == OVERDUE and self.number else "neutral"


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
    url: str
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


def overview_of(counts: ClockCounts, indicators: Sequence[Indicator], today: date) -> Overview:
    """Return the figures of a day."""
    return Overview(
        overdue=Listing(
            OVERDUE,
            "Overskredne frister",
            counts.overdue,
            ClockList.OVERDUE,
            "",
            "Her står hver frist, der er overskredet, og som der stadig skal gøres noget ved.",
        ),
        waiting=Listing(
            WAITING,
            "Venter på start",
            counts.waiting,
            ClockList.WAITING,
            "",
            "Her står de henvisninger, hvor tilbuddet ikke er begyndt endnu.",
        ),
        oldest=_oldest(counts.longest_since, today),
        figures=tuple(_figure(indicator, counts) for indicator in indicators),
    )


def clock_line(row: FollowedClock, today: date, link: Link) -> ClockLine:
    """Return a row of a list; the days are those over the due day, or waited since receipt."""
    url = (
        link("cases.show", case_id=row.case_id)
        if row.case_id
        else link("referrals.show", referral_id=row.referral_id)
    )
    return ClockLine(
        citizen=person_view(row.citizen, today),
        url=url,
        reference=row.case_number or "Ikke visiteret",
        contact_person=row.contact_person or "Ingen",
        clock=kept_clock_view(row.clock, today),
        days=(today - row.received_on).days,
    )


def _figure(indicator: Indicator, counts: ClockCounts) -> Figure:
    def listing(which: ClockList) -> Listing:
        return Listing(
            f"{indicator.code}-{_CODES[which]}",
            f"{indicator.label}: {_HEADINGS[which]}",
            counts.of(which, indicator.code),
            which,
            indicator.code,
            "Her står henvisninger modtaget i perioden, når fristen kan bedømmes.",
        )

    kept, judged = listing(ClockList.KEPT), listing(ClockList.JUDGED)
    return Figure(
        indicator=indicator,
        percent=Share(kept.number, judged.number).percent_text,
        kept=kept,
        judged=judged,
        missed=listing(ClockList.MISSED),
    )


def _oldest(received: date | None, today: date) -> str:
    if received is None:
        return ""
    return (
        f"Længst ventende: modtaget {danish_date(received)}, {(today - received).days} dage siden."
    )
