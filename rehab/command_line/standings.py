"""Making the standings of the worklists again, and telling whether they are right."""

from itertools import islice
from typing import Final

import click

from rehab.command_line.application import CommandRefusedError, command_context
from rehab.services.standings_upkeep import check_all, recheck_all

_SHOWN: Final = 20


@click.group()
def standings() -> None:
    """Det, arbejdslisterne læses fra."""


@standings.command()
def refresh() -> None:
    """Regn alle sagers plads på listerne ud igen. Kan gentages, også mens andre arbejder."""
    with command_context() as ctx:
        done = recheck_all(ctx)
    click.echo(f"{done} sager og henvisninger regnet igennem.")


@standings.command()
def check() -> None:
    """Sig, hvilke pladser der ikke er det, reglerne giver. Ændrer intet."""
    with command_context() as ctx:
        found = check_all(ctx)
        shown = list(islice(found, _SHOWN))
        total = len(shown) + sum(1 for _ in found)
    for row in shown:
        click.echo(f"  {row.table} {' '.join(row.key)}")
    if total:
        raise CommandRefusedError(
            f"{total} rækker er ikke det, reglerne giver. Kør: rehab standings refresh"
        )
    click.echo("Alle pladser på listerne er det, reglerne giver.")
