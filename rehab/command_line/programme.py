"""Checking a kommune against the programme from a terminal."""

import json

import click

from rehab.command_line.application import command_context, inside
from rehab.domain.catalogue import StandardCheck, check_standards, missing_standards
from rehab.queries.offers import provision_of


@click.group()
def programme() -> None:
    """Forløbsprogrammet."""


@programme.command("check")
@click.option("--json", "as_json", is_flag=True, help="JSON.")
@click.option("--kommune", "kommunekode", default=None, help="Når der er flere.")
def check(kommunekode: str | None, *, as_json: bool) -> None:
    """Vis, hvilke minimumsstandarder i Boks 8 kommunen opfylder, og hvad der mangler.

    Svarer med 1, når noget mangler, som ingen afvigelse forklarer.
    """
    with command_context() as ctx:
        own = inside(ctx, kommunekode)
        provision = provision_of(own.session, own.organisation_id, own.now)
        checks = check_standards(own.programme.offers, provision)
    if as_json:
        click.echo(json.dumps([_row(each) for each in checks], ensure_ascii=False, indent=2))
    else:
        for each in checks:
            click.echo(_line(each))
    if missing_standards(checks):
        raise SystemExit(1)


def _row(check: StandardCheck) -> dict[str, object]:
    return {
        "code": check.offer.code,
        "row": check.offer.row,
        "standard": check.offer.standard.value if check.offer.standard else None,
        "verdict": check.verdict.value,
        "by": list(check.by),
        "missing": check.missing,
    }


def _line(check: StandardCheck) -> str:
    standard = check.offer.standard.value if check.offer.standard else "-"
    text = "; ".join((*check.by, check.missing)).strip("; ")
    return f"{standard}  {check.verdict.value:12}  {check.offer.label}: {text}"
