"""Who may open what, as a table, and how a route is asked."""

from typing import Any, Final

from flask import Flask
from sqlalchemy.orm import Session

from tests.support.world import World
from tests.web.browser import Browser, Page

WHO: Final = (
    "visitator",
    "koordinator",
    "terapeut",
    "stranger",
    "jobkonsulent",
    "leder",
    "administrator",
    "other",
)
YES, NO, GONE = "allowed", "403", "404"

EVERYONE: Final = (YES,) * 8
#                     visitator koordin. terapeut stranger jobkons. leder administr. other
ENTRANCE: Final = (YES, YES, NO, NO, NO, YES, NO, GONE)
TRIAGE: Final = (YES, NO, NO, NO, NO, NO, NO, GONE)
CASE: Final = (YES, YES, YES, GONE, NO, YES, NO, GONE)
CARE: Final = (YES, YES, YES, GONE, NO, NO, NO, GONE)
EMPLOYMENT: Final = (NO, NO, NO, NO, YES, NO, NO, NO)

MATRIX: Final[dict[str, tuple[str, ...]]] = {}
ANONYMOUS_SEES: Final = frozenset(
    {"account.sign_in", "home.health", "home.accessibility", "static"}
)


def url_of(browser: Browser, endpoint: str, world: World) -> str:
    [rule] = [r for r in browser.app.url_map.iter_rules() if r.endpoint == endpoint]
    values: dict[str, Any] = {name: world.values[name] for name in rule.arguments}
    if endpoint.startswith(("epikrise.", "cases.")) and "referral_id" in values:
        values["referral_id"] = world.values["accepted_referral_id"]
    return browser.url(endpoint, **values)


def answer_of(app: Flask, session: Session, world: World, endpoint: str, who: str) -> str:
    """Ask a route as somebody, by GET where it can be, and say in one word what came back."""
    browser = Browser(app, session, world.people[who])
    url = url_of(browser, endpoint, world)
    [rule] = [r for r in app.url_map.iter_rules() if r.endpoint == endpoint]
    if "GET" in (rule.methods or ()):
        response = browser.open(url)
    else:
        response = browser.open(url, method="POST", data={"csrf_token": token_of(browser)})
    if response.status_code == 302 and "/konto/log-ind" in (response.location or ""):
        return "login"
    if response.status_code in {403, 404}:
        return str(response.status_code)
    assert response.status_code < 500, f"{endpoint} as {who}: {response.status_code}"
    return YES


def token_of(browser: Browser) -> str:
    """A token of the browser's own session, from the log-in page that everyone can open."""
    page = Page(browser.open("/konto/log-ind").get_data(as_text=True), "html.parser")
    return page.select_one("input[name=csrf_token]")["value"]
