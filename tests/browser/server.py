"""A real server of the real app on a database of its own, for Chromium to visit."""

import socket
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


class Line:
    """The line between the browsers and the app, which a journey can cut and mend.

    Chromium forgets for a moment that it was told to be offline when a page is loaded anew; a cut
    line lets nothing through. An answer is sent whole, and what it was read from is closed: the
    server leaves a file open when a browser goes while it is being sent.
    """

    def __init__(self, app: Flask) -> None:
        self._app = app
        self.is_cut = False

    def __call__(self, environ, start_response):
        if self.is_cut:
            environ["werkzeug.socket"].shutdown(socket.SHUT_RDWR)
            raise ConnectionAbortedError("the line is cut")
        body = self._app(environ, start_response)
        try:
            return [b"".join(body)]
        finally:
            if hasattr(body, "close"):
                body.close()


@contextmanager
def served(url: str, now: datetime) -> Iterator[tuple[Flask, str, Line]]:
    """Serve a database at an address; the clock stands at `now`."""
    settings = replace(load_settings({"REHAB_ENV": "test"}), database_url=url, secure_cookies=False)
    app = create_app(settings, clock=lambda: now)
    line = Line(app)
    server = make_server("127.0.0.1", 0, line, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield app, f"http://127.0.0.1:{server.port}", line
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        with app.app_context():
            db.engine.dispose()
