"""Finding the session a page is about, for those who keep its sheet."""

from uuid import UUID

from werkzeug.exceptions import NotFound

from rehab.models import CourseSession
from rehab.queries.attendance import find_session
from rehab.services.context import Context


def session_or_404(ctx: Context, session_id: UUID) -> CourseSession:
    """Return a session whose sheet the actor keeps, or answer 404."""
    session = find_session(ctx.session, ctx.actor, session_id)
    if session is None:
        raise NotFound
    return session
