"""Who gets in with which password, on how many devices, and for how long."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from rehab.domain.access import SYSTEM, Role
from rehab.models import AuditEvent
from rehab.services.accounts import (
    LONGEST_SESSION,
    SignInRefusedError,
    person_by_token,
    set_password,
    sign_in,
    sign_out,
)
from rehab.services.passwords import hash_password
from rehab.web.request_context import context_for
from tests.conftest import NOW
from tests.support.factories import PASSWORD, token_of

HASH = hash_password(PASSWORD)


@pytest.fixture
def door(app, session):
    """The context of somebody who is not logged in."""
    return context_for(app, SYSTEM)


@pytest.fixture
def vivi(make):
    return make.user(Role.VISITATOR, login="vivi", password_hash=HASH)


def wrong(door, login="vivi"):
    with pytest.raises(SignInRefusedError) as refusal, door.transaction():
        sign_in(door, login, "forkert")
    return str(refusal.value)


def last_event(session):
    query = select(AuditEvent).where(AuditEvent.verb.startswith("user."))
    return session.scalars(query.order_by(AuditEvent.at.desc(), AuditEvent.id.desc())).first()


def test_the_right_password_opens_one_more_session(door, vivi, session):
    with door.transaction():
        opened = sign_in(door, "  VIVI ", PASSWORD)
    assert person_by_token(door, opened.token).actor.id == vivi.id
    assert person_by_token(door, token_of(vivi)).actor.id == vivi.id
    assert last_event(session).verb == "user.signed_in"


def test_signing_out_at_the_desk_leaves_the_tablet_alone(door, vivi):
    inside = replace(door, actor=vivi.actor())
    with inside.transaction():
        tablet = sign_in(door, "vivi", PASSWORD).token
        sign_out(inside, token_of(vivi))
    assert person_by_token(door, token_of(vivi)) is None
    assert person_by_token(door, tablet).actor.id == vivi.id


def test_a_session_ends_by_itself(door, vivi):
    last = replace(door, now=NOW + LONGEST_SESSION - timedelta(seconds=1))
    assert person_by_token(last, token_of(vivi)).actor.id == vivi.id
    assert person_by_token(replace(door, now=NOW + LONGEST_SESSION), token_of(vivi)) is None


def test_each_failure_is_counted_and_in_the_trail(door, vivi, session):
    wrong(door)
    wrong(door)
    assert vivi.failed_logins == 2
    assert last_event(session).verb == "user.sign_in_failed"


def test_the_account_is_locked_after_too_many_failures(door, vivi, settings):
    for _ in range(settings.login_attempts):
        wrong(door)
    with pytest.raises(SignInRefusedError):
        sign_in(door, "vivi", PASSWORD)
    assert vivi.locked_until == NOW + timedelta(minutes=settings.login_lock_minutes)


def test_the_lock_opens_by_itself(door, vivi, settings):
    for _ in range(settings.login_attempts):
        wrong(door)
    later = replace(door, now=NOW + timedelta(minutes=settings.login_lock_minutes))
    with later.transaction():
        sign_in(later, "vivi", PASSWORD)
    assert (vivi.failed_logins, vivi.locked_until) == (0, None)


def test_one_failure_less_does_not_lock(door, vivi, settings):
    for _ in range(settings.login_attempts - 1):
        wrong(door)
    with door.transaction():
        sign_in(door, "vivi", PASSWORD)
    assert vivi.failed_logins == 0


def test_nobody_learns_who_works_here_by_trying(door, vivi, make, settings):
    make.user(Role.LEDER, login="lukket", password_hash=HASH, active=False)
    answers = {wrong(door, "findes-ikke"), wrong(door, "lukket"), wrong(door)}
    for _ in range(settings.login_attempts):
        wrong(door)
    assert answers == {wrong(door)}


def test_a_closed_account_has_no_session(door, make):
    closed = make.user(Role.LEDER, login="lukket", active=False)
    assert person_by_token(door, token_of(closed)) is None


def test_a_new_password_unlocks_and_ends_every_session(ctx_as, vivi, door, settings, session):
    for _ in range(settings.login_attempts):
        wrong(door)
    token, ctx = token_of(vivi), ctx_as(Role.ADMINISTRATOR)
    with ctx.transaction():
        set_password(ctx, vivi, "en helt ny adgangskode")
    assert person_by_token(door, token) is None
    with door.transaction():
        assert sign_in(door, "vivi", "en helt ny adgangskode").user_id == vivi.id
    verbs = set(session.scalars(select(AuditEvent.verb)))
    assert "user.password_set" in verbs
