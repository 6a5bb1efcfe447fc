"""The address of one's own calendar: shown once, answered at, closed."""

import pytest
from icalendar import Calendar
from sqlalchemy import select

from rehab.domain.access import Role
from rehab.models import AccessLog
from tests.support.course_factories import make_booking, make_course
from tests.web.browser import Browser


@pytest.fixture
def browser(browse):
    return browse(Role.TERAPEUT)


def address(browser):
    page = browser.submit("calendar_feeds.index", {}, expect=200)
    return page.select_one("#adresse")["value"]


def test_an_address_is_shown_once_and_read_by_a_calendar(app, session, browser, make):
    case = make.case(citizen=make.citizen(given_name="Anna", surname="Testborger"))
    make_booking(make, case, make_course(make, sessions=2))
    url = address(browser)
    assert browser.get("calendar_feeds.index").select("#adresse") == []
    response = Browser(app, session, None).open(url)
    assert response.mimetype == "text/calendar"
    events = Calendar.from_ical(response.data).walk("VEVENT")
    assert [str(event["description"]) for event in events] == ["AT", "AT"]
    log = session.scalars(select(AccessLog).where(AccessLog.surface == "calendar_feeds.ics")).all()
    assert [(row.case_id, row.actor_id) for row in log] == [(case.id, make.user(Role.TERAPEUT).id)]


def test_a_calendar_that_has_the_newest_is_told_so(app, session, browser, make):
    make_course(make)
    url, stranger = address(browser), Browser(app, session, None)
    etag = stranger.open(url).headers["ETag"]
    again = stranger.open(url, headers={"If-None-Match": etag})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["Cache-Control"] == "private, no-cache"
    make_course(make)
    assert stranger.open(url, headers={"If-None-Match": etag}).status_code == 200


def test_a_closed_or_wrong_address_is_not_found(app, session, browser, caplog):
    url, stranger = address(browser), Browser(app, session, None)
    page = browser.get("calendar_feeds.index")
    [form] = page.select("form[action$=luk]")
    browser.post(form["action"], {}, token_from=page)
    wrong = url.replace(url[-20:-4], "x" * 16)
    assert [stranger.open(each).status_code for each in (url, wrong)] == [404, 404]
    assert url[-20:-4] not in caplog.text


def test_an_address_is_closed_by_its_own_person_only(browser, browse):
    address(browser)
    page = browser.get("calendar_feeds.index")
    [form] = page.select("form[action$=luk]")
    other = browse(Role.KOORDINATOR)
    own = other.get("calendar_feeds.index")
    other.post(form["action"], {}, token_from=own, expect=404)
    assert browser.get("calendar_feeds.index").select("form[action$=luk]") != []
