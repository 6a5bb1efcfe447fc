"""A statement that fails is reported without the values, which are citizens."""

import ast

import pytest

from rehab.settings import ROOT

FILES = [
    path
    for folder in ("rehab", "migrations", "tests", "scripts")
    for path in sorted((ROOT / folder).rglob("*.py"))
    if "create_engine(" in path.read_text(encoding="utf-8")
]


def engines(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "create_engine":
            yield node


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_an_engine_hides_the_values_of_a_failed_statement(path):
    for call in engines(path):
        names = {keyword.arg for keyword in call.keywords}
        assert names & {"hide_parameters", None}, f"line {call.lineno}"
