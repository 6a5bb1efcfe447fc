"""The rehab command. Each group lives in its own module; this is the door."""

import logging
import sys

import click

from rehab.command_line.accounts import user
from rehab.command_line.cases import case, epikrise
from rehab.command_line.demo import demo
from rehab.command_line.importing import import_command
from rehab.command_line.installation import check_config, init
from rehab.command_line.jobs import run_job
from rehab.domain.errors import DomainError
from rehab.settings import SettingsError


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def rehab() -> None:
    """Rehab: sagsstyring af kommunal rehabilitering ved lænderyglidelser.

    Indstillinger læses af config/*.toml og REHAB_*-variabler (REHAB_ENV vælger filen,
    REHAB_DATABASE_URL databasen). Begynd med: rehab init, rehab user add, rehab import.
    """


for command in (init, check_config, user, demo, import_command, case, epikrise, run_job):
    rehab.add_command(command)


def main() -> None:
    """Run the command; a refusal is one Danish sentence and exit code 1, never a traceback."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    try:
        rehab(standalone_mode=True)
    except (DomainError, SettingsError) as refusal:
        click.echo(f"Fejl: {refusal}", err=True)
        sys.exit(1)
