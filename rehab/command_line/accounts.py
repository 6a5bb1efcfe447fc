"""Keeping users from a terminal: the first administrator has no page to be made on."""

import secrets
import sys

import click

from rehab.command_line.application import command_context, inside
from rehab.domain.access import Role
from rehab.services.accounts import NewUser, UserRefusedError, add_user


@click.group()
def user() -> None:
    """Brugere."""


@user.command("add")
@click.option("--login", required=True, help="Brugernavn, fx vivi.")
@click.option("--navn", "name", required=True, help="Fulde navn.")
@click.option("--titel", "title", default="", help="Stilling, fx Fysioterapeut.")
@click.option("--telefon", "phone", default="", help="Telefon.")
@click.option(
    "--rolle",
    "roles",
    required=True,
    multiple=True,
    type=click.Choice([role.value for role in Role]),
    help="Rolle; kan gentages.",
)
@click.option("--kommune", "kommunekode", default=None, help="Kommunekode, når der er flere.")
@click.option(
    "--password-stdin", is_flag=True, help="Læs adgangskoden fra standard input i stedet."
)
def add(
    *,
    login: str,
    name: str,
    title: str,
    phone: str,
    roles: tuple[str, ...],
    kommunekode: str | None,
    password_stdin: bool,
) -> None:
    """Opret en bruger. Uden --password-stdin laves en adgangskode, som vises én gang."""
    password = sys.stdin.readline().rstrip("\n") if password_stdin else ""
    if password_stdin and not password:
        raise UserRefusedError("Standard input er tom. Skriv adgangskoden på den første linje.")
    shown = not password
    password = password or secrets.token_urlsafe(12)
    with command_context() as ctx:
        own = inside(ctx, kommunekode)
        with ctx.transaction():
            add_user(
                ctx,
                own.organisation_id,
                NewUser(
                    login=login,
                    name=name,
                    title=title,
                    phone=phone,
                    roles=frozenset(Role(role) for role in roles),
                    password=password,
                ),
            )
    click.echo(f"{name} kan nu logge ind som {login.strip().lower()}.")
    if shown:
        click.echo(f"Adgangskode: {password}")
