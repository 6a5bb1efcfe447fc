"""Decide who gets a seat on a course, and whether a course's sessions hang together.

A course is a group (rygskole, 3.2) or one citizen's individual training; both have sessions with a
time, a place and a therapist. Capacity is numbered seats, so that two people booking at once
collide on a seat in the database and never share it (F51).
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import pairwise, product

from rehab.domain.booked_sessions import SessionSlot, counted_sessions, utc
from rehab.domain.day_counting import plural
from rehab.domain.errors import DomainError


class CourseForm(StrEnum):
    """Whether a course is given to a group or to one citizen (3.2, Boks 8 rows 7–9)."""

    HOLD = "hold"
    INDIVIDUAL = "individual"


class Intake(StrEnum):
    """Whether a hold is begun by all at once, or by each at the next session (F52)."""

    CLOSED = "closed"
    ROLLING = "rolling"


class CourseFullError(DomainError):
    """Every seat of the course is taken."""

    def __init__(self, capacity: int) -> None:
        """Say how many seats there are and what to do instead."""
        super().__init__(
            f"Holdet er fuldt: alle pladser ({capacity}) er optaget. "
            "Vælg et andet hold eller en senere start."
        )
        self.capacity = capacity


class CapacityError(DomainError):
    """The number of seats does not fit the form of the course."""


class IntakeError(DomainError):
    """How citizens are taken in does not fit the course."""


class SessionPlanError(DomainError):
    """A list of sessions does not hang together."""


class BookingRefusedError(DomainError):
    """A citizen may not be booked on the course, for one or more reasons."""

    def __init__(self, reasons: tuple[str, ...]) -> None:
        """Keep the reasons, so that each can be shown on its own line."""
        super().__init__(" ".join(reasons))
        self.reasons = reasons


@dataclass(frozen=True, slots=True)
class SessionFacts:
    """One session: when, where and with whom. Raises ValueError for a time without a zone."""

    starts_at: datetime
    ends_at: datetime
    place: str
    therapist: str

    def __post_init__(self) -> None:
        """Refuse a time that could mean two instants."""
        if self.starts_at.tzinfo is None or self.ends_at.tzinfo is None:
            raise ValueError("a session's times need a zone")

    def overlaps(self, other: "SessionFacts") -> bool:
        """Tell whether one person could not be at both; back to back is no overlap."""
        return utc(self.starts_at) < utc(other.ends_at) and (
            utc(other.starts_at) < utc(self.ends_at)
        )


@dataclass(frozen=True, slots=True)
class SeatFacts:
    """The seats of a course: how many there are and which are taken, counted from 1."""

    capacity: int
    taken: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class IntakeFacts:
    """How citizens are taken in on a course (F52), and how many it needs to begin.

    A closed hold is bookable until session number `joinable_until` begins; with rolling intake
    each gets `sessions_each` sessions.
    """

    intake: Intake = Intake.CLOSED
    joinable_until: int = 1
    sessions_each: int | None = None
    minimum: int = 1


@dataclass(frozen=True, slots=True)
class CourseFacts:
    """What decides whether a citizen can be booked on a course; `begun` is `is_begun`'s answer."""

    name: str
    form: CourseForm
    seats: SeatFacts
    sessions: tuple[SessionFacts, ...]
    cancelled: bool = False
    begun: bool = False


@dataclass(frozen=True, slots=True)
class BookingFacts:
    """The citizen's side of a booking: the case and what the citizen already attends.

    `has_offer` says that a seat on the course is held for the citizen until they answer.
    """

    case_is_open: bool
    already_on_course: bool
    has_offer: bool = False
    other_sessions: tuple[SessionFacts, ...] = ()


@dataclass(frozen=True, slots=True)
class Bookable:
    """The citizen may have the seat; a warning is for a person to weigh, not a refusal (F50)."""

    seat: int
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NotBookable:
    """The citizen may not be booked, and every reason why."""

    reasons: tuple[str, ...]


def free_seats(capacity: int, taken: Collection[int]) -> tuple[int, ...]:
    """Return the seats that can be given, lowest first: as many as are left of the capacity.

    A seat may have a number above the capacity when that was lowered, and is taken all the same.
    """
    unused = sorted(set(range(1, capacity + 1)) - set(taken))
    return tuple(unused[: max(capacity - len(set(taken)), 0)])


def next_free_seat(capacity: int, taken: Collection[int]) -> int:
    """Return the lowest seat nobody has, counted from 1, or refuse with CourseFullError."""
    free = free_seats(capacity, taken)
    if not free:
        raise CourseFullError(capacity)
    return free[0]


def check_capacity(form: CourseForm, capacity: int) -> None:
    """Refuse a course nobody fits into, and an individual one with room for more than one."""
    if capacity < 1:
        raise CapacityError("Et forløb skal have mindst én plads. Ret antallet af pladser.")
    if form is CourseForm.INDIVIDUAL and capacity > 1:
        raise CapacityError(
            "Et individuelt forløb er til én borger. Sæt pladser til 1, eller opret et hold."
        )


def check_intake(rule: IntakeFacts, capacity: int, sessions: int) -> None:
    """Refuse a way of taking citizens in that the course cannot keep, with IntakeError (F52)."""
    if not 1 <= rule.minimum <= capacity:
        raise IntakeError(
            f"Mindste antal deltagere skal være mellem 1 og antallet af pladser ({capacity})."
        )
    if rule.intake is Intake.ROLLING:
        if rule.sessions_each is None or not 1 <= rule.sessions_each <= sessions:
            raise IntakeError(
                f"Skriv, hvor mange gange hver borger får, mellem 1 og {sessions}. "
                "Det kræver rullende optag."
            )
    elif not 1 <= rule.joinable_until <= sessions:
        raise IntakeError(f"Et lukket hold kan bookes til og med en gang mellem 1 og {sessions}.")


def is_begun(rule: IntakeFacts, slots: Iterable[SessionSlot], now: datetime) -> bool:
    """Tell whether a closed hold has begun without the citizen, so that it takes no more in (F52).

    That is when the session it is bookable until has begun; a cancelled session is none.
    """
    if rule.intake is Intake.ROLLING:
        return False
    starts = sorted(utc(slot.starts_at) for slot in counted_sessions(slots))
    return len(starts) >= rule.joinable_until and starts[rule.joinable_until - 1] <= utc(now)


def check_lower_capacity(capacity: int, seats: SeatFacts) -> None:
    """Refuse fewer seats than are taken: nobody loses a seat by a number (F51)."""
    if len(seats.taken) > capacity:
        raise CapacityError(
            f"{plural(len(seats.taken), 'plads', 'pladser')} er optaget. "
            "Sæt pladser til mindst det antal, eller afbestil en plads først."
        )


def check_sessions(sessions: Sequence[SessionFacts], now: datetime) -> None:
    """Refuse a plan of sessions that is empty, out of order, overlapping or not ahead.

    Sessions are numbered in the order given, so the sentence can name the one to correct.
    """
    if not sessions:
        raise SessionPlanError("Forløbet har ingen gange. Tilføj mindst én gang.")
    for number, session in enumerate(sessions, start=1):
        if utc(session.ends_at) <= utc(session.starts_at):
            raise SessionPlanError(f"Gang {number} slutter, før den begynder. Ret tiderne.")
        if utc(session.starts_at) <= utc(now):
            raise SessionPlanError(f"Gang {number} ligger ikke i fremtiden. Vælg en senere tid.")
    for number, (before, after) in enumerate(pairwise(sessions), start=2):
        if utc(after.starts_at) < utc(before.ends_at):
            raise SessionPlanError(
                f"Gang {number} begynder, før gang {number - 1} er slut. Ret rækkefølgen."
            )


def session_conflicts(
    a: Iterable[SessionFacts], b: Iterable[SessionFacts]
) -> tuple[tuple[SessionFacts, SessionFacts], ...]:
    """Return each pair of sessions, one of each list, that no single person can attend both of."""
    return tuple((first, second) for first, second in product(a, b) if first.overlaps(second))


def may_book(course: CourseFacts, booking: BookingFacts, now: datetime) -> Bookable | NotBookable:
    """Return the seat the citizen may have, or every reason why not.

    A citizen is booked once on a course, in an open case, while sessions remain. That times clash
    with another course is a warning: a person decides (programme 4.4: one combined schedule).
    """
    reasons = []
    if not booking.case_is_open:
        reasons.append("Sagen er afsluttet. Genåbn den, før borgeren bookes.")
    if booking.has_offer:
        return NotBookable(
            (
                *reasons,
                "Borgeren har et tilbud om plads på holdet, der venter på svar. Svar på det.",
            )
        )
    if booking.already_on_course:
        reasons.append("Borgeren er allerede booket på forløbet.")
    if course.cancelled:
        reasons.append("Forløbet er aflyst. Vælg et andet.")
    elif not _has_sessions_left(course, now):
        reasons.append("Forløbet har ingen kommende gange. Vælg et andet.")
    elif course.begun:
        reasons.append("Holdet er lukket og begyndt. Vælg et andet hold.")
    try:
        seat = next_free_seat(course.seats.capacity, course.seats.taken)
    except CourseFullError as full:
        return NotBookable((*reasons, str(full)))
    if reasons:
        return NotBookable(tuple(reasons))
    return Bookable(seat, _clash_warnings(course, booking))


def require_seat(verdict: Bookable | NotBookable) -> int:
    """Return the seat of a verdict, or refuse the booking with its reasons."""
    if isinstance(verdict, NotBookable):
        raise BookingRefusedError(verdict.reasons)
    return verdict.seat


def _has_sessions_left(course: CourseFacts, now: datetime) -> bool:
    return any(utc(session.starts_at) > utc(now) for session in course.sessions)


def _clash_warnings(course: CourseFacts, booking: BookingFacts) -> tuple[str, ...]:
    clashes = len(session_conflicts(course.sessions, booking.other_sessions))
    if not clashes:
        return ()
    times = "gang" if clashes == 1 else "gange"
    return (f"{clashes} {times} falder sammen med et andet forløb, borgeren går på.",)
