"""The side of a case page: the plan, the measures, work and consents in force."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

from rehab.domain.attendance import attendance_summary
from rehab.domain.consent import SCOPE_LABELS
from rehab.domain.employment import WORK_STATUS_LABELS, WarningLevel
from rehab.domain.measures import (
    MAX_SCORE,
    ChangeVerdict,
    DifferentActivitiesError,
    Measured,
    MeasurePoint,
    Psfs,
    change_text,
    nrs_verdict,
    number_text,
    psfs_verdict,
)
from rehab.models import Booking, Referral
from rehab.queries.bookings import booked_sessions
from rehab.queries.case_page import CasePage
from rehab.queries.consents import facts_of_consent
from rehab.queries.measures import measured_fact
from rehab.queries.waiting_list import WaitingRow
from rehab.web.case_head import Link
from rehab.web.cases.presenters import in_sentence, referral_name
from rehab.web.filters import danish_date, danish_instant

_TONES: Final = {
    ChangeVerdict.BETTER: "ok",
    ChangeVerdict.WORSE: "warning",
    ChangeVerdict.SAME: "neutral",
    ChangeVerdict.NOT_ENOUGH_DATA: "neutral",
}
_VERDICTS: Final = {
    ChangeVerdict.BETTER: "bedre",
    ChangeVerdict.WORSE: "værre",
    ChangeVerdict.SAME: "ingen sikker ændring",
    ChangeVerdict.NOT_ENOUGH_DATA: "",
}


@dataclass(frozen=True, slots=True)
class CountMore:
    """One more referral that a booked course can count for."""

    referral_id: UUID
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class PlanItem:
    """A booked course: how far it has come, and which referrals it counts for (F7)."""

    title: str
    url: str
    attended_text: str
    next_text: str
    counts_for: str
    cancelled: bool
    leave_url: str | None = None
    more: tuple[CountMore, ...] = ()
    lost: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WaitItem:
    """What the citizen waits for, the place on the list with its reason, and an offered seat."""

    text: str
    why: str
    offered: str
    answer_url: str


@dataclass(frozen=True, slots=True)
class MeasureView:
    """A measure at start and end with what the change amounts to."""

    label: str
    start_text: str
    end_text: str | None
    change_text: str | None
    tone: str
    points: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class WorkView:
    """The citizen's status in working life, and the sick leave that lasts."""

    status: str
    since: str
    weeks_text: str
    warning: str | None
    warning_tone: str


@dataclass(frozen=True, slots=True)
class ConsentView:
    """A consent in force, in words."""

    scopes: str
    until: str


@dataclass(frozen=True, slots=True)
class SideView:
    """Everything at the side of a case page."""

    plan: tuple[PlanItem, ...]
    waiting: tuple[WaitItem, ...]
    measures: tuple[MeasureView, ...]
    work: WorkView | None
    consents: tuple[ConsentView, ...]


def side_view(
    page: CasePage, link: Link, now: datetime, today: date, *, books: bool = False
) -> SideView:
    """Return what stands at the side of a case page; who books can change what counts for what."""
    names = {row.id: referral_name(row) for row in page.case.referrals}
    return SideView(
        plan=tuple(
            _plan_item(booking, names, link, now, page.countable if books else (), books=books)
            for booking in page.bookings
        ),
        waiting=tuple(_wait_item(row, link, books=books) for row in page.waiting),
        measures=_measures(page),
        work=_work(page),
        consents=_consents(page, today),
    )


def _plan_item(
    booking: Booking,
    names: dict[UUID, str],
    link: Link,
    now: datetime,
    countable: Sequence[Referral],
    *,
    books: bool,
) -> PlanItem:
    meetings = [row for row in booked_sessions(booking) if row.cancelled_at is None]
    held = {row.id for row in meetings}
    marks = [row.mark for row in booking.marks if row.session_id in held]
    summary = attendance_summary(marks, len(meetings))
    ahead = next((row.starts_at for row in meetings if row.ends_at > now), None)
    cancelled = booking.cancelled_at is not None or booking.course.cancelled_at is not None
    counted = sorted({names[row.referral_id] for row in booking.counts_for})
    missing = {row.id for row in countable} - {row.referral_id for row in booking.counts_for}
    url = link("courses.count_for", booking_id=booking.id)
    return PlanItem(
        title=booking.course.title,
        url=link("courses.show", course_id=booking.course_id),
        attended_text=summary.text,
        next_text=f"Næste gang {danish_instant(ahead)}" if ahead else "Alle gange er holdt",
        counts_for=" og ".join(counted),
        cancelled=cancelled,
        leave_url=(
            link("attendance.leave", booking_id=booking.id) if books and not cancelled else None
        ),
        more=tuple(
            CountMore(row.id, in_sentence(names[row.id]), url)
            for row in countable
            if row.id in missing and ahead and not cancelled
        ),
        lost=tuple(
            f"Aflyst {danish_instant(row.starts_at)}: {row.cancel_reason}"
            for row in booked_sessions(booking)
            if row.cancelled_at is not None and not cancelled
        ),
    )


def _wait_item(row: WaitingRow, link: Link, *, books: bool) -> WaitItem:
    offer = row.offer
    return WaitItem(
        text=f"Venter på {row.what}, nr. {row.ranked.number}",
        why=row.ranked.why[0].upper() + row.ranked.why[1:],
        offered=f"Tilbudt en plads, svar senest {danish_instant(offer.answer_by)}" if offer else "",
        answer_url=link("waiting_list.answer", offer_id=offer.id) if offer and books else "",
    )


def _measures(page: CasePage) -> tuple[MeasureView, ...]:
    by_point = {row.point: measured_fact(row) for row in page.measurements}
    if not by_point:
        return ()
    start = by_point.get(MeasurePoint.START, Measured())
    end = by_point.get(MeasurePoint.END, Measured())
    psfs = (start.psfs.mean if start.psfs else None, end.psfs.mean if end.psfs else None)
    nrs = (_decimal(start.nrs_pain), _decimal(end.nrs_pain))
    return (
        _measure("NRS smerte", nrs, nrs_verdict(start.nrs_pain, end.nrs_pain)),
        _measure("PSFS", psfs, _psfs_verdict(start.psfs, end.psfs)),
    )


def _measure(
    label: str, scores: tuple[Decimal | None, Decimal | None], verdict: ChangeVerdict
) -> MeasureView:
    start, end = scores
    change = None
    if start is not None and end is not None:
        words = (change_text(start, end), _VERDICTS[verdict])
        change = ", ".join(dict.fromkeys(word for word in words if word))
    return MeasureView(
        label=label,
        start_text=number_text(start),
        end_text=None if end is None else number_text(end),
        change_text=change,
        tone=_TONES[verdict],
        points=tuple(float(score / MAX_SCORE) for score in scores if score is not None),
    )


def _decimal(score: int | None) -> Decimal | None:
    return None if score is None else Decimal(score)


def _psfs_verdict(start: Psfs | None, end: Psfs | None) -> ChangeVerdict:
    try:
        return psfs_verdict(start, end)
    except DifferentActivitiesError:
        return ChangeVerdict.NOT_ENOUGH_DATA


def _work(page: CasePage) -> WorkView | None:
    if not page.work_status:
        return None
    row = page.work_status[-1]
    warning = page.sick_warning
    weeks = page.sick_weeks
    info = warning is not None and warning.level is WarningLevel.INFO
    return WorkView(
        status=WORK_STATUS_LABELS[row.status],
        since=danish_date(row.from_on),
        weeks_text="" if weeks is None else f"{weeks} hele uger",
        warning=warning.text if warning else None,
        warning_tone="info" if info else "warning",
    )


def _consents(page: CasePage, today: date) -> tuple[ConsentView, ...]:
    views = []
    for row in page.consents:
        facts = facts_of_consent(row)
        if facts.is_in_force(today):
            scopes = sorted(SCOPE_LABELS[scope] for scope in facts.scopes)
            views.append(ConsentView(", ".join(scopes), danish_date(row.expires_on)))
    return tuple(views)
