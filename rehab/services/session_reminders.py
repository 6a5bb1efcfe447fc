"""Reminding citizens of the sessions that come, some days before (F88)."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import select, tuple_
from sqlalchemy.orm import joinedload

from rehab.clock import civil_date
from rehab.domain.notices import NoticeFacts, NoticeKind, wants_reminder
from rehab.models import Booking, Course, CourseSession, Notice, Organisation
from rehab.queries.bookings import bookings_on
from rehab.services.context import Context
from rehab.services.notices import notify

_AT_ONCE: Final = 50


def remind_of_sessions(ctx: Context) -> int:
    """Queue a reminder of each session some days ahead, once for each citizen; return how many.

    It looks at dates and never at when it last ran, so late or twice it ends in the same place. A
    session that is moved to another day is a new thing to remember. Saved some sessions at a time.
    """
    organisation = ctx.session.get_one(Organisation, ctx.organisation_id)
    queued = 0
    for meetings in _meetings_ahead(ctx):
        with ctx.transaction():
            queued += _remind(ctx, organisation, meetings)
    return queued


def _remind(ctx: Context, organisation: Organisation, meetings: Sequence[CourseSession]) -> int:
    bookings = bookings_on(ctx.session, meetings)
    told = _told_already(ctx, {row.case_id for rows in bookings.values() for row in rows})
    queued = 0
    for meeting in meetings:
        for booking in bookings[meeting.id]:
            cause = _cause(meeting)
            if _is_due(ctx, meeting, booking) and (booking.case_id, cause) not in told:
                facts = NoticeFacts(
                    starts_at=meeting.starts_at,
                    place=meeting.place,
                    answer_by=None,
                    phone=organisation.phone,
                    kommune=organisation.name,
                )
                notify(ctx, booking.case, NoticeKind.SESSION_REMINDER, facts, cause=cause)
                queued += 1
    return queued


def _meetings_ahead(ctx: Context) -> Iterator[list[CourseSession]]:
    """Yield the sessions ahead, each batch read after the one before is done with."""
    # A day more than the reminder: an instant and its Danish day are not the same.
    until = ctx.now + timedelta(days=ctx.settings.reminder_days + 1)
    query = (
        select(CourseSession)
        .join(Course, Course.id == CourseSession.course_id)
        .where(
            Course.organisation_id == ctx.organisation_id,
            Course.cancelled_at.is_(None),
            CourseSession.cancelled_at.is_(None),
            CourseSession.starts_at > ctx.now,
            CourseSession.starts_at <= until,
        )
        .options(joinedload(CourseSession.course))
        .order_by(CourseSession.starts_at, CourseSession.id)
        .limit(_AT_ONCE)
    )
    place = tuple_(CourseSession.starts_at, CourseSession.id)
    batch = list(ctx.session.scalars(query))
    while batch:
        last = (batch[-1].starts_at, batch[-1].id)
        yield batch
        batch = list(ctx.session.scalars(query.where(place > last)))


def _is_due(ctx: Context, meeting: CourseSession, booking: Booking) -> bool:
    return booking.cancelled_at is None and wants_reminder(
        civil_date(meeting.starts_at),
        civil_date(booking.booked_at),
        ctx.today,
        ctx.settings.reminder_days,
    )


def _cause(meeting: CourseSession) -> str:
    return f"reminder:{meeting.id}:{civil_date(meeting.starts_at)}"


def _told_already(ctx: Context, case_ids: Iterable[UUID]) -> set[tuple[UUID, str | None]]:
    query = select(Notice.case_id, Notice.cause).where(
        Notice.case_id.in_(list(case_ids)), Notice.cause.is_not(None)
    )
    return {(row.case_id, row.cause) for row in ctx.session.execute(query)}
