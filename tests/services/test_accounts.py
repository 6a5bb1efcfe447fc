"""Keeping the people of a kommune: who they are, what they may, and when they can leave."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from rehab.domain.access import SYSTEM, Role
from rehab.domain.contact_persons import PostcodesError
from rehab.domain.errors import NotPermittedError
from rehab.models import Absence, AuditEvent, OpenSession, User
from rehab.queries.people import find_user
from rehab.services.accounts import (
    ChangedUser,
    NewUser,
    SignInRefusedError,
    UserRefusedError,
    add_user,
    change_user,
    person_by_token,
    set_password,
    sign_in,
)
from rehab.services.contact_persons import assign_contact_person
from rehab.services.passwords import hash_password, is_right_password
from rehab.web.request_context import context_for
from tests.conftest import NOW
from tests.support.course_factories import make_course
from tests.support.factories import PASSWORD, token_of

HASH = hash_password(PASSWORD)
NEW = NewUser(
    login=" Vera ",
    name="Vera Visitator",
    title="Sygeplejerske",
    phone="99999999",
    roles=frozenset({Role.VISITATOR}),
    password=PASSWORD,
)
CHANGED = ChangedUser("Ny Navnesen", "Ergoterapeut", "99999998", frozenset({Role.TERAPEUT}), True)


@pytest.fixture
def door(app, session):
    """The context of somebody who is not logged in."""
    return context_for(app, SYSTEM)


@pytest.fixture
def vivi(make):
    return make.user(Role.VISITATOR, login="vivi", password_hash=HASH)


def opened(ctx, user):
    """The person as their page loads them, with roles."""
    return find_user(ctx.session, ctx.actor, user.id)


def test_an_administrator_registers_a_person(ctx_as, session):
    ctx = ctx_as(Role.ADMINISTRATOR)
    with ctx.transaction():
        user = add_user(ctx, ctx.organisation_id, NEW)
    assert (user.login, user.organisation_id) == ("vera", ctx.organisation_id)
    assert is_right_password(PASSWORD, user.password_hash)
    [event] = session.scalars(select(AuditEvent).where(AuditEvent.verb == "user.created"))
    assert event.data == {"user_id": str(user.id), "roles": "visitator"}


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        pytest.param({"password": "kort"}, "mindst 12 tegn", id="short password"),
        pytest.param({"roles": frozenset()}, "mindst én rolle", id="no role"),
        pytest.param({"login": "VIVI"}, "optaget", id="taken login"),
        *(
            pytest.param(
                {"roles": frozenset({Role.JOBKONSULENT, role})},
                "§ 43",
                id=f"jobkonsulent and {role}",
            )
            for role in (Role.VISITATOR, Role.KOORDINATOR, Role.TERAPEUT, Role.LEDER)
        ),
    ],
)
def test_a_person_who_cannot_be_is_refused(ctx_as, vivi, changes, says):
    ctx = ctx_as(Role.ADMINISTRATOR)
    with pytest.raises(UserRefusedError, match=says):
        add_user(ctx, ctx.organisation_id, replace(NEW, **changes))


def test_a_change_of_roles_ends_every_session(ctx_as, vivi, door):
    token, ctx = token_of(vivi), ctx_as(Role.ADMINISTRATOR)
    with ctx.transaction():
        change_user(ctx, opened(ctx, vivi), CHANGED)
    assert person_by_token(door, token) is None
    with door.transaction():
        again = sign_in(door, "vivi", PASSWORD).token
    fresh = person_by_token(door, again)
    assert (fresh.name, fresh.actor.roles) == ("Ny Navnesen", {Role.TERAPEUT})
    assert (vivi.title, vivi.phone) == ("Ergoterapeut", "99999998")


def test_a_new_telephone_does_not_log_anybody_out(ctx_as, vivi, door):
    token, ctx = token_of(vivi), ctx_as(Role.ADMINISTRATOR)
    with ctx.transaction():
        change_user(ctx, opened(ctx, vivi), replace(CHANGED, roles=frozenset({Role.VISITATOR})))
    assert person_by_token(door, token).actor.id == vivi.id
    assert vivi.phone == "99999998"


def test_a_closed_account_cannot_be_opened_with_its_password(ctx_as, vivi, door):
    ctx = ctx_as(Role.ADMINISTRATOR)
    with ctx.transaction():
        change_user(ctx, opened(ctx, vivi), replace(CHANGED, active=False))
    with pytest.raises(SignInRefusedError):
        sign_in(door, "vivi", PASSWORD)
    own = select(OpenSession).where(OpenSession.user_id == vivi.id)
    assert door.session.scalars(own).all() == []


def test_a_change_may_not_put_anybody_on_both_sides(ctx_as, vivi):
    both = frozenset({Role.JOBKONSULENT, Role.TERAPEUT})
    with pytest.raises(UserRefusedError):
        change_user(ctx_as(Role.ADMINISTRATOR), vivi, replace(CHANGED, roles=both))


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"active": False}, id="closing oneself out"),
        pytest.param({"roles": frozenset({Role.VISITATOR})}, id="stepping down"),
        pytest.param(
            {"roles": frozenset({Role.ADMINISTRATOR, Role.LEDER})}, id="giving oneself cases"
        ),
    ],
)
def test_nobody_changes_their_own_access(ctx_as, make, changes):
    ctx = ctx_as(Role.ADMINISTRATOR)
    own = opened(ctx, make.user(Role.ADMINISTRATOR))
    same = replace(CHANGED, roles=frozenset({Role.ADMINISTRATOR}))
    with pytest.raises(UserRefusedError, match="kollega"):
        change_user(ctx, own, replace(same, **changes))


def test_a_short_new_password_is_refused(ctx_as, vivi):
    with pytest.raises(UserRefusedError, match="mindst 12 tegn"):
        set_password(ctx_as(Role.ADMINISTRATOR), vivi, "kort")


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_only_administrators_keep_people(ctx_as, vivi, role):
    ctx = ctx_as(role)
    with pytest.raises(NotPermittedError):
        add_user(ctx, ctx.organisation_id, NEW)
    with pytest.raises(NotPermittedError):
        change_user(ctx, vivi, CHANGED)
    with pytest.raises(NotPermittedError):
        set_password(ctx, vivi, PASSWORD)


def test_an_administrator_keeps_no_people_of_another_kommune(ctx_as, make):
    ctx, away = ctx_as(Role.ADMINISTRATOR), make.user(Role.VISITATOR, kommunekode="998")
    with pytest.raises(NotPermittedError):
        add_user(ctx, away.organisation_id, NEW)
    with pytest.raises(NotPermittedError):
        change_user(ctx, away, CHANGED)
    with pytest.raises(NotPermittedError):
        set_password(ctx, away, PASSWORD)


def test_the_system_registers_the_first_administrator(door, make, session):
    home = make.organisation()
    with door.transaction():
        add_user(door, home.id, replace(NEW, roles=frozenset({Role.ADMINISTRATOR})))
    assert session.scalar(select(User.login).where(User.login == "vera")) == "vera"


@pytest.mark.parametrize("login", ["v", "vera vis", "ve\x00ra", "vera/..", "x" * 81, "véra"])
def test_a_login_is_a_few_plain_signs(ctx_as, login):
    ctx = ctx_as(Role.ADMINISTRATOR)
    with pytest.raises(UserRefusedError, match="2 til 80 tegn"):
        add_user(ctx, ctx.organisation_id, replace(NEW, login=login))


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"active": False}, id="closed"),
        pytest.param({"roles": frozenset({Role.LEDER})}, id="no role that holds cases"),
    ],
)
def test_whoever_holds_open_cases_hands_them_over_first(ctx_as, make, session, change):
    ctx, case = ctx_as(Role.ADMINISTRATOR), make.case()
    tove, tom = (make.user(Role.TERAPEUT, login=name) for name in ("tove", "tom"))
    koordinator = ctx_as(Role.KOORDINATOR)
    assign_contact_person(koordinator, case, tove)
    command = replace(CHANGED, **change)
    with pytest.raises(UserRefusedError, match="har 1 åben sag"):
        change_user(ctx, opened(ctx, tove), command)
    assign_contact_person(koordinator, case, tom)
    change_user(ctx, opened(ctx, tove), command)
    session.commit()


def test_whoever_leads_sessions_ahead_or_stands_in_hands_that_over_first(ctx_as, make):
    ctx, tove = ctx_as(Role.ADMINISTRATOR), make.user(Role.TERAPEUT, login="tove")
    away = make.user(Role.TERAPEUT, login="tom")
    make_course(make, therapist=tove, sessions=1)
    make.save(
        Absence(
            organisation_id=tove.organisation_id,
            user_id=away.id,
            substitute_id=tove.id,
            from_on=NOW.date(),
            until_on=NOW.date(),
            recorded_by=away.id,
            recorded_at=NOW,
        )
    )
    words = "har 1 kommende gang og 1 fravær som vikar"
    with pytest.raises(UserRefusedError, match=words):
        change_user(ctx, opened(ctx, tove), replace(CHANGED, active=False))
    # A visitator holds cases and stands in, and leads no sessions.
    with pytest.raises(UserRefusedError, match=r"har 1 kommende gang\."):
        change_user(ctx, opened(ctx, tove), replace(CHANGED, roles=frozenset({Role.VISITATOR})))


def test_a_person_gets_a_district_and_languages(ctx_as, make):
    ctx, tove = ctx_as(Role.ADMINISTRATOR), make.user(Role.TERAPEUT, login="tove")
    command = replace(CHANGED, postcodes=" 2100-2199, 2400 ", languages=("arabisk",))
    change_user(ctx, opened(ctx, tove), command)
    assert (tove.postcodes, tove.languages) == ("2100-2199, 2400", ["arabisk"])
    with pytest.raises(PostcodesError, match="Nørrebro"):
        change_user(ctx, opened(ctx, tove), replace(CHANGED, postcodes="Nørrebro"))
