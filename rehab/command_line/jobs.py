"""Running a job by hand, for a chosen day."""

from datetime import date

import click

from rehab.command_line.application import command_context, parse_day
from rehab.jobs.registry import JOBS
from rehab.jobs.runner import run


@click.command("run-job")
@click.argument("name", type=click.Choice(sorted(JOBS)))
@click.option("--on", default=None, callback=parse_day, help="Dagen, jobbet skal køre for.")
def run_job(name: str, on: date | None) -> None:
    """Kør et job nu. Det ser på datoer og kan køres igen uden skade."""
    with command_context(on=on) as ctx:
        done = run(ctx, JOBS[name])
    if done is None:
        click.echo(f"{name} kører allerede et andet sted.")
    else:
        click.echo(f"{name}: {done} nye.")
