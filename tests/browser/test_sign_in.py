"""Logging in at a real screen."""

import pytest

from tests.browser.person import DESK, PHONE, TABLET


@pytest.mark.parametrize("screen", [DESK, TABLET, PHONE], ids=["desk", "tablet", "phone"])
def test_the_first_page_asks_for_a_log_in(person, screen):
    assert person(screen).go("/").heading() == "Log ind"
