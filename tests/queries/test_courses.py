"""The list of courses, page by page."""

from datetime import timedelta

from rehab.domain.access import Role
from rehab.queries.courses import PAGE_SIZE, list_courses, list_therapists
from tests.conftest import NOW
from tests.support.course_factories import FIRST, make_course


def test_the_list_is_paged_and_every_course_stands_once(make, session):
    actor = make.user(Role.KOORDINATOR).actor()
    for number in range(PAGE_SIZE + 2):
        make_course(make, sessions=1, title=f"Hold {number}")
    pages = [list_courses(session, actor, NOW, page=number) for number in (1, 2)]
    assert [len(page.rows) for page in pages] == [PAGE_SIZE, 2]
    assert len({row.course.id for page in pages for row in page.rows}) == PAGE_SIZE + 2
    assert pages[0].total == PAGE_SIZE + 2


def test_the_course_that_begins_first_stands_first(make, session):
    actor = make.user(Role.KOORDINATOR).actor()
    make_course(make, first=FIRST + timedelta(days=30), title="Senere")
    make_course(make, title="Først")
    rows = list_courses(session, actor, NOW).rows
    assert [row.course.title for row in rows] == ["Først", "Senere"]


def test_the_therapists_are_the_active_ones_of_the_kommune(make, session):
    own = make.user(Role.TERAPEUT)
    make.user(Role.TERAPEUT, login="stopped", active=False)
    make.user(Role.TERAPEUT, kommunekode="998")
    make.user(Role.LEDER)
    actor = make.user(Role.KOORDINATOR).actor()
    assert [user.id for user in list_therapists(session, actor)] == [own.id]
