"""Nothing is saved that nobody accounts for, and the trail cannot be rewritten."""

import pytest
from sqlalchemy import delete, text, update
from sqlalchemy.exc import DBAPIError

from rehab.models import AuditEvent, Case, Citizen
from rehab.models.audit import UnauditedWriteError


def test_a_change_nobody_accounts_for_is_refused(make, session):
    make.citizen().surname = "Andet"
    with pytest.raises(UnauditedWriteError, match="no audit event"):
        session.commit()


def test_a_new_row_nobody_accounts_for_is_refused(make, session):
    session.add(Citizen(organisation_id=make.organisation().id, identifier="x", surname="y"))
    with pytest.raises(UnauditedWriteError, match="no audit event"):
        session.commit()


def test_a_bulk_change_counts_as_a_write(make, session):
    make.case()
    session.execute(update(Case).values(employment_effort=True))
    with pytest.raises(UnauditedWriteError, match="no audit event"):
        session.commit()


def test_the_trail_cannot_be_changed_through_the_session(make, session):
    make.case()
    event = session.query(AuditEvent).first()
    event.verb = "noget.andet"
    with pytest.raises(UnauditedWriteError, match="append-only"):
        session.commit()


def test_the_trail_cannot_be_deleted_in_bulk(make, session):
    make.case()
    with pytest.raises(UnauditedWriteError, match="append-only"):
        session.execute(delete(AuditEvent))


@pytest.mark.parametrize(
    "statement",
    ["UPDATE audit_event SET verb = 'x'", "DELETE FROM audit_event"],
    ids=["update", "delete"],
)
def test_the_database_itself_refuses_to_rewrite_the_trail(make, session, statement):
    make.case()
    with pytest.raises(DBAPIError, match="never changed"):
        session.connection().execute(text(statement))


def test_a_rollback_forgets_what_was_about_to_be_written(make, session):
    make.citizen().surname = "Andet"
    session.flush()
    session.rollback()
    session.commit()
