"""Standing in at one session opens its sheet and no case."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from rehab.domain.access import Role
from rehab.domain.attendance import AttendanceMark
from rehab.domain.conflicts import ConflictError
from rehab.domain.errors import NotPermittedError
from rehab.models import ConflictOverride
from rehab.queries.attendance import find_session
from rehab.queries.cases import find_case
from rehab.queries.sheets import list_sheets
from rehab.services.attendance import MarkChange, RecordAttendance, record_attendance
from rehab.services.substitutes import SubstituteRefusedError, set_substitute
from tests.conftest import NOW
from tests.support.course_factories import make_booking, make_course, sessions_of


@pytest.fixture
def ctx(ctx_as):
    return ctx_as(Role.KOORDINATOR)


@pytest.fixture
def course(make):
    return make_course(make, sessions=2, first=NOW)


@pytest.fixture
def sam(make):
    return make.user(Role.TERAPEUT, login="sam").actor()


def meeting_of(session, ctx, make, course, number=0):
    return find_session(session, ctx.actor, sessions_of(make, course)[number])


def test_a_substitute_keeps_the_sheet_of_that_session_only(ctx, make, session, course, sam):
    case_id = make.case().id
    booking = make_booking(make, make.case(), course)
    seat, booked_case = booking.id, booking.case_id
    with ctx.transaction():
        set_substitute(ctx, meeting_of(session, ctx, make, course), sam.id)
    mine = replace(ctx, actor=sam)
    [sheet] = list_sheets(session, mine.actor, NOW.date()).today
    first, second = sessions_of(make, course)
    assert sheet.id == first
    assert find_session(session, mine.actor, second) is None
    with mine.transaction():
        change = MarkChange(None, AttendanceMark.PRESENT)
        record_attendance(
            mine, find_session(session, sam, sheet.id), RecordAttendance({seat: change})
        )
    for each in (case_id, booked_case):
        assert find_case(session, mine.actor, each) is None


def test_standing_in_can_be_taken_back(ctx, make, session, course, sam):
    for chosen in (sam.id, None):
        with ctx.transaction():
            set_substitute(ctx, meeting_of(session, ctx, make, course), chosen)
    assert find_session(session, sam, sessions_of(make, course)[0]) is None


@pytest.mark.parametrize(
    ("roles", "kommunekode"),
    [
        pytest.param((Role.TERAPEUT,), "998", id="of another kommune"),
        pytest.param((Role.LEDER,), "999", id="one who keeps no sheets"),
    ],
)
def test_who_cannot_stand_in(ctx, make, session, course, roles, kommunekode):
    user = make.user(*roles, kommunekode=kommunekode, login="wrong")
    with pytest.raises(SubstituteRefusedError):
        set_substitute(ctx, meeting_of(session, ctx, make, course), user.id)


def test_the_sessions_own_therapist_is_no_substitute(ctx, make, session, course):
    meeting = meeting_of(session, ctx, make, course)
    with pytest.raises(SubstituteRefusedError, match="holder allerede gangen"):
        set_substitute(ctx, meeting, meeting.therapist_id)


def test_a_substitute_who_is_elsewhere_is_named_and_a_reason_is_kept(
    ctx, make, session, course, sam
):
    other = make.user(Role.TERAPEUT, login="sam")
    make_course(make, first=NOW, sessions=1, therapist=other, place="Sal 9", title="Andet hold")
    meeting = meeting_of(session, ctx, make, course)
    with pytest.raises(ConflictError, match="af Andet hold"):
        set_substitute(ctx, meeting, sam.id)
    with ctx.transaction():
        set_substitute(ctx, meeting_of(session, ctx, make, course), sam.id, "Slået sammen")
    [kept] = session.scalars(select(ConflictOverride))
    assert (kept.reason, len(kept.conflicts)) == ("Slået sammen", 1)


def test_a_therapist_sets_no_substitute(ctx_as, ctx, make, session, course, sam):
    meeting = meeting_of(session, ctx, make, course)
    tove = ctx_as(Role.TERAPEUT)
    with pytest.raises(NotPermittedError):
        set_substitute(tove, meeting, sam.id)
