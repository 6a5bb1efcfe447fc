"""Those who wait, made as `Factories` makes its rows: valid and boring."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from rehab.models import (
    Case,
    Course,
    HeldSeat,
    Referral,
    SeatOffer,
    User,
    WaitingEntry,
    WaitingReferral,
)
from tests.conftest import NOW
from tests.support.course_factories import make_course
from tests.support.factories import Factories


def make_waiting(
    make: Factories, case: Case, *, course: Course | None = None, **fields: Any
) -> WaitingEntry:
    """A case that waits for any rygskole unless a course is named, for all of its referrals."""
    referrals = select(Referral.id).where(Referral.case_id == case.id)
    entry = WaitingEntry(
        organisation_id=case.organisation_id,
        case_id=case.id,
        course_id=course.id if course else None,
        **{"offer_code": "hold_ikke_opererede", "put_on_by": case.id, "put_on_at": NOW} | fields,
        counts_for=[WaitingReferral(referral_id=row) for row in make._session.scalars(referrals)],
    )
    make.save(entry)
    return entry


def make_seat_offer(
    make: Factories, case: Case, therapist: User, now: datetime
) -> tuple[WaitingEntry, SeatOffer]:
    """The citizen waits for another offer, and was offered a seat on a course of it."""
    course = make_course(make, therapist=therapist, offer_code="patientuddannelse_ryg")
    entry = make_waiting(make, case, offer_code=course.offer_code)
    held = HeldSeat(
        course_id=course.id, case_id=case.id, seat=1, booked_by=therapist.id, booked_at=now
    )
    make.save(held)
    offer = SeatOffer(
        entry_id=entry.id,
        course_id=course.id,
        held_seat_id=held.id,
        offered_by=therapist.id,
        offered_at=now,
        answer_by=now + timedelta(hours=8),
    )
    make.save(offer)
    return entry, offer
