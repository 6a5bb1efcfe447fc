"""What every command does first: find the database and the day it is asked about."""

import pytest

from rehab.command_line.application import CommandRefusedError
from tests.command_line.conftest import KOMMUNE


def test_looking_makes_no_database(run, monkeypatch, tmp_path):
    monkeypatch.setenv("REHAB_DATABASE_URL", f"sqlite:///{tmp_path}/forkert/rehab.db")
    done = run("case", "list")
    assert isinstance(done.exception, CommandRefusedError)
    assert "Kør: rehab init" in str(done.exception)
    assert not (tmp_path / "forkert").exists()


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "1899-12-31", "2101-01-01"])
def test_a_day_no_case_can_be_from_is_refused(run, day):
    run("init", *KOMMUNE)
    done = run("case", "list", "--on", day)
    assert isinstance(done.exception, CommandRefusedError)
    assert "mellem 1900 og 2100" in str(done.exception)


@pytest.mark.parametrize("day", ["1900-01-01", "31-12-2100"])
def test_the_outermost_days_can_be_asked_for(run, day):
    run("init", *KOMMUNE)
    assert run("case", "list", "--on", day).exit_code == 0


def test_a_text_that_is_no_day_is_refused_without_repeating_it(run):
    done = run("case", "list", "--on", "0101709911")
    assert str(done.exception) == "Datoen kan ikke læses. Skriv fx 2026-11-23."
