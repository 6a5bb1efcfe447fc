"""Handing out the sheet of a session on paper (F61)."""

from collections.abc import Sequence
from uuid import UUID

from flask import Blueprint
from flask.typing import ResponseReturnValue

from rehab.clock import civil_date
from rehab.documents.attendance_sheet import PaperRow, PaperSheet, paper_sheet_pdf
from rehab.domain.access import Permission
from rehab.models import CourseSession, Organisation
from rehab.queries.attendance import Participant, participants_of
from rehab.services.courses import note_people_seen
from rehab.web.attendance.loading import session_or_404
from rehab.web.attendance.presenters import OPTIONS, display_name
from rehab.web.downloads import download
from rehab.web.filters import danish_day, danish_time
from rehab.web.guards import requires
from rehab.web.request_context import context


def add_to(blueprint: Blueprint) -> None:
    """Give the sheet's blueprint this file."""
    blueprint.get("/fremmoede/<uuid:session_id>/papirark.pdf")(paper)


@requires(Permission.ATTENDANCE_RECORD)
def paper(session_id: UUID) -> ResponseReturnValue:
    """Give the sheet of a session as PDF, in the order of the screen."""
    ctx = context()
    people = participants_of(ctx.session, session_or_404(ctx, session_id))
    with ctx.transaction():
        note_people_seen(ctx, "attendance.paper", [person.case_id for person in people])
    meeting = session_or_404(ctx, session_id)
    kommune = ctx.session.get_one(Organisation, meeting.course.organisation_id).name
    sheet = paper_sheet(meeting, participants_of(ctx.session, meeting), kommune)
    pdf = paper_sheet_pdf(sheet, created=ctx.now)
    return download(pdf, "fremmoedeark.pdf", "application/pdf")


def paper_sheet(session: CourseSession, people: Sequence[Participant], kommune: str) -> PaperSheet:
    """Return what stands on the paper; protected citizens by initials, as on the screen."""
    return PaperSheet(
        kommune=kommune,
        course=session.course.title,
        day=danish_day(civil_date(session.starts_at)),
        time=f"{danish_time(session.starts_at)}–{danish_time(session.ends_at)}",
        place=session.place,
        therapist=(session.substitute or session.therapist).name,
        boxes=tuple((value, label) for value, label, _ in OPTIONS),
        rows=tuple(
            PaperRow(number, display_name(person), person.mark.value if person.mark else "")
            for number, person in enumerate(people, start=1)
        ),
    )
