"""Turn the text of a programme file into a validated programme, or name every fault in it.

A programme decides what citizens are offered and by when, so nothing is guessed: a missing
section, an unknown word, a doubled code or a lost minimum standard refuses the whole file.
"""

import tomllib
from collections.abc import Callable
from typing import TypeVar

from rehab.domain import programme_clock_entries as clock_entries
from rehab.domain import programme_entries as entries
from rehab.domain.errors import DomainError
from rehab.domain.programme import Programme
from rehab.domain.programme_consistency import faults_between_entries
from rehab.domain.programme_tables import ProgrammeTable

Entry = TypeVar("Entry")


class ProgrammeError(DomainError):
    """Refuse a programme file, naming all that is wrong with it."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        self.faults = faults
        listed = "\n".join(f"- {fault}" for fault in faults)
        super().__init__(f"Programfilen har {len(faults)} fejl, som skal rettes:\n{listed}")


def parse_programme(text: str) -> Programme:
    """Return the programme a file's text describes.

    Raises ProgrammeError with every fault at once, so that an editor corrects them in one go.
    """
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ProgrammeError((f"filen kan ikke læses som TOML: {error}",)) from error
    faults: list[str] = []
    root = ProgrammeTable("", values, faults)
    programme = Programme(
        code=root.text("code"),
        version=root.text("version"),
        title=root.text("title"),
        valid_from=root.day("valid_from"),
        section=root.text("section"),
        minimum_age=_one(root, "minimum_age", entries.read_age_limit),
        sick_leave=_one(root, "sick_leave", entries.read_sick_leave),
        triage=_one(root, "triage", entries.read_triage),
        attendance=_one(root, "attendance", entries.read_attendance),
        groups=_many(root, "groups", entries.read_group),
        diagnosis_codes=_many(root, "diagnosis_codes", entries.read_diagnosis_code),
        outside_codes=_many(root, "outside_codes", entries.read_outside_code),
        red_flags=_many(root, "red_flags", entries.read_red_flag),
        referrers=_many(root, "referrers", entries.read_referrer),
        offers=_many(root, "offers", entries.read_offer),
        risk_factors=_many(root, "risk_factors", entries.read_risk_factor),
        clocks=_many(root, "clocks", clock_entries.read_clock),
        pause_reasons=_many(root, "pause_reasons", clock_entries.read_pause_reason),
        free_choice=_one(root, "free_choice", clock_entries.read_free_choice),
        silent_citizen=_one(root, "silent_citizen", clock_entries.read_silent_citizen),
        checklist_items=_many(root, "checklist_items", entries.read_checklist_item),
        epikrise_headings=_many(root, "epikrise_headings", entries.read_epikrise_heading),
        reason_codes=_many(root, "reason_codes", entries.read_reason_code),
        dropout_reasons=_many(root, "dropout_reasons", entries.read_dropout_reason),
        intervention_codes=_many(root, "intervention_codes", entries.read_intervention_code),
    )
    minimum = _one(root, "minimum_standards", entries.read_minimum_standards)
    root.finish()
    faults.extend(faults_between_entries(programme, minimum))
    if faults:
        raise ProgrammeError(tuple(faults))
    return programme


def _one(root: ProgrammeTable, key: str, read: Callable[[ProgrammeTable], Entry]) -> Entry:
    """Read a table that stands once, and note the keys it should not have."""
    table = root.table(key)
    entry = read(table)
    table.finish()
    return entry


def _many(
    root: ProgrammeTable, key: str, read: Callable[[ProgrammeTable], Entry]
) -> tuple[Entry, ...]:
    """Read every table of a list, and note the keys they should not have."""
    entries = []
    for table in root.tables(key):
        entries.append(read(table))
        table.finish()
    return tuple(entries)
