"""How the suggestion of a kontaktperson is said, and what a case that waits for a yes shows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from rehab.clock import civil_date
from rehab.domain.contact_persons import Colleague, Suggestion, suggest
from rehab.models import Absence, Case, Citizen, ContactPerson
from rehab.queries.contact_persons import needs_of
from rehab.queries.list_rows import CitizenFacts
from rehab.web.filters import danish_date, danish_day
from rehab.web.presenters import PersonView, person_view

Link = Callable[..., str]


@dataclass(frozen=True, slots=True)
class SuggestionView:
    """Whom to suggest as kontaktperson, and why."""

    user_id: UUID
    button: str
    reason: str


@dataclass(frozen=True, slots=True)
class AskedView:
    """A case on a person's own list that waits for a yes or a no."""

    number: str
    person: PersonView
    case_url: str
    due_text: str
    accept_url: str
    decline_url: str


@dataclass(frozen=True, slots=True)
class AnswerView:
    """A case that waits for the yes or no of the person who looks."""

    text: str
    accept_url: str
    decline_url: str


def suggestion_of(
    colleagues: Sequence[Colleague], citizen: Citizen | CitizenFacts, today: date
) -> SuggestionView | None:
    """Return whom to suggest to a citizen, with the reasons; None when there is nobody."""
    first = next(iter(suggest(colleagues, needs_of(citizen), today)), None)
    if first is None:
        return None
    one = first.colleague
    return SuggestionView(
        one.user_id, f"Tildel {one.name}", f"{first.text[:1].upper()}{first.text[1:]}."
    )


def candidate_text(one: Suggestion) -> str:
    """Say who a candidate is and the reasons for the place in the list."""
    who = one.colleague
    name = f"{who.name}, {who.title.lower()}" if who.title else who.name
    return f"{name} ({one.text})"


def away_text(case: Case, away: Mapping[UUID, Absence]) -> str | None:
    """Say on the page of a case that its kontaktperson is away and who stands in, or None."""
    row = active_of(case)
    absence = away.get(row.user_id) if row else None
    if row is None or absence is None:
        return None
    until = danish_date(absence.until_on)
    return f"{row.user.name} er fraværende. {absence.substitute.name} er vikar til {until}."


def holding_text(row: ContactPerson) -> str | None:
    """Say when a kontaktperson said yes and stopped, or None when there is nothing to add."""
    said = danish_date(civil_date(row.accepted_at)) if row.accepted_at else ""
    asked = row.answer_by is not None
    parts = (
        f"Sagde ja {said}." if said and asked else "",
        f"Skal svare senest {danish_date(row.answer_by)}." if row.awaits_answer else "",
        f"Til {danish_date(row.until_on)}." if row.until_on is not None else "",
    )
    return " ".join(part for part in parts if part) or None


def answer_view(case: Case, user_id: UUID, link: Link) -> AnswerView | None:
    """Return what to answer when the case waits for this person, or None.

    Needs the case's kontaktpersoner loaded.
    """
    row = active_of(case)
    if row is None or row.user_id != user_id or not row.awaits_answer:
        return None
    return AnswerView(
        text=f"Du er sat på som kontaktperson. Svar senest {danish_day(row.answer_by)}; "
        "ellers går sagen tilbage til køen.",
        accept_url=link("contact_persons.accept", case_id=case.id),
        decline_url=link("contact_persons.decline", case_id=case.id),
    )


def asked_view(row: ContactPerson, case: Case, link: Link, today: date) -> AskedView:
    """Return a case that waits for an answer, as the person's own list shows it."""
    return AskedView(
        number=case.number,
        person=person_view(case.citizen, today),
        case_url=link("cases.show", case_id=case.id),
        due_text=danish_day(row.answer_by),
        accept_url=link("contact_persons.accept", case_id=case.id),
        decline_url=link("contact_persons.decline", case_id=case.id),
    )


def active_of(case: Case) -> ContactPerson | None:
    """Return the row of who holds a case now, or None. Needs its kontaktpersoner loaded."""
    return next((row for row in case.contact_persons if row.until_on is None), None)


def holders_of(case: Case) -> tuple[UUID, ...]:
    """Return who holds a case now: one person or nobody."""
    row = active_of(case)
    return (row.user_id,) if row else ()
