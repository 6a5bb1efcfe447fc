"""One kontaktperson at a time, and the earlier ones kept."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from rehab.domain.access import Role
from rehab.domain.errors import NotPermittedError
from rehab.models import AuditEvent, ContactPerson
from rehab.services.contact_persons import ContactPersonRefusedError, assign_contact_person
from tests.conftest import NOW
from tests.support.factories import AWAY


@pytest.fixture
def ctx(ctx_as):
    return ctx_as(Role.KOORDINATOR)


def held(ctx, case):
    rows = ctx.session.scalars(
        select(ContactPerson)
        .where(ContactPerson.case_id == case.id)
        .order_by(ContactPerson.assigned_at, ContactPerson.until_on)
    )
    return [(row.user_id, row.from_on, row.until_on) for row in rows]


@pytest.mark.parametrize("role", [Role.VISITATOR, Role.KOORDINATOR, Role.TERAPEUT])
def test_a_person_with_a_health_role_gets_the_case(ctx, make, role):
    case, person = make.case(), make.user(role)
    with ctx.transaction():
        assign_contact_person(ctx, case, person)
    assert held(ctx, case) == [(person.id, date(2026, 11, 23), None)]


def test_the_earlier_one_is_kept_with_dates(ctx, make):
    first, second = make.user(Role.TERAPEUT), make.user(Role.TERAPEUT, login="anden")
    case = make.case(contact_person=first)
    later = replace(ctx, now=NOW + timedelta(days=7))
    with later.transaction():
        assign_contact_person(later, case, second)
    assert held(ctx, case) == [
        (first.id, date(2026, 11, 22), date(2026, 11, 30)),
        (second.id, date(2026, 11, 30), None),
    ]


@pytest.mark.parametrize("role", [Role.LEDER, Role.JOBKONSULENT, Role.ADMINISTRATOR])
def test_other_roles_do_not_hold_cases(ctx, make, role):
    with pytest.raises(ContactPersonRefusedError, match="visitator, koordinator eller terapeut"):
        assign_contact_person(ctx, make.case(), make.user(role))


def test_a_person_of_another_kommune_does_not_hold_our_cases(ctx, make):
    stranger = make.user(Role.TERAPEUT, kommunekode=AWAY)
    with pytest.raises(ContactPersonRefusedError, match="i kommunen"):
        assign_contact_person(ctx, make.case(), stranger)


def test_a_person_who_has_left_does_not_get_a_case(ctx, make):
    gone = make.user(Role.TERAPEUT, login="fratraadt", active=False)
    with pytest.raises(ContactPersonRefusedError, match="ikke længere aktiv"):
        assign_contact_person(ctx, make.case(), gone)


def test_the_one_who_has_it_cannot_get_it_again(ctx, make):
    person = make.user(Role.TERAPEUT)
    with pytest.raises(ContactPersonRefusedError, match="allerede"):
        assign_contact_person(ctx, make.case(contact_person=person), person)


def test_a_closed_case_gets_nobody(ctx, make):
    case = make.case(closed_on=date(2026, 11, 23))
    with pytest.raises(ContactPersonRefusedError, match="afsluttet"):
        assign_contact_person(ctx, case, make.user(Role.TERAPEUT))


@pytest.mark.parametrize("role", [Role.TERAPEUT, Role.VISITATOR, Role.JOBKONSULENT])
def test_only_the_team_and_the_leader_assign(ctx_as, make, role):
    person = make.user(Role.TERAPEUT)
    case = make.case(contact_person=person)
    with pytest.raises(NotPermittedError):
        assign_contact_person(ctx_as(role), case, make.user(Role.KOORDINATOR))


def test_a_case_of_another_kommune_is_not_ours_to_assign(ctx, make):
    with pytest.raises(NotPermittedError):
        assign_contact_person(ctx, make.case(kommunekode=AWAY), make.user(Role.TERAPEUT))


def test_the_audit_trail_says_who_it_was_before(ctx, make):
    first, second = make.user(Role.TERAPEUT), make.user(Role.TERAPEUT, login="anden")
    case = make.case(contact_person=first)
    with ctx.transaction():
        assign_contact_person(ctx, case, second)
    verb = AuditEvent.verb == "contact_person.assigned"
    event = ctx.session.scalars(select(AuditEvent).where(verb)).one()
    assert event.data == {"user_id": str(second.id), "before": str(first.id)}
