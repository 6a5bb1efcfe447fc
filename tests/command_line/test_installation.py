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
    ],
)
def test_init_refuses_numbers_that_cannot_be_right(run, gln, code):
    result = run("init", "--kommune", "Testby", "--gln", gln, "--kommunekode", code)
    assert isinstance(result.exception, CommandRefusedError)


def test_a_database_that_was_never_set_up_is_refused_with_what_to_do(run):
    result = run("case", "list")
    assert "rehab init" in str(result.exception)


def test_check_config_says_that_the_settings_can_be_used(run):
    result = run("check-config")
    assert result.exit_code == 0
    assert result.output.endswith("Indstillingerne kan bruges.\n")
