"""The documents say what the code does: generated pages are fresh, and names and jobs are there."""

import ast
import importlib
import pkgutil
import re
import tomllib
from functools import cache

import pytest

import rehab.domain
from rehab.cli import rehab as command
from rehab.jobs.registry import JOBS
from rehab.settings import ROOT
from scripts.write_docs import ACCESS_PAGE, RULES_PAGE, access_page, read_rules, rules_page

BUILT, MISSING = read_rules()
FUNCTIONS = sorted({name for rule in BUILT for name in rule.functions})
TESTS = sorted({name for rule in BUILT for name in rule.tests})
DRIFT = (ROOT / "docs/drift.md").read_text(encoding="utf-8")
GLOSSARY = (ROOT / "docs/ordliste.md").read_text(encoding="utf-8")
MODULES = sorted(module.name for module in pkgutil.iter_modules(rehab.domain.__path__))
ADRS = sorted((ROOT / "docs/adr").glob("*.md"))


def resolve(dotted: str) -> object:
    """Return what a dotted path names: as much of it as is a module, then attributes."""
    module, rest = dotted, []
    while True:
        try:
            found = importlib.import_module(module)
        except ModuleNotFoundError:
            module, _, name = module.rpartition(".")
            rest.insert(0, name)
        else:
            break
    for name in rest:
        found = getattr(found, name)
    return found


@cache
def names_of_tests(path: str) -> frozenset[str]:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return frozenset(
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    )


def public_names(module: str) -> list[str]:
    tree = ast.parse((ROOT / f"rehab/domain/{module}.py").read_text(encoding="utf-8"))
    return sorted(
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
    )


def sections_in(value: object) -> set[str]:
    if isinstance(value, dict):
        own = {value["section"]} if "section" in value else set()
        return own.union(*(sections_in(item) for item in value.values()))
    if isinstance(value, list):
        return set().union(*(sections_in(item) for item in value))
    return set()


def parts(source: str) -> set[str]:
    """Split a citation into its sections; »§ 140, stk. 4« is one."""
    return set(re.split(r", (?=\d|Bilag|Boks|Sundheds)", source))


def test_the_page_of_rules_is_fresh():
    assert RULES_PAGE.read_text(encoding="utf-8") == rules_page(), "run: sh scripts/docs"


def test_the_page_of_access_is_fresh(app):
    assert ACCESS_PAGE.read_text(encoding="utf-8") == access_page(app), "run: sh scripts/docs"


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_rule_names_code_that_exists(name):
    assert resolve(name) is not None


@pytest.mark.parametrize("node", TESTS)
def test_a_rule_names_a_test_that_exists(node):
    path, _, name = node.partition("::")
    assert name in names_of_tests(path)


def test_a_rule_stands_once_and_has_both_code_and_tests():
    ids = [rule.id for rule in (*BUILT, *MISSING)]
    assert len(ids) == len(set(ids))
    assert [rule.id for rule in BUILT if not (rule.functions and rule.tests)] == []


def test_every_section_the_programme_cites_is_a_rule_s_source():
    programme = tomllib.loads(
        (ROOT / "config/programmes/laenderyg-2012.toml").read_text(encoding="utf-8")
    )
    cited = set().union(*(parts(section) for section in sections_in(programme)))
    assert cited - set().union(*(parts(rule.source) for rule in BUILT)) == set()


@pytest.mark.parametrize("module", MODULES)
def test_the_glossary_has_every_public_name_of_the_domain_and_no_other(module):
    chapter = re.search(rf"^## {module} –.*?(?=^## |\Z)", GLOSSARY, re.MULTILINE | re.DOTALL)
    listed = re.findall(r"^\| `(\w+)` \|", chapter[0] if chapter else "", re.MULTILINE)
    assert sorted(listed) == public_names(module)


def test_the_glossary_has_no_chapter_for_a_module_that_is_gone():
    chapters = set(re.findall(r"^## (\w+) –", GLOSSARY, re.MULTILINE))
    assert chapters - set(MODULES) == set()


@pytest.mark.parametrize("name", sorted(JOBS))
def test_every_job_is_documented(name):
    assert f"`{name}`" in DRIFT


@pytest.mark.parametrize("name", sorted(command.commands))
def test_every_command_is_documented(name):
    assert f"`rehab {name}" in DRIFT


def test_decisions_are_numbered_without_a_gap():
    assert [path.name[:4] for path in ADRS] == [f"{n:04d}" for n in range(1, len(ADRS) + 1)]


@pytest.mark.parametrize("path", ADRS, ids=lambda path: path.stem)
def test_a_decision_has_its_four_parts(path):
    headings = re.findall(r"^## (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert headings == ["Context", "Decision", "Consequences", "Turned down"]
