"""Decide whether a kommune's template of a hold hangs together, before anything is planned of it.

A rygskole is given again and again (3.2): how many sessions, on which weekdays, and what each is
about is said once. The days come when it is planned (F48).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from rehab.domain.courses import CourseForm, IntakeFacts, check_capacity, check_intake
from rehab.domain.errors import DomainError
from rehab.domain.series import MOST_SESSIONS
from rehab.domain.series_changes import ContentKind

_DAYS_OF_A_WEEK = 7
_MOST_WORDS = 500


class TemplateError(DomainError):
    """A template cannot be kept as it is written."""


@dataclass(frozen=True, slots=True)
class TemplateFacts:
    """A series without its days; `times` are by weekday, counted from Monday as 0."""

    form: CourseForm
    sessions: int
    times: Mapping[int, time]
    capacity: int
    intake: IntakeFacts


def check_template(facts: TemplateFacts) -> None:
    """Refuse a template that no course could be planned of."""
    if not 1 <= facts.sessions <= MOST_SESSIONS:
        raise TemplateError(f"Skriv et antal gange mellem 1 og {MOST_SESSIONS}.")
    if not facts.times:
        raise TemplateError("Sæt kryds ved mindst én ugedag.")
    check_capacity(facts.form, facts.capacity)
    check_intake(facts.intake, facts.capacity, facts.sessions)


def fitting_content(
    content: Sequence[Mapping[str, str]], sessions: int
) -> tuple[dict[str, str], ...]:
    """Return the content of each session by its kinds, one entry for each, and nothing else.

    What belonged to sessions the template no longer has is left out. Raises TemplateError for a
    text that is no longer a few lines.
    """
    rows = []
    for number in range(sessions):
        given = content[number] if number < len(content) else {}
        row = {kind.value: given.get(kind.value, "").strip() for kind in ContentKind}
        if any(len(text) > _MOST_WORDS for text in row.values()):
            raise TemplateError(
                f"Indholdet til gang {number + 1} er for langt. Skriv højst {_MOST_WORDS} tegn."
            )
        rows.append({kind: text for kind, text in row.items() if text})
    return tuple(rows)


def next_start(times: Mapping[int, time], after: date) -> date:
    """Return the first day after another that is one of a template's weekdays."""
    return next(
        day
        for days in range(1, _DAYS_OF_A_WEEK + 1)
        if (day := after + timedelta(days=days)).weekday() in times
    )
