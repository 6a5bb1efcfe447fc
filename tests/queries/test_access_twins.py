"""The SQL twin of `rehab.domain.access` agrees with it over the whole product of what decides."""

from datetime import date
from itertools import chain, combinations, product

import pytest
from sqlalchemy import select

from rehab.domain.access import Actor, Permission, Role, may_on_case
from rehab.models import Case, ContactPerson
from rehab.queries.cases import scope_of
from rehab.queries.visibility import visible_cases
from tests.conftest import NOW
from tests.support.course_factories import make_booking, make_course
from tests.support.factories import AWAY, HOME

ROLE_SETS = list(
    chain.from_iterable(combinations(sorted(Role), size) for size in range(len(Role) + 1))
)
PERMISSIONS = [
    Permission.CASE_READ,
    Permission.CASE_WRITE,
    Permission.CONTACT_PERSON_ASSIGN,
    Permission.EMPLOYMENT_READ,
    Permission.EMPLOYMENT_WRITE,
]
TIES = ["none", "holds", "held before", "treats", "treated before"]


@pytest.fixture
def person_id(make):
    """A person with a case of every tie, effort and kommune."""
    person = make.user(Role.TERAPEUT, login="den")
    for kommunekode, tie, effort in product((HOME, AWAY), TIES, (True, False)):
        case = make.case(
            kommunekode=kommunekode,
            employment_effort=effort,
            contact_person=person if tie == "holds" else None,
        )
        if tie == "held before":
            make.save(
                ContactPerson(
                    case_id=case.id,
                    user_id=person.id,
                    from_on=date(2026, 11, 1),
                    until_on=date(2026, 11, 20),
                    assigned_by=person.id,
                    assigned_at=NOW,
                )
            )
        if tie.startswith("treat"):
            course = make_course(make, therapist=person, kommunekode=kommunekode)
            left = {"cancelled_at": NOW} if tie == "treated before" else {}
            make_booking(make, case, course, **left)
    return person.id


@pytest.mark.parametrize("kommunekode", [HOME, AWAY, None])
@pytest.mark.parametrize("permission", PERMISSIONS)
def test_sql_and_python_agree(session, make, person_id, permission, kommunekode):
    scopes = {case.id: scope_of(session, case) for case in session.scalars(select(Case))}
    organisation_id = make.organisation(kommunekode).id if kommunekode else None
    for roles in ROLE_SETS:
        actor = Actor(person_id, organisation_id, frozenset(roles))
        in_sql = set(session.scalars(select(Case.id).where(visible_cases(actor, permission))))
        in_python = {key for key, scope in scopes.items() if may_on_case(actor, permission, scope)}
        assert in_sql == in_python, roles


def test_a_therapist_sees_what_he_holds_or_treats_and_no_more(session, make, person_id):
    actor = Actor(person_id, make.organisation(HOME).id, frozenset({Role.TERAPEUT}))
    seen = session.scalars(select(Case.id).where(visible_cases(actor))).all()
    assert len(seen) == 2 * 2
