from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import expect, sync_playwright

from rehab.domain.access import Role
from tests.browser.house import PASSWORD, House
from tests.browser.person import DESK, Person
from tests.browser.server import served
from tests.conftest import NOW

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Chromium]:
    expect.set_options(timeout=10_000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def house(own_database) -> Iterator[House]:
    with served(own_database, NOW) as (app, address, line):
        yield House(app, address, NOW, line)


@pytest.fixture
def person(chromium, house) -> Iterator[Callable[..., Person]]:
    """Somebody at a screen; whoever is still there when the test ends, leaves."""
    people: list[Person] = []

    def at(screen: tuple[int, int] = DESK, *, scripts: bool = True) -> Person:
        people.append(Person(chromium, house.address, screen, scripts=scripts))
        return people[-1]

    yield at
    for somebody in people:
        somebody.leave()


@pytest.fixture
def logged_in(house, person) -> Callable[..., Person]:
    """The person of a role, through the log-in page."""

    def as_role(role: Role, screen: tuple[int, int] = DESK, *, scripts: bool = True) -> Person:
        return person(screen, scripts=scripts).log_in(house.employ(role), PASSWORD)

    return as_role
