"""Rules of the house that no linter knows."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import nodes

from rehab.app_factory import create_app
from rehab.domain.access import GRANTS, Permission
from rehab.settings import KEYS, ROOT
from rehab.web import guards
from rehab.web.guards import PUBLIC, requirement_of
from rehab.web.labels import LABELLED
from tests.web.test_access_matrix import MATRIX

TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
PYTHON = sorted(
    path
    for folder in ("rehab", "tests", "scripts")
    for path in (ROOT / folder).rglob("*.py")
    if "static" not in path.parts
)
MAX_LINES = 400


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", PYTHON, ids=relative)
def test_a_file_is_one_idea(path):
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= MAX_LINES, f"{lines} lines: two ideas, give each its file"


@pytest.mark.parametrize("path", TEMPLATES, ids=relative)
def test_a_template_imports_only_what_it_uses(app, path):
    tree = app.jinja_env.parse(path.read_text(encoding="utf-8"))
    imported = {
        name if isinstance(name, str) else name[1]
        for node in tree.find_all(nodes.FromImport)
        for name in node.names
    }
    assert imported <= {name.name for name in tree.find_all(nodes.Name)}


@pytest.mark.parametrize("path", TEMPLATES, ids=relative)
def test_no_template_switches_escaping_off(path):
    text = path.read_text(encoding="utf-8").replace(" ", "")
    assert "|safe" not in text
    assert "autoescapefalse" not in text
    assert "Markup(" not in text


@pytest.mark.parametrize("path", TEMPLATES, ids=relative)
def test_no_template_decides_by_role_or_date(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"current_user|\.actor\b|strftime|timedelta", text)


def test_url_paths_are_lower_case_with_hyphens(app):
    for rule in app.url_map.iter_rules():
        static = re.sub(r"<[^>]*>", "", rule.rule)
        assert static == static.lower(), rule
        assert "_" not in static, rule
        assert static.isascii(), rule


def test_every_url_parameter_has_a_type(app):
    for rule in app.url_map.iter_rules():
        if rule.endpoint != "static":
            for converter in re.findall(r"<([^>]*)>", rule.rule):
                assert ":" in converter, rule


def test_every_route_says_what_it_requires(app):
    for rule in app.url_map.iter_rules():
        needed = requirement_of(app, rule.endpoint)
        assert needed == PUBLIC or isinstance(needed, Permission), rule.endpoint


def test_an_app_with_a_silent_route_does_not_start(settings, monkeypatch):
    silent = "home.health"
    monkeypatch.setattr(
        guards, "requirement_of", lambda _app, endpoint: None if endpoint == silent else PUBLIC
    )
    with pytest.raises(RuntimeError, match=r"home\.health"):
        create_app(replace(settings, database_url="sqlite://"))


def test_the_access_matrix_has_every_route_and_no_other(app: Flask):
    assert set(MATRIX) == {rule.endpoint for rule in app.url_map.iter_rules()}


def test_every_permission_is_granted_to_somebody_and_used_somewhere(app):
    granted = frozenset().union(*GRANTS.values())
    assert granted == set(Permission)
    code = "\n".join(
        path.read_text(encoding="utf-8")
        for path in PYTHON
        if path.is_relative_to(ROOT / "rehab") and path.name != "access.py"
    )
    assert [p.name for p in Permission if f"Permission.{p.name}" not in code] == []


@pytest.mark.parametrize(("kind", "labels"), LABELLED, ids=lambda v: getattr(v, "__name__", ""))
def test_every_coded_value_has_a_name(kind, labels):
    assert set(labels) == set(kind)
    assert all(label.strip() for label in labels.values())


def test_every_setting_is_documented():
    text = (ROOT / "docs/drift.md").read_text(encoding="utf-8")
    assert [key for key in KEYS if f"`{key}`" not in text] == []


def test_no_file_tells_where_packages_come_from():
    for name in ("requirements.txt", "requirements-test.txt", "pyproject.toml"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "://" not in text.replace("https://github.com", ""), name


def test_the_wall_clock_is_read_in_one_place_only():
    # ruff bans the calls it knows; this also sees the database's and the template's own clocks.
    for path in PYTHON:
        if path.is_relative_to(ROOT / "rehab"):
            text = path.read_text(encoding="utf-8")
            assert "func.now(" not in text, path
            assert "CURRENT_TIMESTAMP" not in text, path
