"""Nothing personal stands where it can be read by accident: in a log, an address or a title."""

import logging
from collections.abc import Iterator

import pytest
from bs4 import BeautifulSoup
from flask import Flask, Request, Response, request, request_finished

from tests.journeys.case_3 import CPR, both_referrals
from tests.support.shared import needs_shared

pytestmark = needs_shared

PERSONAL = (CPR, f"{CPR[:6]}-{CPR[6:]}", "Testkvinde", "Bente", "Sørine")


class Watch:
    """Every address that is asked for or sent on to, and every title."""

    def __init__(self) -> None:
        self.addresses: list[str] = []
        self.titles: list[str] = []

    def sees(self, asked: Request, answer: Response) -> None:
        self.addresses += [asked.url, asked.full_path, answer.location or ""]
        self.addresses.append(answer.headers.get("Content-Disposition", ""))
        if answer.mimetype == "text/html":
            page = BeautifulSoup(answer.get_data(as_text=True), "html.parser")
            self.titles += [title.get_text() for title in page.select("head title")]
            for link in page.select("[href], [action], [src]"):
                self.addresses += [str(link.get(name, "")) for name in ("href", "action", "src")]


@pytest.fixture
def watch(app: Flask) -> Iterator[Watch]:
    watch = Watch()

    def note(_app: Flask, response: Response, **_: object) -> None:
        watch.sees(request._get_current_object(), response)

    with request_finished.connected_to(note, app):
        yield watch


@pytest.fixture
def everything_logged(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """Every logger there is writes all it has, and SQLAlchemy's every statement.

    Below that it prints the rows it read. It never does unless a person asks for that by name:
    it keeps a level of its own when everything else is set to DEBUG. A connection looks at the
    level when it is opened, so this must come before the town.
    """
    for name in (None, *logging.root.manager.loggerDict):
        statements = name is not None and name.startswith("sqlalchemy")
        caplog.set_level(logging.INFO if statements else logging.DEBUG, logger=name)
    return caplog


def personal_in(texts: list[str]) -> list[str]:
    return [text[:300] for text in texts if any(word.lower() in text.lower() for word in PERSONAL)]


def test_neither_log_nor_address_nor_title_names_the_citizen(everything_logged, town, watch):
    both_referrals(town, ("xref15.xml", "ggop.xml"))

    formatter = logging.Formatter("%(name)s %(message)s")
    logged = [formatter.format(record) + repr(record.args) for record in everything_logged.records]
    assert any(line.startswith("sqlalchemy.engine") for line in logged), "the logs were not open"
    assert len(watch.titles) > 50
    assert personal_in(logged) == []
    assert personal_in(watch.addresses) == []
    assert personal_in(watch.titles) == []
