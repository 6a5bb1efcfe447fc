"""The first page: where each role's day begins."""

from typing import Final

from flask import Blueprint, current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import text

from rehab.domain.access import Permission, Role
from rehab.models import db
from rehab.web.guards import PUBLIC, requires

blueprint = Blueprint("home", __name__)

# A person with several roles begins where the first of these does.
_FIRST_PAGE: Final = (
    (Role.VISITATOR, "referrals.inbox"),
    (Role.KOORDINATOR, "worklist.board"),
    (Role.TERAPEUT, "worklist.mine"),
    (Role.LEDER, "overview.show"),
    (Role.JOBKONSULENT, "employment.index"),
    (Role.ADMINISTRATOR, "administration.users"),
)


@blueprint.get("/")
@requires(Permission.HOME_READ)
def show() -> ResponseReturnValue:
    """Take a person to the page their role works from."""
    for role, endpoint in _FIRST_PAGE:
        if role in current_user.actor.roles and endpoint in current_app.view_functions:
            return redirect(url_for(endpoint))
    return render_template("home/show.html")


@blueprint.get("/sundhed")
@requires(PUBLIC)
def health() -> ResponseReturnValue:
    """Tell a monitor that the app answers and reaches its database."""
    db.session.execute(text("SELECT 1"))
    return {"status": "ok"}


@blueprint.get("/tilgaengelighed")
@requires(PUBLIC)
def accessibility() -> ResponseReturnValue:
    """Show the accessibility statement the law asks for."""
    return render_template("home/accessibility.html")
