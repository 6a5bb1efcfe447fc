"""Changing and cancelling sessions and courses on their pages."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from rehab.domain.access import Role
from rehab.domain.courses import CourseForm
from rehab.models import AccessLog, Booking, Course, CourseSession, Notice
from tests.conftest import NOW
from tests.support.course_factories import FIRST, make_booking, make_course, sessions_of
from tests.web.test_course_templates import filled


@pytest.fixture
def course(make):
    return make_course(make, minimum=2)


def test_a_change_of_all_sessions_is_shown_and_then_saved(browse, make, session, course):
    make_booking(make, make.case(), course)
    first, second, _ = sessions_of(make, course)
    browser = browse(Role.KOORDINATOR)
    page = browser.get("series.change", session_id=second)
    wanted = filled(page) | {"reach": "following", "at": "13.30", "place": "Sal 3"}
    url = browser.url("series.change", session_id=second)
    shown = browser.post(url, wanted, token_from=page, expect=200)
    assert shown.text_of("#aendringer td[data-title=Før]") == [
        "tirs. 01.12.2026 kl. 10.00–11.00 Sal 1",
        "tirs. 08.12.2026 kl. 10.00–11.00 Sal 1",
    ]
    assert shown.text_of("#aendringer td[data-title=Efter]")[0] == (
        "tirs. 01.12.2026 kl. 13.30–14.30 Sal 3"
    )
    assert "1 borger får besked." in shown.select_one("#aendringer").get_text()
    assert session.scalars(select(Notice)).all() == []
    browser.post(url, filled(shown) | {"step": "gem"}, token_from=shown)
    rows = session.scalars(select(CourseSession).order_by(CourseSession.starts_at)).all()
    assert [row.place for row in rows] == ["Sal 1", "Sal 3", "Sal 3"]
    assert rows[0].id == first
    assert len(session.scalars(select(Notice)).all()) == 1


def test_a_change_that_clashes_is_saved_with_a_reason_that_stands_on_the_course(
    browse, make, course
):
    make_course(make, first=FIRST + timedelta(hours=3), place="Sal 3", title="Andet hold")
    [first, *_] = sessions_of(make, course)
    browser = browse(Role.KOORDINATOR)
    url = browser.url("series.change", session_id=first)
    page = browser.get("series.change", session_id=first)
    wanted = filled(page) | {"at": "13.00", "place": "Sal 3"}
    shown = browser.post(url, wanted, token_from=page, expect=200)
    assert shown.text_of(".plan-conflicts li")[0] == (
        "Lokalet Sal 3 er optaget tirsdag 24.11.2026 kl. 13.00 af Andet hold"
    )
    refused = browser.post(url, filled(shown) | {"step": "gem"}, token_from=shown, expect=422)
    assert refused.errors()[0].startswith("Lokalet Sal 3 er optaget")
    again = filled(refused) | {"step": "gem", "conflict_reason": "Delt sal"}
    browser.post(url, again, token_from=refused)
    page = browser.get("courses.show", course_id=course.id)
    assert "Test Koordinator: Delt sal" in page.select_one("#dobbeltbookinger").get_text()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        pytest.param({}, "Der er ikke ændret noget. Ret mindst ét felt.", id="nothing"),
        pytest.param({"place": "  "}, "Skriv, hvor gangen holdes.", id="a place of spaces"),
        pytest.param({"place": ""}, "Skriv, hvor gangen holdes.", id="no place"),
        pytest.param({"on": "23-11-2026", "at": "08.00"}, "Gang 1 ville ligge i", id="the past"),
    ],
)
def test_what_cannot_be_changed_is_said(browse, make, course, wrong, sentence):
    [first, *_] = sessions_of(make, course)
    browser = browse(Role.KOORDINATOR)
    page = browser.get("series.change", session_id=first)
    url = browser.url("series.change", session_id=first)
    refused = browser.post(url, filled(page) | wrong, token_from=page, expect=422)
    assert refused.errors()[0].startswith(sentence)


def test_a_session_is_cancelled_and_held_at_the_end(browse, make, course):
    make_booking(make, make.case(), course)
    [first, *_] = sessions_of(make, course)
    browser = browse(Role.TERAPEUT)
    page = browser.submit("series.cancel_session", {}, session_id=first, expect=422)
    assert page.errors() == ["Skriv, hvorfor gangen aflyses."]
    browser.submit("series.cancel_session", {"reason": "Sygdom", "replace": "y"}, session_id=first)
    shown = browse(Role.KOORDINATOR).get("courses.show", course_id=course.id)
    assert shown.text_of("#gange td[data-title=Fremmøde]") == ["Aflyst Sygdom", "–", "–", "–"]
    assert shown.text_of("#gange td[data-title=Dag]")[3] == (
        "tirs. 15.12.2026 10.00–11.00 · erstatter gang 1"
    )


def test_a_hold_below_its_minimum_is_cancelled(browse, make, session, course):
    make_booking(make, make.case(), course)
    browser = browse(Role.KOORDINATOR)
    page = browser.get("courses.show", course_id=course.id)
    assert page.text_of(".notice")[0].startswith("Holdet har 1 af mindst 2 deltagere")
    browser.submit("series.cancel_course", {"reason": "For få"}, course_id=course.id)
    assert session.scalars(select(Booking.cancel_reason)).all() == ["Holdet er aflyst: For få"]
    page = browser.get("courses.show", course_id=course.id)
    assert page.text_of(".notice")[0].startswith("Forløbet er aflyst og kan ikke bookes")
    assert page.text_of(".page-head .actions a") == []


def test_seats_are_not_lowered_below_those_taken(browse, make, session, course):
    for _ in range(2):
        make_booking(make, make.case(), course)
    browser = browse(Role.KOORDINATOR)
    page = browser.get("series.settings", course_id=course.id)
    url = browser.url("series.settings", course_id=course.id)
    fewer = filled(page) | {"capacity": "1", "minimum": "1"}
    refused = browser.post(url, fewer, token_from=page, expect=422)
    assert refused.errors() == [
        "2 pladser er optaget. Sæt pladser til mindst det antal, eller afbestil en plads først."
    ]
    rolling = {"intake": "rolling", "sessions_each": "2", "title": "Rygskole, hold 4"}
    browser.post(url, filled(page) | rolling, token_from=page)
    row = session.get_one(Course, course.id, populate_existing=True)
    assert (row.title, row.sessions_each) == ("Rygskole, hold 4", 2)


def test_a_citizens_own_times_are_changed_by_their_therapist_and_logged(browse, make, session):
    owner = make.user(Role.TERAPEUT, login="owner")
    own = make_course(make, form=CourseForm.INDIVIDUAL, capacity=1, therapist=owner)
    case = make.case(contact_person=make.user(Role.TERAPEUT))
    make_booking(make, case, own)
    [first, *_] = sessions_of(make, own)
    browser = browse(Role.TERAPEUT)
    page = browser.get("series.change", session_id=first)
    assert page.select_one(".form-buttons__cancel")["href"].endswith(
        f"/sager/{case.id}/individuelle-tider"
    )
    surfaces = session.scalars(select(AccessLog.surface).where(AccessLog.case_id == case.id))
    assert surfaces.all() == ["series.session"]
    browse(make.user(Role.TERAPEUT, login="stranger")).get(
        "series.change", session_id=first, expect=404
    )


def test_a_held_session_has_no_buttons_and_content_is_shown(browse, make, session):
    course = make_course(make, first=NOW - timedelta(days=7))
    rows = sessions_of(make, course)
    row = session.get_one(CourseSession, rows[2])
    row.content = {"exercise": "Squat"}
    make.save(row)
    page = browse(Role.KOORDINATOR).get("courses.show", course_id=course.id)
    links = page.text_of("#gange .table-links a")
    assert links == ["Aflys gang 1", "Aflys gang 2", "Ret gang 3", "Aflys gang 3"]
    assert page.text_of(".session-content dd") == ["Squat"]


def test_one_seat_and_one_session_are_said_as_one(browse, make):
    course = make_course(make, capacity=1, sessions=1)
    make_booking(make, make.case(), course)
    page = browse(Role.KOORDINATOR).get("courses.show", course_id=course.id)
    assert "1 af 1 plads" in page.select_one("#deltagere").get_text(" ", strip=True)
    assert "1 pladser" not in page.select_one("main").get_text()


def test_a_session_another_has_changed_is_not_changed_back(browse, make, session, course):
    [first, *_] = sessions_of(make, course)
    browser = browse(Role.KOORDINATOR)
    url = browser.url("series.change", session_id=first)
    mine = theirs = browser.get("series.change", session_id=first)
    shown = browser.post(url, filled(theirs) | {"place": "Sal 3"}, token_from=theirs, expect=200)
    browser.post(url, filled(shown) | {"step": "gem"}, token_from=shown)
    refused = browser.post(url, filled(mine) | {"at": "13.00"}, token_from=mine, expect=422)
    assert refused.errors()[0].startswith("En anden har ændret gangen, siden du åbnede siden.")
    assert refused.select_one("input[name=at]")["value"] == "13.00"
    assert session.get_one(CourseSession, first).place == "Sal 3"


def test_settings_another_has_changed_are_not_changed_back(browse, session, course):
    browser = browse(Role.KOORDINATOR)
    mine = browser.get("series.settings", course_id=course.id)
    wanted = filled(mine)
    browser.submit("series.settings", wanted | {"capacity": "8"}, course_id=course.id)
    url = browser.url("series.settings", course_id=course.id)
    refused = browser.post(url, wanted | {"title": "Hold 9"}, token_from=mine, expect=422)
    assert refused.errors()[0].startswith("En anden har ændret forløbet, siden du åbnede siden.")
    assert refused.select_one("input[name=title]")["value"] == "Hold 9"
    row = session.get_one(Course, course.id)
    assert (row.title, row.capacity) == ("Rygskole, hold 1", 8)
