"""The board of the rehab team, and each person's own cases."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from rehab.domain.access import Permission
from rehab.domain.kept_filters import filter_named, wanted_on
from rehab.domain.next_actions import BoardColumn
from rehab.domain.worklists import ListPage, TeamsAtWork, WorklistFilter, order_on
from rehab.queries.absences import stand_ins
from rehab.queries.contact_persons import list_colleagues, list_unanswered
from rehab.queries.holders import list_holders
from rehab.queries.holds import holds_of
from rehab.queries.list_places import parse_place
from rehab.queries.reminders import (
    MOST_ON_TOP,
    ReminderPlace,
    count_reminders,
    escalated,
    find_reminder,
    my_reminders,
    parse_reminder_place,
    what_waits,
)
from rehab.queries.saved_views import list_views
from rehab.queries.tallies import count_cases
from rehab.queries.teams import list_teams_at_work
from rehab.queries.worklists import CaseLine, WorklistPage, first_of_columns, page
from rehab.services.context import Context
from rehab.services.reminders import finish_reminder
from rehab.web.bulk.tools import Tools, tools_for
from rehab.web.contact_persons.presenters import asked_view
from rehab.web.guards import requires
from rehab.web.links import page_links
from rehab.web.list_filters import FIELD_LABELS, ORDER_TEXTS, values_of
from rehab.web.paging import Turns
from rehab.web.request_context import context
from rehab.web.saved_views.above_list import chips_above, opening_of
from rehab.web.worklist import holders, teams
from rehab.web.worklist.choices import Choice
from rehab.web.worklist.looks import look_view
from rehab.web.worklist.presenters import (
    MOST_CARDS,
    Beholder,
    RemindersOnTop,
    chips_of,
    columns_of,
    lifted_view,
    line_view,
    more_chips_of,
    reminder_view,
)

blueprint = Blueprint("worklist", __name__)
# A bare address opens a person's own view; this one says that the whole list is meant.
_EVERYTHING: Final = {"vis": "alle"}
_BACK_TO: Final = {"tavle": ".board", "paamindelser": ".reminders"}


@blueprint.get("/tavle")
@requires(Permission.CONTACT_PERSON_ASSIGN)
def board() -> ResponseReturnValue:
    """Show every open case of the kommune in the column it has come to."""
    ctx = context()
    wanted = filter_named(lambda name: request.args.get(name, ""))
    views = list_views(ctx.session, ctx.actor, ListPage.BOARD)
    if not request.args and (opening := opening_of(views, page_links())):
        return redirect(opening)
    counts = count_cases(ctx.session, ctx.actor, wanted, ctx.today)
    tools = _tools(ctx, ListPage.BOARD, wanted)
    turns = None
    if wanted.column is None:
        lines = first_of_columns(ctx.session, ctx.actor, wanted, ctx.today, MOST_CARDS)
    else:
        found = _page(ctx, wanted, tools.size)
        lines, turns = found.lines, _turns(found, "worklist.board", wanted)
    names_teams = wanted.team is None and counts.teams.tell_apart
    by = replace(_beholder(ctx, lines, wanted), names_teams=names_teams)
    nobodys = counts.of(replace(wanted, column=BoardColumn.NOBODY))
    suggests = wanted.column is BoardColumn.NOBODY or 0 < nobodys <= MOST_CARDS
    colleagues = list_colleagues(ctx.session, ctx.actor, ctx.today) if suggests else ()
    people, team = _people(ctx, wanted), _teams(ctx, wanted, counts.teams)
    return render_template(
        "worklist/board.html",
        total=counts.of(replace(wanted, column=None, clock=None, action=None)),
        columns=columns_of(lines, counts, wanted, by, colleagues),
        narrowed=wanted.column is not None,
        finer=wanted.narrows,
        chips=chips_of(counts, wanted, "worklist.board", _listed),
        more=more_chips_of(wanted, "worklist.board", _listed)
        + holders.holder_chip(people, wanted, "worklist.board", page_links())
        + teams.team_chip(team, counts.teams, wanted, "worklist.board", page_links()),
        choices=[choice for choice in (people, team) if choice],
        order_text=ORDER_TEXTS[order_on(ListPage.BOARD, wanted)],
        look=look_view(ListPage.BOARD, wanted, "worklist.board", _listed)
        if wanted.column
        else None,
        turns=turns,
        tools=tools,
        views=chips_above(ctx, ListPage.BOARD, views, wanted, counts, page_links()),
        lifted=lifted_view(escalated(ctx.session, ctx.actor), by),
    )


@blueprint.get("/mine-sager")
@requires(Permission.CASE_WRITE)
def mine() -> ResponseReturnValue:
    """Show the cases a person holds: what presses most, and what to do next in each."""
    ctx = context()
    named = filter_named(lambda name: request.args.get(name, ""))
    wanted = wanted_on(ListPage.MINE, named, ctx.actor)
    asked_for = replace(wanted, holder_id=None)
    views = list_views(ctx.session, ctx.actor, ListPage.MINE)
    if not request.args and (opening := opening_of(views, page_links())):
        return redirect(opening)
    counts = count_cases(ctx.session, ctx.actor, wanted, ctx.today)
    tools = _tools(ctx, ListPage.MINE, wanted)
    found = _page(ctx, wanted, tools.size)
    by = _beholder(ctx, found.lines, wanted)
    waits = what_waits(ctx.session, ctx.actor)
    reminders = _on_top(ctx) if waits.reminders else None
    unanswered = list_unanswered(ctx.session, ctx.actor) if waits.answers else ()
    return render_template(
        "worklist/mine.html",
        total=counts.of(WorklistFilter(holder_id=ctx.actor.id)),
        narrowed=asked_for.narrows,
        rows=[line_view(line, by, wanted.shown_fields) for line in found.lines],
        order_text=ORDER_TEXTS[order_on(ListPage.MINE, wanted)],
        columns=[FIELD_LABELS[one] for one in wanted.shown_fields],
        look=look_view(ListPage.MINE, wanted, "worklist.mine", _without_holder),
        chips=chips_of(counts, wanted, "worklist.mine", _without_holder),
        more=more_chips_of(wanted, "worklist.mine", _without_holder),
        asked=[asked_view(row, case, url_for, ctx.today) for row, case in unanswered],
        reminders=reminders,
        turns=_turns(found, "worklist.mine", asked_for),
        tools=tools,
        views=chips_above(ctx, ListPage.MINE, views, wanted, counts, page_links()),
    )


@blueprint.get("/paamindelser")
@requires(Permission.CASE_WRITE)
def reminders() -> ResponseReturnValue:
    """Show every reminder in a person's own cases, the oldest first."""
    ctx = context()
    found = my_reminders(
        ctx.session,
        ctx.actor,
        after=parse_reminder_place(request.args.get("efter", "")),
        before=parse_reminder_place(request.args.get("foer", "")),
    )
    places = [str(ReminderPlace(one.reminder.due_on, one.reminder.id)) for one in found.rows]
    link = page_links()
    return render_template(
        "worklist/reminders.html",
        total=count_reminders(ctx.session, ctx.actor),
        rows=[reminder_view(line, link, ctx.today) for line in found.rows],
        turns=Turns(
            link(".reminders", foer=places[0]) if found.has_before and places else None,
            link(".reminders", efter=places[-1]) if found.has_after and places else None,
        ),
    )


@blueprint.post("/paamindelser/<uuid:reminder_id>/faerdig", endpoint="finish_reminder")
@requires(Permission.CASE_WRITE)
def finish_reminder_page(reminder_id: UUID) -> ResponseReturnValue:
    """Mark a reminder as dealt with."""
    ctx = context()
    reminder = find_reminder(ctx.session, ctx.actor, reminder_id)
    if reminder is None:
        raise NotFound
    with ctx.transaction():
        finish_reminder(ctx, reminder)
    flash("Påmindelsen er færdig.", "success")
    return redirect(url_for(_BACK_TO.get(request.form.get("til", ""), ".mine")))


def _on_top(ctx: Context) -> RemindersOnTop:
    """Return the oldest reminders, which stand above a person's cases, and how many there are."""
    found = my_reminders(ctx.session, ctx.actor, size=MOST_ON_TOP)
    total = count_reminders(ctx.session, ctx.actor) if found.has_after else len(found.rows)
    return RemindersOnTop(
        total, tuple(reminder_view(line, page_links(), ctx.today) for line in found.rows)
    )


def _tools(ctx: Context, listed: ListPage, wanted: WorklistFilter) -> Tools:
    return tools_for(listed, wanted, ctx.actor, page_links(), request.args.get("vaelg", ""))


def _people(ctx: Context, wanted: WorklistFilter) -> Choice | None:
    """Return whose cases can be chosen, once that is asked for: the board itself does without."""
    if wanted.holder_id is None and request.args.get("vis") != holders.CHOOSING:
        return None
    found = list_holders(ctx.session, ctx.actor, ctx.today, wanted.holder_id)
    return holders.holder_choice(found, wanted, "worklist.board", page_links())


def _teams(ctx: Context, wanted: WorklistFilter, at_work: TeamsAtWork) -> Choice | None:
    """Return which team can be chosen, once that is asked for: the board itself does without."""
    is_asked_for = at_work.can_be_chosen and request.args.get("vis") == teams.CHOOSING
    if wanted.team is None and not is_asked_for:
        return None
    chosen = wanted.team if isinstance(wanted.team, UUID) else None
    found = list_teams_at_work(ctx.session, ctx.actor, chosen)
    return teams.team_choice(found, wanted, "worklist.board", page_links())


def _page(ctx: Context, wanted: WorklistFilter, size: int) -> WorklistPage:
    return page(
        ctx.session,
        ctx.actor,
        wanted,
        ctx.today,
        after=parse_place(request.args.get("efter", "")),
        before=parse_place(request.args.get("foer", "")),
        size=size,
    )


def _turns(found: WorklistPage, endpoint: str, wanted: WorklistFilter) -> Turns:
    """Return where the pages beside this one begin."""
    values = values_of(wanted)
    if request.args.get("vaelg"):
        values |= {"vaelg": "ja"}
    return Turns(
        previous=_address(endpoint, values | {"foer": str(found.first)})
        if found.has_before
        else None,
        next=_address(endpoint, values | {"efter": str(found.last)}) if found.has_after else None,
    )


def _beholder(ctx: Context, lines: Sequence[CaseLine], wanted: WorklistFilter) -> Beholder:
    held = (line.holder_id for line in lines)
    holders = {one for one in held if one is not None and one != ctx.actor.id}
    away = stand_ins(ctx.session, holders, ctx.today) if holders else {}
    ids = [line.case_id for line in lines]
    holds = holds_of(ctx.session, ids, ctx.today) if wanted.on_hold else {}
    return Beholder(ctx.actor, ctx.today, page_links(), away, holds)


def _without_holder(endpoint: str, **values: str) -> str:
    """Return an address of a person's own list, which says nothing of whose it is."""
    values.pop("kontaktperson", None)
    return _address(endpoint, values)


def _listed(endpoint: str, **values: str) -> str:
    return _address(endpoint, values)


def _address(endpoint: str, values: Mapping[str, str]) -> str:
    return page_links()(endpoint, **(values or _EVERYTHING))
