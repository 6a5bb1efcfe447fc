"""Putting the app together."""

from pathlib import Path

import pytest
from sqlalchemy import column, select, table
from sqlalchemy.exc import DBAPIError

from rehab.app_factory import programme_versions
from rehab.domain.programme_parsing import ProgrammeError
from tests.support.programmes import PROGRAMME_FILE, laenderyg, programme_text


def folder_with(tmp_path: Path, **files: str) -> Path:
    current = tmp_path / PROGRAMME_FILE.name
    current.write_text(programme_text(), encoding="utf-8")
    for name, text in files.items():
        (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
    return current


def test_every_version_beside_the_current_file_is_known(tmp_path):
    newer = programme_text().replace('version = "2012"', 'version = "2027"')
    other = programme_text().replace('code = "laenderyg"', 'code = "hjerte"', 1)
    current = folder_with(tmp_path, newer=newer, other=other)
    versions = programme_versions(current, laenderyg())
    assert sorted(versions) == ["2012", "2027"]
    assert versions["2012"] is laenderyg()


def test_two_files_of_one_version_stop_the_start(tmp_path):
    current = folder_with(tmp_path, copy=programme_text())
    with pytest.raises(ProgrammeError, match="2012"):
        programme_versions(current, laenderyg())


def test_an_earlier_version_that_is_broken_stops_the_start(tmp_path):
    current = folder_with(tmp_path, broken="code = 1")
    with pytest.raises(ProgrammeError):
        programme_versions(current, laenderyg())


def test_a_statement_that_fails_is_told_without_its_values(session):
    missing = select(column("nothing_there")).where(column("identifier") == "0101709911")
    with pytest.raises(DBAPIError) as failure:
        session.execute(missing.select_from(table("citizen")))
    assert "SELECT nothing_there" in str(failure.value)
    assert "0101709911" not in str(failure.value)
