"""From a draw to the agreement, and who may do what on the way."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from rehab.domain.access import Role
from rehab.domain.errors import NotPermittedError
from rehab.domain.referrals import GopType, ReferralKind, ReferralStatus, TriageDecision
from rehab.domain.second_opinions import DrawRefusedError, OpinionRefusedError
from rehab.domain.triage_decisions import (
    GroupLeavesProgrammeError,
    RegisterOnlyError,
    TriageRefusedError,
)
from rehab.models import AuditEvent, PathwayEventRow, Referral, SecondOpinion, TriageRecord
from rehab.queries.second_opinions import (
    find_draw,
    find_drawn,
    find_to_answer,
    list_draws,
    opinions_of,
    waiting_for,
)
from rehab.services.second_opinions import (
    DrawDecisions,
    GiveOpinion,
    draw_decisions,
    give_opinion,
    pair_of,
    pairs_of_the_year,
    withdraw,
    withdraw_rest,
)
from tests.conftest import NOW
from tests.support.second_opinions import colleague, make_decision, make_drawn

LATELY = NOW - timedelta(days=3)
ACCEPT = GiveOpinion(TriageDecision.ACCEPT, 1)


@pytest.fixture
def leader(ctx_as):
    return ctx_as(Role.LEDER)


@pytest.fixture
def reader(ctx_as):
    return ctx_as(Role.VISITATOR)


def drawn_by(ctx, command=DrawDecisions()):  # noqa: B008 - frozen
    with ctx.transaction():
        drawn, number = draw_decisions(ctx, command)
        return drawn.id, number


def held(session):
    return set(session.scalars(select(SecondOpinion.triage_record_id)))


def answered(reader, opinion_id, command=ACCEPT):
    opinion = find_to_answer(reader.session, reader.actor, opinion_id)
    with reader.transaction():
        give_opinion(reader, opinion, command)
    return find_to_answer(reader.session, reader.actor, opinion_id)


def test_the_leader_draws_as_many_as_asked_for(leader, reader, make):
    made = {make_decision(make, LATELY).id for _ in range(4)}
    _, number = drawn_by(leader, DrawDecisions(3, 30))
    assert number == 3
    assert len(held(leader.session)) == 3
    assert held(leader.session) <= made
    assert len(waiting_for(reader.session, reader.actor)) == 3


def test_fewer_than_asked_for_are_all_drawn(leader, reader, make):
    made = {make_decision(make, LATELY).id for _ in range(2)}
    assert drawn_by(leader)[1] == 2
    assert held(leader.session) == made


def test_what_is_drawn_keeps_the_group_of_the_day(leader, reader, make):
    record = make_decision(make, LATELY, patient_group=2)
    drawn_by(leader)
    referral = leader.session.get_one(Referral, record.referral_id)
    referral.patient_group = 1
    make.save(referral)
    opinion = answered(reader, waiting_for(reader.session, reader.actor)[0].id)
    pair = pair_of(opinion)
    assert (pair.first.group, pair.second.group) == (2, 1)


def test_what_is_left_out_of_the_draw(leader, reader, make):
    before = NOW - timedelta(days=40)
    make_decision(make, before)
    make_decision(make, LATELY, by=make.user(Role.VISITATOR, kommunekode="998"), kommunekode="998")
    twice = make_decision(make, LATELY)
    referral = leader.session.get_one(Referral, twice.referral_id)
    make_decision(make, NOW, decision=TriageDecision.LEAVE_PROGRAMME, referral=referral)
    [taken] = make_drawn(make, NOW, make_decision(make, LATELY))
    kept = make_decision(make, LATELY)
    drawn_by(leader)
    assert held(leader.session) == {taken.triage_record_id, kept.id}


def test_the_only_one_who_may_triage_has_nobody_to_read_the_own_decisions(leader, make):
    make_decision(make, LATELY)
    with pytest.raises(DrawRefusedError):
        draw_decisions(leader, DrawDecisions())


def test_one_who_has_left_reads_nothing(leader, make):
    make.user(Role.VISITATOR, active=False)
    make_decision(make, LATELY)
    with pytest.raises(DrawRefusedError):
        draw_decisions(leader, DrawDecisions())


def test_what_was_answered_is_not_drawn_again_and_what_was_withdrawn_may_be(leader, reader, make):
    first, second = make_drawn(make, NOW, make_decision(make, LATELY), make_decision(make, LATELY))
    answered(reader, first.id)
    with leader.transaction():
        withdraw(leader, find_drawn(leader.session, leader.actor, second.id))
    assert drawn_by(leader)[1] == 1
    [waiting] = waiting_for(reader.session, reader.actor)
    assert waiting.triage_record_id == second.triage_record_id
    assert waiting.id != second.id


def test_an_opinion_changes_nothing_but_itself(reader, make):
    [opinion] = make_drawn(make, NOW, make_decision(make, LATELY, case=make.case(referrals=0)))
    referral = reader.session.get_one(Referral, opinion.referral_id)
    before = (referral.status, referral.patient_group, referral.version, referral.closed_on)
    found = answered(reader, opinion.id, GiveOpinion(TriageDecision.RETURN_TO_SENDER))
    assert (found.decision, found.patient_group) == (TriageDecision.RETURN_TO_SENDER, None)
    assert (found.given_by, found.given_at) == (reader.actor.id, NOW)
    reader.session.refresh(referral)
    after = (referral.status, referral.patient_group, referral.version, referral.closed_on)
    assert after == before
    assert len(reader.session.scalars(select(TriageRecord)).all()) == 1
    assert reader.session.scalars(select(PathwayEventRow)).all() == []


def test_nobody_reads_the_own_decision(reader, make):
    own = make.user(Role.VISITATOR)
    colleague(make)
    [opinion] = make_drawn(make, NOW, make_decision(make, LATELY, by=own))
    assert waiting_for(reader.session, reader.actor) == []
    assert find_to_answer(reader.session, reader.actor, opinion.id) is None
    leader_sees = opinions_of_everybody(reader, opinion.id)
    with pytest.raises(OpinionRefusedError, match="selv afgjort"):
        give_opinion(reader, leader_sees, ACCEPT)


def opinions_of_everybody(ctx, opinion_id):
    """The row as no query hands it to this person."""
    opinion = ctx.session.get_one(SecondOpinion, opinion_id)
    ctx.session.refresh(opinion, ["triage_record", "referral"])
    return opinion


def test_the_first_answer_counts(reader, make):
    [opinion] = make_drawn(make, NOW, make_decision(make, LATELY))
    answered(reader, opinion.id)
    again = find_to_answer(reader.session, reader.actor, opinion.id)
    with pytest.raises(OpinionRefusedError, match="allerede fået"):
        give_opinion(reader, again, GiveOpinion(TriageDecision.REDIRECT))
    assert again.decision is TriageDecision.ACCEPT


def test_what_triage_would_refuse_is_no_opinion_either(reader, make):
    plain, special = make_drawn(
        make,
        NOW,
        make_decision(make, LATELY),
        make_decision(
            make,
            LATELY,
            decision=TriageDecision.REGISTER,
            kind=ReferralKind.GGOP,
            gop_type=GopType.SPECIALISERET,
        ),
    )
    for opinion, command, refusal in (
        (plain, GiveOpinion(TriageDecision.ACCEPT, 3), GroupLeavesProgrammeError),
        (plain, GiveOpinion(TriageDecision.REGISTER), RegisterOnlyError),
        (special, GiveOpinion(TriageDecision.ACCEPT), RegisterOnlyError),
    ):
        found = find_to_answer(reader.session, reader.actor, opinion.id)
        with pytest.raises(refusal) as refused:
            give_opinion(reader, found, command)
        assert isinstance(refused.value, TriageRefusedError)
        assert found.given_at is None
    assert answered(reader, special.id, GiveOpinion(TriageDecision.REGISTER)).given_at == NOW


def test_what_waits_is_withdrawn_and_what_was_answered_stands(leader, reader, make):
    first, second, third = make_drawn(make, NOW, *(make_decision(make, LATELY) for _ in range(3)))
    answered(reader, first.id)
    with pytest.raises(OpinionRefusedError, match="givet"):
        withdraw(leader, find_drawn(leader.session, leader.actor, first.id))
    with leader.transaction():
        withdraw(leader, find_drawn(leader.session, leader.actor, second.id))
    [draw] = list_draws(leader.session, leader.actor)
    with leader.transaction():
        assert withdraw_rest(leader, draw) == 1
    assert waiting_for(reader.session, reader.actor) == []
    states = {row.id: row.given_at for row in opinions_of(leader.session, leader.actor, draw)}
    assert states == {first.id: NOW, second.id: None, third.id: None}
    late = find_to_answer(reader.session, reader.actor, third.id)
    with pytest.raises(OpinionRefusedError, match="lederen har trukket"):
        give_opinion(reader, late, ACCEPT)


def test_the_figures_are_those_of_the_last_year(leader, reader, make, ctx_as):
    old, new = make_drawn(make, NOW, make_decision(make, LATELY), make_decision(make, LATELY))
    answered(ctx_as(Role.VISITATOR, now=NOW - timedelta(days=367)), old.id)
    answered(reader, new.id, GiveOpinion(TriageDecision.REDIRECT))
    [pair] = pairs_of_the_year(leader)
    assert (pair.first.decision, pair.second.decision) == (
        TriageDecision.ACCEPT,
        TriageDecision.REDIRECT,
    )


def test_the_trail_has_ids_and_days_only(leader, reader, make):
    make_decision(make, LATELY)
    draw_id, _ = drawn_by(leader)
    [waiting] = waiting_for(reader.session, reader.actor)
    answered(reader, waiting.id)
    query = select(AuditEvent).where(AuditEvent.verb.startswith("second_opinion."))
    events = {event.verb: event.data for event in leader.session.scalars(query)}
    assert events == {
        "second_opinion.drawn": {
            "draw_id": str(draw_id),
            "drawn": "1",
            "first_day": "2026-10-24",
            "last_day": "2026-11-23",
        },
        "second_opinion.given": {"opinion_id": str(waiting.id)},
    }


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.LEDER}))
def test_only_the_leader_draws_withdraws_and_counts(ctx_as, make, role):
    [opinion] = make_drawn(make, NOW, make_decision(make, LATELY))
    ctx = ctx_as(role)
    row = opinions_of_everybody(ctx, opinion.id)
    for act in (
        lambda: draw_decisions(ctx, DrawDecisions()),
        lambda: withdraw(ctx, row),
        lambda: pairs_of_the_year(ctx),
    ):
        with pytest.raises(NotPermittedError):
            act()
    assert find_drawn(ctx.session, ctx.actor, opinion.id) is None
    assert list_draws(ctx.session, ctx.actor) == []


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.VISITATOR}))
def test_only_who_may_triage_gives_an_opinion(ctx_as, make, role):
    [opinion] = make_drawn(make, NOW, make_decision(make, LATELY))
    ctx = ctx_as(role)
    with pytest.raises(NotPermittedError):
        give_opinion(ctx, opinions_of_everybody(ctx, opinion.id), ACCEPT)
    assert waiting_for(ctx.session, ctx.actor) == []
    assert find_to_answer(ctx.session, ctx.actor, opinion.id) is None


def test_another_kommune_sees_nothing_of_it(ctx_as, leader, make):
    [opinion] = make_drawn(make, NOW, make_decision(make, LATELY))
    [draw] = list_draws(leader.session, leader.actor)
    there = make.user(Role.VISITATOR, Role.LEDER, kommunekode="998").actor()
    assert waiting_for(leader.session, there) == []
    assert find_to_answer(leader.session, there, opinion.id) is None
    assert find_drawn(leader.session, there, opinion.id) is None
    assert find_draw(leader.session, there, draw.id) is None
    assert leader.session.get_one(Referral, opinion.referral_id).status is ReferralStatus.ACCEPTED
