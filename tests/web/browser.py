"""A client that checks every page it is served, so that no test has to."""

from contextvars import Context as ContextVars
from typing import Any

import html5lib
from bs4 import BeautifulSoup
from flask import Flask, request_tearing_down, url_for
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from rehab.models import User, db
from rehab.models.audit import has_unsaved
from tests.support.factories import token_of
from tests.support.standings import settle


class Page(BeautifulSoup):
    """A parsed page, with the questions tests ask."""

    def heading(self) -> str:
        return self.select_one("h1").get_text(" ", strip=True)

    def errors(self) -> list[str]:
        return [item.get_text(strip=True) for item in self.select('[role="alert"] li')]

    def text_of(self, selector: str) -> list[str]:
        return [" ".join(found.get_text(" ").split()) for found in self.select(selector)]


class Browser:
    """One person's browser. Every request runs in an empty context, as in production.

    With the test's own context on the stack Flask would reuse it, Flask-Login would find the last
    request's person on it, and every access test after the first would lie.
    """

    def __init__(self, app: Flask, session: Session, user: User | None) -> None:
        self.app, self.session, self.client = app, session, app.test_client()
        if user is not None:
            with self.client.session_transaction() as cookie:
                cookie["_user_id"], cookie["_fresh"] = token_of(user), True

    def open(self, url: str, **kwargs: Any) -> TestResponse:
        left_over: list[bool] = []

        def note_unsaved(_app: Flask, **_: object) -> None:
            left_over.append(has_unsaved(db.session()))

        self.settle()
        with request_tearing_down.connected_to(note_unsaved, self.app):
            response = ContextVars().run(self.client.open, url, buffered=True, **kwargs)
        self.session.expire_all()
        assert not any(left_over), "the view wrote and did not save"
        return response

    def settle(self) -> None:
        """Save what was arranged and work out its standings, as the acts themselves would have."""
        self.session.commit()
        settle(self.session, self.app)

    def get(self, endpoint: str, *, expect: int = 200, **values: Any) -> Page:
        return self.visit(self.url(endpoint, **values), expect=expect)

    def visit(self, url: str, *, expect: int = 200) -> Page:
        return page_of(self.open(url), expect)

    def submit(
        self, endpoint: str, fields: dict[str, Any], *, expect: int = 302, **values: Any
    ) -> Page:
        """Fetch the page, take its CSRF token, and post the form as a person would."""
        url = self.url(endpoint, **values)
        form = Page(self.open(url).get_data(as_text=True), "html.parser")
        return self.post(url, fields, token_from=form, expect=expect)

    def post(
        self, url: str, fields: dict[str, Any], *, token_from: Page, expect: int = 302
    ) -> Page:
        """Post to a URL with the token of a page that was fetched before."""
        token = token_from.select_one("input[name=csrf_token]")["value"]
        return page_of(self.open(url, method="POST", data={"csrf_token": token} | fields), expect)

    def url(self, endpoint: str, **values: Any) -> str:
        with self.app.test_request_context():
            return url_for(endpoint, **values)


def page_of(response: TestResponse, expect: int) -> Page:
    text = response.get_data(as_text=True) if response.mimetype == "text/html" else ""
    page = Page(text, "html.parser")
    assert response.status_code == expect, (
        f"{response.status_code}, wanted {expect}: {response.location} {page.errors()}"
    )
    assert response.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert response.headers["Cache-Control"] == "no-store"
    if text and not 300 <= response.status_code < 400:
        check_html(text, page)
    return page


def check_html(text: str, page: Page) -> None:
    parser = html5lib.HTMLParser()
    parser.parse(text)
    assert not parser.errors, parser.errors[0]
    assert page.html.get("lang") == "da"
    assert len(page.select("h1")) == 1
    title = " ".join(page.title.get_text().split())
    assert title.startswith(page.heading()), f"{title!r} does not begin with {page.heading()!r}"
    ids = [tag["id"] for tag in page.select("[id]")]
    assert len(ids) == len(set(ids)), f"duplicate id {[i for i in ids if ids.count(i) > 1][:1]}"
    assert not page.select("[style], style, script:not([src])"), "inline style or script"
    assert not [a for tag in page.find_all(True) for a in tag.attrs if a.startswith("on")]
    for control in page.select("input:not([type=hidden]), select, textarea"):
        named = page.select(f'label[for="{control.get("id")}"]') or control.get("aria-label")
        assert named, f"no label for {control.get('name')}"
    for form in page.select("form[method=post]"):
        assert form.select("input[name=csrf_token]"), "a form without a CSRF token"
        assert form.get("action"), "a form without an action"
    for link in page.select("a[href]"):
        assert link.get_text(strip=True) or link.get("aria-label"), f"a silent link {link}"
