"""The programme as tests see it: the real file, read once."""

from functools import cache

from rehab.domain.programme import Programme
from rehab.domain.programme_parsing import parse_programme
from tests.support.shared import ROOT

PROGRAMME_FILE = ROOT / "config" / "programmes" / "laenderyg-2012.toml"


def programme_text() -> str:
    """Return the file's text, for tests that break it."""
    return PROGRAMME_FILE.read_text(encoding="utf-8")


@cache
def laenderyg() -> Programme:
    """Return the low-back programme of 2012."""
    return parse_programme(programme_text())
