"""What a login session remembers of its last few searches."""

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab.domain.access import Role
from rehab.ids import new_id
from rehab.models import OpenSession
from rehab.queries.sessions import found_in
from rehab.services.context import Context
from rehab.services.searching import SEARCHES_KEPT, remember_found
from tests.conftest import NOW
from tests.support.at_once import engine_for, meeting_before_writing
from tests.support.factories import Factories, token_of


@pytest.fixture
def vivi(make):
    return token_of(make.user(Role.VISITATOR))


@pytest.fixture
def ctx(ctx_as):
    return ctx_as(Role.VISITATOR)


def some(number: int) -> list[UUID]:
    return [new_id() for _ in range(number)]


def test_each_search_of_a_session_is_found_under_its_own_name(ctx, vivi):
    first, second = some(3), some(2)
    names = remember_found(ctx, vivi, first), remember_found(ctx, vivi, second)
    assert [found_in(ctx.session, vivi, name) for name in names] == [first, second]


def test_a_search_that_found_nothing_has_no_name_and_pushes_nothing_out(ctx, vivi):
    found = some(2)
    name = remember_found(ctx, vivi, found)
    assert [remember_found(ctx, vivi, []) for _ in range(SEARCHES_KEPT)] == [None] * SEARCHES_KEPT
    assert found_in(ctx.session, vivi, name) == found


def test_one_more_than_are_kept_pushes_out_the_oldest(ctx, vivi):
    searches = [some(2) for _ in range(SEARCHES_KEPT + 1)]
    names = [remember_found(ctx, vivi, found) for found in searches]
    assert [found_in(ctx.session, vivi, name) for name in names] == [[], *searches[1:]]


def test_the_name_of_a_search_says_nothing_to_another_session(ctx, vivi, make):
    other = token_of(make.user(Role.VISITATOR, login="another"))
    remember_found(ctx, other, some(2))
    name = remember_found(ctx, vivi, some(2))
    assert found_in(ctx.session, other, name) == []
    assert found_in(ctx.session, "no-such-session", name) == []


def test_two_tabs_that_search_at_once_both_keep_what_they_found(app, settings, own_database):
    programme = app.extensions["rehab_programme"]
    searches = [some(2), some(3)]
    with engine_for(own_database, 3) as engine:
        with Session(engine) as session:
            user = Factories(session, programme, NOW).user(Role.VISITATOR)
            token, actor = token_of(user), user.actor()

        def search(found):
            with Session(engine) as session:
                ctx = Context(session, actor, NOW, programme, settings)
                name = remember_found(ctx, token, found)
                session.commit()
                return name

        with meeting_before_writing(engine, 2), ThreadPoolExecutor(2) as pool:
            names = list(pool.map(search, searches))
        with Session(engine) as session:
            assert [found_in(session, token, name) for name in names] == searches
            assert list(session.scalars(select(OpenSession.found)).one()) in (
                [str(one) for one in names],
                [str(one) for one in reversed(names)],
            )
