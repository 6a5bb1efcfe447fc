"""The therapist's day, and the sheet in the hall."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from rehab.domain.access import Role
from rehab.domain.attendance import AttendanceMark
from rehab.models import AccessLog, Attendance, Booking, CourseSession, JournalNote
from tests.conftest import NOW
from tests.support.course_factories import make_booking, make_course, make_held_today, sessions_of


@pytest.fixture
def therapist(make):
    return make.user(Role.TERAPEUT)


@pytest.fixture
def held_today(make):
    return make_held_today(make)


def hidden_of(page):
    return {
        field["name"]: field["value"]
        for field in page.select("form[data-sheet] input[type=hidden]")
        if field["name"] != "csrf_token"
    }


def tick(page, row, mark):
    """The field a thumb on a row's choice sends."""
    return {page.select(".roll__row")[row].select_one("input")["name"]: mark}


def test_the_day_shows_the_therapists_sessions_and_what_is_left(browse, make, held_today):
    earlier = make_course(make, sessions=1, first=NOW - timedelta(days=3), title="I fredags")
    make_booking(make, make.case(), earlier)
    page = browse(Role.TERAPEUT).get("attendance.today")
    assert page.text_of("#i-dag a.cover") == ["Rygskole, hold 1"]
    assert page.text_of("#i-dag td[data-title=Registreret]") == ["0 af 2"]
    assert page.text_of("#mangler a.cover") == ["I fredags"]


def test_a_day_without_sessions_says_so(browse):
    page = browse(Role.TERAPEUT).get("attendance.today")
    assert page.text_of(".empty__heading") == ["Ingen gange i dag"]


def test_the_sheet_shows_names_or_initials_and_nothing_else_of_anybody(browse, held_today):
    page = browse(Role.TERAPEUT).get("attendance.sheet", session_id=held_today)
    assert page.text_of(".roll__who") == ["1 Anna Testborger", "2 B.P. (plads 2)"]
    assert page.text_of(".roll-head__count") == ["0 af 2 registreret"]
    assert "Rygsyndrom" not in page.get_text()


def test_a_tick_is_saved_and_counted(browse, held_today, session):
    browser = browse(Role.TERAPEUT)
    page = browser.get("attendance.sheet", session_id=held_today)
    fields = hidden_of(page) | tick(page, 1, "excused")
    browser.submit("attendance.sheet", fields, session_id=held_today)
    again = browser.get("attendance.sheet", session_id=held_today)
    assert again.text_of(".roll-head__count") == ["1 af 2 registreret"]
    assert again.select_one(".roll__row:nth-child(2) input[checked]")["value"] == "excused"
    assert again.text_of(".roll-head__saved") == ["Gemt kl. 10.00"]


def test_the_rest_is_marked_present_without_a_script(browse, held_today, session):
    browser = browse(Role.TERAPEUT)
    page = browser.get("attendance.sheet", session_id=held_today)
    fields = hidden_of(page) | tick(page, 0, "absent") | {"handling": "alle"}
    browser.submit("attendance.sheet", fields, session_id=held_today)
    marks = session.scalars(select(Attendance.mark).order_by(Attendance.mark)).all()
    assert marks == [AttendanceMark.ABSENT, AttendanceMark.PRESENT]


def test_a_row_another_marked_meanwhile_is_kept_and_said(browse, make, held_today):
    browser = browse(Role.TERAPEUT)
    page = browser.get("attendance.sheet", session_id=held_today)
    other = browse(make.user(Role.TERAPEUT, Role.KOORDINATOR))
    fields = hidden_of(page) | tick(page, 0, "excused")
    other.submit("attendance.sheet", fields, session_id=held_today)
    late = hidden_of(page) | tick(page, 0, "present") | tick(page, 1, "present")
    url = browser.url("attendance.sheet", session_id=held_today)
    answer = browser.post(url, late, token_from=page, expect=409)
    [sentence] = answer.errors()
    assert sentence.startswith("En anden har i mellemtiden registreret Anna Testborger (afbud).")
    checked = [box["value"] for box in answer.select(".roll__row input[checked]")]
    assert checked == ["excused", "present"]


def test_a_session_to_come_shows_its_people_and_when_it_opens(browse, make, therapist):
    course = make_course(make)
    make_booking(make, make.case(), course)
    browser = browse(Role.TERAPEUT)
    meeting = sessions_of(make, course)[0]
    page = browser.get("attendance.sheet", session_id=meeting)
    assert page.text_of(".notice .alert-text") == [
        "Fremmøde kan registreres fra tirs. 24.11.2026. Her er deltagerne."
    ]
    assert page.select(".roll") == []


def test_marking_a_session_to_come_is_refused(browse, make, therapist, session):
    course = make_course(make)
    booking = make_booking(make, make.case(), course)
    browser = browse(Role.TERAPEUT)
    page = browser.get("attendance.today")
    url = browser.url("attendance.sheet", session_id=sessions_of(make, course)[0])
    refused = browser.post(url, {f"m-{booking.id}": "present"}, token_from=page, expect=422)
    assert refused.errors() == ["Fremmøde kan først registreres, når gangen holdes 24.11.2026."]
    assert session.scalars(select(Attendance)).all() == []


def test_the_people_of_a_sheet_are_logged_once_a_day(browse, held_today, session):
    browser = browse(Role.TERAPEUT)
    for _ in range(3):
        browser.get("attendance.sheet", session_id=held_today)
    seen = session.scalars(select(AccessLog.case_id)).all()
    assert sorted(seen) == sorted(session.scalars(select(Booking.case_id)))


@pytest.mark.parametrize(
    ("who", "status"),
    [
        pytest.param(([Role.TERAPEUT], "999"), 404, id="another therapist"),
        pytest.param(([Role.TERAPEUT, Role.KOORDINATOR], "998"), 404, id="another kommune"),
        pytest.param(([Role.JOBKONSULENT], "999"), 403, id="a jobkonsulent"),
        pytest.param(([Role.LEDER], "999"), 403, id="the leder"),
    ],
)
def test_who_does_not_get_the_sheet(browse, make, held_today, who, status):
    roles, kommunekode = who
    browser = browse(make.user(*roles, kommunekode=kommunekode, login="outsider"))
    browser.get("attendance.sheet", session_id=held_today, expect=status)


def test_another_therapists_sessions_are_not_in_the_day(browse, make, held_today):
    page = browse(make.user(Role.TERAPEUT, login="other")).get("attendance.today")
    assert page.text_of("a.cover") == []


def test_a_cancelled_session_is_shown_and_not_marked(browse, make, held_today, session):
    meeting = session.get_one(CourseSession, held_today)
    meeting.cancelled_at, meeting.cancel_reason = NOW, "Terapeuten er syg"
    make.save(meeting)
    browser = browse(Role.TERAPEUT)
    page = browser.get("attendance.sheet", session_id=held_today)
    [said] = page.text_of(".notice .alert-text")
    assert said.startswith("Gangen er aflyst (Terapeuten er syg).")
    assert page.select(".roll") == []
    day = browser.get("attendance.today")
    assert day.text_of("#i-dag td[data-title=Registreret]") == ["– Aflyst"]


def test_a_paper_sheet_typed_in_later_shows_both_times(browse, make, therapist):
    course = make_course(make, sessions=1, first=NOW - timedelta(days=3))
    make_booking(make, make.case(), course)
    [meeting] = sessions_of(make, course)
    browser = browse(Role.TERAPEUT)
    page = browser.get("attendance.sheet", session_id=meeting)
    fields = hidden_of(page) | tick(page, 0, "present") | {"paper_time": "10:05"}
    browser.submit("attendance.sheet", fields, session_id=meeting)
    again = browser.get("attendance.sheet", session_id=meeting)
    assert again.text_of(".roll__note") == ["kl. 10.05, tastet 23.11.2026 kl. 10.00"]


def test_a_note_that_names_another_is_saved_when_it_is_meant(browse, held_today, session):
    browser = browse(Role.TERAPEUT)
    page = browser.get("attendance.sheet", session_id=held_today)
    url = page.select(".roll__write")[1]["href"]
    form = browser.visit(url)
    assert "Prøvesen" not in form.get_text()
    refused = browser.post(url, {"text": "Gik med Anna."}, token_from=form, expect=422)
    assert refused.select_one("textarea").get_text(strip=True) == "Gik med Anna."
    assert "nævner Anna" in refused.select_one("[role=alert]").get_text()
    browser.post(url, {"text": "Gik med Anna.", "names_meant": "y"}, token_from=form)
    assert session.scalars(select(JournalNote.text)).all() == ["Gik med Anna."]


def test_a_note_of_the_hold_is_shown_with_the_sheet(browse, held_today):
    browser = browse(Role.TERAPEUT)
    browser.submit("attendance.hold_note", {"text": "Nye øvelser."}, session_id=held_today)
    page = browser.get("attendance.hold_note", session_id=held_today)
    assert page.text_of(".timeline__body") == ["Nye øvelser."]
    sheet = browser.get("attendance.sheet", session_id=held_today)
    assert "Notat om gangen (1)" in sheet.text_of(".roll-actions a")


def test_a_substitute_gets_that_sheet_and_no_case(browse, make, held_today, session):
    sam = make.user(Role.TERAPEUT, login="sam")
    karen = browse(Role.KOORDINATOR)
    karen.submit("attendance.substitute", {"user": str(sam.id)}, session_id=held_today)
    browser = browse(make.user(Role.TERAPEUT, login="sam"))
    sheet = browser.get("attendance.sheet", session_id=held_today)
    browser.visit(sheet.select(".roll__write")[0]["href"])
    browser.get("attendance.hold_note", session_id=held_today)
    booking = session.scalars(select(Booking)).first()
    booking_id, case_id = booking.id, booking.case_id
    browser.get("cases.show", case_id=case_id, expect=404)
    browser.get("attendance.leave", booking_id=booking_id, expect=404)
    browser.get("courses.cancel_booking", booking_id=booking_id, expect=404)
    browser.get("attendance.substitute", session_id=held_today, expect=403)


def test_a_substitute_who_is_elsewhere_is_set_with_a_reason(browse, make, held_today, session):
    sam = make.user(Role.TERAPEUT, login="sam")
    at = session.get_one(CourseSession, held_today).starts_at
    make_course(make, first=at, sessions=1, therapist=sam, place="Sal 9", title="Andet hold")
    browser, chosen = browse(Role.KOORDINATOR), {"user": str(sam.id)}
    page = browser.submit("attendance.substitute", chosen, session_id=held_today, expect=422)
    assert "af Andet hold" in page.text_of(".plan-conflicts li")[0]
    browser.submit(
        "attendance.substitute", chosen | {"conflict_reason": "Slået sammen"}, session_id=held_today
    )
    assert session.get_one(CourseSession, held_today).substitute_id == sam.id


def test_leaving_a_course_asks_for_a_coded_reason(browse, make, held_today, session):
    booking_id = session.scalars(select(Booking.id)).first()
    browser = browse(Role.TERAPEUT)
    page = browser.get("attendance.leave", booking_id=booking_id)
    assert len(page.select("input[type=radio]")) == 9
    fields = {"reason": "haendelse", "left_on": "23-11-2026"}
    browser.submit("attendance.leave", fields, booking_id=booking_id)
    booking = session.get_one(Booking, booking_id)
    assert booking.cancel_reason.startswith("Frafald: ")


def test_the_paper_sheet_has_the_order_of_the_screen_and_no_cpr(browse, held_today, session):
    browser = browse(Role.TERAPEUT)
    url = browser.url("attendance.paper", session_id=held_today)
    pages = PdfReader(BytesIO(browser.open(url).data)).pages
    front, back = (" ".join(page.extract_text().split()) for page in pages)
    assert front.index("Anna Testborger") < front.index("B.P. (plads 2)")
    assert "Prøvesen" not in front + back
    assert not re.search(r"\d{6}-?\d{4}", front)
    assert back.startswith("Notater til samme numre")
