"""A real server of the real app on a database of its own, for Chromium to visit."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from flask import Flask
from werkzeug.serving import make_server

from rehab.app_factory import create_app
from rehab.models import db
from rehab.models.schema import migrate
from rehab.settings import load_settings
from tests.support import databases


@contextmanager
def served(folder: Path, now: datetime) -> Iterator[tuple[Flask, str]]:
    """Serve an empty database at an address; the clock stands at `now`."""
    with _database(folder) as url:
        migrate(url)
        with _app_at(url, now) as (app, address):
            yield app, address


@contextmanager
def _database(folder: Path) -> Iterator[str]:
    """An empty database of the engine the tests run on."""
    if databases.ENGINE == "postgresql":
        with databases.postgres_url() as url:
            yield url
    else:
        yield f"sqlite:///{folder / 'browser.db'}"


@contextmanager
def _app_at(url: str, now: datetime) -> Iterator[tuple[Flask, str]]:
    settings = replace(load_settings({"REHAB_ENV": "test"}), database_url=url, secure_cookies=False)
    app = create_app(settings, clock=lambda: now)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield app, f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        with app.app_context():
            db.engine.dispose()
