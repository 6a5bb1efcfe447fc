"""Logging in and out."""

from io import BytesIO

import pytest

from rehab.domain.access import Role
from rehab.services.passwords import hash_password
from tests.support.factories import PASSWORD
from tests.web.browser import Page

HASH = hash_password(PASSWORD)
RIGHT = {"login": "adam", "password": PASSWORD}
WRONG = RIGHT | {"password": "forkert"}


@pytest.fixture
def adam(make):
    return make.user(Role.ADMINISTRATOR, login="adam", password_hash=HASH)


def log_in(browser, fields=RIGHT, path="/konto/log-ind"):
    page = Page(browser.open(path).get_data(as_text=True), "html.parser")
    token = page.select_one("input[name=csrf_token]")["value"]
    return browser.open(path, method="POST", data={"csrf_token": token} | fields)


def test_the_right_password_opens_the_first_page(browse, adam):
    browser = browse()
    assert log_in(browser).location == "/"
    assert browser.open("/").location == "/brugere"
    assert browser.get("administration.users").heading() == "Brugere"


def test_one_comes_to_the_page_one_asked_for(browse, adam):
    browser = browse()
    asked = browser.open("/brugere/ny")
    assert log_in(browser, path=asked.location).location == "/brugere/ny"


@pytest.mark.parametrize(
    "wanted",
    [
        "https://eksempel.dk/",
        "//eksempel.dk/",
        "/\\eksempel.dk",
        "\\\\eksempel.dk",
        "//[",
        "/\r\nX",
        "/\t/eksempel.dk",
        "/\x00",
        "javascript:alert(1)",
        "eksempel.dk",
        "",
    ],
)
def test_no_address_of_another_site_is_followed(browse, adam, wanted):
    browser = browse()
    path = browser.url("account.sign_in", next=wanted)
    assert log_in(browser, path=path).location == "/"


def test_a_wrong_password_says_so_without_saying_which(browse, adam):
    answers = [
        log_in(browse(), fields).get_data(as_text=True)
        for fields in (WRONG, WRONG | {"login": "findes-ikke"})
    ]
    pages = [Page(answer, "html.parser").errors() for answer in answers]
    assert pages[0] == pages[1]
    assert pages[0][0].startswith("Brugernavn eller adgangskode er forkert.")


def test_too_many_wrong_passwords_lock_the_right_one_out(browse, adam, settings):
    browser = browse()
    for _ in range(settings.login_attempts):
        log_in(browser, WRONG)
    assert log_in(browser).status_code == 422


def test_empty_fields_are_named(browse):
    page = browse().submit("account.sign_in", {}, expect=422)
    assert page.errors() == ["Skriv dit brugernavn.", "Skriv din adgangskode."]


def test_a_person_is_logged_in_on_two_devices_at_once(browse, adam):
    desk, tablet = browse(), browse()
    log_in(desk)
    log_in(tablet)
    desk.post("/konto/log-ud", {}, token_from=desk.get("administration.users"))
    assert "/konto/log-ind" in desk.open("/").location
    assert tablet.open("/").location == "/brugere"


def test_logging_out_ends_the_session(browse, adam):
    browser = browse()
    log_in(browser)
    page = browser.get("administration.users")
    browser.post("/konto/log-ud", {}, token_from=page)
    assert "/konto/log-ind" in browser.open("/brugere").location


def test_the_cookie_holds_no_name_and_no_id_of_the_person(browse, adam, session):
    user_id = str(adam.id)
    browser = browse()
    log_in(browser)
    with browser.client.session_transaction() as cookie:
        kept = str(dict(cookie))
    assert user_id not in kept
    assert "Administrator" not in kept


def test_a_login_with_a_sign_nobody_can_type_is_refused_like_any_other(browse, adam):
    answer = log_in(browse(), WRONG | {"login": "ad\x00am"})
    assert answer.status_code == 422
    assert log_in(browse(), RIGHT | {"login": "ad\x00am"}).location == "/"


def test_a_file_sent_for_the_login_is_refused_like_an_empty_one(browse, adam):
    answer = log_in(browse(), WRONG | {"login": (BytesIO(b"x"), "adam.txt")})
    assert answer.status_code == 422
    assert "Skriv dit brugernavn." in answer.get_data(as_text=True)
