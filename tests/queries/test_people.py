"""Who keeps whom."""

import pytest

from rehab.domain.access import Role
from rehab.queries.people import find_user, list_users


def test_the_active_come_first_and_then_by_name(ctx_as, make):
    ctx = ctx_as(Role.ADMINISTRATOR)
    make.user(Role.LEDER, login="c", name="Anna Lukket", active=False)
    make.user(Role.LEDER, login="a", name="Berit Åben")
    make.user(Role.LEDER, login="b", name="Anders Åben")
    names = [user.name for user in list_users(ctx.session, ctx.actor)]
    assert names == ["Anders Åben", "Berit Åben", "Test Administrator", "Anna Lukket"]


def test_people_of_another_kommune_are_not_there(ctx_as, make):
    away, ctx = make.user(Role.LEDER, kommunekode="998"), ctx_as(Role.ADMINISTRATOR)
    assert find_user(ctx.session, ctx.actor, away.id) is None
    assert away.id not in {user.id for user in list_users(ctx.session, ctx.actor)}


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_only_administrators_find_people(ctx_as, make, role):
    ctx = ctx_as(role)
    assert find_user(ctx.session, ctx.actor, ctx.actor.id) is None
    assert list_users(ctx.session, ctx.actor) == []
