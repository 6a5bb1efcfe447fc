"""Those who wait, made as `Factories` makes its rows: valid and boring."""

from typing import Any

from sqlalchemy import select

from rehab.models import Case, Course, Referral, WaitingEntry, WaitingReferral
from tests.conftest import NOW
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
