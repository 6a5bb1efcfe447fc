"""What the list of courses and the page of one course show."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from rehab.clock import civil_date
from rehab.domain.access import Actor, Permission, may
from rehab.domain.attendance import may_mark
from rehab.domain.courses import CourseForm
from rehab.domain.day_counting import plural
from rehab.domain.programme import Programme
from rehab.domain.series_changes import CONTENT_LABELS, content_lines
from rehab.models import Course, CourseSession
from rehab.queries.attendance import SheetStatus, keeps_sheet
from rehab.queries.courses import PAGE_SIZE, CoursePage, CourseRow
from rehab.web.course_texts import offer_label, when_text
from rehab.web.courses.plan_presenters import intake_text
from rehab.web.filters import danish_date, danish_day, danish_time
from rehab.web.presenters import PersonView, person_view

_FORM_TEXTS: Final = {CourseForm.HOLD: "Hold", CourseForm.INDIVIDUAL: "Individuelt"}


@dataclass(frozen=True, slots=True)
class CourseListRow:
    """One course in the list."""

    id: UUID
    title: str
    offer: str
    form: str
    seats: str
    state: str | None
    next_text: str
    therapist: str
    place: str


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One session of a course; `sheet_text` says how far its sheet is filled."""

    id: UUID
    number: int
    day: str
    time: str
    place: str
    therapist: str
    sheet_text: str
    opens_sheet: bool
    content: tuple[tuple[str, str], ...]
    cancelled_because: str | None
    replaces: int | None
    can_change: bool
    can_cancel: bool


@dataclass(frozen=True, slots=True)
class SeatRow:
    """One taken seat; who sits on it is only said to those who may see the case."""

    seat: int
    person: PersonView | None
    case_id: UUID
    booking_id: UUID | None
    since: str


@dataclass(frozen=True, slots=True)
class PageAction:
    """A button at the top of a page."""

    label: str
    url: str
    primary: bool
    post: bool = False
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class CourseHead:
    """What stands at the top of a course's page; `warning` is something to act on, or None."""

    title: str
    lead: str
    seats: str
    intake: str
    equipment: str
    cancelled_because: str | None
    warning: str | None
    actions: tuple[PageAction, ...]


@dataclass(frozen=True, slots=True)
class PageView:
    """Which part of a list is shown, and the numbers of the pages on either side."""

    first: int
    last: int
    total: int
    previous: int | None
    following: int | None


def planning_actions(
    actor: Actor, new_url: str, templates_url: str, offers_url: str
) -> tuple[PageAction, ...]:
    """Return the buttons of the list: everybody sees the offers, some plan courses."""
    offers = PageAction("Kommunens tilbud", offers_url, primary=False)
    if not may(actor, Permission.COURSE_PLAN):
        return (offers,)
    return (
        PageAction("Nyt forløb", new_url, primary=True),
        PageAction("Skabeloner", templates_url, primary=False),
        offers,
    )


def course_row(row: CourseRow, programme: Programme) -> CourseListRow:
    """Return one course of the list."""
    course, following = row.course, row.next_session
    return CourseListRow(
        id=course.id,
        title=course.title,
        offer=offer_label(programme, course.offer_code),
        form=_FORM_TEXTS[course.form],
        seats=seats_text(row.taken, course.capacity),
        state=_state(course, row.taken),
        next_text=when_text(following.starts_at) if following else "Ingen",
        therapist=", ".join(sorted({meeting.therapist.name for meeting in course.sessions})),
        place=course.place,
    )


def _state(course: Course, taken: int) -> str | None:
    if course.cancelled_at is not None:
        return "Aflyst"
    return f"Mindst {course.minimum}" if taken < course.minimum and course.minimum > 1 else None


def page_view(found: CoursePage) -> PageView:
    """Return which part of the list is shown."""
    before = (found.number - 1) * PAGE_SIZE
    last = before + len(found.rows)
    return PageView(
        first=before + 1,
        last=last,
        total=found.total,
        previous=found.number - 1 if found.number > 1 else None,
        following=found.number + 1 if last < found.total else None,
    )


def course_head(
    course: Course,
    taken: int,
    programme: Programme,
    actions: tuple[PageAction, ...],
    now: datetime,
    held: int = 0,
) -> CourseHead:
    """Return what stands at the top of a course's page. Needs its `sessions`.

    `taken` are the booked seats, and `held` those held for an offer besides.
    """
    offer = offer_label(programme, course.offer_code)
    return CourseHead(
        title=course.title,
        lead=f"{_FORM_TEXTS[course.form]} · {offer} · {course.place}",
        seats=seats_text(taken + held, course.capacity, held, noun=True),
        intake=intake_text(course.intake, course.capacity, course.minimum, course.sessions_each),
        equipment=", ".join(course.equipment),
        cancelled_because=course.cancel_reason if course.cancelled_at else None,
        warning=_below_minimum(course, taken, now),
        actions=() if course.cancelled_at else actions,
    )


def course_actions(actor: Actor, settings_url: str, cancel_url: str) -> tuple[PageAction, ...]:
    """Return the buttons of whoever plans courses, on the page of one; others have none."""
    if not may(actor, Permission.COURSE_PLAN):
        return ()
    return (
        PageAction("Ret forløbet", settings_url, primary=False),
        PageAction("Aflys forløbet", cancel_url, primary=False),
    )


def _below_minimum(course: Course, taken: int, now: datetime) -> str | None:
    stands = [row.starts_at for row in course.sessions if row.cancelled_at is None]
    if course.cancelled_at or taken >= course.minimum or not stands or min(stands) <= now:
        return None
    return (
        f"Holdet har {taken} af mindst {course.minimum} deltagere og begynder "
        f"{when_text(min(stands))}. Book flere, eller aflys det."
    )


def session_rows(
    sheets: Sequence[SheetStatus], course: Course, actor: Actor, now: datetime
) -> tuple[SessionRow, ...]:
    """Return the sessions of a course; a sheet is opened by those who keep it, from its day."""
    numbers = {sheet.session.id: number for number, sheet in enumerate(sheets, start=1)}
    plans = may(actor, Permission.COURSE_PLAN) and course.cancelled_at is None
    rows = []
    for sheet in sheets:
        meeting = sheet.session
        held = may_mark(civil_date(meeting.starts_at), civil_date(now))
        stands = meeting.cancelled_at is None
        keeps = keeps_sheet(actor, meeting)
        rows.append(
            SessionRow(
                id=meeting.id,
                number=numbers[meeting.id],
                day=danish_day(civil_date(meeting.starts_at)),
                time=_span(meeting.starts_at, meeting.ends_at),
                place=meeting.place,
                therapist=therapists_text(meeting),
                sheet_text=_sheet_text(sheet, held=held),
                opens_sheet=held and keeps and stands,
                content=tuple(
                    (CONTENT_LABELS[kind], text) for kind, text in content_lines(meeting.content)
                ),
                cancelled_because=None if stands else meeting.cancel_reason,
                replaces=numbers.get(meeting.replaces_id) if meeting.replaces_id else None,
                can_change=plans and stands and meeting.starts_at > now,
                can_cancel=(plans or keeps) and stands and sheet.registered == 0,
            )
        )
    return tuple(rows)


def therapists_text(meeting: CourseSession) -> str:
    """Name one or two therapists. Needs both loaded."""
    both = (meeting.therapist, meeting.second_therapist)
    return ", ".join(user.name for user in both if user is not None)


def _sheet_text(sheet: SheetStatus, *, held: bool) -> str:
    if sheet.session.cancelled_at is not None:
        return "Aflyst"
    return f"{sheet.registered} af {sheet.total} registreret" if held else "–"


def seat_rows(
    course: Course, visible: Collection[UUID], actor: Actor, today: date
) -> tuple[SeatRow, ...]:
    """Return the taken seats of a course in order."""
    taken = sorted(
        (
            booking
            for booking in course.bookings
            if booking.cancelled_at is None and booking.finished_at is None
        ),
        key=lambda booking: booking.seat,
    )
    books = may(actor, Permission.COURSE_BOOK)
    return tuple(
        SeatRow(
            seat=booking.seat,
            person=person_view(booking.case.citizen, today) if booking.case_id in visible else None,
            case_id=booking.case_id,
            booking_id=booking.id if books and booking.case_id in visible else None,
            since=danish_date(civil_date(booking.booked_at)),
        )
        for booking in taken
    )


def seats_text(taken: int, capacity: int, held: int = 0, *, noun: bool = False) -> str:
    """Say how many seats are taken: 9 af 12. A seat held for an offer is taken too, and said."""
    text = f"{taken} af {plural(capacity, 'plads', 'pladser') if noun else capacity}"
    return f"{text}, heraf {held} holdt til et tilbud" if held else text


def _span(begins: datetime, ends: datetime) -> str:
    return f"{danish_time(begins)}–{danish_time(ends)}"
