"""What the pages about teams show: the teams, what rules would do, and the team of a case."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from rehab.domain.access import Actor, Permission, may
from rehab.domain.day_counting import plural
from rehab.domain.team_routing import Routed, RoutingRule, TeamRef
from rehab.models import Case, Team
from rehab.services.teams import Trial
from rehab.web.case_head import Link
from rehab.web.filters import danish_date

MOST_SHOWN: Final = 50


@dataclass(frozen=True, slots=True)
class TeamLine:
    """One team, the rules that send to it, and where it is retired; None where it cannot be."""

    name: str
    used: str
    retire_url: str | None


@dataclass(frozen=True, slots=True)
class TrialLine:
    """What the rules would do with one accepted referral, and what its case has now."""

    number: str
    url: str
    received: str
    would: tuple[str, ...]
    tone: str
    verdict: str
    now: str


@dataclass(frozen=True, slots=True)
class TrialView:
    """The whole trial: how many to each team, and the lines that need looking at, first."""

    heading: str
    summary: str
    lines: tuple[TrialLine, ...]
    more: int


@dataclass(frozen=True, slots=True)
class CaseTeamView:
    """The team of a case with why, or why it has none; and where another is chosen."""

    text: str
    why: tuple[str, ...]
    choices: tuple[tuple[str, str], ...]
    url: str | None
    button: str
    is_missing: bool


def team_lines(
    teams: Sequence[Team], rules: Sequence[RoutingRule], link: Link
) -> tuple[TeamLine, ...]:
    """Return the teams there are; one that rules send to is not retired."""
    lines = []
    for team in teams:
        used = [str(place) for place, rule in enumerate(rules, 1) if rule.team.id == team.id]
        words = f"Regel {', '.join(used)}" if used else "Ingen regler"
        url = None if used else link("teams.retire", team_id=team.id)
        lines.append(TeamLine(team.name, words, url))
    return tuple(lines)


def trial_view(trials: Sequence[Trial], link: Link) -> TrialView:
    """Return what the rules would have done: first what a person must decide, then what differs."""
    to_team = Counter(
        one.answer.team.name if isinstance(one.answer, Routed) else "" for one in trials
    )
    by_hand = to_team.pop("", 0)
    parts = [f"{name}: {number}" for name, number in sorted(to_team.items())]
    parts.append(f"I hånden: {by_hand}")
    differs = sum(one.differs for one in trials)
    told = [one for one in trials if one.differs or not isinstance(one.answer, Routed)]
    told.sort(key=lambda one: isinstance(one.answer, Routed))
    return TrialView(
        heading=f"Prøvet på {plural(len(trials), 'henvisning', 'henvisninger')} "
        "accepteret de sidste 30 dage",
        summary=f"{' · '.join(parts)}. Får et andet team, end sagen har nu: {differs}.",
        lines=tuple(_trial_line(one, link) for one in told[:MOST_SHOWN]),
        more=max(len(told) - MOST_SHOWN, 0),
    )


def case_team_view(
    case: Case, teams: Sequence[Team], actor: Actor, link: Link
) -> CaseTeamView | None:
    """Return the line about a case's team, or None in a kommune without teams."""
    if not teams:
        return None
    names = {team.id: team.name for team in teams}
    name = names.get(case.team_id) if case.team_id else None
    why = tuple(case.team_why.splitlines())
    chooses = may(actor, Permission.CONTACT_PERSON_ASSIGN) and case.closed_on is None
    choices = tuple(
        (str(team.id), team.name)
        for team in teams
        if team.retired_at is None and team.id != case.team_id
    )
    no_team = "Intet team: reglerne kan ikke afgøre det." if why else "Intet team endnu."
    return CaseTeamView(
        text=f"Team: {name}" if name else no_team,
        why=why,
        choices=choices,
        url=link("teams.choose", case_id=case.id) if chooses and choices else None,
        button="Skift team" if name else "Vælg team",
        is_missing=name is None,
    )


def team_refs(teams: Sequence[Team]) -> tuple[TeamRef, ...]:
    """Return the teams that can be chosen."""
    return tuple(TeamRef(team.id, team.name) for team in teams if team.retired_at is None)


def _trial_line(trial: Trial, link: Link) -> TrialLine:
    answer = trial.answer
    is_routed = isinstance(answer, Routed)
    return TrialLine(
        number=trial.number,
        url=link("cases.show", case_id=trial.case_id),
        received=danish_date(trial.received_on),
        would=(answer.why,) if isinstance(answer, Routed) else answer.reasons,
        tone="neutral" if is_routed else "warning",
        verdict=answer.team.name if isinstance(answer, Routed) else "I hånden",
        now=trial.team_now.name if trial.team_now else "Intet team",
    )
