"""Every page a role may open, at the widths people have: no faults, no sideways scrolling."""

import pytest
from playwright.sync_api import expect

from rehab.domain.access import Role
from tests.browser.person import DESK, PHONE
from tests.support.factories import token_of
from tests.support.routes import MATRIX, WHO, YES, url_of
from tests.support.world import a_world
from tests.web.browser import Browser

WIDTHS = (1280, 768, 390, 320)
NARROWEST = (320,)
LOOKED_AT = {DESK[0], PHONE[0]}
ENTRANCE = "/indgang/999"


def pages_of(app, role: Role) -> list[str]:
    """The endpoints of the pages a role may open, in the order of the access matrix."""
    column = WHO.index(role.value)
    readable = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in rule.methods}
    return [
        endpoint
        for endpoint, answers in MATRIX.items()
        if answers[column] == YES and endpoint in readable
    ]


def is_shown(browser: Browser, address: str) -> bool:
    """Tell a page from a file to download and from what only leads on to a page."""
    answer = browser.open(address)
    assert answer.status_code in {200, 302}, f"{address}: {answer.status_code}"
    return answer.status_code == 200 and answer.mimetype == "text/html"


@pytest.mark.parametrize("role", list(Role))
def test_every_page_of_a_role_is_sound_at_every_width(house, person, role):
    """All widths and axe for the first role that may open a page; for the others the narrowest."""
    with house.open() as make:
        world = a_world(make, house.now)
        token = token_of(world.people[role.value])
        browser = Browser(house.app, make._session, world.people[role.value])
        pages = {page: url_of(browser, page, world) for page in pages_of(house.app, role)}
        pages = {page: url for page, url in pages.items() if is_shown(browser, url)}
    earlier = list(Role)[: list(Role).index(role)]
    seen = {page for other in earlier for page in pages_of(house.app, other)}
    somebody = person().with_session(house.cookie_of(token))
    for endpoint, address in pages.items():
        answer = somebody.open(address)
        assert answer == 200, f"{endpoint}: {answer}"
        for width in NARROWEST if endpoint in seen else WIDTHS:
            somebody.page.set_viewport_size({"width": width, "height": DESK[1]})
            somebody.check_width()
            somebody.check_reach()
            if width in LOOKED_AT and endpoint not in seen:
                somebody.check_axe()
        assert not somebody.faults, f"{endpoint}: {somebody.faults}"


def test_the_public_entrance_is_sound_to_somebody_nobody_knows(house, person):
    with house.open() as make:
        a_world(make, house.now)
    passer_by = person().go(ENTRANCE)
    assert passer_by.heading() == "Henvisning til Testby Kommune"
    for width in WIDTHS:
        passer_by.page.set_viewport_size({"width": width, "height": DESK[1]})
        passer_by.check_width()


@pytest.mark.parametrize("width", WIDTHS)
def test_what_the_menu_folds_away_opens_on_the_screen_and_folds_with_escape(logged_in, width):
    karen = logged_in(Role.KOORDINATOR, (width, DESK[1]))
    more = karen.page.locator(".top__more")
    more.locator("summary").click()
    karen.check_axe()
    karen.check_width()
    for entry in more.get_by_role("link").all():
        box = entry.bounding_box()
        assert box["x"] >= 0, entry.inner_text()
        assert box["x"] + box["width"] <= width, entry.inner_text()
    karen.page.keyboard.press("Escape")
    expect(more.get_by_role("link", name="Fravær")).to_be_hidden()
    expect(more.locator("summary")).to_be_focused()
    bar = karen.page.locator(".top__nav").bounding_box()
    assert bar["height"] <= 3 * 45, "the menu takes the page's room"
