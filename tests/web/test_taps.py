"""What a tablet keeps of a sheet, and the taps it sends when it can."""

from uuid import UUID

import pytest
from sqlalchemy import select

from rehab.domain.access import Role
from rehab.models import Attendance, AttendanceTap
from tests.support.course_factories import make_held_today

TAP = {"id": str(UUID(int=7)), "mark": "late", "shown": "", "minutes": 5, "at": 1}


@pytest.fixture
def held_today(make):
    return make_held_today(make)


def post_json(browser, url, body, page, **headers):
    """Send as the page's own script does: with its token, and for whoever opened it."""
    whose = page.select_one("form[data-who]")["data-who"]
    headers = {"X-CSRFToken": token_on(page), "X-Rehab-Who": whose} | headers
    return browser.open(url, method="POST", json=body, headers=headers)


def token_on(page):
    return page.select_one("input[name=csrf_token]")["value"]


def test_a_tap_is_saved_and_answered_with_the_sheet(browse, held_today, session):
    browser = browse(Role.TERAPEUT)
    page = browser.get("attendance.sheet", session_id=held_today)
    row = page.select("[data-row]")[0]["data-row"]
    url = browser.url("attendance.taps", session_id=held_today)
    tap = TAP | {"row": row}
    answer = post_json(browser, url, {"sent": 1, "taps": [tap]}, page)
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
    answer = post_json(browser, url, body, page)
    assert answer.status_code == 422
    assert answer.json["refused"].endswith((".", "14:30."))


def test_a_tap_without_a_token_is_not_taken(browse, held_today, session):
    browser = browse(Role.TERAPEUT)
    sheet = browser.get("attendance.sheet", session_id=held_today)
    url = browser.url("attendance.taps", session_id=held_today)
    tap = TAP | {"row": sheet.select("[data-row]")[0]["data-row"]}
    refused = post_json(browser, url, {"sent": 1, "taps": [tap]}, sheet, **{"X-CSRFToken": ""})
    assert refused.status_code == 400
    assert session.scalars(select(Attendance)).all() == []
    sent = post_json(browser, url, {"sent": 1, "taps": [tap]}, sheet)
    assert (sent.status_code, len(session.scalars(select(Attendance)).all())) == (200, 1)


def test_the_kept_page_has_initials_and_nothing_of_the_course(browse, held_today):
    page = browse(Role.TERAPEUT).get("attendance.copy", session_id=held_today)
    assert page.text_of(".roll__who") == ["1 A.T.", "2 B.P."]
    assert page.heading() == "Fremmøde kl. 10.00–11.00"
    text = page.get_text()
    assert not [word for word in ("Anna", "Rygskole", "Test Terapeut") if word in text]


def test_what_one_tapped_is_not_sent_by_whoever_logs_in_behind_the_page(
    browse, held_today, session
):
    tove, karen = browse(Role.TERAPEUT), browse(Role.KOORDINATOR)
    left_open = tove.get("attendance.sheet", session_id=held_today)
    url = tove.url("attendance.taps", session_id=held_today)
    whose = {"X-Rehab-Who": left_open.select_one("form[data-who]")["data-who"]}
    for endpoint in ("attendance.state", "attendance.copy"):
        asked = karen.open(karen.url(endpoint, session_id=held_today), headers=whose)
        assert asked.status_code == 403
    token = token_on(karen.get("attendance.sheet", session_id=held_today))
    tap = TAP | {"row": left_open.select("[data-row]")[0]["data-row"]}
    body = {"sent": 1, "taps": [tap]}
    as_karen = post_json(karen, url, body, left_open, **{"X-CSRFToken": token})
    assert as_karen.status_code == 403
    nobodys = karen.open(url, method="POST", json=body, headers={"X-CSRFToken": token})
    assert (nobodys.status_code, nobodys.json) == (422, {"refused": "Genindlæs siden."})
    assert session.scalars(select(AttendanceTap)).all() == []
    own = post_json(tove, url, body, left_open)
    assert own.json["done"] == [tap["id"]]
    [kept] = session.scalars(select(AttendanceTap)).all()
    assert str(kept.recorded_by) == whose["X-Rehab-Who"]
