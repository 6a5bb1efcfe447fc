"""What whoever books or gives back a seat sees."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from rehab.domain.courses import Bookable, NotBookable
from rehab.domain.day_counting import plural
from rehab.domain.offers import not_given
from rehab.domain.programme import Programme
from rehab.models import Booking, Case
from rehab.queries.bookable import BookableCourse, ReferralStart, proposal_for
from rehab.queries.bookings import countable_referrals
from rehab.web.course_texts import offer_label, when_text
from rehab.web.courses.presenters import seats_text
from rehab.web.filters import danish_day
from rehab.web.labels import REFERRAL_NAMES
from rehab.web.presenters import PersonView, person_view


@dataclass(frozen=True, slots=True)
class StartText:
    """What a start means for one deadline: the word, its tone, and which deadline."""

    word: str
    tone: str
    detail: str


@dataclass(frozen=True, slots=True)
class BookRow:
    """One course to choose between; `reasons` say why it cannot be chosen.

    `proposed` says why this one is proposed, and is empty for all others.
    """

    id: UUID
    title: str
    offer: str
    first: str
    place: str
    seats: str
    left: str
    starts: tuple[StartText, ...]
    warnings: tuple[str, ...]
    reasons: tuple[str, ...]
    chosen: bool
    proposed: str
    can_wait: bool
    offer_id: UUID | None


@dataclass(frozen=True, slots=True)
class BookPage:
    """What whoever books sees: whose case, and the courses to choose between."""

    id: UUID
    number: str
    person: PersonView
    rows: tuple[BookRow, ...]
    can_book: bool
    not_given: tuple[str, ...]

    @property
    def possible(self) -> tuple[BookRow, ...]:
        """Return the courses that can be chosen."""
        return tuple(row for row in self.rows if not row.reasons)

    @property
    def impossible(self) -> tuple[BookRow, ...]:
        """Return the courses that cannot be chosen now, each of which says why."""
        return tuple(row for row in self.rows if row.reasons)


@dataclass(frozen=True, slots=True)
class CancelPage:
    """Whose seat is given back, on which course."""

    booking_id: UUID
    case_id: UUID
    course: str
    person: PersonView


def book_page(
    case: Case,
    found: Iterable[BookableCourse],
    programme: Programme,
    optional: Collection[str],
    chosen: str | None,
    today: date,
) -> BookPage:
    """Return what whoever books sees. Needs the case's `citizen` and `referrals`.

    The proposed course stands first, and is chosen until another is.
    """
    courses = tuple(found)
    proposal = proposal_for(courses, programme)
    first = proposal.course if proposal else None
    countable = bool(countable_referrals(case, lambda _: programme))
    rows = tuple(
        book_row(
            row,
            programme,
            chosen or str(first),
            proposed=proposal.reason if proposal and row.course.id == first else "",
            can_wait=countable and row.is_full,
        )
        for row in sorted(courses, key=lambda row: row.course.id != first)
    )
    return BookPage(
        id=case.id,
        number=case.number,
        person=person_view(case.citizen, today),
        rows=rows,
        can_book=any(not row.reasons for row in rows) and countable,
        not_given=tuple(offer.label for offer in not_given(programme.offers, optional)),
    )


def book_row(
    row: BookableCourse,
    programme: Programme,
    chosen: str | None,
    *,
    proposed: str = "",
    can_wait: bool = False,
) -> BookRow:
    """Return one course to choose between."""
    course, first = row.course, row.first
    refused = isinstance(row.verdict, NotBookable)
    return BookRow(
        id=course.id,
        title=course.title,
        offer=offer_label(programme, course.offer_code),
        first=when_text(first.starts_at),
        place=f"{first.place}, {first.therapist.name}",
        seats=seats_text(row.taken, course.capacity, row.held),
        left=plural(row.sessions_left, "gang", "gange"),
        starts=() if refused else tuple(start_text(start) for start in row.starts),
        warnings=() if isinstance(row.verdict, NotBookable) else _warnings(row, row.verdict),
        reasons=row.verdict.reasons if isinstance(row.verdict, NotBookable) else (),
        chosen=not refused and str(course.id) == chosen,
        proposed=proposed,
        can_wait=can_wait and row.offer_id is None,
        offer_id=row.offer_id,
    )


def cancel_page(booking: Booking, today: date) -> CancelPage:
    """Return whose seat is given back. Needs `course` and the case's `citizen`."""
    return CancelPage(
        booking_id=booking.id,
        case_id=booking.case_id,
        course=booking.course.title,
        person=person_view(booking.case.citizen, today),
    )


def cancelled_text(offered: int) -> str:
    """Say what became of a seat that was given back."""
    if offered:
        return "Pladsen er afbestilt og tilbudt den første på ventelisten, som kan tage den."
    return "Pladsen er afbestilt. Den tilbudte tid bliver stående."


def start_text(start: ReferralStart) -> StartText:
    """Say what a start means for one deadline of one referral."""
    verdict, kind = start.verdict, REFERRAL_NAMES[start.referral.kind]
    detail = f"{kind}: {verdict.label}, senest {danish_day(verdict.due)}"
    if verdict.kept:
        return StartText("Holder fristen", "ok", detail)
    late = plural(verdict.days_late, "dag", "dage")
    return StartText(f"Når ikke fristen: {late} for sent", "warning", detail)


def _warnings(row: BookableCourse, verdict: Bookable) -> tuple[str, ...]:
    if row.doubles is None:
        return verdict.warnings
    doubled = (
        f"Samme slags træning som “{row.doubles.title}” i de samme uger. "
        "Lad hellere den tælle for begge henvisninger under Plan på sagen."
    )
    return (*verdict.warnings, doubled)
