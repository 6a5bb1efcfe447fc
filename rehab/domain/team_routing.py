"""Tell which team a citizen goes to by the kommune's own table, or why it cannot tell (F16, F17).

The programme lets each kommune organise its effort (3.2), so the table is the kommune's. It is
read from the top: the first rule whose conditions all hold decides. A rule that asks for
something nobody knows stops the reading, since it might have held, and no rule is without
conditions: nobody is sent anywhere by default.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from rehab.domain.clock_rules import LegalBasis
from rehab.domain.contact_persons import PostcodeRange, PostcodesError, parse_postcodes
from rehab.domain.errors import DomainError
from rehab.domain.referrals import GopType
from rehab.domain.wording import has_words

MOST_RULES: Final = 40
OLDEST: Final = 120
_LONGEST_NAME: Final = 60
_BASES: Final = {LegalBasis.SUNDHEDSLOVEN_140: "§ 140", LegalBasis.SUNDHEDSLOVEN_119: "§ 119"}
_TYPES: Final = {
    GopType.ALMEN: "almen plan",
    GopType.SPECIALISERET: "specialiseret plan",
    GopType.REHABILITERING: "rehabiliteringsplan",
}


class TeamError(DomainError):
    """A team cannot be called that, be retired, or be given."""


class RoutingRulesError(DomainError):
    """A table of rules cannot be kept as it is written."""


@dataclass(frozen=True, slots=True)
class TeamRef:
    """A team as a rule names it."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class RoutingRule:
    """One row of the table: a team, and the conditions that must all hold.

    A condition that is None or empty is not asked. The ages are both included, in whole years.
    """

    team: TeamRef
    postcodes: tuple[PostcodeRange, ...] = ()
    age_from: int | None = None
    age_to: int | None = None
    legal_basis: LegalBasis | None = None
    patient_group: int | None = None
    gop_type: GopType | None = None

    @property
    def asks(self) -> bool:
        """Tell whether the rule has a condition at all."""
        return bool(self.postcodes) or any(
            one is not None
            for one in (
                self.age_from,
                self.age_to,
                self.legal_basis,
                self.patient_group,
                self.gop_type,
            )
        )


@dataclass(frozen=True, slots=True)
class RoutingFacts:
    """What is known of a citizen and a referral; None is what nobody knows.

    The postcode of a protected address is not known here: a team would give the district away.
    """

    legal_basis: LegalBasis
    postcode: str | None = None
    age: int | None = None
    patient_group: int | None = None
    gop_type: GopType | None = None


@dataclass(frozen=True, slots=True)
class Routed:
    """The team a rule gives, and why in words."""

    team: TeamRef
    why: str


@dataclass(frozen=True, slots=True)
class ByHand:
    """No rule can decide: a person must, and these are the reasons, one for each rule."""

    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Condition:
    """One condition of a rule: what it asks for, and whether it holds; None when nobody knows."""

    text: str
    against: str
    unknown: str
    holds: bool | None


def route(rules: Sequence[RoutingRule], facts: RoutingFacts) -> Routed | ByHand:
    """Return the team of the first rule that holds, or every reason why none can decide (F17).

    A rule that one known fact rules out is out, whatever else is missing. One that is not ruled
    out and asks for a missing fact stops the reading: a later rule never overtakes it.
    """
    reasons: list[str] = []
    stopped_at: int | None = None
    for number, rule in enumerate(rules, 1):
        conditions = _conditions(rule, facts)
        against = [one.against for one in conditions if one.holds is False]
        missing = [one.unknown for one in conditions if one.holds is None]
        if against:
            reasons.append(f"Regel {number} passer ikke: {_listed(against)}.")
        elif missing or not conditions:
            why = _listed(missing) if missing else "den har ingen betingelser"
            reasons.append(f"Regel {number} kan ikke afgøre det: {why}.")
            stopped_at = stopped_at or number
        elif stopped_at is None:
            return Routed(rule.team, f"Regel {number}: {rule_text(rule)} → {rule.team.name}")
        else:
            reasons.append(
                f"Regel {number} passer, men regel {stopped_at} står før den og kan ikke afgøres."
            )
    return ByHand(tuple(reasons) or ("Tabellen har ingen regler.",))


def rule_text(rule: RoutingRule) -> str:
    """Say what a rule asks for, as `postnummer 2300–2450 og § 140`."""
    return _listed([one.text for one in _conditions(rule, None)])


def check_rules(rules: Sequence[RoutingRule]) -> None:
    """Refuse a table with too many rules, a rule for everybody, or ages that run backwards.

    Raises `RoutingRulesError` with every fault.
    """
    if len(rules) > MOST_RULES:
        raise RoutingRulesError(f"Der kan højst være {MOST_RULES} regler. Slå nogle sammen.")
    faults = [
        f"Regel {number}: {fault}"
        for number, rule in enumerate(rules, 1)
        for fault in _faults(rule)
    ]
    if faults:
        raise RoutingRulesError(" ".join(faults))


def check_team_name(text: str) -> str:
    """Return a team's name without needless spaces; raises `TeamError` for none or a long one."""
    name = " ".join(text.split())
    if not has_words(name):
        raise TeamError("Skriv, hvad teamet hedder.")
    if len(name) > _LONGEST_NAME:
        raise TeamError(f"Teamets navn må højst være {_LONGEST_NAME} tegn. Forkort det.")
    return name


def check_may_retire(team: TeamRef, rules: Sequence[RoutingRule]) -> None:
    """Refuse to retire a team that rules in force still send citizens to. Raises `TeamError`."""
    used = [str(number) for number, rule in enumerate(rules, 1) if rule.team.id == team.id]
    if used:
        raise TeamError(
            f"{team.name} er i brug i regel {_listed(used)}. Ret reglerne, og nedlæg så teamet."
        )


def _faults(rule: RoutingRule) -> list[str]:
    faults = []
    if not rule.asks:
        faults.append("den har ingen betingelser og ville sende alle til ét team. Skriv mindst én.")
    ages = [age for age in (rule.age_from, rule.age_to) if age is not None]
    if any(not 0 <= age <= OLDEST for age in ages):
        faults.append(f"skriv alderen som hele år mellem 0 og {OLDEST}.")
    if ages != sorted(ages):
        faults.append("alderen løber baglæns. Skriv den laveste alder først.")
    if rule.gop_type is not None and rule.legal_basis is LegalBasis.SUNDHEDSLOVEN_119:
        faults.append("en plantype findes kun efter § 140. Vælg § 140, eller fjern plantypen.")
    return faults


def _conditions(rule: RoutingRule, facts: RoutingFacts | None) -> list[_Condition]:
    """Return what a rule asks for, and of each whether it holds; without facts nobody knows."""
    found = []
    if rule.postcodes:
        postcode = _as_postcode(facts.postcode) if facts else None
        found.append(
            _Condition(
                f"postnummer {_ranges(rule.postcodes)}",
                f"postnummeret er ikke {_ranges(rule.postcodes)}",
                "postnummeret mangler eller er beskyttet",
                None if postcode is None else any(one.covers(postcode) for one in rule.postcodes),
            )
        )
    if rule.age_from is not None or rule.age_to is not None:
        age = facts.age if facts else None
        span = _ages(rule)
        found.append(
            _Condition(
                f"alder {span}",
                f"alderen er ikke {span}",
                "alderen kendes ikke",
                None if age is None else _in_span(rule, age),
            )
        )
    if rule.legal_basis is not None:
        basis = _BASES[rule.legal_basis]
        is_it = facts.legal_basis is rule.legal_basis if facts else None
        found.append(_Condition(basis, f"det er ikke efter {basis}", "", is_it))
    if rule.patient_group is not None:
        group = facts.patient_group if facts else None
        found.append(
            _Condition(
                f"gruppe {rule.patient_group}",
                f"det er ikke gruppe {rule.patient_group}",
                "patientgruppen er ikke valgt",
                None if group is None else group == rule.patient_group,
            )
        )
    if rule.gop_type is not None:
        found.append(
            _Condition(
                _TYPES[rule.gop_type],
                f"det er ikke en {_TYPES[rule.gop_type]}",
                "planens type mangler",
                _is_type(rule.gop_type, facts) if facts else None,
            )
        )
    return found


def _is_type(wanted: GopType, facts: RoutingFacts) -> bool | None:
    """Tell whether it is a plan of the type; what is no plan has no type to miss (4.4)."""
    if facts.legal_basis is not LegalBasis.SUNDHEDSLOVEN_140:
        return False
    return None if facts.gop_type is None else facts.gop_type is wanted


def _as_postcode(text: str | None) -> str | None:
    """Return a postcode of one place, or None for what is none."""
    try:
        ranges = parse_postcodes(text or "")
    except PostcodesError:
        return None
    return ranges[0].first if len(ranges) == 1 and ranges[0].first == ranges[0].last else None


def _in_span(rule: RoutingRule, age: int) -> bool:
    low = 0 if rule.age_from is None else rule.age_from
    high = OLDEST if rule.age_to is None else rule.age_to
    return low <= age <= high


def _ages(rule: RoutingRule) -> str:
    if rule.age_to is None:
        return f"{rule.age_from} år eller mere"
    if rule.age_from is None:
        return f"højst {rule.age_to} år"
    return f"{rule.age_from}–{rule.age_to} år"


def _ranges(ranges: Sequence[PostcodeRange]) -> str:
    return ", ".join(
        one.first if one.first == one.last else f"{one.first}–{one.last}" for one in ranges
    )


def _listed(parts: Sequence[str]) -> str:
    return " og ".join(part for part in (", ".join(parts[:-1]), *parts[-1:]) if part)
