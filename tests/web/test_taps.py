"""What a tablet keeps of a sheet, and the taps it sends when it can."""

from uuid import UUID

import pytest
from sqlalchemy import select

from rehab.domain.access import Role
from rehab.models import Attendance
from tests.support.course_factories import make_held_today

TAP = {"id": str(UUID(int=7)), "mark": "late", "shown": "", "minutes": 5, "at": 1}


@pytest.fixture
def held_today(make):
    return make_held_today(make)


def post_json(browser, url, body, token):
    headers = {"X-CSRFToken": token}
    return browser.open(url, method="POST", json=body, headers=headers)


def token_on(page):
    return page.select_one("input[name=csrf_token]")["value"]


def test_a_tap_is_saved_and_answered_with_the_sheet(browse, held_today, session):
    browser = browse(Role.TERAPEUT)
    page = browser.get("attendance.sheet", session_id=held_today)
    row = page.select("[data-row]")[0]["data-row"]
    url = browser.url("attendance.taps", session_id=held_today)
    tap = TAP | {"row": row}
    answer = post_json(browser, url, {"sent": 1, "taps": [tap]}, token_on(page))
    assert answer.json["done"] == [str(UUID(int=7))]
    assert answer.json["rows"][row]["mark"] == "late"
    assert (answer.json["registered"], answer.json["total"]) == (1, 2)
    again = browser.get("attendance.sheet", session_id=held_today)
    assert again.select_one(f"#f-{row}")["value"] == "5"


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(None, id="nothing"),
        pytest.param([], id="a list"),
        pytest.param({"sent": 1, "taps": ["x"]}, id="no tap"),
        pytest.param({"sent": "i går", "taps": []}, id="no instant"),
        pytest.param({"sent": 1, "taps": [{"mark": "present", "at": 1, "row": "1"}]}, id="no id"),
        pytest.param({"sent": 1, "taps": [{"mark": "syg"}]}, id="no mark of ours"),
        pytest.param({"sent": 1, "taps": [{}] * 201}, id="too many"),
    ],
)
def test_what_is_no_tap_is_refused_in_danish(browse, held_today, body):
    browser = browse(Role.TERAPEUT)
    page = browser.get("attendance.sheet", session_id=held_today)
    url = browser.url("attendance.taps", session_id=held_today)
    answer = post_json(browser, url, body, token_on(page))
    assert answer.status_code == 422
    assert answer.json["refused"].endswith((".", "14:30."))


def test_a_tap_without_a_token_is_not_taken(browse, held_today, session):
    browser = browse(Role.TERAPEUT)
    sheet = browser.get("attendance.sheet", session_id=held_today)
    url = browser.url("attendance.taps", session_id=held_today)
    tap = TAP | {"row": sheet.select("[data-row]")[0]["data-row"]}
    assert post_json(browser, url, {"sent": 1, "taps": [tap]}, "").status_code == 400
    assert session.scalars(select(Attendance)).all() == []
    sent = post_json(browser, url, {"sent": 1, "taps": [tap]}, token_on(sheet))
    assert (sent.status_code, len(session.scalars(select(Attendance)).all())) == (200, 1)


def test_the_kept_page_has_initials_and_nothing_of_the_course(browse, held_today):
    page = browse(Role.TERAPEUT).get("attendance.copy", session_id=held_today)
    assert page.text_of(".roll__who") == ["1 A.T.", "2 B.P."]
    assert page.heading() == "Fremmøde kl. 10.00–11.00"
    text = page.get_text()
    assert not [word for word in ("Anna", "Rygskole", "Test Terapeut") if word in text]
