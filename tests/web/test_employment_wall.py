"""What gets through the wall between health and employment: only what a consent opens.

The case has a marker in every field of the health side. Each page of the employment side is
opened under each kind of consent, and read as the jobkonsulent reads it.
"""

import re
from uuid import UUID

import pytest
from sqlalchemy import Engine, event

from rehab.domain.access import GRANTS, Permission, Role
from rehab.domain.consent import ConsentScope
from rehab.web.guards import requirement_of
from tests.conftest import NOW
from tests.support.routes import token_of
from tests.support.wall import HEALTH_MARKERS, HEALTH_TABLES, OPENED, Recorded, stuffed_case
from tests.support.world import a_world
from tests.web.browser import Browser

ALL = frozenset(ConsentScope)
PAGES = ("employment.index", "employment.show", "employment.plan", "employment.workplace")
# The tables and columns that only one scope has a reason to read.
READ_FOR = {
    ConsentScope.WORK_STATUS: {"work_status"},
    ConsentScope.CONTACT_PERSON: {"contact_person"},
    ConsentScope.SCHEDULE: {"course", "course_session", "booking"},
    ConsentScope.CONSIDERATIONS: {"considerations"},
}
CLOSED = [
    pytest.param(Recorded(), id="no consent"),
    pytest.param(Recorded(ALL, given_days_ago=40, lasts_days=39), id="expired yesterday"),
    pytest.param(Recorded(ALL, given_days_ago=370, lasts_days=900), id="older than a year"),
    pytest.param(Recorded(ALL, withdrawn_days_ago=0), id="withdrawn today"),
    pytest.param(Recorded(ALL, form="mundtlig"), id="oral"),
    pytest.param(Recorded(ALL, recipient="arbejdsgiver"), id="to somebody else"),
    pytest.param(Recorded(ALL, given_days_ago=-1), id="from tomorrow"),
]
OPEN = [
    *(pytest.param(Recorded(frozenset({scope})), id=f"only {scope}") for scope in ConsentScope),
    pytest.param(Recorded(ALL), id="everything"),
    pytest.param(Recorded(ALL, given_days_ago=39, lasts_days=39), id="on its last day"),
]


@pytest.fixture
def as_reader(browse, make):
    """Open a page of the stuffed case under a consent; return the page's whole source."""

    def read(endpoint, consent):
        case = stuffed_case(make, NOW, consent)
        values = {} if endpoint == "employment.index" else {"case_id": case.id}
        return str(browse(Role.JOBKONSULENT).get(endpoint, **values))

    return read


@pytest.fixture
def read_by(browse, make):
    """The words of the SQL that makes a page of the stuffed case."""
    words = set()

    def note(_connection, _cursor, statement, *_):
        words.update(re.findall(r"\w+", statement))

    def read(endpoint, scopes):
        case = stuffed_case(make, NOW, Recorded(frozenset(scopes)))
        browser = browse(Role.JOBKONSULENT)
        values = {} if endpoint == "employment.index" else {"case_id": case.id}
        browser.settle()
        words.clear()
        browser.get(endpoint, **values)
        return set(words)

    event.listen(Engine, "before_cursor_execute", note)
    yield read
    event.remove(Engine, "before_cursor_execute", note)


@pytest.mark.parametrize("endpoint", PAGES)
@pytest.mark.parametrize("consent", [*CLOSED, *OPEN])
def test_no_consent_lets_anything_of_the_health_side_through(as_reader, endpoint, consent):
    source = as_reader(endpoint, consent)
    assert [marker for marker in HEALTH_MARKERS if marker in source] == []


@pytest.mark.parametrize("consent", [*CLOSED, *OPEN])
def test_the_case_shows_exactly_what_is_opened(as_reader, consent):
    source = as_reader("employment.show", consent)
    opened = frozenset() if consent in [each.values[0] for each in CLOSED] else consent.scopes
    shown = {scope for scope, texts in OPENED.items() if all(text in source for text in texts)}
    hinted = {scope for scope, texts in OPENED.items() if any(text in source for text in texts)}
    assert shown == hinted == opened


@pytest.mark.parametrize("consent", CLOSED)
def test_without_a_consent_the_page_says_so(as_reader, consent):
    source = as_reader("employment.show", consent)
    assert "Der er intet samtykke, der gælder i dag." in source
    assert "Walther Vægsen" in source


@pytest.mark.parametrize("endpoint", ["employment.plan", "employment.workplace"])
@pytest.mark.parametrize("consent", OPEN)
def test_the_forms_show_nothing_that_was_opened(as_reader, endpoint, consent):
    source = as_reader(endpoint, consent)
    assert [text for texts in OPENED.values() for text in texts if text in source] == []


@pytest.mark.parametrize("consent", CLOSED)
def test_the_list_keeps_the_weeks_to_itself_without_a_consent(as_reader, consent):
    source = as_reader("employment.index", consent)
    assert "Kræver samtykke" in source
    assert "7 uger" not in source
    assert "plan mangler" not in source


@pytest.mark.parametrize("consent", OPEN)
def test_the_list_shows_weeks_only_with_consent_to_the_work_status(as_reader, consent):
    source = as_reader("employment.index", consent)
    assert ("7 uger" in source) == (ConsentScope.WORK_STATUS in consent.scopes)


@pytest.mark.parametrize("endpoint", PAGES)
def test_the_tables_of_the_health_side_are_never_read(read_by, endpoint):
    words = read_by(endpoint, ALL)
    assert "case_file" in words
    assert words & set(HEALTH_TABLES) == set()


@pytest.mark.parametrize("scope", ConsentScope)
def test_what_is_not_opened_is_not_read_either(read_by, scope):
    words = read_by("employment.show", ALL - {scope})
    assert words & READ_FOR[scope] == set()


@pytest.mark.parametrize("scope", ConsentScope)
def test_what_is_opened_is_read(read_by, scope):
    assert read_by("employment.show", {scope}) >= READ_FOR[scope]


def test_every_page_of_the_health_side_is_shut(app, session, make):
    world = a_world(make, NOW)
    browser = Browser(app, session, world.people["jobkonsulent"])
    token, known = token_of(browser), world.values
    answers = {
        (rule.endpoint, method): browser.open(
            browser.url(
                rule.endpoint, **{name: known.get(name, UUID(int=1)) for name in rule.arguments}
            ),
            method=method,
            data={"csrf_token": token} if method == "POST" else None,
        ).status_code
        for rule in app.url_map.iter_rules()
        for method in rule.methods & {"GET", "POST"}
        if isinstance(needed := requirement_of(app, rule.endpoint), Permission)
        and needed not in GRANTS[Role.JOBKONSULENT]
    }
    assert ("overview.show", "GET") in answers
    assert set(answers.values()) == {403}


@pytest.mark.parametrize("endpoint", PAGES[1:])
@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"employment_effort": False}, id="no effort asked for"),
        pytest.param({"employment_effort": True, "kommunekode": "998"}, id="another kommune"),
    ],
)
def test_a_case_that_is_not_the_readers_is_not_there(browse, make, endpoint, fields):
    browse(Role.JOBKONSULENT).get(endpoint, case_id=make.case(**fields).id, expect=404)


def test_a_case_that_is_not_the_readers_is_not_on_the_list(browse, make):
    away = make.case(employment_effort=True, kommunekode="998", number="2026-77777")
    quiet = make.case(number="2026-88888")
    source = str(browse(Role.JOBKONSULENT).get("employment.index"))
    assert away.number not in source
    assert quiet.number not in source
