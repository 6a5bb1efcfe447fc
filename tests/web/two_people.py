"""Two people at a screen each, who press the same button in the very same instant."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from rehab.domain.access import Role
from tests.conftest import NOW
from tests.support.at_once import meeting_before_writing
from tests.support.factories import Factories
from tests.web.browser import Browser, Page, page_of


@dataclass(frozen=True)
class Saved:
    """What one of the two typed, and the page it led to; nothing is left to see when it is kept."""

    typed: dict[str, str]
    page: Page


class Two:
    """Two people at a screen each, on a database where commits are real."""

    def __init__(self, app, engine, session):
        self.app, self.engine, self.session = app, engine, session
        self.make = Factories(session, app.extensions["rehab_programme"], NOW)
        self.people = {
            role: [self.make.user(role, login=f"{role}-{number}") for number in range(2)]
            for role in (Role.VISITATOR, Role.KOORDINATOR, Role.ADMINISTRATOR)
        }

    def save(self, role, where, typed, *, to=None, expect=(302, 422), alone=False):
        """Post what each typed, both having read before either writes; the one saved is first.

        With `alone` they are one person on two devices.
        """
        (endpoint, values), sent = where, []
        people = [self.people[role][0]] * 2 if alone else self.people[role]
        browsers = [Browser(self.app, self.session, person) for person in people]
        for browser, fields in zip(browsers, typed, strict=True):
            page = browser.get(endpoint, **values)
            hidden = page.select("main form[method=post] input[type=hidden]")
            sent.append({tag["name"]: tag.get("value", "") for tag in hidden} | fields)
        url = browsers[0].url(to or endpoint, **values)
        self.session.commit()

        def post(number):
            return browsers[number].client.post(url, data=sent[number])

        with meeting_before_writing(self.engine, 2), ThreadPoolExecutor(2) as pool:
            answers = sorted(zip(typed, pool.map(post, range(2)), strict=True), key=_status)
        return [
            Saved(fields, page_of(answer, status))
            for (fields, answer), status in zip(answers, expect, strict=True)
        ]


def _status(answered):
    return answered[1].status_code
