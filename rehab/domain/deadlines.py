"""Read the clocks of a referral: what is due when, why, and whether it was met.

A clock is a pure function of rule, facts and calendar; nothing that ticks is stored, so the same
facts give the same answer in whatever order and however late they are read (F19). Sources:
programme 4.5, sundhedsloven §140 and DOMAIN chapters 11 and 21.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final, assert_never

from rehab.domain.calendar import danish_date, danish_day
from rehab.domain.clock_facts import ClockFacts, DateChange, Ground, PathwayEvent
from rehab.domain.clock_rules import ClockRule, ClockTrigger, EventKind, LegalBasis, Strength
from rehab.domain.day_counting import DayCount, Pause, PauseOrderError, count_days, plural

__all__ = [
    "EVENT_LABELS",
    "ClockFacts",
    "ClockReading",
    "ClockState",
    "PathwayEvent",
    "Pause",
    "PauseOrderError",
    "days_left_text",
    "read_clock",
    "read_clocks",
    "urgency",
]

EVENT_LABELS: Final = MappingProxyType(
    {
        EventKind.CONTACT_ATTEMPTED: "forsøg på kontakt",
        EventKind.CONTACT_REACHED: "kontakt med borgeren",
        EventKind.FIRST_CONTACT_OFFERED: "tilbudt første fremmøde",
        EventKind.FIRST_CONTACT_HELD: "holdt første fremmøde",
        EventKind.INFORMATION_GIVEN: "orienteret om sted, tid og art",
    }
)


class ClockState(StrEnum):
    """How a clock stands on a day."""

    RUNNING = "running"
    MET = "met"
    OVERDUE = "overdue"
    PAUSED = "paused"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class ClockReading:
    """How one clock stands on a day, with the account a caseworker can check.

    `days_left` is negative when the due day has passed, and None when the clock no longer runs or
    its due day is not known.
    """

    code: str
    label: str
    due: date | None
    state: ClockState
    stopped_on: date | None
    why: tuple[str, ...]
    days_left: int | None
    strength: Strength
    section: str
    counted_from: date | None

    @property
    def is_stopped_late(self) -> bool:
        """Tell whether what stopped the clock came after its due day, or is set to."""
        if self.due is None or self.stopped_on is None:
            return False
        return self.stopped_on > self.due


def read_clock(
    rule: ClockRule,
    facts: ClockFacts,
    today: date,
    closed_days: frozenset[date] = frozenset(),
) -> ClockReading:
    """Return how the clock stands today, counted from the rule's trigger as day 0.

    The due day itself is in time. The earliest stop counts, also when that first contact was later
    cancelled (SL-9, F24). An attempt that did not reach the citizen never stops a clock (F22).
    """
    known = facts.as_known(today)
    pauses = _pauses_of(rule, known.pauses)
    start, start_line = _start(rule.trigger, known)
    stop = _first_stop(rule, known)
    count = None
    if start is not None:
        count = count_days(start, rule.days, rule.unit, pauses, closed_days)
    state = _state(count, stop, known.ended_on, pauses, today)
    still_running = stop is None and known.ended_on is None
    due = None if count is None else count.due
    return ClockReading(
        code=rule.code,
        label=rule.label,
        due=due,
        state=state,
        stopped_on=known.ended_on if stop is None else stop.on,
        why=(
            start_line,
            *(() if count is None else count.lines),
            *_attempt_lines(rule, known),
            *_earlier_lines(rule, known, closed_days),
            *_end_lines(due, stop, known.ended_on),
        ),
        days_left=(due - today).days if due is not None and still_running else None,
        strength=rule.strength,
        section=rule.section,
        counted_from=start,
    )


def read_clocks(
    rules: Iterable[ClockRule],
    facts: ClockFacts,
    today: date,
    closed_days: frozenset[date] = frozenset(),
) -> tuple[ClockReading, ...]:
    """Return the readings of every clock that runs for the referral, the earliest due day first.

    A referral is judged by the rules in force on the day it was received, as that day was known.
    """
    known = facts.as_known(today)
    readings = [
        read_clock(rule, known, today, closed_days)
        for rule in rules
        if rule.applies(known.legal_basis, known.received_on)
    ]
    return tuple(sorted(readings, key=lambda r: (r.due or date.max, r.code)))


def urgency(readings: Iterable[ClockReading]) -> tuple[int, int, str]:
    """Return a key that sorts cases by their most pressing clock.

    Open overdue clocks come first, then the fewest days left, then clocks whose due day is not
    known because a date is missing, then cases where nothing runs. The code breaks a tie.
    """
    return min((_pressure(reading) for reading in readings), default=(_NOTHING_RUNS, 0, ""))


def days_left_text(reading: ClockReading, today: date) -> str:
    """Say in few words how the clock stands, for lists where colour alone must not speak."""
    match reading.state:
        case ClockState.MET:
            return "Overholdt"
        case ClockState.STOPPED:
            return "Stoppet"
        case ClockState.OVERDUE | ClockState.RUNNING | ClockState.PAUSED:
            if reading.due is None:
                return "Dato mangler"
            left = (reading.due - (reading.stopped_on or today)).days
            if reading.stopped_on is not None and reading.stopped_on > today:
                return f"Tilbudt {plural(-left, 'dag', 'dage')} efter fristen"
            text = _left_text(left)
            return f"På pause, {text.lower()}" if reading.state is ClockState.PAUSED else text
        case _:  # pragma: no cover
            assert_never(reading.state)


_OVERDUE, _DUE_AHEAD, _DATE_MISSING, _NOTHING_RUNS = range(4)


def _pressure(reading: ClockReading) -> tuple[int, int, str]:
    if reading.stopped_on is not None:
        return (_NOTHING_RUNS, 0, reading.code)
    if reading.days_left is None:
        return (_DATE_MISSING, 0, reading.code)
    rank = _OVERDUE if reading.state is ClockState.OVERDUE else _DUE_AHEAD
    return (rank, reading.days_left, reading.code)


def _left_text(left: int) -> str:
    if left < 0:
        return f"Overskredet {plural(-left, 'dag', 'dage')}"
    return f"{plural(left, 'dag', 'dage')} tilbage" if left else "I dag"


def _start(trigger: ClockTrigger, facts: ClockFacts) -> tuple[date | None, str]:
    match trigger:
        case ClockTrigger.RECEIVED:
            start = facts.received_on
            return start, f"Regnes fra modtagelsen {danish_day(start)}, som er dag 0."
        case ClockTrigger.DISCHARGED:
            return _start_after_discharge(facts)
        case _:  # pragma: no cover
            assert_never(trigger)


def _start_after_discharge(facts: ClockFacts) -> tuple[date | None, str]:
    discharged, earliest = facts.discharged_on, facts.earliest_start_on
    if discharged is None:
        return None, "Udskrivningsdatoen mangler. Indtast den, så fristen kan beregnes."
    if earliest is None or earliest <= discharged:
        return discharged, f"Regnes fra udskrivningen {danish_day(discharged)}, som er dag 0."
    return earliest, (
        f"Regnes fra {danish_day(earliest)}, som er dag 0: genoptræningsplanen giver tidligste "
        f"start efter udskrivningen {danish_date(discharged)}."
    )


def _pauses_of(rule: ClockRule, pauses: Iterable[Pause]) -> tuple[Pause, ...]:
    """Return the pauses as this clock sees them: a reason it is not paused by does not count."""
    return tuple(
        pause if not pause.counts or rule.is_paused_by(pause.code) else replace(pause, counts=False)
        for pause in pauses
    )


def _first_stop(rule: ClockRule, facts: ClockFacts) -> PathwayEvent | None:
    kinds = rule.stops - {EventKind.CONTACT_ATTEMPTED}
    stops = [event for event in facts.events if event.kind in kinds]
    return min(stops, key=lambda event: (event.on, event.kind), default=None)


def _state(
    count: DayCount | None,
    stop: PathwayEvent | None,
    ended_on: date | None,
    pauses: tuple[Pause, ...],
    today: date,
) -> ClockState:
    if stop is not None and count is not None:
        return ClockState.MET if stop.on <= count.due else ClockState.OVERDUE
    if stop is not None or ended_on is not None:
        return ClockState.STOPPED
    if count is not None and today > count.due:
        return ClockState.OVERDUE
    if any(pause.counts and pause.covers(today) for pause in pauses):
        return ClockState.PAUSED
    return ClockState.RUNNING


def _attempt_lines(rule: ClockRule, facts: ClockFacts) -> list[str]:
    attempts = [e for e in facts.events if e.kind is EventKind.CONTACT_ATTEMPTED]
    if not attempts or EventKind.CONTACT_REACHED not in rule.stops:
        return []
    return [f"{len(attempts)} forsøg på kontakt stopper ikke fristen."]


def _earlier_lines(rule: ClockRule, facts: ClockFacts, closed: frozenset[date]) -> list[str]:
    """Tell what each correction changed: the day counted from, and the due day it had (F26)."""
    lines = []
    stood = [facts.before(change) for change in facts.corrections]
    for change, before, after in zip(facts.corrections, stood, [*stood, facts][1:], strict=True):
        start, _ = _start(rule.trigger, before)
        if start == _start(rule.trigger, after)[0]:
            continue
        corrected = f"Rettet {danish_date(change.recorded_on)}: før rettelsen"
        then = _rule_then(rule, change, facts.legal_basis)
        if then is None:
            lines.append(f"{corrected} gjaldt fristen ikke.")
        elif start is None:
            lines.append(f"{corrected} manglede datoen, og fristen kunne ikke regnes.")
        else:
            by = change.ground or Ground((then,), before.pauses_known(change.recorded_on), closed)
            pauses = _pauses_of(then, by.pauses)
            due = count_days(start, then.days, then.unit, pauses, by.closed_days).due
            lines.append(
                f"{corrected} blev der regnet fra {danish_date(start)}, "
                f"og fristen var {danish_day(due)}."
            )
    return lines


def _rule_then(rule: ClockRule, change: DateChange, basis: LegalBasis) -> ClockRule | None:
    if change.ground is None:
        return rule
    return next(
        (
            one
            for one in change.ground.rules
            if one.code == rule.code and one.applies(basis, change.received_on)
        ),
        None,
    )


def _end_lines(due: date | None, stop: PathwayEvent | None, ended_on: date | None) -> list[str]:
    if stop is not None:
        ended, text = stop.on, f"Stoppet {danish_day(stop.on)}: {EVENT_LABELS[stop.kind]}"
    elif ended_on is not None:
        ended, text = ended_on, f"Stoppet {danish_day(ended_on)}: henvisningen er afsluttet"
    else:
        return []
    if due is None:
        return [f"{text}. Om det var i tide, kan først ses, når datoen er indtastet."]
    late = (ended - due).days
    return [f"{text}, {plural(late, 'dag', 'dage')} for sent." if late > 0 else f"{text}, i tide."]
