"""How the cases of a worklist are shown: cards on the board, rows in a person's own list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final
from uuid import UUID

from rehab.domain.access import Actor, Permission, may
from rehab.domain.contact_persons import CitizenNeeds, Colleague
from rehab.domain.employment import sick_leave_weeks
from rehab.domain.kept_filters import BASIS_CODES
from rehab.domain.next_actions import ACTION_LABELS, COLUMN_LABELS, ActionCode, BoardColumn
from rehab.domain.worklists import Field, WorklistFilter
from rehab.queries.absences import StandIn
from rehab.queries.contact_persons import needs_of
from rehab.queries.holds import Hold
from rehab.queries.reminders import MOST_COUNTED, Escalated, ReminderLine
from rehab.queries.tallies import Counts
from rehab.queries.worklists import CaseLine
from rehab.web.cases.presenters import action_url, may_act, waiting_text
from rehab.web.contact_persons.presenters import SuggestionView, suggestion_of
from rehab.web.filters import danish_date
from rehab.web.fragments import kept_clock_view
from rehab.web.links import Link
from rehab.web.list_filters import BASIS_LABELS, CLOCK_LABELS, FLAG_LABELS, values_of
from rehab.web.presenters import Chip, ClockView, PersonView, case_tags, person_view
from rehab.web.worklist.looks import CellView, cells_of

MOST_CARDS: Final = 5


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
    team: str = ""
    hold_text: str = ""
    cells: tuple[CellView, ...] = ()
    assign_url: str = ""
    suggestion: SuggestionView | None = None

    @property
    def note(self) -> str:
        """Say the number, the team, who holds the case and why it is on hold, on a card."""
        parts = (self.number, self.team, self.contact_person, self.hold_text)
        return " · ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class ColumnView:
    """One column of the board: how many there are, and the first of them."""

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


@dataclass(frozen=True, slots=True)
class RemindersOnTop:
    """The oldest reminders of a person, and how many there are in all."""

    total: int
    rows: tuple[ReminderView, ...]

    @property
    def shown_text(self) -> str:
        """Say which are shown where not all of them are."""
        return f"De {len(self.rows)} ældste vises." if self.total > len(self.rows) else ""


@dataclass(frozen=True, slots=True)
class LiftedView:
    """The cases that are lifted to who answers for all of them."""

    count_text: str
    shown_text: str
    rows: tuple[ReminderView, ...]
    may_finish: bool


@dataclass(frozen=True, slots=True)
class Beholder:
    """Who looks at a list, on which day, how its addresses are made, and what is said of a case."""

    actor: Actor
    today: date
    link: Link
    away: Mapping[UUID, StandIn]
    holds: Mapping[UUID, Hold] = field(default_factory=dict)
    names_teams: bool = False


def line_view(line: CaseLine, by: Beholder, fields: tuple[Field, ...] = ()) -> LineView:
    """Return a case as a worklist shows it to one person, with the columns that were chosen."""
    weeks = sick_leave_weeks(line.sick_since, by.today) if line.sick_since else None
    may_now = line.action is not None and may_act(line.action, by.actor)
    return LineView(
        case_id=line.case_id,
        number=line.number,
        person=person_view(
            line.citizen, by.today, case_tags(weeks, has_red_flag=line.has_red_flag)
        ),
        url=by.link("cases.show", case_id=line.case_id),
        clock=kept_clock_view(line.clock, by.today) if line.clock else None,
        action_label=ACTION_LABELS[line.action] if line.action else None,
        action_url=action_url(line.action, line.case_id, by.link)
        if line.action and may_now
        else None,
        action_reason=line.action_reason or waiting_text(line.next_session_at),
        contact_person=holder_text(line, by),
        has_red_flag=line.has_red_flag,
        team=line.team if by.names_teams else "",
        hold_text=hold_text(by.holds.get(line.case_id)),
        cells=cells_of(line, fields, lambda one: holder_text(one, by)),
    )


def hold_text(hold: Hold | None) -> str:
    """Say why a case is on hold and until when, or nothing (F46)."""
    return "" if hold is None else f"På pause til {danish_date(hold.until_on)}: {hold.reason}"


def holder_text(line: CaseLine, by: Beholder) -> str:
    """Say who holds a case, and who stands in while that person is away (F35)."""
    stand_in = by.away.get(line.holder_id) if line.holder_id else None
    if stand_in is None:
        return line.contact_person
    if stand_in.substitute_id == by.actor.id:
        return f"Vikar for {line.contact_person}"
    return f"{line.contact_person} (vikar: {stand_in.name})"


def columns_of(
    lines: Sequence[CaseLine],
    counts: Counts,
    wanted: WorklistFilter,
    by: Beholder,
    colleagues: Sequence[Colleague] = (),
) -> tuple[ColumnView, ...]:
    """Return the board; a long column shows its first cases and leads to the rest.

    Each case nobody holds comes with whom to give it to of the colleagues, when there are any
    (F33).
    """
    columns = [wanted.column] if wanted.column else list(BoardColumn)
    views = []
    suggested: dict[CitizenNeeds, SuggestionView | None] = {}
    for column in columns:
        cards = []
        for line in lines:
            if line.column is not column:
                continue
            card = line_view(line, by)
            if column is BoardColumn.NOBODY:
                needs = needs_of(line.citizen)
                if needs not in suggested:
                    suggested[needs] = suggestion_of(colleagues, line.citizen, by.today)
                card = replace(
                    card,
                    suggestion=suggested[needs],
                    assign_url=by.link("cases.assign", case_id=line.case_id),
                )
            cards.append(card)
        count = counts.of(replace(wanted, column=column))
        more = by.link("worklist.board", **values_of(replace(wanted, column=column)))
        views.append(
            ColumnView(
                heading=COLUMN_LABELS[column],
                anchor=f"kolonne-{column.value}",
                count=count,
                cards=tuple(cards),
                more_url=more if not wanted.column and len(cards) < count else None,
            )
        )
    return tuple(views)


def chips_of(counts: Counts, wanted: WorklistFilter, endpoint: str, link: Link) -> tuple[Chip, ...]:
    """Return the filters of a list; the number on each is the length of the list it gives.

    A chip keeps what else the list is narrowed to, and leaves out its own kind.
    """
    bare = replace(wanted, clock=None, action=None)

    def chip(label: str, narrowed: WorklistFilter) -> Chip:
        url = link(endpoint, **values_of(narrowed))
        return Chip(label, url, narrowed == wanted, counts.of(narrowed))

    chips = [chip("Alle", bare)]
    chips += [chip(label, replace(bare, clock=code)) for code, label in CLOCK_LABELS.items()]
    chips += [chip(ACTION_LABELS[code], replace(bare, action=code)) for code in ActionCode]
    return tuple(one for one in chips if one.count or one.current or one is chips[0])


def more_chips_of(wanted: WorklistFilter, endpoint: str, link: Link) -> tuple[Chip, ...]:
    """Return the filters that can be put on top of the others; one that is on is taken off.

    They carry no number: counting each for a whole kommune would cost more than the page.
    """

    def chip(label: str, narrowed: WorklistFilter, *, is_on: bool) -> Chip:
        return Chip(label, link(endpoint, **values_of(narrowed)), is_on, None)

    chips = []
    for flag, label in FLAG_LABELS.items():
        is_on = wanted.flag is flag
        chips.append(chip(label, replace(wanted, flag=None if is_on else flag), is_on=is_on))
    for code, basis in BASIS_CODES.items():
        is_on = wanted.basis is basis
        narrowed = replace(wanted, basis=None if is_on else basis)
        chips.append(chip(BASIS_LABELS[code], narrowed, is_on=is_on))
    paused = replace(wanted, on_hold=not wanted.on_hold)
    return (*chips, chip("På pause", paused, is_on=wanted.on_hold))


def lifted_view(found: Escalated, by: Beholder) -> LiftedView | None:
    """Return what is lifted to the one who looks, or None when nothing is."""
    if not found.count:
        return None
    return LiftedView(
        count_text=f"over {MOST_COUNTED}" if found.count > MOST_COUNTED else str(found.count),
        shown_text=f"De {len(found.lines)} ældste vises. "
        if found.count > len(found.lines)
        else "",
        rows=tuple(reminder_view(line, by.link, by.today) for line in found.lines),
        may_finish=may(by.actor, Permission.CASE_WRITE),
    )


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
