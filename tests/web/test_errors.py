"""What goes wrong is noted by where and by kind, never by what stood in the database."""

import logging
from dataclasses import replace

import pytest
from sqlalchemy.exc import IntegrityError

from rehab.app_factory import create_app
from rehab.web.guards import PUBLIC, requires
from tests.web.browser import Page

CPR = "1402779998"


@pytest.fixture
def broken(settings):
    """An app with a page that fails as a database does: by quoting the row it refused."""
    app = create_app(replace(settings, database_url="sqlite://"))

    @requires(PUBLIC)
    def fail():
        raise IntegrityError("INSERT", {}, ValueError(f"DETAIL: Key (identifier)=({CPR}) exists"))

    app.add_url_rule("/i-stykker", "broken", fail)
    return app


def test_an_unexpected_error_is_a_page_with_a_reference(broken, caplog):
    with caplog.at_level(logging.ERROR):
        answer = broken.test_client().get("/i-stykker")
    page = Page(answer.get_data(as_text=True), "html.parser")
    assert answer.status_code == 500
    assert page.heading() == "Noget gik galt"
    [record] = caplog.records
    assert "IntegrityError" in record.getMessage()
    assert record.args[1] in page.get_text()


def test_the_log_says_where_and_nothing_of_whom(broken, caplog):
    with caplog.at_level(logging.DEBUG):
        broken.test_client().get("/i-stykker")
    assert "test_errors.py" in caplog.text
    assert CPR not in caplog.text
