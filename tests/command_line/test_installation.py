"""Setting up: the same command again changes what is said and doubles nothing."""

import pytest
from sqlalchemy import select

from rehab.command_line.application import CommandRefusedError
from rehab.models import AuditEvent, Organisation
from tests.command_line.conftest import KOMMUNE


def test_init_sets_up_the_database_and_the_kommune(run, stored):
    result = run("init", *KOMMUNE)
    assert result.exit_code == 0
    assert result.output.startswith("Testby Kommune (999) er klar.")
    with stored() as session:
        row = session.scalars(select(Organisation)).one()
        assert (row.name, row.gln, row.kommunekode) == ("Testby Kommune", "5790000999019", "999")


def test_init_again_updates_the_same_kommune_and_keeps_what_is_not_said(run, stored):
    run("init", *KOMMUNE, "--adresse", "Rådhuspladsen 1")
    result = run(
        "init", "--kommune", "Nyby Kommune", "--gln", "5790000999019", "--kommunekode", "0999"
    )
    assert result.exit_code == 0
    with stored() as session:
        row = session.scalars(select(Organisation)).one()
        assert (row.name, row.street) == ("Nyby Kommune", "Rådhuspladsen 1")
        verbs = list(session.scalars(select(AuditEvent.verb).order_by(AuditEvent.at)))
        assert verbs == ["organisation.created", "organisation.updated"]


@pytest.mark.parametrize(
    ("gln", "code"),
    [
        pytest.param("5790000999018", "999", id="wrong-check-digit"),
        pytest.param("579", "999", id="short-gln"),
        pytest.param("5790000999019", "kbh", id="no-number"),
        pytest.param("5790000999019", "12345", id="long-number"),
        pytest.param("5790000999019", "000", id="nought"),
        pytest.param("5790000999019", "9\N{SUPERSCRIPT TWO}9", id="no-plain-digit"),
        pytest.param("5790000999019", "9999", id="four-digits"),
    ],
)
def test_init_refuses_numbers_that_cannot_be_right(run, gln, code):
    result = run("init", "--kommune", "Testby", "--gln", gln, "--kommunekode", code)
    assert isinstance(result.exception, CommandRefusedError)


@pytest.mark.parametrize("name", ["", "  ", "B" * 81])
def test_init_refuses_a_name_nobody_can_have(run, name):
    done = run("init", "--kommune", name, "--gln", "5790000999019", "--kommunekode", "999")
    assert isinstance(done.exception, CommandRefusedError)


def test_a_location_number_is_shared_only_when_that_is_said(run, stored):
    other = ("init", "--kommune", "Naboby Kommune", "--gln", "5790000999019", "--kommunekode")
    run("init", *KOMMUNE)
    refused = run(*other, "998")
    assert isinstance(refused.exception, CommandRefusedError)
    assert "bruges allerede af Testby Kommune" in str(refused.exception)
    with stored() as session:
        assert session.scalars(select(Organisation.kommunekode)).all() == ["999"]
    assert run(*other, "998", "--delt-gln").exit_code == 0
    assert run(*other, "998").exit_code == 0, "nothing is shared that was not before"
    with stored() as session:
        assert sorted(session.scalars(select(Organisation.kommunekode))) == ["998", "999"]


def test_a_location_number_cannot_be_taken_over_by_a_change(run, stored):
    run("init", *KOMMUNE)
    away = ("init", "--kommune", "Naboby Kommune", "--kommunekode", "998", "--gln")
    run(*away, "5790000999071")
    assert isinstance(run(*away, "5790000999019").exception, CommandRefusedError)
    with stored() as session:
        assert len(set(session.scalars(select(Organisation.gln)))) == 2


def test_check_config_says_that_a_database_cannot_be_used(run, monkeypatch):
    monkeypatch.setenv("REHAB_DATABASE_URL", "mysql://x")
    assert "database_url skal være" in str(run("check-config").exception)


def test_a_database_that_was_never_set_up_is_refused_with_what_to_do(run):
    result = run("case", "list")
    assert "rehab init" in str(result.exception)


def test_check_config_says_that_the_settings_can_be_used(run):
    result = run("check-config")
    assert result.exit_code == 0
    assert result.output.endswith("Indstillingerne kan bruges.\n")


def test_check_config_names_the_schemas_that_are_missing(run, monkeypatch, tmp_path):
    monkeypatch.setenv("REHAB_MEDCOM_SCHEMA_FOLDER", str(tmp_path))
    result = run("check-config")
    assert result.exit_code == 1
    for dated in ("2005/08/07", "2006/07/01", "2016/12/01"):
        assert f"Skemaet {dated}/EMessage.xsd mangler" in result.output
    assert "Indstillingerne kan bruges." not in result.output
