"""Keeping the tokens of those who hand messages in over HTTP."""

import click

from rehab.command_line.application import command_context, inside
from rehab.services.mailboxes import add_token, revoke_token


@click.group()
def token() -> None:
    """Nøgler til dem, der afleverer meddelelser over HTTP."""


@token.command("add")
@click.option("--navn", "name", required=True, help="Hvem nøglen er til, fx VANS-leverandøren.")
@click.option(
    "--kommune", "kommunekode", default=None, help="Kun denne kommunes meddelelser (kommunekode)."
)
def add(*, name: str, kommunekode: str | None) -> None:
    """Lav en nøgle. Den vises én gang og gemmes ikke."""
    with command_context() as ctx:
        own = inside(ctx, kommunekode) if kommunekode else ctx
        with own.transaction():
            made = add_token(own, name)
    click.echo(f"Nøgle til {name.strip()}: {made}")


@token.command("revoke")
@click.option("--navn", "name", required=True, help="Hvem nøglen var til.")
def revoke(*, name: str) -> None:
    """Træk en nøgle tilbage. Den virker ikke mere fra nu af."""
    with command_context() as ctx, ctx.transaction():
        revoke_token(ctx, name)
    click.echo(f"Nøglen til {name.strip()} er trukket tilbage.")
