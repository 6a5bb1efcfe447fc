"""Drawing triage decisions for a second opinion, giving one, and taking a draw back (F18).

A second opinion changes nothing for the case or the citizen: it is kept beside the decision, to
see whether the rules are read alike.
"""

from dataclasses import dataclass
from datetime import date, datetime, time

from rehab.clock import COPENHAGEN
from rehab.domain.access import CaseScope, Permission
from rehab.domain.referrals import TriageDecision
from rehab.domain.second_opinions import (
    USUAL_DAYS,
    USUAL_NUMBER,
    Judged,
    Pair,
    check_may_answer,
    check_may_withdraw,
    check_number,
    draw,
    draw_period,
    followed_from,
    may_be_drawn,
)
from rehab.domain.triage_decisions import check_choice
from rehab.ids import new_id
from rehab.models import Organisation, SecondOpinion, SecondOpinionDraw
from rehab.queries.second_opinions import (
    decided_since,
    given_since,
    open_of,
    readers_of,
    records_to_draw,
)
from rehab.services.context import Context
from rehab.services.facts import referral_facts
from rehab.services.turns import take_turn


@dataclass(frozen=True, slots=True)
class DrawDecisions:
    """How many decisions to draw, and from how many days back."""

    wanted: int = USUAL_NUMBER
    days: int = USUAL_DAYS


@dataclass(frozen=True, slots=True)
class GiveOpinion:
    """What another person would have decided, and the patient group."""

    decision: TriageDecision
    group: int | None = None


def draw_decisions(ctx: Context, command: DrawDecisions) -> tuple[SecondOpinionDraw, int]:
    """Draw decisions at random, and return the draw with how many it holds.

    The id of the draw is its seed, so nobody chooses it and it can be drawn again to see that it
    is right. Raises `DrawRefusedError`.
    """
    ctx.require(Permission.SECOND_OPINION_DRAW)
    check_number(command.wanted)
    period = draw_period(ctx.today, command.days)
    take_turn(ctx, ctx.session.get_one(Organisation, ctx.organisation_id))
    readers = readers_of(ctx.session, ctx.actor)
    decided = decided_since(ctx.session, ctx.actor, _begin(period.first))
    able = [row for row in decided if may_be_drawn(row, period, ctx.organisation_id, readers)]
    draw_id = new_id()
    drawn = records_to_draw(ctx.session, ctx.actor, draw(able, command.wanted, str(draw_id)))
    made = SecondOpinionDraw(
        id=draw_id,
        organisation_id=ctx.organisation_id,
        first_day=period.first,
        last_day=period.last,
        wanted=command.wanted,
        drawn_by=ctx.actor.id,
        drawn_at=ctx.now,
    )
    ctx.session.add(made)
    ctx.session.flush()
    for record in drawn:
        ctx.session.add(
            SecondOpinion(
                organisation_id=ctx.organisation_id,
                draw_id=draw_id,
                referral_id=record.referral_id,
                triage_record_id=record.id,
                first_group=record.group,
            )
        )
    ctx.record(
        "second_opinion.drawn",
        draw_id=draw_id,
        drawn=len(drawn),
        first_day=period.first,
        last_day=period.last,
    )
    return made, len(drawn)


def check_may_give(ctx: Context, opinion: SecondOpinion) -> None:
    """Refuse unless the actor may give this opinion now. Needs `triage_record` loaded.

    Raises `NotPermittedError` and `OpinionRefusedError`.
    """
    ctx.require(Permission.REFERRAL_TRIAGE, CaseScope(opinion.organisation_id))
    check_may_answer(
        opinion.triage_record.decided_by,
        ctx.actor.id,
        answered=opinion.given_at is not None,
        withdrawn=opinion.withdrawn_at is not None,
    )


def give_opinion(ctx: Context, opinion: SecondOpinion, command: GiveOpinion) -> None:
    """Keep what another person would have decided; of two who answer at once the first counts.

    Needs `triage_record` and the referral with its `diagnoses` loaded. Raises
    `OpinionRefusedError`, and a `TriageRefusedError` for what nobody could have decided.
    """
    ctx.require(Permission.REFERRAL_TRIAGE, CaseScope(opinion.organisation_id))
    _wait(ctx, opinion)
    check_may_give(ctx, opinion)
    referral = opinion.referral
    programme = ctx.programme_for(referral.programme_version)
    facts = referral_facts(ctx, referral)
    check_choice(programme, facts, command.decision, command.group)
    opinion.decision, opinion.patient_group = command.decision, command.group
    opinion.given_by, opinion.given_at = ctx.actor.id, ctx.now
    ctx.record("second_opinion.given", opinion_id=opinion.id)


def withdraw(ctx: Context, opinion: SecondOpinion) -> None:
    """Take back what was drawn and not answered; it may be drawn again.

    Raises `OpinionRefusedError`.
    """
    ctx.require(Permission.SECOND_OPINION_DRAW, CaseScope(opinion.organisation_id))
    _wait(ctx, opinion)
    check_may_withdraw(
        answered=opinion.given_at is not None, withdrawn=opinion.withdrawn_at is not None
    )
    _take_back(ctx, opinion)


def withdraw_rest(ctx: Context, drawn: SecondOpinionDraw) -> int:
    """Take back all of a draw that still waits, and return how many that were."""
    ctx.require(Permission.SECOND_OPINION_DRAW, CaseScope(drawn.organisation_id))
    taken = 0
    for opinion in open_of(ctx.session, drawn):
        _wait(ctx, opinion)
        if opinion.waits:
            _take_back(ctx, opinion)
            taken += 1
    return taken


def pair_of(opinion: SecondOpinion) -> Pair | None:
    """Return both readings of a referral, or None before the second is given.

    Needs `triage_record` loaded.
    """
    if opinion.decision is None:
        return None
    first = Judged(opinion.triage_record.decision, opinion.first_group)
    return Pair(first, Judged(opinion.decision, opinion.patient_group))


def pairs_of_the_year(ctx: Context) -> list[Pair]:
    """Return the readings that count in the figures of the last year."""
    ctx.require(Permission.SECOND_OPINION_DRAW)
    since = _begin(followed_from(ctx.today))
    pairs = (pair_of(row) for row in given_since(ctx.session, ctx.actor, since))
    return [pair for pair in pairs if pair is not None]


def _wait(ctx: Context, opinion: SecondOpinion) -> None:
    """Let one person at a time deal with an opinion, and see what the one before did."""
    take_turn(ctx, opinion)
    ctx.session.refresh(opinion, ["given_at", "withdrawn_at"])


def _take_back(ctx: Context, opinion: SecondOpinion) -> None:
    opinion.withdrawn_at = ctx.now
    ctx.record("second_opinion.withdrawn", opinion_id=opinion.id)


def _begin(day: date) -> datetime:
    return datetime.combine(day, time.min, COPENHAGEN)
