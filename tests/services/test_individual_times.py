"""One citizen's own times with a therapist."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from rehab.clock import COPENHAGEN
from rehab.domain.access import Role
from rehab.domain.conflicts import ConflictError
from rehab.domain.courses import CourseForm, SessionPlanError
from rehab.domain.errors import DomainError, NotPermittedError
from rehab.domain.wording import NoWordsError
from rehab.models import AuditEvent, Booking, ConflictOverride, Course, CourseSession
from rehab.queries.cases import find_case
from rehab.services.individual_times import ArrangeTime, IndividualTimeError, arrange_time
from tests.support.course_factories import make_booking, make_course

AT = datetime(2026, 11, 25, 10, tzinfo=COPENHAGEN)


@pytest.fixture
def therapist(make):
    return make.user(Role.TERAPEUT)


@pytest.fixture
def case(make, therapist):
    return make.case(contact_person=therapist)


@pytest.fixture
def command(session, make, case, therapist):
    found = find_case(session, make.user(Role.KOORDINATOR).actor(), case.id)
    return ArrangeTime(
        offer_code="individuel_traening",
        starts_at=AT,
        minutes=45,
        place="Rum 4",
        therapist_id=therapist.id,
        counts_for=frozenset(row.id for row in found.referrals),
    )


def arrange(ctx, case, command):
    found = find_case(ctx.session, ctx.actor, case.id)
    with ctx.transaction():
        return arrange_time(ctx, found, command).course_id


def test_the_first_time_books_a_course_and_the_next_is_added(ctx_as, session, case, command):
    ctx = ctx_as(Role.TERAPEUT)
    course_id = arrange(ctx, case, command)
    later = replace(command, course_id=course_id, offer_code="", starts_at=AT + timedelta(days=2))
    arrange(ctx, case, later)
    course = session.get_one(Course, course_id)
    assert (course.form, course.title) == (
        CourseForm.INDIVIDUAL,
        "Individuelt tilrettelagt træning",
    )
    assert session.scalars(select(Booking.case_id)).all() == [case.id]
    rows = session.scalars(select(CourseSession).order_by(CourseSession.starts_at)).all()
    assert [row.starts_at - AT for row in rows] == [timedelta(), timedelta(days=2)]
    verbs = session.scalars(select(AuditEvent.verb).where(AuditEvent.case_id == case.id)).all()
    assert {"course.arranged", "course.booked", "course.session_added"} <= set(verbs)
    assert verbs.count("course.session_added") == 2


def test_whoever_is_elsewhere_is_named_and_a_reason_is_kept(ctx_as, make, session, case, command):
    make_booking(make, case, make_course(make, first=AT, place="Sal 1", title="Rygskole"))
    ctx = ctx_as(Role.TERAPEUT)
    with pytest.raises(ConflictError) as refusal:
        arrange(ctx, case, command)
    assert [clash.text for clash in refusal.value.conflicts] == [
        "Test Terapeut er optaget onsdag 25.11.2026 kl. 10.00 af Rygskole",
        f"Borgeren i sag {case.number} er optaget onsdag 25.11.2026 kl. 10.00 af Rygskole",
    ]
    assert len(session.scalars(select(Course)).all()) == 1
    arrange(ctx, case, replace(command, conflict_reason="Kort samtale i pausen"))
    assert session.scalars(select(ConflictOverride.reason)).all() == ["Kort samtale i pausen"]


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        pytest.param({"starts_at": AT - timedelta(days=9)}, SessionPlanError, id="the past"),
        pytest.param({"offer_code": "hold_opererede"}, DomainError, id="a hold"),
        pytest.param({"place": " "}, NoWordsError, id="nowhere"),
        pytest.param({"offer_code": "yoga"}, DomainError, id="no offer"),
        pytest.param({"counts_for": frozenset()}, DomainError, id="counts for nothing"),
    ],
)
def test_what_cannot_be_arranged_is_refused(ctx_as, session, case, command, changes, error):
    with pytest.raises(error):
        arrange(ctx_as(Role.TERAPEUT), case, replace(command, **changes))
    assert session.scalars(select(Course)).all() == []


def test_a_time_is_added_to_the_citizens_own_course_only(ctx_as, make, case, command):
    other = make_course(make, form=CourseForm.INDIVIDUAL, capacity=1)
    make_booking(make, make.case(), other)
    with pytest.raises(IndividualTimeError, match="Vælg et tilbud"):
        arrange(ctx_as(Role.TERAPEUT), case, replace(command, course_id=other.id))


def test_a_closed_case_gets_no_times(ctx_as, make, session, case, command):
    case.closed_on = AT.date()
    make.save(case)
    with pytest.raises(DomainError, match="Sagen er afsluttet"):
        arrange(ctx_as(Role.TERAPEUT), case, command)


def test_only_those_who_book_for_the_citizen_arrange(ctx_as, make, session, case, command):
    ctx = ctx_as(Role.LEDER)
    with pytest.raises(NotPermittedError):
        arrange(ctx, case, command)
