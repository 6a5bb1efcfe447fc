"""An installation of its own: a database where commits are real, and commands in processes."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, create_engine, func, select
from sqlalchemy.orm import Session

from rehab.models import Delivery, IntakeOutcome, OutgoingMessage, Referral, StoredLetter
from rehab.models.engines import prepare_engine
from rehab.settings import ROOT
from tests.support.messages import KOMMUNE, Who, xref15

INIT = ("init", "--kommune", "Testby Kommune", "--gln", KOMMUNE.gln, "--kommunekode", "999")
STRANGER = Who("5790000999088", "999", "kommunenummer", "Fremmed Kommune")
LONGEST_WAIT = 2_000  # turns of 20 ms: long enough for a busy machine, and never for ever
COMMAND = "from rehab.cli import main; main()"


class Installation:
    """A database that is set up, and the `rehab` command run on it."""

    def __init__(self, url: str, folder: Path) -> None:
        self.environment = os.environ | {
            "REHAB_ENV": "test",
            "REHAB_DATABASE_URL": url,
            "REHAB_INBOX_FOLDER": str(folder),
        }
        self.engine: Engine = create_engine(url, hide_parameters=True)
        prepare_engine(self.engine)

    def start(self, *arguments: object) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-c", COMMAND, *map(str, arguments)],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )

    def run(self, *arguments: object) -> None:
        """Run a command to its end, which must be a good one."""
        finish(self.start(*arguments))

    def kill_when(self, process: subprocess.Popen[bytes], reached: Callable[[], bool]) -> None:
        """Kill a process with signal 9 as soon as the database shows that it has come so far."""
        for _ in range(LONGEST_WAIT):
            if reached():
                break
            try:
                process.wait(timeout=0.02)
            except subprocess.TimeoutExpired:
                continue
            break
        assert process.poll() is None, "it ended before it could be killed"
        process.kill()
        assert process.wait(timeout=60) == -9
        process.stderr.close()

    def count(self, kind: type, *conditions: object) -> int:
        with Session(self.engine) as session:
            query = select(func.count()).select_from(kind).where(*conditions)
            return session.scalar(query)

    def tally(self) -> dict[str, int]:
        """What a test of "exactly once" asks of the database."""
        with Session(self.engine) as session:
            return {
                "deliveries": self.count(Delivery),
                "sources": session.scalar(select(func.count(Delivery.source.distinct()))),
                "unread": self.count(Delivery, Delivery.outcome.is_(None)),
                "accepted": self.count(Delivery, Delivery.outcome == IntakeOutcome.ACCEPTED),
                "letters": self.count(StoredLetter),
                "referrals": self.count(Referral),
                "letter numbers": session.scalar(
                    select(func.count(Referral.letter_number.distinct()))
                ),
                "receipts": self.count(
                    OutgoingMessage, OutgoingMessage.receipt_for_id.is_not(None)
                ),
                "receipted": session.scalar(
                    select(func.count(OutgoingMessage.receipt_for_id.distinct()))
                ),
            }


def expected_of(files: int, *, all_good: bool = False) -> dict[str, int]:
    """The tally of `write_files`: a tenth cannot be read, a tenth is for somebody else."""
    broken = stranger = 0 if all_good else files // 10
    placed = files - broken - stranger
    return {
        "deliveries": files,
        "sources": files,
        "unread": 0,
        "accepted": placed,
        "letters": placed,
        "referrals": placed,
        "letter numbers": placed,
        "receipts": files - broken,
        "receipted": files - broken,
    }


def write_files(folder: Path, files: int, *, all_good: bool = False) -> None:
    """Write messages of a hundred citizens; they lay there ten minutes ago."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(files):
        letter = {
            "letter_id": f"PRB{number:08}",
            "envelope_id": f"PRK{number:08}",
            "cpr": f"{1 + number % 28:02}{1 + number % 12:02}659911",
        }
        raw = xref15(**letter)
        if number % 10 == 3 and not all_good:
            raw = b"<Emessage" + str(number).encode()
        elif number % 10 == 7 and not all_good:
            raw = xref15(**letter, receiver=STRANGER)
        path = folder / f"{number:05}.xml"
        path.write_bytes(raw)
        age = path.stat().st_mtime - 600
        os.utime(path, (age, age))


def finish(process: subprocess.Popen[bytes]) -> None:
    _, errors = process.communicate(timeout=240)
    assert process.returncode == 0, errors.decode()[-2000:]


@contextmanager
def installation(url: str, folder: Path) -> Iterator[Installation]:
    made = Installation(url, folder)
    made.run(*INIT)
    try:
        yield made
    finally:
        made.engine.dispose()
