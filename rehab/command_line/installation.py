"""Setting an installation up, and checking that its settings can be used."""

import re
from typing import Final

import click
from sqlalchemy import select

from rehab.command_line.application import CommandRefusedError, command_context
from rehab.domain.programme_parsing import ProgrammeError, parse_programme
from rehab.medcom.gln import is_valid_gln
from rehab.models import Organisation
from rehab.models.schema import migrate
from rehab.services.context import Context
from rehab.services.schema_check import missing_schemas
from rehab.settings import load_settings

_LONGEST_NAME: Final = 80
_KOMMUNEKODE: Final = re.compile(r"0?(?!000)[0-9]{3}|[1-9][0-9]?")


@click.command()
@click.option("--kommune", required=True, help="Kommunens navn, fx 'Testby Kommune'.")
@click.option("--gln", required=True, help="Den ene indgangs lokationsnummer, 13 cifre.")
@click.option("--kommunekode", required=True, help="Kommunekoden, 3 cifre.")
@click.option("--adresse", default=None, help="Vej og nummer til brevhovedet.")
@click.option("--postnr", default=None, help="Postnummer til brevhovedet.")
@click.option("--by", "town", default=None, help="By til brevhovedet.")
@click.option("--telefon", default=None, help="Telefon til brevhovedet.")
@click.option(
    "--delt-gln",
    "shared",
    is_flag=True,
    help="Flere kommuner deler lokationsnummeret; breve skal så bære kommunenummeret.",
)
def init(
    *,
    kommune: str,
    gln: str,
    kommunekode: str,
    adresse: str | None,
    postnr: str | None,
    town: str | None,
    telefon: str | None,
    shared: bool,
) -> None:
    """Sæt databasen op og opret en kommune. Kan gentages."""
    if not is_valid_gln(gln):
        raise CommandRefusedError(
            f"{gln} er ikke et gyldigt lokationsnummer: 13 cifre med rigtigt kontrolciffer."
        )
    kommune = kommune.strip()
    if not 1 <= len(kommune) <= _LONGEST_NAME:
        raise CommandRefusedError(f"Skriv kommunens navn med højst {_LONGEST_NAME} tegn.")
    if not _KOMMUNEKODE.fullmatch(kommunekode):
        raise CommandRefusedError(
            f"{kommunekode[:9]} er ikke en kommunekode. Skriv 3 cifre, fx 101."
        )
    migrate(load_settings().database_url)
    code = kommunekode.lstrip("0").zfill(3)
    with command_context() as ctx, ctx.transaction():
        row = ctx.session.scalars(
            select(Organisation).where(Organisation.kommunekode == code)
        ).one_or_none()
        if (row is None or row.gln != gln) and not shared:
            _refuse_sharing(ctx, gln, code)
        verb = "organisation.updated"
        if row is None:
            row = Organisation(kommunekode=code, programme_code=ctx.programme.code)
            ctx.session.add(row)
            verb = "organisation.created"
        row.name, row.gln = kommune, gln
        row.street = adresse if adresse is not None else row.street or ""
        row.postcode = postnr if postnr is not None else row.postcode or ""
        row.town = town if town is not None else row.town or ""
        row.phone = telefon if telefon is not None else row.phone or ""
        ctx.session.flush()
        ctx.record(verb, organisation_id=row.id)
    click.echo(f"{kommune} ({code}) er klar. Opret brugere med: rehab user add --help")


def _refuse_sharing(ctx: Context, gln: str, code: str) -> None:
    """Refuse a location number that is another kommune's, unless that is what is meant.

    A letter to a shared number that does not name the kommune can be placed with neither
    (MEDCOM 8.5).
    """
    other = ctx.session.scalars(
        select(Organisation).where(Organisation.gln == gln, Organisation.kommunekode != code)
    ).first()
    if other is not None:
        raise CommandRefusedError(
            f"Lokationsnummeret {gln} bruges allerede af {other.name}. Ret --gln, eller skriv "
            "--delt-gln, hvis kommunerne deler det; så skal breve bære kommunenummeret."
        )


@click.command("check-config")
def check_config() -> None:
    """Kontrollér indstillinger og forløbsprogram, og sig alt, der er galt."""
    settings = load_settings()
    try:
        programme = parse_programme(settings.programme_file.read_text(encoding="utf-8"))
    except ProgrammeError as error:
        for fault in error.faults:
            click.echo(f"Forløbsprogram: {fault}", err=True)
        raise SystemExit(1) from None
    click.echo(f"Miljø: {settings.environment}")
    click.echo(f"Forløbsprogram: {programme.title}, udgave {programme.version}")
    engine = "PostgreSQL" if settings.database_url.startswith("postgresql") else "SQLite"
    click.echo(f"Database: {engine}")
    if settings.medcom_schema_folder is None:
        click.echo(
            "MedCom-skemaer: ingen mappe valgt. Udgående breve kontrolleres kun af Rehabs egne "
            "regler. Sæt REHAB_MEDCOM_SCHEMA_FOLDER for også at kontrollere mod skemaerne."
        )
    elif missing := missing_schemas(settings.medcom_schema_folder):
        for fault in missing:
            click.echo(f"MedCom-skemaer: {fault}", err=True)
        click.echo(
            "Peg REHAB_MEDCOM_SCHEMA_FOLDER på hele mappen med MedComs skemaer. Indtil da holdes "
            "de breve og kvitteringer tilbage, som ikke kan kontrolleres.",
            err=True,
        )
        raise SystemExit(1)
    else:
        click.echo("MedCom-skemaer: udgående breve kontrolleres mod skemaerne.")
    click.echo("Indstillingerne kan bruges.")
