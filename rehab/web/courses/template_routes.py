"""The kommune's templates of holds: the list, one template, and what its sessions are about."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from rehab.domain.access import Permission
from rehab.domain.course_templates import next_start
from rehab.domain.errors import DomainError
from rehab.domain.offers import plannable
from rehab.domain.programme import Offer
from rehab.models import CourseTemplate
from rehab.queries.course_templates import find_template, list_templates, times_of
from rehab.queries.courses import chosen_offers, list_therapists
from rehab.services.context import Context
from rehab.services.course_templates import retire_template, save_template, set_content
from rehab.web.courses import plan_presenters
from rehab.web.courses.plan_forms import (
    ContentForm,
    PlanForm,
    TemplateForm,
    content_in,
    of_template,
)
from rehab.web.fields import seen_version
from rehab.web.guards import requires
from rehab.web.request_context import context

blueprint = Blueprint("course_templates", __name__)


@blueprint.get("/forloeb/skabeloner")
@requires(Permission.COURSE_PLAN)
def index() -> ResponseReturnValue:
    """Show the templates, each with a way to plan a hold of it."""
    ctx = context()
    found = list_templates(ctx.session, ctx.actor)
    rows = [plan_presenters.template_row(row, ctx.programme) for row in found]
    return render_template("courses/templates.html", rows=rows)


@blueprint.route("/forloeb/skabeloner/ny", methods=["GET", "POST"])
@requires(Permission.COURSE_PLAN)
def new() -> ResponseReturnValue:
    """Make a template."""
    ctx = context()
    form = TemplateForm(_offers(ctx), list_therapists(ctx.session, ctx.actor))
    return _kept(ctx, form, None)


@blueprint.route("/forloeb/skabeloner/<uuid:template_id>", methods=["GET", "POST"])
@requires(Permission.COURSE_PLAN)
def change(template_id: UUID) -> ResponseReturnValue:
    """Change a template."""
    ctx = context()
    template = _open(ctx, template_id)
    therapists = list_therapists(ctx.session, ctx.actor)
    form = TemplateForm(_offers(ctx), therapists, data=of_template(template))
    return _kept(ctx, form, template)


@blueprint.route("/forloeb/skabeloner/<uuid:template_id>/indhold", methods=["GET", "POST"])
@requires(Permission.COURSE_PLAN)
def content(template_id: UUID) -> ResponseReturnValue:
    """Say what each session of a template is about."""
    ctx = context()
    template = _open(ctx, template_id)
    form = ContentForm(data={"version": str(template.version), "sessions": str(template.sessions)})
    typed = content_in(request.form, form.sent(template.sessions)) if form.is_submitted() else []
    if form.validate_on_submit():
        try:
            with ctx.transaction():
                set_content(ctx, template, typed, version=seen_version(form.version.data))
        except DomainError as refusal:
            form.form_errors.append(str(refusal))
        else:
            flash("Indholdet er gemt.", "success")
            return redirect(url_for("course_templates.index"))
        form.version.data = str(template.version)
    shown = max(len(typed), template.sessions)
    form.sessions.data = str(shown)
    page = render_template(
        "courses/template_content.html",
        form=form,
        template=template,
        sessions=plan_presenters.content_rows([*typed, *template.content[len(typed) :]], shown),
    )
    return page, 422 if form.errors else 200


@blueprint.post("/forloeb/skabeloner/<uuid:template_id>/ud-af-brug")
@requires(Permission.COURSE_PLAN)
def retire(template_id: UUID) -> ResponseReturnValue:
    """Take a template out of use."""
    ctx = context()
    with ctx.transaction():
        retire_template(ctx, _found(ctx, template_id))
    flash("Skabelonen er taget ud af brug. Hold, der er planlagt af den, fortsætter.", "success")
    return redirect(url_for("course_templates.index"))


def template_of(ctx: Context, text: str | None) -> CourseTemplate | None:
    """Return the template an address names, none when it names none, or answer 404."""
    if not text:
        return None
    try:
        return _found(ctx, UUID(text))
    except ValueError:
        raise NotFound from None


def plan_form(ctx: Context, template: CourseTemplate | None) -> PlanForm:
    """Return the form of a new course, filled in from a template when there is one."""
    filled = of_template(template) if template else {}
    if template is not None:
        filled["first_on"] = next_start(times_of(template), ctx.today)
    return PlanForm(_offers(ctx), list_therapists(ctx.session, ctx.actor), data=filled)


def _kept(ctx: Context, form: TemplateForm, template: CourseTemplate | None) -> ResponseReturnValue:
    template_id = template.id if template else None
    if form.validate_on_submit():
        try:
            with ctx.transaction():
                saved_id = save_template(ctx, form.command(), template).id
        except DomainError as refusal:
            form.form_errors.append(str(refusal))
            if template is not None:
                form.version.data = str(template.version)
        else:
            flash("Skabelonen er gemt. Skriv nu, hvad hver gang handler om.", "success")
            return redirect(url_for("course_templates.content", template_id=saved_id))
    page = render_template("courses/template.html", form=form, template_id=template_id)
    return page, 422 if form.errors else 200


def _offers(ctx: Context) -> tuple[Offer, ...]:
    return plannable(ctx.programme.offers, chosen_offers(ctx.session, ctx.actor))


def _open(ctx: Context, template_id: UUID) -> CourseTemplate:
    """Return a template; one retired since its page was opened too, so that no text is lost."""
    return _found(ctx, template_id, also_retired=request.method == "POST")


def _found(ctx: Context, template_id: UUID, *, also_retired: bool = False) -> CourseTemplate:
    template = find_template(ctx.session, ctx.actor, template_id, also_retired=also_retired)
    if template is None:
        raise NotFound
    return template
