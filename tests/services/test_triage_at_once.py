"""Several people decide one referral at the same moment, each on a connection of their own."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab.domain.access import Role
from rehab.domain.open_decisions import AlreadyDecidedError
from rehab.domain.referrals import TriageDecision
from rehab.models import Referral, TriageRecord
from rehab.queries.referrals import find_referral
from rehab.services.context import Context
from rehab.services.referral_dates import DateCorrection, correct_dates
from rehab.services.triage import ReferralChangedError, TriageCommand, triage
from tests.conftest import NOW
from tests.support.at_once import GuardedSession, engine_for
from tests.support.factories import Factories

AT_ONCE = 4
ACCEPT = TriageCommand(TriageDecision.ACCEPT, "in_target_group", "Behov for rygskole.", group=1)
RETURN = TriageCommand(TriageDecision.RETURN_TO_SENDER, "content_missing", "Medicin mangler.")
LEAVE = TriageCommand(TriageDecision.LEAVE_PROGRAMME, "acute_red_flag", "Indlagt akut.")


@pytest.fixture
def engine(own_database):
    """An engine on a database of this test's own, where commits are real."""
    with engine_for(own_database, AT_ONCE) as made:
        yield made


@pytest.fixture
def all_at_once(app, engine, settings):
    """Let each act on the referral of one page, all having read it before anybody writes."""
    programme = app.extensions["rehab_programme"]

    def run(*acts):
        with GuardedSession(engine) as session:
            make = Factories(session, programme, NOW)
            actor = make.user(Role.VISITATOR).actor()
            referral_id = make.referral().id
        together = Barrier(len(acts))

        def one(act):
            with GuardedSession(engine) as session:
                ctx = Context(session, actor, NOW, programme, settings)
                referral = find_referral(session, actor, referral_id)
                together.wait(timeout=30)
                try:
                    with ctx.transaction():
                        act(ctx, referral)
                except (AlreadyDecidedError, ReferralChangedError) as refusal:
                    return type(refusal)
                return "saved"

        with ThreadPoolExecutor(len(acts)) as pool:
            return list(pool.map(one, acts))

    return run


def deciding(command):
    return lambda ctx, referral: triage(ctx, referral, replace(command, version=referral.version))


def test_one_decision_is_written_and_the_others_are_told(all_at_once, engine):
    said = all_at_once(*[deciding(ACCEPT), deciding(RETURN)] * 2)
    assert said.count("saved") == 1
    assert said.count(AlreadyDecidedError) == AT_ONCE - 1
    with Session(engine) as session:
        assert len(session.scalars(select(TriageRecord)).all()) == 1


def test_one_that_could_still_follow_is_asked_for_again(all_at_once, engine):
    said = all_at_once(deciding(ACCEPT), deciding(LEAVE))
    assert sorted(said, key=str) in (
        [ReferralChangedError, "saved"],
        [AlreadyDecidedError, "saved"],
    )
    with Session(engine) as session:
        assert len(session.scalars(select(TriageRecord)).all()) == 1


def test_a_decision_is_not_taken_on_dates_that_are_just_put_right(all_at_once, engine):
    yesterday = NOW.date().replace(day=NOW.day - 1)

    def put_right(ctx, referral):
        correct_dates(ctx, referral, DateCorrection(yesterday, None, None, None))

    decided, corrected = all_at_once(deciding(ACCEPT), put_right)
    assert corrected == "saved"
    assert decided in {"saved", ReferralChangedError}
    with Session(engine) as session:
        assert session.scalars(select(Referral.received_on)).one() == yesterday
