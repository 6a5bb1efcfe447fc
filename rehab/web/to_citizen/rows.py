"""A letter to a citizen as a line of a list, and its names."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final
from uuid import UUID

from rehab.domain.citizen_letters import LetterTemplate
from rehab.domain.notices import NoticeKind
from rehab.models import Case, CitizenLetter, LetterState, User
from rehab.web.filters import danish_instant
from rehab.web.notices.presenters import KIND_LABELS
from rehab.web.presenters import PersonView, person_view

Link = Callable[..., str]

TEMPLATE_LABELS: Final = MappingProxyType(
    {
        LetterTemplate.INVITATION: "Indkaldelse",
        LetterTemplate.PLAN: "Plan",
        LetterTemplate.NOT_REACHED: "Har ikke henvendt sig",
        LetterTemplate.FREE_CHOICE: "Frit valg",
        LetterTemplate.CANCELLATION: "Aflysning",
        LetterTemplate.NEW_CONTACT_PERSON: "Ny kontaktperson",
        LetterTemplate.MESSAGE: "Besked",
    }
)
STATE_LABELS: Final = MappingProxyType(
    {
        LetterState.WAITING: "Venter på at blive dannet",
        LetterState.MADE: "Dannet",
        LetterState.FAILED: "Kunne ikke dannes",
        LetterState.WITHDRAWN: "Trukket tilbage",
    }
)
_STATE_TONES: Final = {
    LetterState.WAITING: "info",
    LetterState.MADE: "ok",
    LetterState.FAILED: "danger",
    LetterState.WITHDRAWN: "neutral",
}


@dataclass(frozen=True, slots=True)
class LetterRow:
    """A letter as a list shows it; `url` is None until it is made."""

    letter_id: UUID
    what: str
    when: str
    who: str
    state: str
    tone: str
    note: str
    url: str | None
    person: PersonView | None
    case_url: str | None


def letter_row(
    letter: CitizenLetter,
    people: Mapping[UUID, User],
    link: Link,
    *,
    kind: NoticeKind | None = None,
    case: Case | None = None,
    today: date | None = None,
) -> LetterRow:
    """Return a letter as a list shows it; with a case, whom it is to. Needs the case's citizen.

    `kind` is the notice a letter stands in for: its name says more than that of the template.
    """
    note = letter.reason
    if letter.printed_at is not None:
        note = f"Printet {danish_instant(letter.printed_at)} af {_name(people, letter.printed_by)}"
    elif letter.to_print and letter.state is LetterState.MADE:
        note = "Ligger til print"
    made = letter.state is LetterState.MADE
    return LetterRow(
        letter_id=letter.id,
        what=KIND_LABELS[kind] if kind else _what(letter),
        when=danish_instant(letter.requested_at),
        who=_name(people, letter.requested_by),
        state=STATE_LABELS[letter.state],
        tone=_STATE_TONES[letter.state],
        note=note,
        url=link("citizen_letters.pdf", citizen_letter_id=letter.id) if made else None,
        person=person_view(case.citizen, today) if case is not None and today else None,
        case_url=link("cases.show", case_id=letter.case_id) if case is not None else None,
    )


def _what(letter: CitizenLetter) -> str:
    label = TEMPLATE_LABELS[letter.template]
    return label if label == letter.heading else f"{label}: {letter.heading}"


def _name(people: Mapping[UUID, User], user_id: UUID | None) -> str:
    user = people.get(user_id) if user_id else None
    return user.name if user else "Rehab"
