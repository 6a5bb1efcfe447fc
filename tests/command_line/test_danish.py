"""The help pages are Danish throughout."""

import pytest


@pytest.mark.parametrize("arguments", [(), ("case",), ("case", "show"), ("init",)])
def test_no_english_stands_on_a_help_page(run, arguments):
    page = run(*arguments, "--help").output
    assert page.startswith("Brug: ")
    assert "Vis denne hjælp." in page
    words = ("Usage", "Options", "OPTIONS", "Commands", "COMMAND", "Show this", "required")
    assert [word for word in words if word in page] == []
