"""How draws, what waits for a second opinion, and the agreement are shown.

A row says when a referral came and from whom, never who the citizen is or who decided.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from rehab.domain.day_counting import plural
from rehab.domain.programme import Programme
from rehab.domain.referrals import TriageDecision
from rehab.domain.second_opinions import Agreement, Judged, Pair
from rehab.domain.triage_decisions import ruled_out
from rehab.domain.triage_facts import ReferralFacts
from rehab.models import Referral, SecondOpinion, SecondOpinionDraw
from rehab.queries.second_opinions import DrawCounts
from rehab.web.filters import danish_date
from rehab.web.labels import DECISION_LABELS, KIND_LABELS
from rehab.web.links import Link


@dataclass(frozen=True, slots=True)
class DrawLine:
    """One draw, as the list of draws shows it."""

    url: str
    when: str
    period: str
    progress: str


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """A referral that waits for an opinion; `withdraw_url` is for the leader only."""

    url: str
    received: str
    sender: str
    withdraw_url: str = ""


@dataclass(frozen=True, slots=True)
class DifferenceLine:
    """A referral that two read differently."""

    url: str
    received: str
    first: str
    second: str


@dataclass(frozen=True, slots=True)
class AgreementView:
    """The agreement as it is shown: how many of how many, and what kappa says."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Choices:
    """What may be decided about a referral, and why the rest may not."""

    decisions: tuple[TriageDecision, ...]
    blocked: tuple[tuple[str, str], ...]


def draw_line(draw: SecondOpinionDraw, counts: DrawCounts, link: Link) -> DrawLine:
    """Return one line of the list of draws."""
    return DrawLine(
        url=link("second_opinions.show", draw_id=draw.id),
        when=danish_date(draw.last_day),
        period=period_text(draw),
        progress=progress_text(counts),
    )


def period_text(draw: SecondOpinionDraw) -> str:
    """Say which days a draw is from."""
    return f"{danish_date(draw.first_day)}–{danish_date(draw.last_day)}"


def progress_text(counts: DrawCounts) -> str:
    """Say how far a draw has come."""
    text = f"{counts.given} af {plural(counts.drawn, 'afgørelse', 'afgørelser')} vurderet"
    return f"{text}, {counts.withdrawn} trukket tilbage" if counts.withdrawn else text


def waiting_line(opinion: SecondOpinion, link: Link) -> WaitingLine:
    """Return what a visitator is asked to read."""
    return WaitingLine(
        url=link("second_opinions.answer", opinion_id=opinion.id),
        received=received_text(opinion.referral),
        sender=opinion.referral.sender_name,
    )


def leader_line(opinion: SecondOpinion, link: Link) -> WaitingLine:
    """Return what of a draw still waits, as the leader sees it."""
    return WaitingLine(
        url=link("referrals.show", referral_id=opinion.referral_id),
        received=received_text(opinion.referral),
        sender=opinion.referral.sender_name,
        withdraw_url=link("second_opinions.withdraw", opinion_id=opinion.id),
    )


def difference_lines(
    read: Sequence[tuple[SecondOpinion, Pair]], link: Link
) -> tuple[DifferenceLine, ...]:
    """Return the referrals that were read differently."""
    return tuple(
        DifferenceLine(
            url=link("referrals.show", referral_id=opinion.referral_id),
            received=received_text(opinion.referral),
            first=judged_text(pair.first),
            second=judged_text(pair.second),
        )
        for opinion, pair in read
        if pair.differs
    )


def received_text(referral: Referral) -> str:
    """Name a referral by the day it came, and how."""
    return f"{danish_date(referral.received_on)} ({KIND_LABELS[referral.kind]})"


def judged_text(judged: Judged) -> str:
    """Say what one reading came to."""
    group = "uden gruppe" if judged.group is None else f"gruppe {judged.group}"
    return f"{DECISION_LABELS[judged.decision]}, {group}"


def agreement_view(agreement: Agreement) -> AgreementView | None:
    """Return the agreement as it is shown, or None before anything was compared."""
    if not agreement.compared:
        return None
    return AgreementView(
        (
            ("Samme afgørelse", f"{agreement.same_decision} af {agreement.compared}"),
            ("Kappa for afgørelsen", agreement.decision_sentence),
            (
                "Samme gruppe",
                f"{agreement.same_group} af {agreement.groups_compared}, hvor begge valgte en",
            ),
            ("Kappa for gruppen", agreement.group_sentence),
        )
    )


def choices_of(programme: Programme, facts: ReferralFacts) -> Choices:
    """Return what may be decided about a referral as it came, whatever has become of it since.

    So the choices tell nothing of the first decision. What the programme rules out says why;
    registering is only for the plans that are, as in triage.
    """
    refusals = {one: ruled_out(programme, facts, one) for one in TriageDecision}
    return Choices(
        decisions=tuple(one for one, refusal in refusals.items() if refusal is None),
        blocked=tuple(
            (DECISION_LABELS[one], f"{refusal} ({refusal.section})")
            for one, refusal in refusals.items()
            if refusal is not None and one is not TriageDecision.REGISTER
        ),
    )


def counts_for(counts: Mapping[UUID, DrawCounts], draw: SecondOpinionDraw) -> DrawCounts:
    """Return how far one draw has come; one that holds nothing has come nowhere."""
    return counts.get(draw.id, DrawCounts())
