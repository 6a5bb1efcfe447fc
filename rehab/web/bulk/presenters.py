"""How each case of an act on many is shown: what will happen, and what became of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from rehab.domain.bulk import Outcome, RowAnswer
from rehab.models import Case
from rehab.web.links import Link
from rehab.web.presenters import PersonView, person_view

OUTCOME_TAGS: Final[Mapping[Outcome, tuple[str, str]]] = {
    Outcome.READY: ("Klar", "ok"),
    Outcome.DONE: ("Gjort", "ok"),
    Outcome.ALREADY: ("I forvejen", "neutral"),
    Outcome.REFUSED: ("Ikke ændret", "warning"),
    Outcome.FAILED: ("Fejl", "danger"),
}
_CANNOT: Final = ("Kan ikke", "warning")


@dataclass(frozen=True, slots=True)
class BulkRow:
    """One case of an act on many; without a person when it is not the actor's."""

    case_id: UUID
    number: str
    person: PersonView | None
    url: str
    tag: tuple[str, str] | None
    sentence: str
    again: bool


def rows_of(
    case_ids: Iterable[UUID],
    answers: Mapping[UUID, RowAnswer],
    cases: Mapping[UUID, Case],
    link: Link,
    today: date,
    *,
    done: bool,
) -> tuple[BulkRow, ...]:
    """Return the cases in the order they were ticked, each with its answer when there is one."""
    return tuple(
        _row(case_id, answers.get(case_id), cases.get(case_id), link, today, done=done)
        for case_id in case_ids
    )


def _row(
    case_id: UUID,
    answer: RowAnswer | None,
    case: Case | None,
    link: Link,
    today: date,
    *,
    done: bool,
) -> BulkRow:
    tag = OUTCOME_TAGS[answer.outcome] if answer else None
    if answer and answer.outcome is Outcome.REFUSED and not done:
        tag = _CANNOT
    return BulkRow(
        case_id=case_id,
        number=case.number if case else "Ukendt sag",
        person=person_view(case.citizen, today) if case else None,
        url=link("cases.show", case_id=case_id) if case else "",
        tag=tag,
        sentence=answer.sentence if answer else "",
        again=answer is not None and answer.outcome is Outcome.FAILED,
    )
