"""Loading the demo from a terminal."""

import click

from rehab.command_line.application import command_context
from rehab.models.schema import migrate
from rehab.services.demo import DEMO_PASSWORD, DEMO_PEOPLE, load_demo
from rehab.services.demo_scale import fill, work_out_standings
from rehab.services.demo_story import tell_story
from rehab.services.standings_upkeep import recheck_due
from rehab.settings import load_settings


@click.group()
def demo() -> None:
    """Demodata med opdigtede personer."""


@demo.command()
@click.option(
    "--scale",
    type=click.IntRange(1, 200_000),
    default=None,
    help="Fyld demokommunen op til så mange åbne sager med opdigtede borgere.",
)
def load(scale: int | None) -> None:
    """Sæt databasen op og indlæs demodata. Kan gentages."""
    migrate(load_settings().database_url)
    with command_context() as ctx:
        with ctx.transaction():
            organisation = load_demo(ctx)
        tell_story(ctx, organisation)
        if scale is None:
            recheck_due(ctx)
        else:
            for have in fill(ctx, organisation, scale):
                click.echo(f"  {have} af {scale} åbne sager", err=True)
            click.echo("  regner sagernes plads på listerne ud …", err=True)
            work_out_standings(ctx)
    click.echo("Demobrugere (adgangskode: " + DEMO_PASSWORD + "):")
    for login, name, _title, role in DEMO_PEOPLE:
        click.echo(f"  {login:6} {name} ({role.value})")
