from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from rehab.cli import rehab

KOMMUNE = ("--kommune", "Testby Kommune", "--gln", "5790000999019", "--kommunekode", "999")


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The URL of a database of this test's own, which the command is told to use."""
    url = f"sqlite:///{tmp_path / 'rehab.db'}"
    monkeypatch.setenv("REHAB_ENV", "test")
    monkeypatch.setenv("REHAB_DATABASE_URL", url)
    return url


@pytest.fixture
def run(database: str) -> Callable[..., Result]:
    """Run the command as from a terminal."""

    def command(*arguments: object) -> Result:
        return CliRunner().invoke(rehab, [str(argument) for argument in arguments])

    return command


@pytest.fixture
def stored(database: str) -> Callable[..., Iterator[Session]]:
    """A session on what the command left behind."""

    @contextmanager
    def session() -> Iterator[Session]:
        engine = create_engine(database, hide_parameters=True)
        try:
            with Session(engine) as opened:
                yield opened
        finally:
            engine.dispose()

    return session
