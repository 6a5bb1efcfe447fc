"""What a tablet asks and tells while a sheet is open: each tap at once, and the others' taps."""

from typing import Final
from uuid import UUID

from flask import (
    Blueprint,
    current_app,
    jsonify,
    render_template,
    request,
    send_from_directory,
)
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from rehab.clock import civil_date
from rehab.domain.access import Permission
from rehab.domain.errors import DomainError, NotPermittedError
from rehab.domain.taps import TapRefusedError
from rehab.queries.attendance import names_of_recorders, participants_of
from rehab.services.context import Context
from rehab.services.courses import note_people_seen
from rehab.services.taps import record_taps
from rehab.web.attendance import presenters, wire
from rehab.web.attendance.loading import session_or_404
from rehab.web.guards import PUBLIC, requires
from rehab.web.request_context import context

# Whose page a tablet asks for, sent by its script.
WHO: Final = "X-Rehab-Who"


def add_to(blueprint: Blueprint) -> None:
    """Give the sheet's blueprint the addresses its script asks."""
    blueprint.post("/fremmoede/<uuid:session_id>/tryk")(taps)
    blueprint.get("/fremmoede/<uuid:session_id>/stilling")(state)
    blueprint.get("/fremmoede/<uuid:session_id>/uden-net")(copy)
    blueprint.get("/fremmoede/uden-net.js")(worker)


@requires(Permission.ATTENDANCE_RECORD)
def taps(session_id: UUID) -> ResponseReturnValue:
    """Store the taps of a tablet, and answer with the sheet as it now stands."""
    ctx = _context_of_the_page()
    meeting = session_or_404(ctx, session_id)
    try:
        if WHO not in request.headers:
            raise TapRefusedError("Genindlæs siden.")
        sent, sent_ms = wire.read_taps(request.get_json(silent=True), civil_date(meeting.starts_at))
        with ctx.transaction():
            received = record_taps(ctx, meeting, sent, sent_ms)
    except DomainError as refusal:
        return jsonify(refused=str(refusal)), 422
    answer = _state(ctx, session_id, received.kept)
    gone = "En deltager står ikke længere på listen. Genindlæs siden." if received.left else ""
    return jsonify(done=[str(tap_id) for tap_id in received.done], gone=gone, **answer)


@requires(Permission.ATTENDANCE_RECORD)
def state(session_id: UUID) -> ResponseReturnValue:
    """Tell how a sheet stands, with a token that lets the tablet send what it kept."""
    ctx = _context_of_the_page()
    people = participants_of(ctx.session, session_or_404(ctx, session_id))
    with ctx.transaction():
        note_people_seen(ctx, "attendance.sheet", [person.case_id for person in people])
    return jsonify(token=generate_csrf(), **_state(ctx, session_id, frozenset()))


@requires(Permission.ATTENDANCE_RECORD)
def copy(session_id: UUID) -> ResponseReturnValue:
    """Give the page that a tablet keeps for the day: initials, row numbers and marks (ADR 0022)."""
    ctx = _context_of_the_page()
    people = participants_of(ctx.session, session_or_404(ctx, session_id))
    with ctx.transaction():
        note_people_seen(ctx, "attendance.sheet", [person.case_id for person in people])
    meeting = session_or_404(ctx, session_id)
    people = participants_of(ctx.session, meeting)
    return render_template(
        "attendance/offline.html",
        sheet=presenters.offline_page(meeting, people),
        options=presenters.OPTIONS,
        viewer=ctx.actor.id,
        day=ctx.today.isoformat(),
        person=None,
        kommune=None,
        navigation=(),
    )


@requires(PUBLIC)
def worker() -> ResponseReturnValue:
    """Give the script that opens the kept page without a connection.

    It stands here because a browser lets a script answer only for the addresses below its own.
    """
    return send_from_directory(
        current_app.static_folder or "", "rehab-attendance-worker.js", mimetype="text/javascript"
    )


def _context_of_the_page() -> Context:
    """Return the context of whoever opened the page that asks, and of nobody else (ADR 0022).

    Two share a tablet: the page of the one stays open while the other logs in, and what the first
    tapped must not be sent, and told of, as the other's. Raises `NotPermittedError`.
    """
    ctx = context()
    if request.headers.get(WHO, str(ctx.actor.id)) != str(ctx.actor.id):
        raise NotPermittedError("Siden er åbnet af en anden. Log ind som den, der trykkede.")
    return ctx


def _state(ctx: Context, session_id: UUID, kept: frozenset[UUID]) -> dict[str, object]:
    meeting = session_or_404(ctx, session_id)
    people = participants_of(ctx.session, meeting)
    return wire.state(people, kept, names_of_recorders(ctx.session, people), ctx.actor.id)
