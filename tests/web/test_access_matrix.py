"""Every route, every role: one table to read with the data protection officer.

All people are of Testby, where the case is, but `other`, who is visitator and koordinator of the
neighbouring kommune. `terapeut` is the case's kontaktperson and runs the citizen's course;
`stranger` is a therapist who does neither.
"""

import pytest

from tests.conftest import NOW
from tests.support.routes import ANONYMOUS_SEES, MATRIX, WHO, WITH_A_TOKEN, answer_of, url_of
from tests.support.world import a_world
from tests.web.browser import Browser, Page


@pytest.fixture
def world(make):
    return a_world(make, NOW)


@pytest.mark.parametrize("endpoint", sorted(MATRIX))
def test_access(app, session, world, endpoint):
    expected = dict(zip(WHO, MATRIX[endpoint], strict=True))
    found = {
        who: answer_of(app, session, world, endpoint, who) for who in WHO if who != "anonymous"
    }
    assert found == expected


@pytest.mark.parametrize("endpoint", sorted(MATRIX))
def test_nobody_gets_in_without_logging_in(app, session, world, endpoint):
    wanted = "allowed" if endpoint in ANONYMOUS_SEES else "login"
    wanted = "401" if endpoint in WITH_A_TOKEN else wanted
    assert answer_of(app, session, world, endpoint, "anonymous") == wanted


def test_no_post_without_a_csrf_token(app, session, world):
    for rule in app.url_map.iter_rules():
        if "POST" in rule.methods and rule.endpoint not in WITH_A_TOKEN:
            for who in ("visitator", "terapeut", "jobkonsulent", "administrator"):
                browser = Browser(app, session, world.people[who])
                response = browser.open(url_of(browser, rule.endpoint, world), method="POST")
                assert response.status_code == 400, rule.endpoint


def test_an_error_page_says_what_to_do_and_names_nobody(app, session, world):
    browser = Browser(app, session, world.people["visitator"])
    response = browser.open("/findes-ikke")
    page = Page(response.get_data(as_text=True), "html.parser")
    assert response.status_code == 404
    assert page.heading() == "Siden findes ikke"
