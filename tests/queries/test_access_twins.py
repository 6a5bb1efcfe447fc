"""The SQL twin of `rehab.domain.access` agrees with it over the whole product of what decides."""

from datetime import date
from itertools import chain, combinations, product

import pytest
from sqlalchemy import select

from rehab.domain.access import (
    Actor,
    LetterScope,
    Permission,
    Role,
    came_to_case,
    may_on_case,
    may_read_letter,
)
from rehab.models import (
    Absence,
    Case,
    ContactPerson,
    CourseSession,
    Delivery,
    IntakeOutcome,
    StoredLetter,
)
from rehab.queries.absences import stood_in_for
from rehab.queries.cases import scope_of
from rehab.queries.letters import readable_letters
from rehab.queries.visibility import visible_cases
from tests.conftest import NOW
from tests.support.course_factories import make_booking, make_course, sessions_of
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
TIES = [
    "none",
    "holds",
    "held before",
    "treats",
    "treats too",
    "treated before",
    "stands in",
    "stood in before",
]


def absence(user, substitute, first, last):
    return Absence(
        organisation_id=user.organisation_id,
        user_id=user.id,
        substitute_id=substitute.id,
        from_on=date(2026, 11, first),
        until_on=date(2026, 11, last),
        recorded_by=user.id,
        recorded_at=NOW,
    )


@pytest.fixture
def person_id(make):
    """A person with a case of every tie, effort and kommune."""
    person = make.user(Role.TERAPEUT, login="den")
    away = make.user(Role.TERAPEUT, login="væk")
    back = make.user(Role.TERAPEUT, login="tilbage")
    make.save(absence(away, person, 20, 25), absence(back, person, 20, 22))
    holders = {"holds": person, "stands in": away, "stood in before": back}
    for kommunekode, tie, effort in product((HOME, AWAY), TIES, (True, False)):
        case = make.case(
            kommunekode=kommunekode,
            employment_effort=effort,
            contact_person=holders.get(tie),
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
            too = tie == "treats too"
            course = make_course(make, therapist=None if too else person, kommunekode=kommunekode)
            if too:
                row = make._session.get_one(CourseSession, sessions_of(make, course)[0])
                row.second_therapist_id = person.id
                make.save(row)
            left = {"cancelled_at": NOW} if tie == "treated before" else {}
            make_booking(make, case, course, **left)
    return person.id


@pytest.mark.parametrize("kommunekode", [HOME, AWAY, None])
@pytest.mark.parametrize("permission", PERMISSIONS)
def test_sql_and_python_agree(session, make, person_id, permission, kommunekode):
    scopes = {case.id: scope_of(session, case) for case in session.scalars(select(Case))}
    organisation_id = make.organisation(kommunekode).id if kommunekode else None
    stands_in = stood_in_for(session, person_id, NOW.date())
    for roles in ROLE_SETS:
        actor = Actor(person_id, organisation_id, frozenset(roles), stands_in)
        in_sql = set(session.scalars(select(Case.id).where(visible_cases(actor, permission))))
        in_python = {key for key, scope in scopes.items() if may_on_case(actor, permission, scope)}
        assert in_sql == in_python, roles


def letter_about(make, case, kind, received_on):
    delivery = Delivery(
        organisation_id=case.organisation_id,
        received_at=NOW.replace(day=received_on),
        source="brev.xml",
        sha256="0" * 64,
        raw=b"",
    )
    make.save(delivery)
    letter = StoredLetter(
        organisation_id=case.organisation_id,
        delivery_id=delivery.id,
        position=0,
        kind=kind,
        element="Brev",
        version_code="",
        letter_id=f"{case.number}{kind}{received_on}",
        sender_gln="",
        content_hash="",
        first=True,
        outcome=IntakeOutcome.ACCEPTED,
        citizen_id=case.citizen_id,
    )
    make.save(letter)
    return letter


@pytest.mark.parametrize("kommunekode", [HOME, AWAY, None])
def test_sql_and_python_agree_on_letters(session, make, person_id, kommunekode):
    scopes = {}
    for number, case in enumerate(session.scalars(select(Case)).all()):
        case.closed_on = date(2026, 11, 20) if number % 2 else None
        make.save(case)
        scope = scope_of(session, case)
        for kind, day in product(("correspondence", "XREF15"), (20, 21)):
            letter = letter_about(make, case, kind, day)
            came = kind == "correspondence" and came_to_case(date(2026, 11, day), case.closed_on)
            scopes[letter.id] = LetterScope(case.organisation_id, (scope,) if came else ())
    organisation_id = make.organisation(kommunekode).id if kommunekode else None
    stands_in = stood_in_for(session, person_id, NOW.date())
    for roles in ROLE_SETS:
        actor = Actor(person_id, organisation_id, frozenset(roles), stands_in)
        in_sql = set(session.scalars(select(StoredLetter.id).where(readable_letters(actor))))
        assert in_sql == {key for key, scope in scopes.items() if may_read_letter(actor, scope)}


@pytest.mark.parametrize(
    ("day", "ties"),
    [
        pytest.param(
            23, ["holds", "stands in", "treats", "treats too"], id="while he stands in for one"
        ),
        pytest.param(26, ["holds", "treats", "treats too"], id="the day after"),
    ],
)
def test_a_therapist_sees_what_he_holds_treats_or_stands_in_for(
    session, make, person_id, day, ties
):
    stands_in = stood_in_for(session, person_id, date(2026, 11, day))
    actor = Actor(person_id, make.organisation(HOME).id, frozenset({Role.TERAPEUT}), stands_in)
    seen = session.scalars(select(Case.id).where(visible_cases(actor))).all()
    assert len(seen) == 2 * len(ties)
