"""Taking a list, or the ticked cases of one, out as a file for a spreadsheet."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from flask import Response, render_template, request, stream_with_context, url_for
from flask.typing import ResponseReturnValue

from rehab.domain.access import Permission
from rehab.domain.bulk import BulkSizeError, check_rows
from rehab.domain.day_counting import plural
from rehab.domain.errors import DomainError
from rehab.domain.kept_filters import PAGE_LABELS, filter_in, wanted_on
from rehab.domain.list_files import BYTE_ORDER_MARK, csv_lines
from rehab.domain.worklists import ListPage, WorklistFilter
from rehab.queries.tallies import count_cases
from rehab.queries.worklists import CaseLine, lines_of
from rehab.services.context import Context
from rehab.services.list_exports import (
    TakeOut,
    lines_taken_out,
    log_taken_out,
    note_export,
)
from rehab.web.bulk.asked import asked_in
from rehab.web.bulk.export_rows import HEADINGS, cells_of
from rehab.web.bulk.forms import PurposeForm
from rehab.web.bulk.routes import blueprint
from rehab.web.downloads import download
from rehab.web.guards import requires
from rehab.web.list_addresses import address_of, filter_text, page_named, query_of
from rehab.web.request_context import context

__all__ = ["blueprint"]  # the same blueprint as the other acts, with these routes on it


@blueprint.route("/hele-listen/udtraek", methods=["GET", "POST"])
@requires(Permission.CASE_READ)
def export_list() -> ResponseReturnValue:
    """Ask what a list is taken out for, and hand it out as it is narrowed, a batch at a time."""
    ctx, form = context(), PurposeForm()
    listed = page_named(request.args.get("side", "")) or ListPage.MINE
    narrowed = filter_in(request.query_string.decode())
    wanted = wanted_on(listed, narrowed, ctx.actor)
    count = count_cases(ctx.session, ctx.actor, wanted, ctx.today).of(wanted)
    command = TakeOut(listed, query_of(listed, narrowed), count, form.purpose.data or "")
    if form.validate_on_submit() and _noted(ctx, form, command):
        return _file(ctx, _whole_list(ctx, wanted))
    page = render_template(
        "bulk/export.html",
        form=form,
        what=f"{PAGE_LABELS[listed]}: {filter_text(narrowed)}",
        count=plural(count, "sag", "sager"),
        url=request.full_path,
        asked=None,
        back=address_of(listed, narrowed, url_for, vis="alle"),
    )
    return page, 422 if form.errors else 200


@blueprint.post("/udtraek")
@requires(Permission.CASE_READ)
def export_chosen() -> ResponseReturnValue:
    """Ask what the ticked cases are taken out for, and hand them out."""
    ctx, asked, form = context(), asked_in(request.form), PurposeForm()
    try:
        chosen = check_rows(asked.case_ids)
    except BulkSizeError as refusal:
        page = render_template("bulk/refused.html", why=str(refusal), back=asked.back(url_for))
        return page, 422
    order = wanted_on(asked.page, asked.wanted, ctx.actor).order
    lines = lines_of(ctx.session, ctx.actor, chosen, ctx.today, order)
    command = TakeOut(asked.page, asked.query, len(lines), form.purpose.data or "")
    if asked.step == "goer" and form.validate() and _noted(ctx, form, command):
        log_taken_out(ctx, lines)
        return _file(ctx, [lines])
    page = render_template(
        "bulk/export.html",
        form=form,
        what=f"{PAGE_LABELS[asked.page]}: de valgte sager",
        count=plural(len(lines), "sag", "sager"),
        url=request.path,
        asked=asked,
        back=asked.back(url_for),
    )
    return page, 422 if form.errors else 200


def _noted(ctx: Context, form: PurposeForm, command: TakeOut) -> bool:
    """Keep who takes what out and why, and tell whether it may go on."""
    try:
        with ctx.transaction():
            note_export(ctx, command)
    except DomainError as refusal:
        form.form_errors.append(str(refusal))
        return False
    return True


def _whole_list(ctx: Context, wanted: WorklistFilter) -> Iterator[Sequence[CaseLine]]:
    """Read a list while it is given out, on a session of its own.

    The request's session is closed when the view returns; used again, it would keep a connection
    that nobody gives back.
    """
    yield from lines_taken_out(replace(ctx, session=context().session), wanted)


def _file(ctx: Context, batches: Iterable[Sequence[CaseLine]]) -> Response:
    response = download(b"", f"sager-{ctx.today.isoformat()}.csv", "text/csv")
    response.response = stream_with_context(_text(batches))
    response.headers.pop("Content-Length", None)
    return response


def _text(batches: Iterable[Sequence[CaseLine]]) -> Iterator[bytes]:
    yield (BYTE_ORDER_MARK + csv_lines([HEADINGS])).encode()
    for lines in batches:
        yield csv_lines(cells_of(line) for line in lines).encode()
