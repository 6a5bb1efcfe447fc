"""Real databases for the tests: a migrated SQLite file to copy, or a PostgreSQL of our own."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ENGINE = os.environ.get("REHAB_TEST_ENGINE", "sqlite")


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
