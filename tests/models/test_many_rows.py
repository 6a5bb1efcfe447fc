"""Many rows written as one are the rows that were given."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from rehab.ids import new_id
from rehab.models import AuditEvent, ClockStanding
from rehab.models.many_rows import insert_rows, put_rows
from tests.conftest import NOW


def event(**changes):
    row = {
        "id": new_id(),
        "at": NOW,
        "organisation_id": None,
        "actor_id": new_id(),
        "verb": "case.opened",
        "case_id": None,
        "data": {"reason": "Ærø \"§ 140\" \\ 'x' :rows %s"},
    }
    return row | changes


def test_rows_come_back_as_they_were_given(session):
    table = AuditEvent.__table__
    given = [event(), event(at=NOW + timedelta(microseconds=1), organisation_id=new_id())]
    insert_rows(session, table, given)
    ids = [row["id"] for row in given]
    found = session.execute(select(table).where(table.c.id.in_(ids)).order_by(table.c.at))
    assert [dict(row._mapping) for row in found] == given


def test_no_rows_are_no_statement(session):
    insert_rows(session, AuditEvent.__table__, [])
    put_rows(session, AuditEvent.__table__, [])
    assert not session.in_transaction()


def test_an_instant_without_a_time_zone_is_refused(session):
    with pytest.raises(Exception, match="time zone"):
        insert_rows(session, AuditEvent.__table__, [event(at=datetime(2026, 1, 1))])  # noqa: DTZ001


def test_a_row_is_written_over_the_one_with_its_key(session, make):
    table, referral = ClockStanding.__table__, make.referral()
    row = {
        "referral_id": referral.id,
        "code": "first_contact",
        "organisation_id": referral.organisation_id,
        "received_on": date(2026, 1, 5),
        "due_on": None,
        "outcome": "running",
        "stopped_on": None,
        "counted_from": date(2026, 1, 5),
        "paused_from": None,
        "paused_until": None,
        "label": "Første kontakt",
        "strength": "lov",
        "section": "4.5",
        "why": ["+ 5 arbejdsdage", "æ"],
    }
    put_rows(session, table, [row, row | {"code": "other"}])
    put_rows(session, table, [row | {"due_on": date(2026, 1, 12), "why": []}])
    query = select(table.c.code, table.c.due_on, table.c.why).order_by(table.c.code)
    assert session.execute(query).all() == [
        ("first_contact", date(2026, 1, 12), []),
        ("other", None, ["+ 5 arbejdsdage", "æ"]),
    ]
