"""Telling citizens of a seat that is offered, and taking that back when the offer has ended."""

from typing import Final

from sqlalchemy import or_, select

from rehab.clock import COPENHAGEN
from rehab.domain.calendar import danish_day
from rehab.domain.citizen_letters import spoken_time
from rehab.domain.notices import NoticeFacts, NoticeKind
from rehab.domain.seat_offers import OfferAnswer
from rehab.models import (
    Case,
    CitizenLetter,
    Course,
    CourseSession,
    LetterState,
    Notice,
    NoticeStatus,
    Organisation,
    SeatOffer,
)
from rehab.services.context import Context
from rehab.services.notices import notify
from rehab.services.reminders import raise_once, settle_tasks

_RING: Final = "seat_offer_ring"
_TAKEN_BACK: Final = "Tilbuddet om pladsen er slut, så beskeden er ikke sendt."
_LETTER_TAKEN_BACK: Final = "Tilbuddet om pladsen er slut. Brevet skal ikke sendes."


def tell_of_offer(
    ctx: Context, case: Case, offer: SeatOffer, course: Course, *, ring_now: bool = False
) -> None:
    """Tell a citizen of a seat that is held for them, and until when.

    Where a letter would come too late, whoever holds the case is asked to ring at once.
    """
    notify(ctx, case, NoticeKind.SEAT_OFFERED, _facts(ctx, offer, course), cause=_cause(offer))
    if ring_now:
        until = offer.answer_by.astimezone(COPENHAGEN)
        raise_once(
            ctx,
            case,
            f"{_RING}:{offer.id}",
            f"Ring til borgeren nu: der er en plads på {course.title}, og et brev når ikke frem. "
            f"Pladsen holdes til {danish_day(until.date())} kl. {spoken_time(until)}.",
            ctx.today,
        )


def call_back(ctx: Context, case: Case, offer: SeatOffer, *, still_wanted: bool) -> None:
    """Take back what was told of an offer that has ended.

    What has not left the house never does. Who was told already and whose seat went away is told
    so, and whoever holds the case rings; not where the citizen has answered or is booked, which is
    what `still_wanted` says.
    """
    settle_tasks(ctx, [case.id], {}, {_RING})
    was_told = _take_back(ctx, case, offer)
    if not (was_told and still_wanted):
        return
    course = ctx.session.get_one(Course, offer.course_id)
    notify(ctx, case, NoticeKind.SEAT_WITHDRAWN, _facts(ctx, offer, course))
    if offer.answer is OfferAnswer.WITHDRAWN:
        raise_once(
            ctx,
            case,
            f"seat_withdrawn:{offer.id}",
            f"Borgeren har fået at vide, at der var en plads på {course.title}. Tilbuddet er "
            "trukket tilbage. Ring til borgeren.",
            ctx.today,
        )


def _take_back(ctx: Context, case: Case, offer: SeatOffer) -> bool:
    """Stop what tells of an offer, and return whether the citizen may have got it already."""
    query = select(Notice).where(Notice.case_id == case.id, Notice.cause == _cause(offer))
    notice = ctx.session.scalars(query.with_for_update()).one_or_none()
    if notice is None:
        return False
    if notice.status is NoticeStatus.QUEUED:
        notice.status, notice.reason = NoticeStatus.WITHDRAWN, _TAKEN_BACK
        ctx.record("notice.withdrawn", case.id, notice_id=notice.id)
        return notice.attempts > 0
    if notice.letter_id is None:
        return notice.status is NoticeStatus.SENT
    letter = ctx.session.get_one(CitizenLetter, notice.letter_id)
    ctx.session.refresh(letter, ["printed_at"], with_for_update=True)
    if letter.printed_at is not None:
        return True
    letter.state, letter.to_print, letter.reason = LetterState.WITHDRAWN, False, _LETTER_TAKEN_BACK
    notice.status, notice.reason = NoticeStatus.WITHDRAWN, _TAKEN_BACK
    ctx.record("citizen_letter.withdrawn", case.id, citizen_letter_id=letter.id)
    ctx.record("notice.withdrawn", case.id, notice_id=notice.id)
    return False


def _facts(ctx: Context, offer: SeatOffer, course: Course) -> NoticeFacts:
    """Return what may be said of an offer: the first time ahead as it was when it was made."""
    first = (
        select(CourseSession.starts_at)
        .where(
            CourseSession.course_id == course.id,
            CourseSession.starts_at > offer.offered_at,
            or_(
                CourseSession.cancelled_at.is_(None),
                CourseSession.cancelled_at >= offer.offered_at,
            ),
        )
        .order_by(CourseSession.starts_at)
        .limit(1)
    )
    starts_at = ctx.session.scalar(first)
    kommune = ctx.session.get_one(Organisation, course.organisation_id)
    return NoticeFacts(
        starts_at=starts_at.astimezone(COPENHAGEN) if starts_at else None,
        place=course.place,
        answer_by=offer.answer_by if offer.answered_at is None else None,
        phone=kommune.phone,
        kommune=kommune.name,
    )


def _cause(offer: SeatOffer) -> str:
    return f"seat_offer:{offer.id}"
