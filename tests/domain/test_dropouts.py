from datetime import date, timedelta

import pytest

from rehab.domain.attendance import AttendanceMark
from rehab.domain.dropouts import (
    DropoutRefusedError,
    HeldSession,
    check_dropout,
    no_shows_reached_on,
)
from tests.support.programmes import laenderyg

P, L, E, A = AttendanceMark
FIRST = date(2026, 11, 2)
REASONS = laenderyg().dropout_reasons


def held(*marks):
    return [HeldSession(FIRST + timedelta(days=7 * n), mark) for n, mark in enumerate(marks)]


@pytest.mark.parametrize(
    ("marks", "weeks"),
    [
        pytest.param((A,), None, id="one is nothing"),
        pytest.param((P, A, A), 2, id="two in a row"),
        pytest.param((A, P, A), None, id="not in a row"),
        pytest.param((A, E, A), None, id="an excuse is a sign of life"),
        pytest.param((A, L, A), None, id="late is there"),
        pytest.param((A, None, A), 2, id="an unmarked one tells nothing"),
        pytest.param((A, A, A), 1, id="the third is no new cause"),
        pytest.param((A, A, P), None, id="came back"),
        pytest.param((A, A, P, A, A), 4, id="a new run"),
    ],
)
def test_when_no_shows_in_a_row_must_be_acted_on(marks, weeks):
    due = None if weeks is None else FIRST + timedelta(days=7 * weeks)
    assert no_shows_reached_on(held(*marks), 2) == due


def test_every_reason_has_the_reports_own_code():
    assert len({reason.report_code for reason in REASONS}) == len(REASONS) == 9


@pytest.mark.parametrize(
    ("key", "left_on", "said"),
    [
        pytest.param("ved ikke", FIRST, "Vælg en af grundene", id="a reason of one's own"),
        pytest.param("udeblevet", date(2026, 12, 1), "ikke er kommet", id="a day ahead"),
        pytest.param("udeblevet", date(2026, 10, 1), "fik først pladsen", id="before the seat"),
    ],
)
def test_what_is_no_dropout(key, left_on, said):
    with pytest.raises(DropoutRefusedError, match=said):
        check_dropout(key, REASONS, left_on, FIRST, date(2026, 11, 23))
