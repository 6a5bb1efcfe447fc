"""Running a job by hand, for a chosen day, and telling whether every job has run."""

from datetime import date
from typing import Final

import click

from rehab.clock import COPENHAGEN
from rehab.command_line.application import (
    CommandRefusedError,
    command_context,
    parse_day,
    seen_on,
)
from rehab.domain.job_runs import STATE_TEXTS, in_order, report_of, worker_signs
from rehab.jobs.registry import JOBS
from rehab.jobs.runner import run
from rehab.queries.job_runs import histories_of

_NOT_YET: Final = (
    "Et job kan ikke køres for en dag, der ikke er kommet. "
    "Vælg i dag eller en tidligere dag med --on."
)


@click.command("run-job")
@click.argument("name", type=click.Choice(sorted(JOBS)))
@click.option(
    "--on",
    default=None,
    callback=parse_day,
    help="Dagen, jobbet skal køre for: i dag eller tidligere.",
)
def run_job(name: str, on: date | None) -> None:
    """Kør et job nu. Det ser på datoer og kan køres igen uden skade."""
    with command_context() as ctx:
        if on is not None and on > ctx.today:
            raise CommandRefusedError(_NOT_YET)
        done = run(seen_on(ctx, on), JOBS[name])
    if done is None:
        click.echo(f"{name} kører allerede et andet sted.")
    else:
        click.echo(f"{name}: {done} nye.")


@click.group()
def jobs() -> None:
    """Det, systemet gør af sig selv."""


@jobs.command()
def check() -> None:
    """Sig for hvert job, om det har kørt, som det skulle; det, der er galt, først.

    Svarer med 1, når et job stoppede eller skulle have kørt.
    """
    plans = [job.plan for job in JOBS.values()]
    with command_context() as ctx:
        histories = histories_of(ctx.session, plans, ctx.now)
    now = ctx.now.astimezone(COPENHAGEN)
    reports = in_order(report_of(plan, histories[plan.name], now) for plan in plans)
    if worker_signs(reports, now).stands_still:
        click.echo("Jobprocessen ser ud til at stå stille. Kører: python -m rehab.worker?")
    for report in reports:
        click.echo(f"{STATE_TEXTS[report.state]:16}  {report.plan.name:16}  {report.sentence}")
    if any(report.is_trouble for report in reports):
        raise SystemExit(1)
