"""Bringing a database to the newest schema, and telling where it stands."""

from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection

from rehab.settings import ROOT

HEAD_FILE: Final = ROOT / "migrations" / "HEAD"


def alembic_config(database_url: str, folder: Path = ROOT / "migrations") -> Config:
    """Return the configuration of the migrations for a database."""
    config = Config()
    config.set_main_option("script_location", str(folder))
    config.set_main_option("sqlalchemy.url", database_url.replace("%", "%%"))
    return config


def migrate(database_url: str) -> None:
    """Bring a database to the newest schema. Safe to repeat."""
    command.upgrade(alembic_config(database_url), "head")


def head() -> str:
    """Return the revision this code expects."""
    return HEAD_FILE.read_text(encoding="utf-8").strip()


def revision_of(connection: Connection) -> str | None:
    """Return the revision a database is at, or None when it has never been migrated."""
    return MigrationContext.configure(connection).get_current_revision()
