"""Looking at cases, and getting the signed document out, from a terminal."""

import json
from datetime import date
from pathlib import Path

import click
from sqlalchemy import select

from rehab.command_line.application import (
    CommandRefusedError,
    command_context,
    inside,
    parse_day,
)
from rehab.command_line.faults import shown
from rehab.command_line.writing import write_together
from rehab.domain.deadlines import ClockReading, days_left_text
from rehab.domain.phases import PHASE_LABELS, CasePhase, phase_of
from rehab.models import Case, Epikrise, Referral
from rehab.queries.case_facts import case_facts, closed_on, status_of
from rehab.queries.cases import contact_person_on, find_case_by_number, list_cases
from rehab.queries.clocks import clocks_of, first_attendances
from rehab.services.context import Context

_KOMMUNE = click.option("--kommune", "kommunekode", default=None, help="Når der er flere.")
_ON = click.option("--on", default=None, callback=parse_day, help="Som det så ud den dag.")
_JSON = click.option("--json", "as_json", is_flag=True, help="JSON.")


@click.group()
def case() -> None:
    """Sager."""


@case.command("list")
@_JSON
@_KOMMUNE
@_ON
def list_command(kommunekode: str | None, on: date | None, *, as_json: bool) -> None:
    """Vis kommunens sager; med --json ét objekt pr. linje."""
    with command_context(on=on) as ctx:
        own = inside(ctx, kommunekode)
        for row in list_cases(own.session, own.organisation_id):
            if not _known_referrals(own, row):
                continue
            shown = case_json(own, row)
            if as_json:
                click.echo(json.dumps(shown, ensure_ascii=False))
            else:
                click.echo(f"{row.number}  {shown['phase']}  {shown['contact_person'] or '–'}")


@case.command("show")
@click.argument("number")
@_JSON
@_KOMMUNE
@_ON
def show_command(number: str, kommunekode: str | None, on: date | None, *, as_json: bool) -> None:
    """Vis en sag med henvisninger og frister."""
    with command_context(on=on) as ctx:
        own = inside(ctx, kommunekode)
        row = _case(own, number)
        if not _known_referrals(own, row):
            raise CommandRefusedError(
                f"Der var ingen henvisning i sag {number} den dag. Vælg en senere dag med --on."
            )
        if as_json:
            click.echo(json.dumps(case_json(own, row), ensure_ascii=False))
            return
        _print(own, row)


def _print(ctx: Context, row: Case) -> None:
    person = contact_person_on(row, ctx.today)
    click.echo(f"Sag {row.number}: {PHASE_LABELS[_phase(ctx, row)]}")
    click.echo(f"Kontaktperson: {person.name if person else 'ingen'}")
    known = _known_referrals(ctx, row)
    clocks = clocks_of(ctx.session, ctx.programme_for, ctx.settings, known, ctx.today)
    for referral in known:
        status = status_of(referral, ctx.today)
        click.echo(f"- {referral.kind.value} {referral.letter_number or ''}: {status}")
        for reading in clocks[referral.id]:
            click.echo(f"    {reading.label}: {days_left_text(reading, ctx.today)}")
            for line in reading.why:
                click.echo(f"      {line}")


def case_json(ctx: Context, row: Case) -> dict[str, object]:
    """Return a case as others script against it, as it stood on the context's day.

    What was recorded later is unknown: events, triage, another kontaktperson, a closing.
    """
    person = contact_person_on(row, ctx.today)
    closed = closed_on(row, ctx.today)
    return {
        "number": row.number,
        "phase": _phase(ctx, row).value,
        "contact_person": person.name if person else None,
        "opened_on": row.opened_on.isoformat(),
        "closed_on": closed.isoformat() if closed else None,
        "programme_version": row.programme_version,
        "referrals": _referrals(ctx, row),
    }


def _phase(ctx: Context, row: Case) -> CasePhase:
    ids = [referral.id for referral in row.referrals]
    attended = first_attendances(ctx.session, ids, ctx.today)
    return phase_of(case_facts(row, attended, ctx.today))


def _known_referrals(ctx: Context, row: Case) -> list[Referral]:
    return [referral for referral in row.referrals if referral.received_on <= ctx.today]


def _referrals(ctx: Context, row: Case) -> list[dict[str, object]]:
    known = _known_referrals(ctx, row)
    clocks = clocks_of(ctx.session, ctx.programme_for, ctx.settings, known, ctx.today)
    return [
        {
            "id": str(referral.id),
            "kind": referral.kind.value,
            "letter_id": referral.letter_number,
            "legal_basis": referral.legal_basis.value,
            "status": status_of(referral, ctx.today).value,
            "received_on": referral.received_on.isoformat(),
            "clocks": [_clock(reading) for reading in clocks[referral.id]],
        }
        for referral in known
    ]


def _clock(reading: ClockReading) -> dict[str, object]:
    return {
        "code": reading.code,
        "due": reading.due.isoformat() if reading.due else None,
        "state": reading.state.value,
        "stopped_on": reading.stopped_on.isoformat() if reading.stopped_on else None,
        "why": list(reading.why),
    }


@click.command()
@click.argument("number")
@click.option("--pdf", required=True, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--xml", required=True, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--referral", "referral_id", default=None, help="Når sagen har flere henvisninger.")
@_KOMMUNE
def epikrise(
    number: str, pdf: Path, xml: Path, referral_id: str | None, kommunekode: str | None
) -> None:
    """Skriv den underskrevne epikrise som PDF og som MedCom XDIS15."""
    with command_context() as ctx:
        own = inside(ctx, kommunekode)
        row = _case(own, number)
        signed = list(
            own.session.scalars(
                select(Epikrise)
                .where(Epikrise.case_id == row.id, Epikrise.signed_at.is_not(None))
                .order_by(Epikrise.signed_at)
            )
        )
        if referral_id is not None:
            signed = [document for document in signed if str(document.referral_id) == referral_id]
        if not signed:
            raise CommandRefusedError(
                f"Epikrisen i sag {number} er ikke underskrevet endnu. Underskriv den først."
            )
        if len(signed) > 1:
            choices = ", ".join(str(document.referral_id) for document in signed)
            raise CommandRefusedError(
                f"Sagen har flere epikriser. Vælg henvisning med --referral: {choices}"
            )
        write_together((pdf, signed[0].pdf or b""), (xml, signed[0].xml or b""))
    click.echo(f"Skrev {shown(pdf)} og {shown(xml)}.")


def _case(ctx: Context, number: str) -> Case:
    row = find_case_by_number(ctx.session, ctx.organisation_id, number)
    if row is None:
        raise CommandRefusedError(f"Sag {number} findes ikke. Se: rehab case list")
    return row
