"""How letters are filled in: every value is escaped, and a missing one stops the letter."""

from datetime import date
from functools import cache

from babel.dates import format_date
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from rehab.documents.pdf import TEMPLATE_ROOT
from rehab.documents.prose import blocks_of


@cache
def letter_environment() -> Environment:
    """Return what every letter's template is filled in by."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATE_ROOT),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["blocks"] = blocks_of
    environment.filters["danish_date"] = _danish_date
    return environment


def _danish_date(day: date) -> str:
    return format_date(day, "d. MMMM y", locale="da_DK").replace(" ", "\u00a0")
