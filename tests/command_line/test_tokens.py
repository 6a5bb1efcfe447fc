"""The tokens of senders, as the one who runs the system keeps them."""

from sqlalchemy import select

from rehab.models import Organisation, SenderToken
from tests.command_line.conftest import KOMMUNE


def test_a_token_is_shown_once_and_kept_as_a_fingerprint(run, stored):
    run("init", *KOMMUNE)
    result = run("token", "add", "--navn", "Leverandør")
    shown = result.output.removeprefix("Nøgle til Leverandør: ").strip()
    with stored() as session:
        row = session.scalars(select(SenderToken)).one()
        assert len(shown) >= 40
        assert row.organisation_id is None
        assert shown not in row.token_hash


def test_a_token_can_be_for_one_kommune_and_be_taken_back(run, stored):
    run("init", *KOMMUNE)
    run("token", "add", "--navn", "Leverandør", "--kommune", "999")
    assert "trukket tilbage" in run("token", "revoke", "--navn", "Leverandør").output
    with stored() as session:
        row = session.scalars(select(SenderToken)).one()
        assert row.organisation_id == session.scalars(select(Organisation.id)).one()
        assert row.revoked_at is not None
