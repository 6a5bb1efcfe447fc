"""A clock as it is shown: the words, the colour, and the account that adds up."""

from datetime import timedelta

import pytest
from hypothesis import given

from rehab.domain.deadlines import read_clock
from rehab.web.presenters import clock_view
from tests.support.clocks import CONTACT, RECEIVED, any_facts, any_rule, facts


@given(any_rule, any_facts())
def test_the_figures_of_the_panel_add_up_to_the_deadline(rule, case):
    reading = read_clock(rule, *case)
    figures = [figure for figure, _ in clock_view(reading, case[1]).account]
    days = sum(int(figure.removeprefix("+ ")) for figure in figures if figure.startswith("+"))
    start = reading.counted_from
    assert reading.due == (start and start + timedelta(days=days))
    assert figures.count("=") == (0 if start is None else 1)


@pytest.mark.parametrize(
    ("days", "tone", "asked"),
    [
        pytest.param(0, "ok", "Hvorfor?", id="running"),
        pytest.param(4, "soon", "Hvorfor?", id="a day left"),
        pytest.param(6, "overdue", "Hvorfor er den rød?", id="overdue"),
    ],
)
def test_a_red_clock_is_asked_why_it_is_red(days, tone, asked):
    today = RECEIVED + timedelta(days=days)
    view = clock_view(read_clock(CONTACT, facts(), today), today)
    assert (view.tone, view.why_text) == (tone, asked)


def test_a_line_of_the_account_is_a_figure_and_what_it_is_for():
    view = clock_view(read_clock(CONTACT, facts(), RECEIVED), RECEIVED)
    assert view.account[1:3] == (
        ("+ 5", "kalenderdage"),
        ("=", "frist lørdag 28.11.2026; dagen selv er i tide."),
    )
