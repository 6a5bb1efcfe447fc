"""Real databases for the tests: a migrated SQLite file to copy, or a PostgreSQL of our own."""

import itertools
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import NullPool, create_engine, make_url

EMPTY = "rehab_empty"
ENGINE = os.environ.get("REHAB_TEST_ENGINE", "sqlite")
_numbers = itertools.count(1)


@contextmanager
def sqlite_folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="rehab-sqlite-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


@contextmanager
def postgres_url(*, durable: bool = False) -> Iterator[str]:
    """A cluster on a socket in a folder of its own. initdb refuses root, so we step down.

    A durable one waits for the disk at each commit, as in production; tests need not.
    """
    folder = Path(tempfile.mkdtemp(prefix="rehab-pg-"))
    binaries = max(Path("/usr/lib/postgresql").glob("*/bin"))
    step_down: list[str] = []
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
        step_down = ["setpriv", "--reuid", "postgres", "--regid", "postgres", "--clear-groups"]

    def run(*command: str) -> None:
        subprocess.run(
            [*step_down, *command], check=True, stdout=subprocess.DEVNULL, cwd="/", timeout=60
        )

    data, options = str(folder / "data"), f"-k {folder} -c listen_addresses="
    if not durable:
        options += " -F -c synchronous_commit=off -c full_page_writes=off"
    run(
        *(str(binaries / "initdb"), "-D", data, "-A", "trust", "--no-sync", "-U", "postgres"),
        *("-E", "UTF8", "--locale=C.UTF-8"),
    )
    control = str(binaries / "pg_ctl")
    run(control, "-D", data, "-w", "-s", "-l", str(folder / "log"), "-o", options, "start")
    try:
        yield f"postgresql+psycopg://postgres@/postgres?host={folder}"
    finally:
        run(control, "-D", data, "-m", "immediate", "-s", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def keep_empty(url: str) -> None:
    """Lay a copy of a cluster's migrated database aside, where nobody connects to it."""
    _in_cluster(url, f"CREATE DATABASE {EMPTY} TEMPLATE {make_url(url).database}")


@contextmanager
def copied(template: str, folder: Path) -> Iterator[str]:
    """A migrated, empty database of one test's own, where commits are real."""
    if ENGINE == "postgresql":
        name = f"own_{next(_numbers)}"
        _in_cluster(template, f"CREATE DATABASE {name} TEMPLATE {EMPTY}")
        yield make_url(template).set(database=name).render_as_string(hide_password=False)
        _in_cluster(template, f"DROP DATABASE {name} WITH (FORCE)")
    else:
        copy = folder / "own.db"
        shutil.copyfile(template.removeprefix("sqlite:///"), copy)
        yield f"sqlite:///{copy}"


def _in_cluster(url: str, statement: str) -> None:
    engine = create_engine(
        url, isolation_level="AUTOCOMMIT", poolclass=NullPool, hide_parameters=True
    )
    with engine.connect() as connection:
        connection.exec_driver_sql(statement)
