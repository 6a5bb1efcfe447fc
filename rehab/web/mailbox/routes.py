"""Where a sender's system hands messages in: the same bytes as in a file, over HTTP.

A program has no session and no form, so it shows a token of its own and the form's token is not
asked for; that holds for this one route (MEDCOM 5, importer design).
"""

import logging
from typing import Final

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import ClientDisconnected, RequestEntityTooLarge

from rehab.medcom.xml import MAX_BYTES
from rehab.models import Delivery, SenderToken
from rehab.services.context import Context
from rehab.services.deliveries import UnusableKeyError, keep, key_of_hand_in
from rehab.services.intake import deal_with
from rehab.services.mailboxes import sender_by_token
from rehab.web.guards import PUBLIC, requires
from rehab.web.request_context import context

blueprint = Blueprint("mailbox", __name__)
log = logging.getLogger(__name__)

_SCHEME: Final = "bearer "
_REFUSALS: Final = {
    400: "Forbindelsen blev afbrudt, før hele meddelelsen var modtaget. Intet er gemt. "
    "Send den igen.",
    413: f"Meddelelsen er for stor. Grænsen er {MAX_BYTES // 1024**2} MB.",
}
_FORMS: Final = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})


@blueprint.post("/modtag")
@requires(PUBLIC)
def hand_in() -> ResponseReturnValue:
    """Store a message and answer 202 with its number; what it says is dealt with afterwards.

    A sender that never got the answer may ask again with the same `Idempotency-Key`: the message
    is stored once, and the answer is the same.
    """
    ctx = context()
    sender = _sender(ctx)
    if sender is None:
        fault = "Nøglen mangler eller gælder ikke. Bed driften om en ny (rehab token add)."
        return {"fejl": fault}, 401, {"WWW-Authenticate": "Bearer"}
    if request.mimetype in _FORMS:
        return {"fejl": "Send meddelelsens bytes som indhold, ikke som en formular."}, 415
    try:
        raw = _whole_body()
    except (RequestEntityTooLarge, ClientDisconnected) as refusal:
        return {"fejl": _REFUSALS[refusal.code]}, refusal.code
    if not raw.strip():
        return {"fejl": "Der er intet indhold. Send meddelelsen som forespørgslens indhold."}, 400
    key = request.headers.get("Idempotency-Key")
    try:
        known_by = key_of_hand_in(sender.id, key) if key is not None else None
        source = f"http: {sender.name}"
        delivery = keep(ctx, source, raw, file_key=known_by, sender_token_id=sender.id)
    except UnusableKeyError as refusal:
        return {"fejl": str(refusal)}, 422
    number = str(delivery.id)
    _deal_with(ctx, delivery, number)
    return {"id": number}, 202


def _whole_body() -> bytes:
    """Return all that the sender sent; a part of it would be stored as if it were the message.

    The stream stops without a word at its limit, and where the connection broke. So one byte more
    than the limit is asked for, and the length is held against the one that was promised. Raises
    RequestEntityTooLarge or ClientDisconnected.
    """
    request.max_content_length = MAX_BYTES + 1
    raw = request.get_data(cache=False)
    if len(raw) > MAX_BYTES:
        raise RequestEntityTooLarge
    if len(raw) < (request.content_length or 0):
        raise ClientDisconnected
    return raw


def _deal_with(ctx: Context, delivery: Delivery, number: str) -> None:
    try:
        deal_with(ctx, delivery)
    except Exception as fault:  # noqa: BLE001 - it is stored, and the worker takes it up again
        ctx.session.rollback()
        log.error("delivery %s is stored but not read (%s)", number, type(fault).__name__)  # noqa: TRY400 - a trace may hold values


def _sender(ctx: Context) -> SenderToken | None:
    header = request.headers.get("Authorization", "")
    if header[: len(_SCHEME)].lower() != _SCHEME:
        return None
    return sender_by_token(ctx, header[len(_SCHEME) :].strip())
