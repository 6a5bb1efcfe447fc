"""Measure the import: stored, parsed, matched and receipted, against the least it could cost.

The limit is the same bytes parsed by lxml and put in one row with a commit each, on the same
server in the same run. Ours begins with files in the watched folder and ends when they are moved
out of it. Both are measured in turns, so that a busy machine slows both.
"""

import os
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Final

import psycopg
from lxml import etree
from sqlalchemy import func, select

from rehab.app_factory import create_app
from rehab.domain.access import SYSTEM
from rehab.integrations.inbox_folder import InboxFolder
from rehab.models import Organisation, OutgoingMessage, Referral, db
from rehab.models.schema import migrate
from rehab.services.inbox import take_in
from rehab.settings import load_settings
from rehab.web.request_context import context_for
from rehab.worker import settle
from tests.support import databases
from tests.support.messages import KOMMUNE, xref15

TARGET: Final = 1 / 8
ROUNDS: Final = 5


def messages(count: int) -> list[bytes]:
    return [
        xref15(
            letter_id=f"PRB{number:08}",
            envelope_id=f"PRK{number:08}",
            cpr=f"{1 + number % 28:02}{1 + number % 12:02}{40 + number % 50:02}99{number % 100:02}",
        )
        for number in range(count)
    ]


def bare(connection: psycopg.Connection, batch: list[bytes]) -> float:
    """Seconds it takes to parse each message and put it in a row."""
    begun = perf_counter()
    for raw in batch:
        etree.fromstring(raw)
        connection.execute("INSERT INTO bare (raw) VALUES (%s)", (raw,))
        connection.commit()
    return perf_counter() - begun


def imported(app, folder: Path, batch: list[bytes]) -> float:
    """Seconds it takes the worker to empty its folder: read, store, place, receipt and move."""
    ctx = context_for(app, SYSTEM)
    for number, raw in enumerate(batch):
        path = folder / f"{number:05}.xml"
        path.write_bytes(raw)
        long_ago = path.stat().st_mtime - 600
        os.utime(path, (long_ago, long_ago))
    begun = perf_counter()
    taken = take_in(ctx, InboxFolder(folder))
    seconds = perf_counter() - begun
    assert taken == len(batch)
    return seconds


def main(count: int = 1_000) -> int:
    with databases.postgres_url(durable=True) as url, TemporaryDirectory() as place:
        folder = Path(place) / "ind"
        folder.mkdir()
        migrate(url)
        settings = replace(load_settings({"REHAB_ENV": "test"}), database_url=url)
        app = create_app(settings)
        settle()
        with app.app_context(), psycopg.connect(url.replace("+psycopg", "")) as connection:
            connection.execute("CREATE TABLE bare (id bigserial PRIMARY KEY, raw bytea NOT NULL)")
            connection.commit()
            ctx = context_for(app, SYSTEM)
            with ctx.transaction():
                home = Organisation(
                    kommunekode="999",
                    name="Testby Kommune",
                    gln=KOMMUNE.gln,
                    street="",
                    postcode="",
                    town="",
                    phone="",
                    programme_code=ctx.programme.code,
                )
                db.session.add(home)
                db.session.flush()
                ctx.record("organisation.created", organisation_id=home.id)
            everything = messages(count)
            size = -(-count // ROUNDS)
            limit = ours = 0.0
            for start in range(0, count, size):
                batch = everything[start : start + size]
                limit += bare(connection, batch)
                ours += imported(app, folder, batch)
            found = [
                db.session.scalar(select(func.count()).select_from(kind))
                for kind in (Referral, OutgoingMessage)
            ]
            db.session.remove()
            db.engine.dispose()
    if found != [count, count]:
        print(f"expected {count} referrals and receipts, found {found}")
        return 1
    _tell("import, end to end", count, ours)
    _tell("bare parse and INSERT", count, limit)
    print(f"{'ratio':24}{limit / ours:8.3f}  (at least {TARGET:.3f} is wanted)")
    return 0 if limit / ours >= TARGET else 1


def _tell(what: str, count: int, seconds: float) -> None:
    print(f"{what:24}{count / seconds:8.0f}  messages/s  ({seconds / count * 1000:.2f} ms each)")
