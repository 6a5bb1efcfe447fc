"""Whose a view is, and who may change it."""

from uuid import UUID

import pytest

from rehab.domain.access import Actor, Role
from rehab.domain.saved_views import (
    MOST_VIEWS,
    SavedViewError,
    ViewScope,
    check_may_share,
    check_room,
    check_view_name,
    may_change_view,
    may_see_view,
)

HERE, THERE = UUID(int=1), UUID(int=2)
KAREN, TOVE = UUID(int=3), UUID(int=4)


def actor(who=TOVE, role=Role.TERAPEUT, home=HERE):
    return Actor(who, home, frozenset({role}))


@pytest.mark.parametrize(
    ("view", "who", "sees", "changes"),
    [
        pytest.param(ViewScope(HERE, TOVE, shared=False), actor(), True, True, id="own"),
        pytest.param(ViewScope(HERE, KAREN, shared=False), actor(), False, False, id="another's"),
        pytest.param(ViewScope(HERE, KAREN, shared=True), actor(), True, False, id="shared"),
        pytest.param(
            ViewScope(HERE, KAREN, shared=True), actor(role=Role.LEDER), True, True, id="leader"
        ),
        pytest.param(
            ViewScope(HERE, KAREN, shared=False), actor(role=Role.LEDER), False, False, id="private"
        ),
        pytest.param(
            ViewScope(HERE, KAREN, shared=True),
            actor(KAREN, Role.LEDER, THERE),
            False,
            False,
            id="another kommune",
        ),
    ],
)
def test_a_view_is_its_owners_or_the_kommunes(view, who, sees, changes):
    assert (may_see_view(who, view), may_change_view(who, view)) == (sees, changes)


@pytest.mark.parametrize(("name", "said"), [(" . ", "navn"), ("a" * 61, "højst 60")])
def test_a_view_has_a_name_that_fits(name, said):
    with pytest.raises(SavedViewError, match=said):
        check_view_name(name)


def test_a_name_stands_on_one_line():
    assert check_view_name(" Denne\n uge ") == "Denne uge"


def test_only_some_share_and_nobody_keeps_too_many():
    check_may_share(actor(role=Role.KOORDINATOR))
    with pytest.raises(SavedViewError, match="koordinator og leder"):
        check_may_share(actor())
    check_room(MOST_VIEWS - 1)
    with pytest.raises(SavedViewError, match="Slet en"):
        check_room(MOST_VIEWS)
