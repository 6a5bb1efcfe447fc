"""The rehab command. Each group lives in its own module; this is the door."""

import logging
import os
import sys

import click

from rehab.command_line.accounts import user
from rehab.command_line.cases import case, epikrise
from rehab.command_line.clock import clock
from rehab.command_line.danish import speak_danish
from rehab.command_line.demo import demo
from rehab.command_line.faults import KNOWN, REFUSED, WRONG_USE, exit_code, sentence
from rehab.command_line.importing import import_command
from rehab.command_line.installation import check_config, init
from rehab.command_line.jobs import jobs, run_job
from rehab.command_line.programme import programme
from rehab.command_line.standings import standings
from rehab.command_line.tokens import token


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def rehab() -> None:
    """Rehab: sagsstyring af kommunal rehabilitering ved lænderyglidelser.

    Indstillinger læses af config/*.toml og REHAB_*-variabler (REHAB_ENV vælger filen,
    REHAB_DATABASE_URL databasen). Begynd med: rehab init, rehab user add, rehab import.
    """


for command in (
    init,
    check_config,
    user,
    demo,
    import_command,
    case,
    clock,
    epikrise,
    run_job,
    jobs,
    programme,
    token,
    standings,
):
    rehab.add_command(command)
speak_danish(rehab)


def main() -> None:
    """Run the command; whatever goes wrong is one Danish sentence, never a traceback.

    Ends with 2 when the command is written wrongly, and with 1 when it cannot be carried out.
    """
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    try:
        code = rehab(prog_name="rehab", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as unsaid:
        click.echo(unsaid.format_message(), err=True)
        sys.exit(WRONG_USE)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(REFUSED)
    except KNOWN as fault:
        click.echo(f"Fejl: {sentence(fault)}", err=True)
        sys.exit(exit_code(fault))
    sys.exit(code)
