"""What the waiting list shows: each place with its reason, and nobody skipped without one."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from rehab.clock import civil_date
from rehab.domain.programme import Offer, Programme
from rehab.domain.seat_offers import PASSED_OVER_TEXTS, PassedOver
from rehab.models import Course, SeatOffer, WaitingEntry
from rehab.queries.bookable import BookableCourse
from rehab.queries.seat_candidates import CourseWaiting
from rehab.queries.waiting_list import WaitingRow
from rehab.services.seat_offers import ForgottenSeat
from rehab.web.course_texts import offer_label, when_text
from rehab.web.filters import danish_date, danish_instant
from rehab.web.presenters import PersonView, person_view


@dataclass(frozen=True, slots=True)
class Wish:
    """One thing a citizen can wait for: any course of an offer, or one course of it."""

    value: str
    label: str
    offer_code: str
    course_id: UUID | None


@dataclass(frozen=True, slots=True)
class WaitingView:
    """One who waits. The person is only shown to those who may see the case."""

    number: int
    why: str
    jumped: bool
    person: PersonView | None
    case_url: str
    wish: str
    offered: str
    answer_url: str
    passed_over: str
    first_url: str
    back_url: str
    leave_url: str


@dataclass(frozen=True, slots=True)
class OfferList:
    """Those who wait for one offer."""

    heading: str
    anchor: str
    rows: tuple[WaitingView, ...]


@dataclass(frozen=True, slots=True)
class EntryPage:
    """Whose place on the list something is done about."""

    entry_id: UUID
    case_id: UUID
    person: PersonView
    what: str
    since: str


@dataclass(frozen=True, slots=True)
class OfferPage:
    """The seat somebody was offered, and until when."""

    offer_id: UUID
    case_id: UUID
    person: PersonView
    course: str
    first: str
    place: str
    answer_by: str
    ended: str


@dataclass(frozen=True, slots=True)
class Sight:
    """What whoever looks may see and do: the cases shown by name, and whether they book."""

    visible: Collection[UUID]
    books: bool
    today: date


def waiting_views(
    rows: Iterable[WaitingRow],
    sight: Sight,
    link: Callable[..., str],
    passed_over: Mapping[UUID, PassedOver] | None = None,
) -> tuple[WaitingView, ...]:
    """Return those who wait in rank, each with the reason for the place."""
    return tuple(_view(row, sight, link, (passed_over or {}).get(row.entry.id)) for row in rows)


def views_of_course(
    found: CourseWaiting, sight: Sight, link: Callable[..., str]
) -> tuple[WaitingView, ...]:
    """Return who waits for a course, each with the reason why a free seat passes them by."""
    return waiting_views(found.rows, sight, link, found.passed_over)


def offer_lists(
    found: Mapping[str, Sequence[WaitingRow]],
    programme: Programme,
    sight: Sight,
    link: Callable[..., str],
) -> tuple[OfferList, ...]:
    """Return the kommune's waiting list, offer by offer."""
    return tuple(
        OfferList(offer_label(programme, code), f"venter-{code}", waiting_views(rows, sight, link))
        for code, rows in found.items()
    )


def wishes_for(
    found: Iterable[BookableCourse], given: Iterable[Offer], wished: UUID | None
) -> tuple[Wish, ...]:
    """Return what a citizen can wait for; with a wished course, it and the others of its kind.

    The first free seat of any course comes first: it is what most often is soonest.
    """
    courses = [row.course for row in found if wished is None or row.course.id == wished]
    codes = {course.offer_code for course in courses}
    if wished is None:
        return tuple(_any_of(offer) for offer in given)
    return (
        *(_any_of(offer) for offer in given if offer.code in codes),
        *(Wish(str(row.id), f"Kun {row.title}", row.offer_code, row.id) for row in courses),
    )


def entry_page(entry: WaitingEntry, programme: Programme, today: date) -> EntryPage:
    """Return whose place on the list something is done about. Needs its case and `course`."""
    return EntryPage(
        entry_id=entry.id,
        case_id=entry.case_id,
        person=person_view(entry.case.citizen, today),
        what=entry.course.title if entry.course else offer_label(programme, entry.offer_code),
        since=danish_date(civil_date(entry.put_on_at)),
    )


def offer_page(offer: SeatOffer, course: Course, first: str, today: date) -> OfferPage:
    """Return the seat somebody was offered. Needs `entry` with its case and citizen."""
    return OfferPage(
        offer_id=offer.id,
        case_id=offer.entry.case_id,
        person=person_view(offer.entry.case.citizen, today),
        course=course.title,
        first=first,
        place=course.place,
        answer_by=when_text(offer.answer_by),
        ended="" if offer.answered_at is None else danish_instant(offer.answered_at),
    )


def fault_texts(seats: Iterable[ForgottenSeat]) -> tuple[str, ...]:
    """Say which free seats nobody was offered, each course once, and what to do (F55)."""
    titles = dict.fromkeys(seat.course.title for seat in seats)
    return tuple(
        f"Der er ledig plads på {title}, og nogen venter på den. Book den første på listen, "
        "og giv fejlen videre til driften."
        for title in titles
    )


def _view(
    row: WaitingRow, sight: Sight, link: Callable[..., str], passed_over: PassedOver | None
) -> WaitingView:
    entry, offer = row.entry, row.offer
    shown = entry.case_id in sight.visible
    acts = shown and sight.books
    why = row.ranked.why
    if row.ranked.jumped and not shown:
        why = why.split(":", 1)[0]
    return WaitingView(
        number=row.ranked.number,
        why=why[0].upper() + why[1:],
        jumped=row.ranked.jumped,
        person=person_view(entry.case.citizen, sight.today) if shown else None,
        case_url=link("cases.show", case_id=entry.case_id) if shown else "",
        wish=f"Kun {entry.course.title}" if entry.course else "Første ledige plads",
        offered=_offered(offer),
        answer_url=link("waiting_list.answer", offer_id=offer.id) if acts and offer else "",
        passed_over="" if passed_over is None else f"Springes over: {_skipped(passed_over)}",
        first_url=link("waiting_list.move_first", entry_id=entry.id) if acts else "",
        back_url=(
            link("waiting_list.move_back", entry_id=entry.id) if acts and row.ranked.jumped else ""
        ),
        leave_url=link("waiting_list.leave", entry_id=entry.id) if acts else "",
    )


def _skipped(reason: PassedOver) -> str:
    return PASSED_OVER_TEXTS[reason]


def _offered(offer: SeatOffer | None) -> str:
    if offer is None:
        return ""
    return f"Tilbudt plads på {offer.course.title}, svar senest {when_text(offer.answer_by)}"


def _any_of(offer: Offer) -> Wish:
    return Wish(f"tilbud:{offer.code}", f"Første ledige plads på {offer.label}", offer.code, None)
