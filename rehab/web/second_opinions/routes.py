"""Second opinions: the leader draws decisions and sees the agreement; a visitator answers."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from rehab.domain.access import Permission
from rehab.domain.day_counting import plural
from rehab.domain.errors import DomainError, NotPermittedError
from rehab.domain.second_opinions import OpinionRefusedError
from rehab.models import SecondOpinionDraw
from rehab.queries.second_opinions import find_draw, find_drawn, waiting_for
from rehab.services import second_opinions as service
from rehab.services.context import Context
from rehab.web.guards import requires
from rehab.web.request_context import context
from rehab.web.second_opinions.forms import DrawForm
from rehab.web.second_opinions.pages import (
    answer_page,
    draw_page,
    index_page,
    opinion_form,
    to_answer_or_404,
)
from rehab.web.second_opinions.presenters import waiting_line

blueprint = Blueprint("second_opinions", __name__)


@blueprint.route("/anden-vurdering", methods=["GET", "POST"])
@requires(Permission.SECOND_OPINION_DRAW)
def index() -> ResponseReturnValue:
    """Show the draws, and draw decisions of a period for a second opinion."""
    ctx, form = context(), DrawForm()
    if form.validate_on_submit():
        try:
            with ctx.transaction():
                drawn, number = service.draw_decisions(ctx, form.command())
                draw_id, wanted = drawn.id, drawn.wanted
        except NotPermittedError:
            raise
        except DomainError as refusal:
            form.form_errors.append(str(refusal))
        else:
            fewer = "" if number == wanted else " Der var ikke flere at trække."
            flash(f"{plural(number, 'afgørelse', 'afgørelser')} er trukket.{fewer}", "success")
            return redirect(url_for(".show", draw_id=draw_id))
    return index_page(ctx, form)


@blueprint.get("/anden-vurdering/<uuid:draw_id>")
@requires(Permission.SECOND_OPINION_DRAW)
def show(draw_id: UUID) -> ResponseReturnValue:
    """Show how alike the decisions of one draw were read, and what still waits."""
    ctx = context()
    return draw_page(ctx, _draw_or_404(ctx, draw_id))


@blueprint.post("/anden-vurdering/<uuid:draw_id>/traek-tilbage")
@requires(Permission.SECOND_OPINION_DRAW)
def withdraw_rest(draw_id: UUID) -> ResponseReturnValue:
    """Take back what of a draw still waits."""
    ctx = context()
    drawn = _draw_or_404(ctx, draw_id)
    with ctx.transaction():
        number = service.withdraw_rest(ctx, drawn)
    flash(f"{plural(number, 'afgørelse', 'afgørelser')} er trukket tilbage.", "success")
    return redirect(url_for(".show", draw_id=draw_id))


@blueprint.post("/anden-vurdering/afgoerelser/<uuid:opinion_id>/traek-tilbage")
@requires(Permission.SECOND_OPINION_DRAW)
def withdraw(opinion_id: UUID) -> ResponseReturnValue:
    """Take back one decision that was drawn and not answered."""
    ctx = context()
    opinion = find_drawn(ctx.session, ctx.actor, opinion_id)
    if opinion is None:
        raise NotFound
    draw_id = opinion.draw_id
    try:
        with ctx.transaction():
            service.withdraw(ctx, opinion)
    except OpinionRefusedError as refusal:
        flash(str(refusal), "error")
    else:
        flash("Afgørelsen er trukket tilbage.", "success")
    return redirect(url_for(".show", draw_id=draw_id))


@blueprint.get("/anden-vurdering-til-dig")
@requires(Permission.REFERRAL_TRIAGE)
def waiting() -> ResponseReturnValue:
    """Show the referrals that wait for the reader's own opinion."""
    ctx = context()
    rows = waiting_for(ctx.session, ctx.actor)
    return render_template(
        "second_opinions/waiting.html", rows=[waiting_line(row, url_for) for row in rows]
    )


@blueprint.route("/anden-vurdering-til-dig/<uuid:opinion_id>", methods=["GET", "POST"])
@requires(Permission.REFERRAL_TRIAGE)
def answer(opinion_id: UUID) -> ResponseReturnValue:
    """Read a referral as it came, and say what one would have decided."""
    ctx = context()
    opinion = to_answer_or_404(ctx, opinion_id)
    form = opinion_form(ctx, opinion.referral)
    try:
        service.check_may_give(ctx, opinion)
        if form.validate_on_submit():
            with ctx.transaction():
                service.give_opinion(ctx, opinion, form.command())
            flash("Tak. Din vurdering er gemt, og intet er ændret for borgeren.", "success")
            return redirect(url_for(".waiting"))
    except OpinionRefusedError as refusal:
        flash(str(refusal), "error")
        return redirect(url_for(".waiting"))
    except NotPermittedError:
        raise
    except DomainError as refusal:
        form.form_errors.append(str(refusal))
    return answer_page(ctx, to_answer_or_404(ctx, opinion_id, reading=True), form)


def _draw_or_404(ctx: Context, draw_id: UUID) -> SecondOpinionDraw:
    draw = find_draw(ctx.session, ctx.actor, draw_id)
    if draw is None:
        raise NotFound
    return draw
