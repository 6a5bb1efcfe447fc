"""A real server of the real app on a database of its own, for Chromium to visit."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

from flask import Flask
from werkzeug.serving import make_server

from rehab.app_factory import create_app
from rehab.models import db
from rehab.settings import load_settings


def whole(app):
    """Answer with the whole body at once, and close what it was read from.

    The server leaves a file open when a browser goes while it is being sent.
    """

    def answer(environ, start_response):
        body = app(environ, start_response)
        try:
            return [b"".join(body)]
        finally:
            if hasattr(body, "close"):
                body.close()

    return answer


@contextmanager
def served(url: str, now: datetime) -> Iterator[tuple[Flask, str]]:
    """Serve a database at an address; the clock stands at `now`."""
    settings = replace(load_settings({"REHAB_ENV": "test"}), database_url=url, secure_cookies=False)
    app = create_app(settings, clock=lambda: now)
    server = make_server("127.0.0.1", 0, whole(app), threaded=True)
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
