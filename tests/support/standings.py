"""Standings of what a test arranged: noted as rows are saved, worked out before anybody looks."""

from collections.abc import Iterable
from datetime import datetime

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab.domain.access import SYSTEM
from rehab.models import Attendance, Booking, Case, Course, CourseSession, Referral, Seat
from rehab.queries.standings import Reckoning
from rehab.services.standings import project, touch
from rehab.web.request_context import context_for


def note(session: Session, rows: Iterable[object]) -> None:
    """Remember whose standing the saved rows may move."""
    cases, referrals = set(), set()
    for row in rows:
        if isinstance(row, Case):
            cases.add(row.id)
        elif isinstance(row, Referral):
            referrals.add(row.id)
        elif isinstance(row, Attendance):
            cases.update(session.scalars(select(Seat.case_id).where(Seat.id == row.booking_id)))
        elif isinstance(row, Course | CourseSession):
            course = row.id if isinstance(row, Course) else row.course_id
            cases.update(
                session.scalars(select(Booking.case_id).where(Booking.course_id == course))
            )
        cases.add(getattr(row, "case_id", None))
        referrals.add(getattr(row, "referral_id", None))
    touch(session, case_ids=cases - {None}, referral_ids=referrals - {None})


def settle(session: Session, app: Flask, now: datetime | None = None) -> None:
    """Work out the standings of all that was arranged, and let go of the turn to write."""
    ctx = context_for(app, SYSTEM)
    project(session, Reckoning(ctx.programme_for, ctx.settings, now or ctx.now))
    session.commit()
