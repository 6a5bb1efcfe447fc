"""Propose a patient group from the diagnosis codes of a referral (3.1, Bilag 4).

A code proposes and a person decides: Bilag 4 contradicts the clinical text for some codes,
and some codes of group 2 are alarming in themselves. The proposal carries both.
"""

from dataclasses import dataclass

from rehab.domain.programme import DiagnosisCode, OutsideCode, Programme


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Hold one diagnosis as it stood in the message."""

    code: str
    is_main: bool
    text: str = ""


@dataclass(frozen=True, slots=True)
class GroupSuggestion:
    """Hold the group a code points to, and what to look at before believing it.

    `code` is the code as the programme writes it; `group` and `code` are None together, when
    no diagnosis of the referral is in the programme's list.
    """

    group: int | None
    code: str | None
    warning: str | None
    red_flag_hint: str | None


NO_SUGGESTION = GroupSuggestion(group=None, code=None, warning=None, red_flag_hint=None)


def suggest_group(programme: Programme, diagnoses: tuple[Diagnosis, ...]) -> GroupSuggestion:
    """Return the group that the codes point to, the main diagnosis first.

    A secondary diagnosis only counts when nothing before it is in the list.
    """
    for diagnosis in main_first(diagnoses):
        found = find_code(programme, diagnosis.code)
        if found is not None:
            row, matched = found
            return GroupSuggestion(row.group, matched, row.warning, row.red_flag_hint)
    return NO_SUGGESTION


def find_code(programme: Programme, code: str) -> tuple[DiagnosisCode, str] | None:
    """Return the row a code belongs to and the code it matched, or None.

    The longest match wins, so DM511F is not read as DM511; case, dots and spaces do not
    matter, and neither does the leading D, which Bilag 4 and the messages write differently.
    An ICPC code matches the heading it names.
    """
    beginnings = {text[:end] for text in _spellings(code) for end in range(len(text) + 1)}
    matches = [
        (len(known), row.icd10 is None, known.upper(), row)
        for row in programme.diagnosis_codes
        for known in (row.icd10, row.icpc)  # the heading is also a row of its own
        if known is not None and known.upper() in beginnings
    ]
    if not matches:
        return None
    _, _, matched, row = max(matches, key=lambda match: match[:2])
    return row, matched


def find_outside_code(programme: Programme, code: str) -> OutsideCode | None:
    """Return the complaint outside the target group that a code names, or None (Boks 2)."""
    spellings = _spellings(code)
    for outside in programme.outside_codes:
        if any(spelling.startswith(outside.code.upper()) for spelling in spellings):
            return outside
    return None


def main_first(diagnoses: tuple[Diagnosis, ...]) -> tuple[Diagnosis, ...]:
    """Return the diagnoses with the main one first, otherwise in the message's order."""
    return tuple(sorted(diagnoses, key=lambda diagnosis: not diagnosis.is_main))


def _spellings(code: str) -> tuple[str, ...]:
    """Return a code as written and with the D that SKS puts before ICD-10."""
    plain = code.upper().replace(".", "").replace(" ", "")
    return (plain,) if plain.startswith("D") else (plain, f"D{plain}")
