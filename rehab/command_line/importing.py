"""Importing MedCom files from a terminal; others script against its JSON."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import click
from sqlalchemy.exc import SQLAlchemyError

from rehab.command_line.application import command_context
from rehab.command_line.import_report import report_json, report_line
from rehab.services.intake import receive


@click.command("import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Ét JSON-objekt pr. linje og brev.")
def import_command(paths: tuple[Path, ...], *, as_json: bool) -> None:
    """Importér filer og mapper i den givne rækkefølge; en mappe efter navn.

    Hver fil gemmes, før den læses. Kan den ikke læses, ligger den i karantænen.
    Afslutter med 0, når alle filer er behandlet, og 1, hvis en fil ikke kunne gemmes.
    """
    lost = 0
    with command_context() as ctx:
        for path in _files(paths):
            try:
                reports = receive(ctx, path.name, path.read_bytes())
            except (OSError, SQLAlchemyError) as error:
                lost += 1
                click.echo(f"{path}: kunne ikke gemmes ({type(error).__name__})", err=True)
                continue
            for report in reports:
                if as_json:
                    line = json.dumps(report_json(path, report), ensure_ascii=False)
                else:
                    line = report_line(path, report)
                click.echo(line)
    sys.exit(1 if lost else 0)


def _files(paths: tuple[Path, ...]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from _files(tuple(sorted(path.iterdir(), key=lambda entry: entry.name)))
        elif path.is_file():
            yield path
