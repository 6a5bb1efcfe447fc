"""Who stands behind a request."""

from datetime import date, timedelta

import pytest

from rehab.domain.access import Role
from rehab.models import Absence
from rehab.queries.sessions import find_person
from tests.conftest import NOW
from tests.support.factories import token_of

TODAY = date(2026, 11, 23)
HALF_A_DAY_AGO = NOW - timedelta(hours=12)


@pytest.fixture
def found(session):
    def person(user, since=HALF_A_DAY_AGO, on=TODAY):
        return find_person(session, token_of(user), since, on)

    return person


def test_a_token_is_a_person_with_every_role(make, found):
    user = make.user(Role.KOORDINATOR, Role.TERAPEUT, name="Karen")
    person = found(user)
    assert (person.name, person.kommune) == ("Karen", "Testby Kommune")
    assert person.actor == user.actor()


def test_a_session_ends_by_itself_and_with_the_account(make, found):
    user = make.user(Role.TERAPEUT)
    assert found(user, since=NOW) is None
    user.active = False
    make.save(user)
    assert found(user) is None


@pytest.mark.parametrize(
    ("on", "stands_in"),
    [
        pytest.param(TODAY, True, id="while the other is away"),
        pytest.param(TODAY + timedelta(days=2), False, id="when the other is back"),
    ],
)
def test_a_substitute_stands_in_for_the_days_of_the_absence(make, found, on, stands_in):
    away, here = make.user(Role.TERAPEUT), make.user(Role.TERAPEUT, login="vikar")
    make.save(
        Absence(
            organisation_id=away.organisation_id,
            user_id=away.id,
            substitute_id=here.id,
            from_on=TODAY,
            until_on=TODAY + timedelta(days=1),
            recorded_by=away.id,
            recorded_at=NOW,
        )
    )
    assert found(here, on=on).actor.stands_in_for == ({away.id} if stands_in else frozenset())
