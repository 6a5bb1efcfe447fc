"""Pages for what went wrong: a Danish sentence that says what to do, and nothing personal."""

import logging
from traceback import format_tb
from typing import Final

from flask import Flask, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from rehab.domain.errors import DomainError, NotPermittedError
from rehab.ids import new_id

log = logging.getLogger(__name__)

_SENTENCES: Final = {
    400: ("Siden kunne ikke sendes", "Gå tilbage, genindlæs siden og prøv igen."),
    403: ("Ingen adgang", "Din rolle giver ikke adgang til siden. Spørg din leder om adgang."),
    404: (
        "Siden findes ikke",
        "Den findes ikke, eller du har ikke adgang til den. Gå til forsiden og søg derfra.",
    ),
    405: ("Siden kan ikke åbnes sådan", "Gå til forsiden og find siden derfra."),
    409: ("Det lader sig ikke gøre", "Genindlæs siden, og se hvad der er ændret."),
    413: ("Filen er for stor", "Send en fil på højst 10 MB."),
}


def _page(code: int, sentence: str | None = None) -> ResponseReturnValue:
    heading, default = _SENTENCES.get(code, ("Noget gik galt", "Prøv igen om lidt."))
    page = render_template(
        "errors/error.html", heading=heading, sentence=sentence or default, code=code
    )
    return page, code


def init_app(app: Flask) -> None:
    """Answer every error with a page of our own."""

    @app.errorhandler(CSRFError)
    def _csrf(_error: CSRFError) -> ResponseReturnValue:
        return _page(
            400,
            "Siden har været åben for længe. Gå tilbage, kopiér det du skrev, "
            "genindlæs siden og prøv igen.",
        )

    @app.errorhandler(HTTPException)
    def _http(error: HTTPException) -> ResponseReturnValue:
        if error.code == 405 and request.path == url_for("mailbox.hand_in"):  # noqa: PLR2004
            # Only programs come here, and they cannot read a page.
            return (
                {"fejl": "Adressen tager kun imod POST. Send meddelelsen sådan."},
                error.code,
                {"Allow": "POST, OPTIONS"},
            )
        if error.response is not None or error.code is None or error.code < 400:  # noqa: PLR2004
            return error
        return _page(error.code)

    @app.errorhandler(NotPermittedError)
    def _not_permitted(error: NotPermittedError) -> ResponseReturnValue:
        return _page(403, str(error))

    @app.errorhandler(DomainError)
    def _refused(error: DomainError) -> ResponseReturnValue:
        return _page(409, str(error))

    @app.errorhandler(Exception)
    def _unexpected(error: Exception) -> ResponseReturnValue:
        reference = str(new_id())[:8]
        # Where, and of which type, but not the message: a database quotes the row it refused.
        where = "".join(format_tb(error.__traceback__))
        log.error("unexpected %s, reference %s\n%s", type(error).__name__, reference, where)
        return _page(500, f"Fejlen er noteret. Oplys {reference}, hvis du ringer til support.")
