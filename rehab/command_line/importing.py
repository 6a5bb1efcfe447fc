"""Importing MedCom files from a terminal; others script against its JSON."""

import json
import sys

import click
from sqlalchemy.exc import SQLAlchemyError

from rehab.command_line.application import command_context
from rehab.command_line.faults import sentence, shown
from rehab.command_line.import_report import report_json, report_line
from rehab.command_line.walking import found_files
from rehab.integrations.inbox_folder import read_file
from rehab.services.intake import receive


@click.command("import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(readable=False))
@click.option("--json", "as_json", is_flag=True, help="Ét JSON-objekt pr. linje og brev.")
def import_command(paths: tuple[str, ...], *, as_json: bool) -> None:
    """Importér filer og mapper i den givne rækkefølge; en mappe efter navn.

    Hver fil gemmes, før den læses. Kan den ikke læses, ligger den i karantænen.
    Afslutter med 0, når alle filer er behandlet, og 1, hvis noget ikke kunne læses eller gemmes;
    resten importeres alligevel.
    """
    lost = 0
    with command_context() as ctx:
        for found in found_files(paths):
            name = shown(found.path)
            if found.fault is not None:
                lost += found.lost
                click.echo(found.fault, err=True)
                continue
            try:
                taken = read_file(found.path)
                reports = receive(ctx, shown(found.path.name), taken.raw, file_key=taken.key)
            except (OSError, SQLAlchemyError) as fault:
                lost += 1
                click.echo(f"{name}: kunne ikke gemmes. {sentence(fault)}", err=True)
                continue
            for report in reports:
                if as_json:
                    line = json.dumps(report_json(name, report), ensure_ascii=False)
                else:
                    line = report_line(name, report)
                click.echo(line)
    sys.exit(1 if lost else 0)
