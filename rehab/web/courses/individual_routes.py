"""One citizen's own times with a therapist: what is arranged, and one more."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from rehab.domain.access import Permission
from rehab.domain.conflicts import Conflict, ConflictError
from rehab.domain.courses import CourseForm
from rehab.domain.errors import DomainError
from rehab.domain.offers import course_forms, plannable
from rehab.models import Case
from rehab.queries.bookings import countable_referrals
from rehab.queries.cases import find_case
from rehab.queries.courses import chosen_offers, list_therapists
from rehab.queries.series import individual_courses
from rehab.services.context import Context
from rehab.services.individual_times import arrange_time
from rehab.web.courses.individual_forms import IndividualForm
from rehab.web.courses.individual_presenters import times_page
from rehab.web.guards import requires
from rehab.web.request_context import context

blueprint = Blueprint("individual", __name__)


@blueprint.route("/sager/<uuid:case_id>/individuelle-tider", methods=["GET", "POST"])
@requires(Permission.COURSE_BOOK)
def times(case_id: UUID) -> ResponseReturnValue:
    """Show the times a citizen has with a therapist, and arrange one more."""
    ctx = context()
    _case(ctx, case_id)
    ctx.note_reading("individual.times", case_id=case_id)
    case = _case(ctx, case_id)
    form = _form(ctx, case)
    conflicts: tuple[Conflict, ...] = ()
    if form.validate_on_submit():
        try:
            with ctx.transaction():
                arrange_time(ctx, case, form.command())
        except ConflictError as refusal:
            conflicts = refusal.conflicts
            form.form_errors.append(str(refusal))
            case = _case(ctx, case_id)
        except DomainError as refusal:
            form.form_errors.append(str(refusal))
            case = _case(ctx, case_id)
        else:
            flash("Tiden er aftalt.", "success")
            return redirect(url_for("individual.times", case_id=case_id))
    found = individual_courses(ctx.session, case_id)
    page = render_template(
        "courses/individual.html",
        form=form,
        case=times_page(case, found, ctx.now),
        conflicts=[clash.text for clash in conflicts],
    )
    return page, 422 if form.errors else 200


def _form(ctx: Context, case: Case) -> IndividualForm:
    given = plannable(ctx.programme.offers, chosen_offers(ctx.session, ctx.actor))
    return IndividualForm(
        courses=individual_courses(ctx.session, case.id),
        offers=[offer for offer in given if CourseForm.INDIVIDUAL in course_forms(offer)],
        therapists=list_therapists(ctx.session, ctx.actor),
        referrals=countable_referrals(case, ctx.programme_for),
        me=ctx.actor.id,
    )


def _case(ctx: Context, case_id: UUID) -> Case:
    case = find_case(ctx.session, ctx.actor, case_id, Permission.COURSE_BOOK)
    if case is None:
        raise NotFound
    return case
