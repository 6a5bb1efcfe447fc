"""Two answer the same referral at the same moment, each on a connection of their own."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rehab.domain.access import Role
from rehab.domain.referrals import TriageDecision
from rehab.domain.second_opinions import DrawRefusedError, OpinionRefusedError
from rehab.models import AuditEvent, SecondOpinion
from rehab.queries.second_opinions import find_to_answer
from rehab.services.context import Context
from rehab.services.second_opinions import (
    DrawDecisions,
    GiveOpinion,
    draw_decisions,
    give_opinion,
)
from tests.conftest import NOW
from tests.support.at_once import GuardedSession, engine_for
from tests.support.factories import Factories
from tests.support.second_opinions import make_decision, make_drawn

AT_ONCE = 4


@pytest.fixture
def engine(own_database):
    """An engine on a database of this test's own, where commits are real."""
    with engine_for(own_database, AT_ONCE) as made:
        yield made


def all_at_once(act):
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(act, range(AT_ONCE)))


def test_the_first_answer_counts_and_the_others_are_told(app, engine, settings):
    programme = app.extensions["rehab_programme"]
    with GuardedSession(engine) as session:
        make = Factories(session, programme, NOW)
        readers = [
            make.user(Role.VISITATOR, login=f"reader-{number}").actor() for number in range(AT_ONCE)
        ]
        [opinion] = make_drawn(make, NOW, make_decision(make, NOW))
        opinion_id = opinion.id
    together = Barrier(AT_ONCE)
    answers = list(TriageDecision)

    def answer(number):
        with GuardedSession(engine) as session:
            ctx = Context(session, readers[number], NOW, programme, settings)
            found = find_to_answer(session, ctx.actor, opinion_id)
            together.wait(timeout=30)
            try:
                with ctx.transaction():
                    give_opinion(ctx, found, GiveOpinion(answers[number], 1))
            except OpinionRefusedError as refusal:
                return str(refusal)
            return number

    said = all_at_once(answer)
    [won] = [each for each in said if isinstance(each, int)]
    assert sum("allerede fået" in str(each) for each in said) == AT_ONCE - 1
    with Session(engine) as session:
        kept = session.get_one(SecondOpinion, opinion_id)
        assert (kept.given_by, kept.decision) == (readers[won].id, answers[won])
        given = AuditEvent.verb == "second_opinion.given"
        assert session.scalar(select(func.count()).select_from(AuditEvent).where(given)) == 1


def test_two_draws_at_once_hold_no_decision_twice(app, engine, settings):
    programme = app.extensions["rehab_programme"]
    with GuardedSession(engine) as session:
        make = Factories(session, programme, NOW)
        leader = make.user(Role.LEDER).actor()
        make.user(Role.VISITATOR)
        for _ in range(3):
            make_decision(make, NOW)
    together = Barrier(AT_ONCE)

    def draw(_number):
        with GuardedSession(engine) as session:
            ctx = Context(session, leader, NOW, programme, settings)
            together.wait(timeout=30)
            try:
                with ctx.transaction():
                    _, drawn = draw_decisions(ctx, DrawDecisions(2))
            except DrawRefusedError:
                return 0
            return drawn

    assert sorted(all_at_once(draw)) == [0, 0, 1, 2]
    with Session(engine) as session:
        records = session.scalars(select(SecondOpinion.triage_record_id)).all()
        assert len(records) == len(set(records)) == 3
