"""Loading the demo from a terminal."""

import click

from rehab.command_line.application import command_context
from rehab.models.schema import migrate
from rehab.services.demo import DEMO_PASSWORD, DEMO_PEOPLE, load_demo
from rehab.services.demo_story import tell_story
from rehab.settings import load_settings


@click.group()
def demo() -> None:
    """Demodata med opdigtede personer."""


@demo.command()
def load() -> None:
    """Sæt databasen op og indlæs demodata. Kan gentages."""
    migrate(load_settings().database_url)
    with command_context() as ctx:
        with ctx.transaction():
            organisation = load_demo(ctx)
        tell_story(ctx, organisation)
    click.echo("Demobrugere (adgangskode: " + DEMO_PASSWORD + "):")
    for login, name, _title, role in DEMO_PEOPLE:
        click.echo(f"  {login:6} {name} ({role.value})")
