"""Draw triage decisions for a second opinion, and tell how alike the rules were read (F18).

The programme gives criteria for who belongs where (3.1, 3.2, 4.4) and wants its course followed
(chapter 5). Two who read the same referral should come to the same answer; where they do not, it
is the rules that need words. Nothing here knows who answered what, and no person is ranked.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from hashlib import sha256
from typing import Final, TypeVar
from uuid import UUID

from rehab.domain.day_counting import plural
from rehab.domain.errors import DomainError
from rehab.domain.referrals import TriageDecision

Answer = TypeVar("Answer", bound=Hashable)

USUAL_NUMBER: Final = 10
MOST_DRAWN: Final = 50
USUAL_DAYS: Final = 30
MOST_DAYS: Final = 365
FOLLOWED: Final = timedelta(days=365)
FEWEST_FOR_KAPPA: Final = 10
# Hundredths up to which an agreement is called so: Landis and Koch, Biometrics 33 (1977) 159-174.
_WORDS: Final = (
    (0, "ikke større, end tilfældet ville give"),
    (20, "ringe"),
    (40, "nogenlunde"),
    (60, "middelgod"),
    (80, "god"),
    (100, "næsten fuldstændig"),
)


class DrawRefusedError(DomainError):
    """Refuse a draw of a number or a period nobody can mean, or from nothing."""


class OpinionRefusedError(DomainError):
    """Refuse a second opinion that is one's own, given already or withdrawn."""


@dataclass(frozen=True, slots=True)
class DrawPeriod:
    """The days whose decisions are drawn from; both count."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class DecidedFact:
    """What decides whether a triage decision may be drawn.

    `stands_alone` says that its referral was decided once; `drawn` that it was drawn before and
    not withdrawn.
    """

    id: UUID
    organisation_id: UUID
    decided_by: UUID
    decided_on: date
    stands_alone: bool = True
    drawn: bool = False


@dataclass(frozen=True, slots=True)
class Judged:
    """What one reading of a referral came to."""

    decision: TriageDecision
    group: int | None


@dataclass(frozen=True, slots=True)
class Pair:
    """The first and the second reading of one referral."""

    first: Judged
    second: Judged

    @property
    def same_decision(self) -> bool:
        """Tell whether both came to the same decision."""
        return self.first.decision is self.second.decision

    @property
    def groups_compared(self) -> bool:
        """Tell whether both chose a patient group; many a referral is returned without one."""
        return self.first.group is not None and self.second.group is not None

    @property
    def same_group(self) -> bool:
        """Tell whether both chose a group, and the same."""
        return self.groups_compared and self.first.group == self.second.group

    @property
    def differs(self) -> bool:
        """Tell whether the two are worth talking about."""
        return not self.same_decision or (self.groups_compared and not self.same_group)


@dataclass(frozen=True, slots=True)
class Agreement:
    """How alike a number of referrals were read the first and the second time."""

    compared: int
    same_decision: int
    groups_compared: int
    same_group: int
    decision_sentence: str
    group_sentence: str


def draw_period(today: date, days: int) -> DrawPeriod:
    """Return the days that lie so many days back. Raises `DrawRefusedError`."""
    if not 1 <= days <= MOST_DAYS:
        raise DrawRefusedError(f"Skriv, hvor mange dage der trækkes fra: 1 til {MOST_DAYS}.")
    return DrawPeriod(today - timedelta(days=days), today)


def may_be_drawn(
    decision: DecidedFact, period: DrawPeriod, organisation_id: UUID, readers: Iterable[UUID]
) -> bool:
    """Tell whether a decision may be drawn: of one's own kommune, in the period, and once (F18).

    Somebody else must be there to read it. Of a referral that was decided twice only the last
    group is kept, and the later decision rests on more than the letter, so it is left out.
    """
    return (
        decision.organisation_id == organisation_id
        and period.first <= decision.decided_on <= period.last
        and decision.stands_alone
        and not decision.drawn
        and any(reader != decision.decided_by for reader in readers)
    )


def check_number(wanted: int) -> None:
    """Refuse to draw none, or more than anybody will read. Raises `DrawRefusedError`."""
    if not 1 <= wanted <= MOST_DRAWN:
        raise DrawRefusedError(f"Skriv, hvor mange afgørelser der trækkes: 1 til {MOST_DRAWN}.")


def draw(may_draw: Iterable[DecidedFact], wanted: int, seed: str) -> tuple[UUID, ...]:
    """Return so many decisions at random, or all when there are fewer.

    The same seed gives the same draw of the same decisions, in whatever order they come: each is
    placed by the hash of the seed and its own id. Raises `DrawRefusedError`.
    """
    check_number(wanted)
    found = {decision.id for decision in may_draw}
    if not found:
        raise DrawRefusedError(
            "Der er ingen afgørelser at trække i perioden. Vælg flere dage. En afgørelse trækkes "
            "kun én gang, og kun når en anden end den, der afgjorde den, må visitere."
        )
    placed = sorted(found, key=lambda one: sha256(f"{seed}:{one}".encode()).digest())
    return tuple(placed[:wanted])


def check_may_answer(
    decided_by: UUID, reader: UUID, *, answered: bool = False, withdrawn: bool = False
) -> None:
    """Refuse one's own decision, and what somebody else has dealt with (F18).

    Raises `OpinionRefusedError`.
    """
    if decided_by == reader:
        raise OpinionRefusedError(
            "Du har selv afgjort henvisningen. En anden skal give den anden vurdering."
        )
    if withdrawn:
        raise OpinionRefusedError(
            "Henvisningen skal ikke længere vurderes: lederen har trukket den."
        )
    if answered:
        raise OpinionRefusedError(
            "Henvisningen har allerede fået sin anden vurdering. Tag den næste på listen."
        )


def check_may_withdraw(*, answered: bool, withdrawn: bool) -> None:
    """Let what was answered stand: nobody picks the answers. Raises `OpinionRefusedError`."""
    if answered:
        raise OpinionRefusedError("Vurderingen er givet og kan ikke trækkes tilbage.")
    if withdrawn:
        raise OpinionRefusedError("Vurderingen er allerede trukket tilbage.")


def followed_from(today: date) -> date:
    """Return the first day whose answers count in the figures of the last year."""
    return today - FOLLOWED


def agreement(pairs: Iterable[Pair]) -> Agreement:
    """Return how alike the pairs are in decision and, where both chose one, in patient group."""
    found = list(pairs)
    both = [pair for pair in found if pair.groups_compared]
    decisions = [(pair.first.decision, pair.second.decision) for pair in found]
    groups = [(pair.first.group, pair.second.group) for pair in both]
    return Agreement(
        compared=len(found),
        same_decision=sum(pair.same_decision for pair in found),
        groups_compared=len(both),
        same_group=sum(pair.same_group for pair in both),
        decision_sentence=kappa_sentence(kappa(decisions), len(decisions)),
        group_sentence=kappa_sentence(kappa(groups), len(groups)),
    )


def kappa(answers: Sequence[tuple[Answer, Answer]]) -> Fraction | None:
    """Return Cohen's kappa: the agreement beyond what chance alone would give.

    It is (observed - expected) / (1 - expected), where the expected agreement is that of two who
    answer as often as these did and independently of each other (Cohen, Educational and
    Psychological Measurement 20 (1960) 37-46). None for fewer than ten, which say nothing, and
    where one side gave one answer only: it is nought then, however the other side answered.
    """
    number = len(answers)
    if number < FEWEST_FOR_KAPPA:
        return None
    observed = Fraction(sum(first == second for first, second in answers), number)
    firsts = Counter(first for first, _ in answers)
    seconds = Counter(second for _, second in answers)
    if len(firsts) == 1 or len(seconds) == 1:
        return None
    expected = Fraction(sum(firsts[one] * seconds[one] for one in firsts), number * number)
    return (observed - expected) / (1 - expected)


def kappa_sentence(value: Fraction | None, number: int) -> str:
    """Say what kappa tells, or why there is none; the words are Landis and Koch's (1977)."""
    if number < FEWEST_FOR_KAPPA:
        return (
            f"Kappa regnes først af {FEWEST_FOR_KAPPA} vurderinger; her er "
            f"{plural(number, 'vurdering', 'vurderinger')}."
        )
    if value is None:
        return (
            "De første eller de andre svar er ens hver gang. Så siger kappa intet: se på antallet "
            "og på uenighederne."
        )
    hundredths = round(value * 100)
    words = next(words for limit, words in _WORDS if hundredths <= limit)
    sign, size = "−" if hundredths < 0 else "", abs(hundredths)
    beyond = ", når det, tilfældet ville give, er trukket fra" if hundredths > 0 else ""
    return f"Kappa er {sign}{size // 100},{size % 100:02}: enigheden er {words}{beyond}."
