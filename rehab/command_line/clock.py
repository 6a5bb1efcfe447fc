"""Asking what would be due when: any rule, tried on days that are typed."""

import json
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import click

from rehab.clock import civil_date, system_clock
from rehab.command_line.application import (
    CommandRefusedError,
    command_context,
    inside,
    parse_day,
)
from rehab.domain.clock_facts import PathwayEvent
from rehab.domain.clock_rules import ClockRule, ClockUnit, EventKind, LegalBasis
from rehab.domain.clock_settings import rules_on
from rehab.domain.day_counting import Pause, as_figure
from rehab.domain.deadlines import EVENT_LABELS, ClockReading, days_left_text, read_clock
from rehab.domain.pauses import PauseReason
from rehab.domain.programme_parsing import parse_programme
from rehab.domain.trying import choose_rule, hindrances, reading_day, remarks_on, trial_facts
from rehab.queries.clock_settings import closed_around, settings_of
from rehab.queries.clocks import closed_days
from rehab.queries.pauses import reasons_for
from rehab.settings import load_settings

_BASES: Final = {"140": LegalBasis.SUNDHEDSLOVEN_140, "119": LegalBasis.SUNDHEDSLOVEN_119}
_UNITS: Final = {"kalender": ClockUnit.CALENDAR, "arbejdsdage": ClockUnit.WORKING}
_PAUSE_FORM: Final = "FRA..TIL eller FRA..TIL:ÅRSAG, fx 2026-11-24..2026-11-26:syg"
_UNNAMED: Final = ""


@dataclass(frozen=True, slots=True)
class _Ground:
    """What a clock is tried on: the rules, the reasons to pause, and the closed days."""

    rules: tuple[ClockRule, ...]
    reasons: tuple[PauseReason, ...]
    closed: frozenset[date]


@click.command()
@click.argument("code")
@click.option("--from", "start", required=True, callback=parse_day, help="Dag 0: regnes herfra.")
@click.option("--pause", "pauses", multiple=True, help=f"{_PAUSE_FORM}. Kan gentages.")
@click.option("--event", "events", multiple=True, help="HÆNDELSE=DATO. Kan gentages.")
@click.option(
    "--today",
    default=None,
    callback=parse_day,
    help="Dagen, fristen aflæses. I dag, eller den seneste hændelse, hvis den ligger senere.",
)
@click.option("--basis", type=click.Choice(sorted(_BASES)), help="Lovgrundlag: § 140 eller § 119.")
@click.option("--unit", type=click.Choice(sorted(_UNITS)), help="Prøv med andre dage.")
@click.option("--working", is_flag=True, help="Det samme som --unit arbejdsdage.")
@click.option("--kommune", "kommunekode", default=None, help="Med kommunens egne regler.")
@click.option("--json", "as_json", is_flag=True, help="JSON.")
def clock(
    code: str,
    start: date,
    pauses: tuple[str, ...],
    events: tuple[str, ...],
    today: date | None,
    basis: str | None,
    unit: str | None,
    kommunekode: str | None,
    *,
    working: bool,
    as_json: bool,
) -> None:
    """Regn en frist ud: hvornår den er, hvordan den står, og hvorfor.

    CODE er fristens kode i programfilen, fx kontakt, start eller paragraf140. Reglerne er
    programfilens, eller kommunens egne med --kommune.
    """
    happened = [_event(text) for text in events]
    day = today or reading_day(civil_date(system_clock()), happened)
    ground = _of_kommune(kommunekode, start, day) if kommunekode else _of_file(start)
    wanted = _UNITS["arbejdsdage"] if working else _UNITS.get(unit or "")
    if working and wanted is not _UNITS.get(unit or "", wanted):
        raise CommandRefusedError(f"Skriv enten --unit {unit} eller --working, ikke begge.")
    rule, legal_basis = choose_rule(ground.rules, code, _BASES.get(basis or ""), wanted)
    waits = [_pause(text, ground.reasons) for text in pauses]
    facts = trial_facts(legal_basis, start, waits, happened)
    tried = rule
    if rule.pausable is not None:
        tried = replace(rule, pausable=rule.pausable | {_UNNAMED})
    reading = read_clock(tried, facts, day, ground.closed)
    if as_json:
        told = _json(rule, legal_basis, reading, start, day)
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    click.echo(f"{reading.label} ({rule.code}, {rule.section})")
    for line in (*reading.why, *remarks_on(rule, start)):
        click.echo(f"  {line}")
    tried_only = "Prøvet, men gælder ikke: " if hindrances(rule, start) else ""
    click.echo(f"{day.isoformat()}: {tried_only}{days_left_text(reading, day)}")


def _json(
    rule: ClockRule,
    basis: LegalBasis,
    reading: ClockReading,
    received_on: date,
    day: date,
) -> dict[str, object]:
    start, due = reading.counted_from, reading.due
    against = hindrances(rule, received_on)
    return {
        "code": rule.code,
        "label": rule.label,
        "legal_basis": basis.value,
        "days": rule.days,
        "unit": rule.unit.value,
        "strength": rule.strength.value,
        "section": rule.section,
        "from": start.isoformat() if start else None,
        "today": day.isoformat(),
        "applies": not against,
        "applies_not_because": list(against),
        "due": due.isoformat() if due else None,
        "state": reading.state.value,
        "stopped_on": reading.stopped_on.isoformat() if reading.stopped_on else None,
        "stopped_late": reading.is_stopped_late,
        "days_left": reading.days_left,
        "arithmetic": [
            {"days": int(figure.removeprefix("+ ")), "text": words}
            for figure, words in map(as_figure, reading.why)
            if figure.startswith("+")
        ],
        "total_days": (due - start).days if due and start else None,
        "why": [*reading.why, *remarks_on(rule, received_on)],
    }


def _of_file(start: date) -> _Ground:
    settings = load_settings()
    programme = parse_programme(settings.programme_file.read_text(encoding="utf-8"))
    closed = closed_around(settings, (), start)
    return _Ground(programme.clocks, programme.pause_reasons, closed)


def _of_kommune(kommunekode: str, start: date, day: date) -> _Ground:
    with command_context() as ctx:
        own = inside(ctx, kommunekode)
        programme, organisation_id = own.programme, own.organisation_id
        versions = settings_of(own.session, [organisation_id]).get(organisation_id, ())
        rules = tuple(
            replace(rule, applies_to=frozenset({basis}))
            for basis in LegalBasis
            for rule in rules_on(programme.clocks, versions, basis, start, day)
        )
        return _Ground(
            rules,
            reasons_for(own.session, programme, organisation_id),
            closed_days(own.session, own.settings, organisation_id, start, day),
        )


def _pause(text: str, reasons: tuple[PauseReason, ...]) -> Pause:
    span, _, code = text.partition(":")
    first, dots, last = span.partition("..")
    if not dots:
        raise CommandRefusedError(f"Pausen »{text}« kan ikke læses. Skriv {_PAUSE_FORM}.")
    from_on, until_on = _day(first), _day(last)
    if not code:
        return Pause("pause", from_on, until_on, counts=True, code=_UNNAMED)
    for reason in reasons:
        if reason.code == code:
            return Pause(reason.label, from_on, until_on, reason.counts, code)
    known = ", ".join(reason.code for reason in reasons)
    raise CommandRefusedError(f"Årsagen »{code}« findes ikke. Vælg en af: {known}.")


def _event(text: str) -> PathwayEvent:
    name, equals, day = text.partition("=")
    if not equals or name not in set(EventKind):
        known = ", ".join(f"{kind} ({EVENT_LABELS[kind]})" for kind in EventKind)
        raise CommandRefusedError(
            f"Hændelsen »{text}« kan ikke læses. Skriv HÆNDELSE=DATO med en af: {known}."
        )
    kind, on = EventKind(name), _day(day)
    # A day that was offered may lie ahead; everything else is known when it has happened.
    return PathwayEvent(kind, on, None if kind is EventKind.FIRST_CONTACT_OFFERED else on)


def _day(text: str) -> date:
    day = parse_day(None, None, text.strip())
    if day is None:
        raise CommandRefusedError("Datoen mangler. Skriv fx 2026-11-23.")
    return day
