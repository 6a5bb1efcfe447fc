"""How what a person holds is shown, and what became of a hand-over."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from rehab.domain.contact_persons import Colleague
from rehab.domain.day_counting import plural
from rehab.domain.handing_over import REVERSIBLE_FOR, ItemOutcome, is_reversible
from rehab.models import Case, CourseSession, Handover, HandoverItem, User
from rehab.web.filters import danish_instant
from rehab.web.presenters import PersonView, person_view

Link = Callable[..., str]
OUTCOME_TEXTS: Final = {
    ItemOutcome.HANDED_OVER: ("overdraget", "ok"),
    ItemOutcome.LEFT: ("ikke overdraget", "warning"),
    ItemOutcome.TAKEN_BACK: ("gået tilbage", "info"),
    ItemOutcome.KEPT: ("ikke gået tilbage", "warning"),
}


@dataclass(frozen=True, slots=True)
class GiverLine:
    """A person whose work can be handed over."""

    name: str
    title: str
    load_text: str
    away_text: str
    url: str


@dataclass(frozen=True, slots=True)
class CaseChoice:
    """One case of a preview: who, how much waits in it, and where it stands in the form."""

    number: str
    person: PersonView
    url: str
    tasks_text: str
    index: int


@dataclass(frozen=True, slots=True)
class SessionChoice:
    """One session of a preview."""

    when: str
    title: str
    place: str
    url: str
    index: int


@dataclass(frozen=True, slots=True)
class ItemLine:
    """What became of one case or session."""

    what: str
    person: PersonView | None
    url: str | None
    receiver: str
    outcome: tuple[str, str]
    reason: str


@dataclass(frozen=True, slots=True)
class HandoverLine:
    """One hand-over on the list of those of the last month."""

    when: str
    giver: str
    what: str
    url: str
    state: str


@dataclass(frozen=True, slots=True)
class HandoverView:
    """A hand-over with a row for each case and session, and until when it can be taken back."""

    giver: str
    when: str
    by: str
    cases: tuple[ItemLine, ...]
    sessions: tuple[ItemLine, ...]
    undo_url: str | None
    undo_until: str
    undone_text: str | None


def giver_lines(colleagues: Iterable[Colleague], link: Link) -> tuple[GiverLine, ...]:
    """Return the people who hold cases, by name as they were given."""
    return tuple(
        GiverLine(
            name=one.name,
            title=one.title,
            load_text=str(one.open_cases),
            away_text=one.away.text() if one.away else "",
            url=link("handing_over.prepare", user_id=one.user_id),
        )
        for one in colleagues
    )


def case_choices(
    keys: Sequence[UUID | None],
    cases: Sequence[Case],
    tasks: Mapping[UUID, int],
    link: Link,
    today: date,
) -> tuple[CaseChoice, ...]:
    """Return the cases of a preview by the keys of the form, in their order.

    What the person no longer holds when the form comes back is left out.
    """
    by_id = {case.id: case for case in cases}
    return tuple(
        CaseChoice(
            number=case.number,
            person=person_view(case.citizen, today),
            url=link("cases.show", case_id=case.id),
            tasks_text=plural(tasks[case.id], "opgave", "opgaver") if case.id in tasks else "",
            index=index,
        )
        for index, key in enumerate(keys)
        if key is not None and (case := by_id.get(key)) is not None
    )


def session_choices(
    keys: Sequence[UUID | None], rows: Sequence[CourseSession], link: Link
) -> tuple[SessionChoice, ...]:
    """Return the sessions of a preview by the keys of the form, in their order."""
    by_id = {row.id: row for row in rows}
    return tuple(
        SessionChoice(
            when=danish_instant(row.starts_at),
            title=row.course.title,
            place=row.place,
            url=link("courses.show", course_id=row.course_id),
            index=index,
        )
        for index, key in enumerate(keys)
        if key is not None and (row := by_id.get(key)) is not None
    )


def handover_lines(
    rows: Iterable[Handover], people: Mapping[UUID, User], link: Link, now: datetime
) -> tuple[HandoverLine, ...]:
    """Return the hand-overs of the last month, in the order given."""
    return tuple(
        HandoverLine(
            when=danish_instant(row.done_at),
            giver=people[row.from_user_id].name,
            what=_counted(row.items),
            url=link("handing_over.show", handover_id=row.id),
            state=_state(row, now),
        )
        for row in rows
    )


def handover_view(
    row: Handover,
    cases: Mapping[UUID, Case],
    sessions: Mapping[UUID, CourseSession],
    people: Mapping[UUID, User],
    link: Link,
    now: datetime,
    today: date,
) -> HandoverView:
    """Return a hand-over with what became of each case and session."""
    may_undo = is_reversible(row.done_at, row.undone_at, now)
    undone = None
    if row.undone_at is not None and row.undone_by is not None:
        undone = f"Fortrudt {danish_instant(row.undone_at)} af {people[row.undone_by].name}."
    items = sorted(row.items, key=lambda item: _order(item, cases, sessions))
    return HandoverView(
        giver=people[row.from_user_id].name,
        when=danish_instant(row.done_at),
        by=people[row.done_by].name,
        cases=tuple(
            _case_line(item, cases.get(item.case_id), people, link, today)
            for item in items
            if item.case_id is not None
        ),
        sessions=tuple(
            _session_line(item, sessions[item.session_id], people, link)
            for item in items
            if item.session_id is not None
        ),
        undo_url=link("handing_over.undo", handover_id=row.id) if may_undo else None,
        undo_until=danish_instant(row.done_at + REVERSIBLE_FOR),
        undone_text=undone,
    )


def _case_line(
    item: HandoverItem, case: Case | None, people: Mapping[UUID, User], link: Link, today: date
) -> ItemLine:
    return ItemLine(
        what=case.number if case else "",
        person=person_view(case.citizen, today) if case else None,
        url=link("cases.show", case_id=case.id) if case else None,
        receiver=people[item.to_user_id].name,
        outcome=OUTCOME_TEXTS[item.outcome],
        reason=item.reason,
    )


def _session_line(
    item: HandoverItem, meeting: CourseSession, people: Mapping[UUID, User], link: Link
) -> ItemLine:
    return ItemLine(
        what=f"{danish_instant(meeting.starts_at)}, {meeting.course.title}",
        person=None,
        url=link("courses.show", course_id=meeting.course_id),
        receiver=people[item.to_user_id].name,
        outcome=OUTCOME_TEXTS[item.outcome],
        reason=item.reason,
    )


def _order(
    item: HandoverItem, cases: Mapping[UUID, Case], sessions: Mapping[UUID, CourseSession]
) -> str:
    if item.case_id is not None:
        return cases[item.case_id].number if item.case_id in cases else ""
    return sessions[item.session_id].starts_at.isoformat() if item.session_id else ""


def _counted(items: Sequence[HandoverItem]) -> str:
    number = sum(item.case_id is not None for item in items)
    parts = [
        plural(count, one, many)
        for count, one, many in (
            (number, "sag", "sager"),
            (len(items) - number, "gang", "gange"),
        )
        if count
    ]
    return " og ".join(parts)


def _state(row: Handover, now: datetime) -> str:
    if row.undone_at is not None:
        return "Fortrudt"
    return "Kan fortrydes" if is_reversible(row.done_at, row.undone_at, now) else "Endelig"
