"""How the agenda of a meeting is shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from rehab.domain.day_counting import plural
from rehab.models import AgendaItem, TeamMeeting
from rehab.web.case_head import Link
from rehab.web.filters import danish_date, danish_instant
from rehab.web.meetings.forms import DecisionForm
from rehab.web.presenters import PersonView, person_view


@dataclass(frozen=True, slots=True)
class ItemView:
    """One case on the agenda: whom it is about, what is asked, and by whom."""

    id: UUID
    number: str
    person: PersonView
    url: str
    question: str
    asked_text: str
    decision: str


@dataclass(frozen=True, slots=True)
class UnsavedView:
    """What was typed about a case and not saved, for copying: it belongs to no other case."""

    number: str
    url: str
    text: str
    task: str
    due_text: str


@dataclass(frozen=True, slots=True)
class MeetingView:
    """One earlier meeting."""

    url: str
    when: str
    decided: str


def item_view(item: AgendaItem, link: Link, today: date) -> ItemView:
    """Return one item. Needs its case with citizen, its asker and its note loaded."""
    return ItemView(
        id=item.id,
        number=item.case.number,
        person=person_view(item.case.citizen, today),
        url=link("cases.show", case_id=item.case_id),
        question=item.question,
        asked_text=f"{item.asker.name}, {danish_instant(item.asked_at)}",
        decision=item.note.text if item.note else "",
    )


def asked_before(item: AgendaItem) -> tuple[tuple[str, str], ...]:
    """Return who put a case on the agenda, when and what for. Needs its asker loaded."""
    return (
        ("Sat på af", item.asker.name),
        ("Hvornår", danish_instant(item.asked_at)),
        ("Spørgsmål", item.question),
    )


def unsaved_view(item: AgendaItem, typed: DecisionForm, link: Link) -> UnsavedView:
    """Return what was typed about an item. Needs its case loaded."""
    day = typed.due_on.data
    return UnsavedView(
        number=item.case.number,
        url=link("cases.show", case_id=item.case_id),
        text=typed.text.data or "",
        task=typed.task.data or "",
        due_text=danish_date(day) if day else "",
    )


def meeting_views(
    meetings: Sequence[TeamMeeting], decided: Mapping[UUID, int], link: Link
) -> tuple[MeetingView, ...]:
    """Return the earlier meetings with how many cases each decided about."""
    return tuple(
        MeetingView(
            url=link("meetings.show", meeting_id=row.id),
            when=danish_date(row.held_on),
            decided=plural(decided.get(row.id, 0), "beslutning", "beslutninger"),
        )
        for row in meetings
    )


def in_hand(
    waiting: Sequence[AgendaItem], passed_over: frozenset[str], typed_about: UUID | None = None
) -> AgendaItem | None:
    """Return the case to talk about: the first that was not passed over, or none.

    One that something was typed about comes before them all, so that the words stay with it.
    """
    mine = next((item for item in waiting if item.id == typed_about), None)
    return mine or next((item for item in waiting if str(item.id) not in passed_over), None)


def progress_text(waiting: int, decided: int) -> str:
    """Say how far the meeting has come."""
    return f"{decided} behandlet, {plural(waiting, 'sag', 'sager')} tilbage."
