"""How the cases of a worklist are shown: cards on the board, rows in a person's own list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final
from uuid import UUID

from rehab.domain.access import Actor
from rehab.domain.contact_persons import Colleague
from rehab.domain.deadlines import ClockState
from rehab.domain.next_actions import ACTION_LABELS, COLUMN_LABELS, ActionCode, BoardColumn
from rehab.queries.worklists import CaseLine, ReminderLine
from rehab.web.cases.presenters import Link, action_url, may_act, waiting_text
from rehab.web.contact_persons.presenters import SuggestionView, suggestion_of
from rehab.web.filters import danish_date
from rehab.web.presenters import Chip, ClockView, PersonView, case_tags, most_urgent, person_view

OVERDUE: Final = "overskredet"
MOST_CARDS: Final = 40


@dataclass(frozen=True, slots=True)
class LineView:
    """One case of a worklist."""

    case_id: UUID
    number: str
    person: PersonView
    url: str
    clock: ClockView | None
    action_label: str | None
    action_url: str | None
    action_reason: str
    contact_person: str
    has_red_flag: bool
    suggestion: SuggestionView | None = None

    @property
    def note(self) -> str:
        """Say the number, who holds the case and what it waits for, on a card."""
        return " · ".join(part for part in (self.number, self.contact_person) if part)


@dataclass(frozen=True, slots=True)
class ColumnView:
    """One column of the board: how many there are, and the most pressing of them."""

    heading: str
    anchor: str
    count: int
    cards: tuple[LineView, ...]
    more_url: str | None


@dataclass(frozen=True, slots=True)
class ReminderView:
    """A reminder with the case it is about, and where it is marked as done."""

    person: PersonView
    case_url: str
    number: str
    sentence: str
    due_text: str
    done_url: str


def line_view(line: CaseLine, actor: Actor, link: Link, today: date) -> LineView:
    """Return a case as a worklist shows it to one person."""
    tags = case_tags(line.sick_weeks, has_red_flag=line.has_red_flag)
    action = line.action
    may_now = action is not None and may_act(action.code, actor)
    return LineView(
        case_id=line.case_id,
        number=line.number,
        person=person_view(line.citizen, today, tags),
        url=link("cases.show", case_id=line.case_id),
        clock=most_urgent(line.readings, today),
        action_label=action.label if action else None,
        action_url=action_url(action.code, line.case_id, link) if action and may_now else None,
        action_reason=action.reason if action else waiting_text(line.next_session_at),
        contact_person=line.contact_person.name if line.contact_person else "",
        has_red_flag=line.has_red_flag,
    )


def columns_of(
    by_column: Mapping[BoardColumn, Sequence[CaseLine]],
    actor: Actor,
    link: Link,
    today: date,
    whole: BoardColumn | None = None,
    colleagues: Sequence[Colleague] = (),
) -> tuple[ColumnView, ...]:
    """Return the board; a long column shows its most pressing cases and leads to the rest.

    Each case nobody holds comes with whom to give it to of the colleagues (F33).
    """
    views = []
    for column, lines in by_column.items():
        if whole not in {None, column}:
            continue
        shown = lines if whole else lines[:MOST_CARDS]
        url = link("worklist.board", kolonne=column.value)
        offered = colleagues if column is BoardColumn.NOBODY else ()
        views.append(
            ColumnView(
                heading=COLUMN_LABELS[column],
                anchor=f"kolonne-{column.value}",
                count=len(lines),
                cards=tuple(
                    replace(
                        line_view(line, actor, link, today),
                        suggestion=suggestion_of(offered, line.citizen, today),
                    )
                    for line in shown
                ),
                more_url=url if len(shown) < len(lines) else None,
            )
        )
    return tuple(views)


def reminder_view(line: ReminderLine, link: Link, today: date) -> ReminderView:
    """Return a reminder as a person's own list shows it."""
    return ReminderView(
        person=person_view(line.citizen, today),
        case_url=link("cases.show", case_id=line.case_id),
        number=line.number,
        sentence=line.reminder.sentence,
        due_text=danish_date(line.reminder.due_on),
        done_url=link("worklist.finish_reminder", reminder_id=line.reminder.id),
    )


def is_overdue(line: CaseLine) -> bool:
    """Tell whether a clock of the case has run out and still runs."""
    return any(
        reading.state is ClockState.OVERDUE and reading.stopped_on is None
        for reading in line.readings
    )


def chosen_lines(lines: Sequence[CaseLine], wanted: str) -> list[CaseLine]:
    """Return the cases a filter leaves: those overdue, those with one next action, or all."""
    if wanted == OVERDUE:
        return [line for line in lines if is_overdue(line)]
    if wanted in list(ActionCode):
        return [line for line in lines if line.action and line.action.code == wanted]
    return list(lines)


def chips_of(lines: Sequence[CaseLine], wanted: str, endpoint: str, link: Link) -> tuple[Chip, ...]:
    """Return the filters of a list; the number on each is the length of the list it gives."""
    known = {OVERDUE, *ActionCode}
    chips = [Chip("Alle", link(endpoint), wanted not in known, len(lines))]
    labels = {
        OVERDUE: "Frist overskredet",
        **{code.value: ACTION_LABELS[code] for code in ActionCode},
    }
    for value, label in labels.items():
        count = len(chosen_lines(lines, value))
        if count or value == wanted:
            chips.append(Chip(label, link(endpoint, vis=value), value == wanted, count))
    return tuple(chips)
