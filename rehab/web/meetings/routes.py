"""The team's meeting: what waits, one case at a time, and what was decided."""

from typing import Final
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from rehab.domain.access import Permission, may
from rehab.domain.errors import DomainError, NotPermittedError
from rehab.domain.meetings import AlreadyAskedError
from rehab.models import AgendaItem, Case, TeamMeeting
from rehab.queries.cases import find_case
from rehab.queries.meetings import (
    decisions_of,
    find_item,
    find_meeting,
    held_meetings,
    items_of,
    open_meeting,
    waiting_item_of,
    waiting_items,
)
from rehab.services.context import Context
from rehab.services.meetings import (
    begin_meeting,
    check_may_decide,
    decide,
    end_meeting,
    put_on_agenda,
    take_off_agenda,
)
from rehab.web.case_head import head_view
from rehab.web.fields import Form
from rehab.web.guards import requires
from rehab.web.meetings.forms import DecisionForm, QuestionForm, empty_after
from rehab.web.meetings.presenters import (
    asked_before,
    in_hand,
    item_view,
    meeting_views,
    progress_text,
    unsaved_view,
)
from rehab.web.request_context import context

blueprint = Blueprint("meetings", __name__)
_MOST_PASSED_OVER: Final = 50


@blueprint.get("/moeder")
@requires(Permission.MEETING_HOLD)
def index() -> ResponseReturnValue:
    """Show what waits for the next meeting, and what earlier ones decided."""
    ctx = context()
    items = waiting_items(ctx.session, ctx.actor)
    held = held_meetings(ctx.session, ctx.actor)
    return render_template(
        "meetings/index.html",
        items=[item_view(item, url_for, ctx.today) for item in items],
        current=open_meeting(ctx.session, ctx.actor),
        meetings=meeting_views(held, decisions_of(ctx.session, held), url_for),
        form=Form(),
    )


@blueprint.post("/moeder/nyt")
@requires(Permission.MEETING_HOLD)
def begin() -> ResponseReturnValue:
    """Begin a meeting, or go to the one that is being held."""
    ctx = context()
    with ctx.transaction():
        meeting_id = begin_meeting(ctx).id
    return redirect(url_for("meetings.show", meeting_id=meeting_id))


@blueprint.get("/moeder/<uuid:meeting_id>")
@requires(Permission.MEETING_HOLD)
def show(meeting_id: UUID) -> ResponseReturnValue:
    """Show the case the meeting has come to, or what it decided when it is over."""
    ctx = context()
    meeting = _meeting_or_404(ctx, meeting_id)
    return _page(ctx, meeting, DecisionForm(formdata=None))


@blueprint.post("/moeder/<uuid:meeting_id>/sager/<uuid:item_id>")
@requires(Permission.MEETING_HOLD)
def decide_item(meeting_id: UUID, item_id: UUID) -> ResponseReturnValue:
    """Write down what was decided about a case, and take up the next."""
    ctx = context()
    meeting, item = _meeting_or_404(ctx, meeting_id), _item_or_404(ctx, item_id)
    form = DecisionForm()
    try:
        check_may_decide(meeting, item)
        if form.validate_on_submit():
            with ctx.transaction():
                decide(ctx, meeting, item, form.command())
            flash("Beslutningen står i sagens journal.", "success")
            following = url_for("meetings.show", meeting_id=meeting_id, sprunget=_passed_over())
            return redirect(following)
    except NotPermittedError:
        raise
    except DomainError as refusal:
        form.form_errors.append(str(refusal))
    return _page(ctx, _meeting_or_404(ctx, meeting_id), form, _item_or_404(ctx, item_id))


@blueprint.post("/moeder/<uuid:meeting_id>/slut")
@requires(Permission.MEETING_HOLD)
def end(meeting_id: UUID) -> ResponseReturnValue:
    """End a meeting; what was not decided waits for the next."""
    ctx = context()
    meeting = _meeting_or_404(ctx, meeting_id)
    with ctx.transaction():
        end_meeting(ctx, meeting)
    flash("Mødet er afsluttet. Sager uden beslutning venter til næste møde.", "success")
    return redirect(url_for("meetings.show", meeting_id=meeting_id))


@blueprint.route("/sager/<uuid:case_id>/teammoede", methods=["GET", "POST"])
@requires(Permission.CASE_WRITE)
def ask(case_id: UUID) -> ResponseReturnValue:
    """Put a case on the agenda of the next meeting, or show what it stands there with already."""
    ctx = context()
    case = _case_or_404(ctx, case_id)
    form, came_second = QuestionForm(), False
    if form.validate_on_submit():
        try:
            with ctx.transaction():
                put_on_agenda(ctx, case, form.question.data or "")
        except NotPermittedError:
            raise
        except DomainError as refusal:
            form.form_errors.append(str(refusal))
            came_second = isinstance(refusal, AlreadyAskedError)
        else:
            flash("Sagen står på dagsordenen til næste teammøde.", "success")
            return redirect(url_for("cases.show", case_id=case_id))
    ctx.note_reading("meetings.ask", case_id=case_id)
    page = head_view(_case_or_404(ctx, case_id), url_for, ctx.today)
    waiting = waiting_item_of(ctx.session, case_id)
    template = render_template(
        "meetings/ask.html",
        page=page,
        form=form,
        asked=asked_before(waiting) if waiting else (),
        unsaved=form.question.data if waiting and came_second else None,
        can_ask=waiting is None or (bool(form.errors) and not came_second),
        agenda_url=url_for("meetings.index") if may(ctx.actor, Permission.MEETING_HOLD) else None,
    )
    return template, 422 if form.errors else 200


@blueprint.post("/moeder/punkter/<uuid:item_id>/fjern")
@requires(Permission.CASE_WRITE)
def take_off(item_id: UUID) -> ResponseReturnValue:
    """Take a case off the agenda without a decision."""
    ctx = context()
    item = _item_or_404(ctx, item_id)
    case_id = item.case_id
    try:
        with ctx.transaction():
            take_off_agenda(ctx, item)
    except NotPermittedError:
        raise
    except DomainError as refusal:
        flash(str(refusal), "error")
    else:
        flash("Sagen er taget af dagsordenen.", "success")
    return redirect(url_for("cases.show", case_id=case_id))


def _page(
    ctx: Context, meeting: TeamMeeting, form: DecisionForm, typed_about: AgendaItem | None = None
) -> ResponseReturnValue:
    """Render the meeting. What was typed stands under the item it was typed about, or under none.

    That item keeps its place while it waits; what was typed about one that no longer does is shown
    beside an empty form for the next.
    """
    meeting_id, typed_id = meeting.id, typed_about.id if typed_about else None
    waiting = waiting_items(ctx.session, ctx.actor) if meeting.ended_at is None else []
    skipped = frozenset(_passed_over())
    item = in_hand(waiting, skipped, typed_id)
    if item is not None:
        ctx.note_reading("meetings.show", case_id=item.case_id)
        waiting = waiting_items(ctx.session, ctx.actor)
        item = in_hand(waiting, skipped, typed_id)
    meeting = _meeting_or_404(ctx, meeting_id)
    decided = items_of(ctx.session, ctx.actor, meeting)
    unsaved = None
    if typed_id is not None and (item is None or item.id != typed_id):
        unsaved = unsaved_view(_item_or_404(ctx, typed_id), form, url_for)
        form = empty_after(form)
    page = render_template(
        "meetings/show.html",
        meeting=meeting,
        item=item_view(item, url_for, ctx.today) if item else None,
        skip_url=url_for("meetings.show", meeting_id=meeting_id, sprunget=[*skipped, str(item.id)])
        if item
        else None,
        passed_over=_passed_over(),
        decided=[item_view(each, url_for, ctx.today) for each in decided],
        progress=progress_text(len(waiting), len(decided)),
        unsaved=unsaved,
        form=form,
    )
    return page, 422 if form.errors else 200


def _passed_over() -> list[str]:
    """Return the cases that were passed over, to carry along in addresses; at most a day's."""
    return request.args.getlist("sprunget")[:_MOST_PASSED_OVER]


def _meeting_or_404(ctx: Context, meeting_id: UUID) -> TeamMeeting:
    meeting = find_meeting(ctx.session, ctx.actor, meeting_id)
    if meeting is None:
        raise NotFound
    return meeting


def _item_or_404(ctx: Context, item_id: UUID) -> AgendaItem:
    item = find_item(ctx.session, ctx.actor, item_id)
    if item is None:
        raise NotFound
    return item


def _case_or_404(ctx: Context, case_id: UUID) -> Case:
    case = find_case(ctx.session, ctx.actor, case_id, Permission.CASE_WRITE)
    if case is None:
        raise NotFound
    return case
