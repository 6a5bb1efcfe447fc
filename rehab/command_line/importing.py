"""Importing MedCom files from a terminal; others script against its JSON."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import click
from sqlalchemy.exc import SQLAlchemyError

from rehab.command_line.application import command_context
from rehab.command_line.faults import sentence, shown
from rehab.command_line.import_report import report_json, report_line
from rehab.command_line.walking import found_files
from rehab.integrations.inbox_folder import TakenFile, read_file
from rehab.services.intake_batch import receive_files


@click.command("import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(readable=False))
@click.option("--json", "as_json", is_flag=True, help="Ét JSON-objekt pr. linje og brev.")
def import_command(paths: tuple[str, ...], *, as_json: bool) -> None:
    """Importér filer og mapper i den givne rækkefølge; en mappe efter navn.

    Hver fil gemmes, før den læses. Kan den ikke læses, ligger den i karantænen.
    Afslutter med 0, når alle filer er behandlet, og 1, hvis noget ikke kunne læses eller gemmes;
    resten importeres alligevel.
    """
    lost: list[Path] = []
    with command_context() as ctx:
        for taken, received in receive_files(ctx, _read(paths, lost)):
            name = shown(taken.path)
            if isinstance(received.fault, SQLAlchemyError):
                _lose(lost, taken.path, received.fault)
            elif received.fault is not None:
                raise received.fault
            for report in received.reports:
                if as_json:
                    line = json.dumps(report_json(name, report), ensure_ascii=False)
                else:
                    line = report_line(name, report)
                click.echo(line)
    sys.exit(1 if lost else 0)


def _read(paths: tuple[str, ...], lost: list[Path]) -> Iterator[TakenFile]:
    """Yield the files with their bytes; say which cannot be read, and note those in `lost`."""
    for found in found_files(paths):
        if found.fault is not None:
            if found.lost:
                lost.append(found.path)
            click.echo(found.fault, err=True)
            continue
        try:
            yield read_file(found.path)
        except OSError as fault:
            _lose(lost, found.path, fault)


def _lose(lost: list[Path], path: Path, fault: Exception) -> None:
    lost.append(path)
    click.echo(f"{shown(path)}: kunne ikke gemmes. {sentence(fault)}", err=True)
