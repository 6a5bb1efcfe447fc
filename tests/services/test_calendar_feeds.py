"""A therapist's calendar outside the house, read back by a program that reads calendars."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from icalendar import Calendar
from sqlalchemy import select, update

from rehab.documents.calendar_feed import CALENDAR_NAME, calendar_file
from rehab.domain.access import Role
from rehab.domain.errors import NotPermittedError
from rehab.domain.health_words import health_words_in
from rehab.models import AuditEvent, CalendarFeed, CourseSession, User
from rehab.queries.calendar_feeds import read_feed
from rehab.services.calendar_feeds import (
    MOST_FEEDS,
    TooManyFeedsError,
    close_feed,
    find_feed,
    open_feed,
    owner_of_feed,
)
from tests.conftest import NOW
from tests.support.course_factories import FIRST, make_booking, make_course, sessions_of


@pytest.fixture
def ctx(ctx_as):
    return ctx_as(Role.TERAPEUT)


def opened(ctx):
    with ctx.transaction():
        return open_feed(ctx)


def events(ctx, user=None, now=NOW):
    """The events as another program reads them, by their number."""
    user = user or ctx.session.get_one(User, ctx.actor.id)
    entries = read_feed(ctx.session, user, now).entries
    calendar = Calendar.from_ical(calendar_file(entries, name=CALENDAR_NAME, written_at=now))
    return {str(event["uid"]): event for event in calendar.walk("VEVENT")}


def change(make, session_id, **fields):
    row = make._session.get_one(CourseSession, session_id)
    for name, value in fields.items():
        setattr(row, name, value)
    make.save(row)


def test_a_calendar_shows_initials_and_nothing_about_health(ctx, make):
    course = make_course(make, sessions=1, place="Sundhedscenter Testby, Sal 1")
    for name in ("Anna", "Bo"):
        citizen = make.citizen(given_name=name, surname="Testborger", address_protected=True)
        make_booking(make, make.case(citizen=citizen), course)
    [event] = events(ctx).values()
    assert (event["summary"], event["description"]) == ("Hold, 2 borgere", "AT, BT")
    assert event["location"] == "Testby, Sal 1"
    assert (event.start, event.end) == (FIRST, FIRST + timedelta(hours=1))
    assert (event["status"], event["sequence"], event["class"]) == ("CONFIRMED", 0, "PRIVATE")
    assert health_words_in(event.to_ical().decode()) == ()
    assert "Testborger" not in event.to_ical().decode()
    entries = read_feed(ctx.session, ctx.session.get_one(User, ctx.actor.id), NOW).entries
    whole = calendar_file(entries, name=CALENDAR_NAME, written_at=NOW).decode()
    assert health_words_in(whole) == ()


def test_a_moved_session_is_the_same_event_with_a_higher_number(ctx, make):
    [session_id] = sessions_of(make, make_course(make, sessions=1))
    [uid] = events(ctx)
    change(make, session_id, starts_at=FIRST + timedelta(days=2), ends_at=FIRST + timedelta(days=3))
    [(moved_uid, moved)] = events(ctx).items()
    assert moved_uid == uid
    assert (moved.start, moved["sequence"]) == (FIRST + timedelta(days=2), 1)


def test_a_cancelled_session_stays_as_cancelled(ctx, make):
    first, second = sessions_of(make, make_course(make, sessions=2))
    change(make, first, cancelled_at=NOW, cancel_reason="Sygdom")
    found = events(ctx)
    cancelled, held = found[f"{first}@kalender"], found[f"{second}@kalender"]
    assert (cancelled["status"], cancelled["sequence"]) == ("CANCELLED", 1)
    assert cancelled["summary"] == "Aflyst: Hold, 0 borgere"
    assert "Sygdom" not in cancelled.to_ical().decode()
    assert held["status"] == "CONFIRMED"


def test_the_sessions_of_a_cancelled_course_are_cancelled(ctx, make):
    make_course(make, sessions=2, cancelled_at=NOW)
    assert [(e["status"], e["sequence"]) for e in events(ctx).values()] == [("CANCELLED", 1)] * 2


def test_a_substitute_and_a_second_therapist_see_the_session_too(ctx, make):
    other = make.user(Role.TERAPEUT, login="other-therapist")
    sessions = sessions_of(make, make_course(make, therapist=other, sessions=3))
    assert events(ctx) == {}
    change(make, sessions[0], substitute_id=ctx.actor.id)
    change(make, sessions[1], second_therapist_id=ctx.actor.id)
    assert set(events(ctx)) == {f"{each}@kalender" for each in sessions[:2]}


def test_who_has_left_the_hold_is_not_shown(ctx, make):
    course = make_course(make, sessions=1)
    make_booking(make, make.case(), course, cancelled_at=NOW - timedelta(days=1))
    [event] = events(ctx).values()
    assert event["summary"] == "Hold, 0 borgere"


def test_a_month_back_is_enough(ctx, make):
    make_course(make, first=FIRST - timedelta(days=40), sessions=2, every=timedelta(days=20))
    assert [event.start for event in events(ctx).values()] == [FIRST - timedelta(days=20)]


def test_only_the_fingerprint_of_an_address_is_kept(ctx):
    token = opened(ctx)
    [feed] = ctx.session.scalars(select(CalendarFeed)).all()
    trail = ctx.session.scalars(select(AuditEvent)).all()
    assert token not in {feed.token_hash, *(str(event.data) for event in trail)}
    assert owner_of_feed(ctx, token).id == ctx.actor.id


def test_a_closed_address_shows_nothing_at_once(ctx):
    token, other = opened(ctx), opened(ctx)
    feed = ctx.session.scalars(select(CalendarFeed).order_by(CalendarFeed.created_at)).first()
    with ctx.transaction():
        close_feed(ctx, feed)
    assert [owner_of_feed(ctx, each) is None for each in (token, other)].count(True) == 1
    assert owner_of_feed(ctx, "x" * 43) is None


@pytest.mark.parametrize("left", ["inactive", "no longer a therapist"])
def test_a_person_who_has_left_shows_nothing(ctx, make, left):
    token = opened(ctx)
    user = make.user(Role.TERAPEUT)
    if left == "inactive":
        user.active = False
    else:
        user.roles[0].role = Role.JOBKONSULENT
    make.save(user)
    assert owner_of_feed(ctx, token) is None


def test_an_address_is_one_s_own(ctx, ctx_as):
    opened(ctx)
    feed = ctx.session.scalars(select(CalendarFeed)).one()
    assert find_feed(ctx, feed.id) is feed
    assert find_feed(ctx_as(Role.KOORDINATOR), feed.id) is None
    assert find_feed(ctx, UUID(int=1)) is None


def test_there_is_an_end_to_how_many(ctx):
    for _ in range(MOST_FEEDS):
        opened(ctx)
    with pytest.raises(TooManyFeedsError, match="Luk en"):
        open_feed(ctx)


def test_a_jobkonsulent_has_no_sessions_to_show(ctx_as):
    with pytest.raises(NotPermittedError):
        open_feed(ctx_as(Role.JOBKONSULENT))


def test_a_change_past_the_session_counts_too(ctx, make):
    [session_id] = sessions_of(make, make_course(make, sessions=1))
    later = replace(ctx, now=NOW + timedelta(hours=1))
    with later.transaction():
        later.session.execute(
            update(CourseSession).where(CourseSession.id == session_id).values(place="Sal 2")
        )
        later.record("job.ran", name="test", did=1)
    [event] = events(ctx).values()
    assert (event["location"], event["sequence"]) == ("Sal 2", 1)
