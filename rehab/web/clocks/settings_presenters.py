"""What the pages about a kommune's own clocks show."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from rehab.domain.calendar import CLOSED_DAY_NAMES, ClosedDay, LocalClosing, YearlyDay, closing_days
from rehab.domain.clock_rules import ClockRule, ClockTrigger, ClockUnit, LegalBasis
from rehab.domain.clock_settings import ClockSetting, rules_on
from rehab.domain.contacts import KIND_LABELS
from rehab.domain.day_counting import plural
from rehab.domain.pauses import PauseReason
from rehab.models import ClockSettingRow, ClosedPeriodRow, User
from rehab.queries.clock_settings import closing_fact, setting_fact
from rehab.queries.series import SessionOnDay
from rehab.web.case_head import Link
from rehab.web.filters import danish_date, danish_day, danish_instant, danish_time
from rehab.web.labels import label_of
from rehab.web.presenters import STRENGTH_TEXTS

_TRIGGERS: Final = {
    ClockTrigger.RECEIVED: "modtagelsen",
    ClockTrigger.DISCHARGED: "udskrivningen eller den senere dag i planen",
}
_YEARS_AHEAD: Final = 5
LISTS_FOLLOW: Final = "Sagens egen side viser det nu; listerne følger med i løbet af et minuts tid."
_PREFIX: Final = "sundhedsloven_"
_MONTHS: Final = (
    "januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september",
    "oktober", "november", "december",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One clock of the programme as it is in the kommune today."""

    label: str
    bases: str
    length: str
    counted_from: str
    stops: str
    pausable: str
    strength: str
    whose: str
    tone: str
    url: str


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One version of a rule the kommune has set."""

    label: str
    what: str
    valid: str
    who: str


@dataclass(frozen=True, slots=True)
class ClosingLine:
    """A closed day or week, and where it is withdrawn."""

    label: str
    when: str
    years: str
    url: str


@dataclass(frozen=True, slots=True)
class ClosedSessionLine:
    """A session that falls on a closed day, and where its course is."""

    when: str
    closing: str
    title: str
    url: str


def bases_key(rule: ClockRule) -> str:
    """Return the legal bases of a rule as they stand in an address: `119-140`."""
    return "-".join(sorted(basis.removeprefix(_PREFIX) for basis in rule.applies_to))


def find_rule(rules: Iterable[ClockRule], code: str, bases: str) -> ClockRule | None:
    """Return the rule of the programme an address names, or None."""
    return next((one for one in rules if one.code == code and bases_key(one) == bases), None)


def rule_today(rule: ClockRule, own: Sequence[ClockSetting], today: date) -> ClockRule:
    """Return a rule as it judges a referral received today."""
    basis = min(rule.applies_to)
    return rules_on([rule], own, basis, today, today)[0]


def rule_lines(
    rules: Sequence[ClockRule],
    own: Sequence[ClockSetting],
    reasons: Sequence[PauseReason],
    link: Link,
    today: date,
) -> tuple[RuleLine, ...]:
    """Return every clock of the programme, as it judges a referral received today."""
    return tuple(_rule_line(rule, own, reasons, link, today) for rule in rules)


def _rule_line(
    programme: ClockRule,
    own: Sequence[ClockSetting],
    reasons: Sequence[PauseReason],
    link: Link,
    today: date,
) -> RuleLine:
    rule = rule_today(programme, own, today)
    moved = [one.label for one in reasons if one.counts and rule.is_paused_by(one.code)]
    changed = rule is not programme
    return RuleLine(
        label=rule.label,
        bases=_bases(rule.applies_to),
        length=_length(rule.days, rule.unit),
        counted_from=_TRIGGERS[rule.trigger],
        stops=", ".join(KIND_LABELS[kind] for kind in sorted(rule.stops)),
        pausable=plural(len(moved), "årsag", "årsager"),
        strength=STRENGTH_TEXTS[rule.strength],
        whose=("Kommunens egen" if changed else "Programmets") if rule.enabled else "Slået fra",
        tone=("info" if changed else "neutral") if rule.enabled else "warning",
        url=link("clock_settings.change", code=rule.code, bases=bases_key(rule)),
    )


def version_lines(
    rows: Sequence[ClockSettingRow], rules: Sequence[ClockRule], people: Mapping[UUID, User]
) -> tuple[VersionLine, ...]:
    """Return every version the kommune has set, the newest first."""
    labels = {rule.code: rule.label for rule in rules}
    lines = []
    for row in rows:
        fact = setting_fact(row)
        who = people.get(row.recorded_by)
        until = f" til {danish_date(row.valid_until)}" if row.valid_until else ""
        state = "" if row.enabled else ", slået fra"
        lines.append(
            VersionLine(
                f"{labels.get(row.code, row.code)} ({_bases(fact.applies_to)})",
                f"{_length(row.days, row.unit)}, {STRENGTH_TEXTS[row.strength].lower()}{state}",
                f"Modtaget fra {danish_date(row.valid_from)}{until}",
                f"{who.name if who else 'Rehab'} {danish_instant(row.recorded_at)}",
            )
        )
    return tuple(lines)


def closing_lines(rows: Sequence[ClosedPeriodRow], link: Link) -> tuple[ClosingLine, ...]:
    """Return the days and weeks the kommune keeps closed."""
    return tuple(
        ClosingLine(
            row.label,
            _closed(closing_fact(row)),
            _years(closing_fact(row)),
            link("clock_settings.open_days", closing_id=row.id),
        )
        for row in rows
    )


def closings_ahead(closings: Iterable[LocalClosing], today: date) -> Mapping[date, str]:
    """Return the closed days as far ahead as a session can lie, with what they are called."""
    return closing_days(closings, range(today.year, today.year + _YEARS_AHEAD))


def closed_session_lines(
    rows: Iterable[SessionOnDay], closed: Mapping[date, str], link: Link
) -> tuple[ClosedSessionLine, ...]:
    """Return the sessions that fall on closed days, each with the way to its course."""
    return tuple(
        ClosedSessionLine(
            f"{danish_day(row.on)} kl. {danish_time(row.starts_at)}",
            closed[row.on],
            row.title,
            link("courses.show", course_id=row.course_id),
        )
        for row in rows
    )


def closed_text(count: int) -> str:
    """Say that a closing was saved, and how many sessions fall on it."""
    saved = f"Lukkedagen er gemt. {LISTS_FOLLOW}"
    if not count:
        return saved
    return f"{saved} {plural(count, 'planlagt gang falder', 'planlagte gange falder')} på den."


def closed_every_year(days: Collection[YearlyDay]) -> str:
    """Write the days an installation keeps closed: 5. juni, 24. december, then those that move."""
    fixed = sorted(day for day in days if not isinstance(day, ClosedDay))
    named = sorted(CLOSED_DAY_NAMES[day] for day in days if isinstance(day, ClosedDay))
    return ", ".join((*(_month_day(*day) for day in fixed), *named))


def _closed(closing: LocalClosing) -> str:
    if closing.customary is not None:
        name = CLOSED_DAY_NAMES[closing.customary]
        return name[0].upper() + name[1:]
    if closing.week is not None:
        return f"Uge {closing.week}"
    return _month_day(closing.month or 1, closing.day or 1)


def _month_day(month: int, day: int) -> str:
    return f"{day}. {_MONTHS[month - 1]}"


def _years(closing: LocalClosing) -> str:
    if closing.last_year is None:
        return f"Hvert år fra {closing.first_year}"
    if closing.last_year == closing.first_year:
        return str(closing.first_year)
    return f"{closing.first_year}–{closing.last_year}"


def _length(days: int, unit: ClockUnit) -> str:
    if unit is ClockUnit.WORKING:
        return plural(days, "arbejdsdag", "arbejdsdage")
    return plural(days, "kalenderdag", "kalenderdage")


def _bases(bases: Iterable[LegalBasis]) -> str:
    return " og ".join(label_of(basis) for basis in sorted(bases))
