"""The kommune's offers: kept by those who plan, and read by those who refer (4.4, Boks 8)."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from rehab.domain.access import Permission, may
from rehab.domain.catalogue import check_standards, public_offers
from rehab.domain.errors import DomainError, NotPermittedError
from rehab.domain.offers import is_given, is_optional
from rehab.domain.programme import Offer, OfferStandard
from rehab.models import Organisation
from rehab.queries.offers import (
    NO_DETAILS,
    open_deviation,
    organisation_by_code,
    provision_of,
)
from rehab.services.context import Context
from rehab.services.offers import (
    UnknownOfferError,
    change_offer,
    deviate,
    end_deviation,
    offer_named,
)
from rehab.web.guards import PUBLIC, requires
from rehab.web.offers.forms import DeviationForm, OfferForm
from rehab.web.offers.presenters import (
    STANDARD_LABELS,
    entrance_of,
    public_views,
    standard_views,
    summary_text,
)
from rehab.web.request_context import context

blueprint = Blueprint("offers", __name__)


@blueprint.get("/tilbud")
@requires(Permission.COURSE_READ)
def index() -> ResponseReturnValue:
    """Show which minimum standards the kommune meets, by what, and what is missing."""
    ctx = context()
    provision = provision_of(ctx.session, ctx.organisation_id, ctx.now)
    checks = check_standards(ctx.programme.offers, provision)
    own = ctx.session.get_one(Organisation, ctx.organisation_id)
    return render_template(
        "offers/index.html",
        rows=standard_views(checks, url_for),
        summary=summary_text(checks),
        may_change=may(ctx.actor, Permission.COURSE_PLAN),
        public_url=url_for("offers.entrance", kommunekode=own.kommunekode),
    )


@blueprint.route("/tilbud/<string:offer_code>", methods=["GET", "POST"])
@requires(Permission.COURSE_PLAN)
def change(offer_code: str) -> ResponseReturnValue:
    """Say how the kommune gives an offer, and whether it has an optional one."""
    ctx = context()
    offer = _offer_or_404(ctx, offer_code)
    form = OfferForm()
    if form.validate_on_submit():
        try:
            with ctx.transaction():
                change_offer(ctx, offer, form.command())
        except NotPermittedError:
            raise
        except DomainError as refusal:
            form.form_errors.append(str(refusal))
        else:
            flash("Tilbuddet er gemt.", "success")
            return redirect(url_for("offers.index"))
    return _page(ctx, offer, form, DeviationForm())


@blueprint.post("/tilbud/<string:offer_code>/afvigelse")
@requires(Permission.COURSE_PLAN)
def leave_out(offer_code: str) -> ResponseReturnValue:
    """Record that a minimum standard is not given, with the reason."""
    ctx = context()
    offer = _offer_or_404(ctx, offer_code)
    form = DeviationForm()
    if form.validate_on_submit():
        try:
            with ctx.transaction():
                deviate(ctx, offer, form.reason.data or "")
        except NotPermittedError:
            raise
        except DomainError as refusal:
            form.form_errors.append(str(refusal))
        else:
            flash("Afvigelsen er registreret. Tilbuddet står ikke længere offentligt.", "success")
            return redirect(url_for("offers.index"))
    return _page(ctx, offer, None, form)


@blueprint.post("/tilbud/<string:offer_code>/afvigelse/slut")
@requires(Permission.COURSE_PLAN)
def take_in(offer_code: str) -> ResponseReturnValue:
    """Give a minimum standard again."""
    ctx = context()
    offer = _offer_or_404(ctx, offer_code)
    try:
        with ctx.transaction():
            end_deviation(ctx, offer)
    except NotPermittedError:
        raise
    except DomainError as refusal:
        flash(str(refusal), "error")
    else:
        flash("Afvigelsen er afsluttet. Tilbuddet gives igen.", "success")
    return redirect(url_for("offers.change", offer_code=offer_code))


@blueprint.get("/indgang/<string:kommunekode>")
@requires(PUBLIC)
def entrance(kommunekode: str) -> ResponseReturnValue:
    """Show anybody where to send a referral, and what the kommune offers (4.4)."""
    ctx, own = _own_or_404(kommunekode)
    provision = provision_of(ctx.session, own.id, ctx.now)
    return render_template(
        "offers/entrance.html",
        entrance=entrance_of(own),
        offers=public_views(public_offers(ctx.programme.offers, provision), provision),
        programme=ctx.programme.title,
        feed_url=url_for("offers.feed", kommunekode=kommunekode),
    )


@blueprint.get("/indgang/<string:kommunekode>.json")
@requires(PUBLIC)
def feed(kommunekode: str) -> ResponseReturnValue:
    """Give the same to a program: the entrance and the offers as JSON."""
    ctx, own = _own_or_404(kommunekode)
    provision = provision_of(ctx.session, own.id, ctx.now)
    offers = public_views(public_offers(ctx.programme.offers, provision), provision)
    return {
        "program": {"kode": ctx.programme.code, "udgave": ctx.programme.version},
        "indgang": {
            "kommune": own.name,
            "kommunekode": own.kommunekode,
            "afdeling": own.department,
            "lokationsnummer": own.gln,
            "adresse": entrance_of(own).address,
            "telefon": own.phone,
        },
        "tilbud": [
            {
                "kode": offer.code,
                "navn": offer.label,
                "standard": offer.standard,
                "beskrivelse": offer.description,
                "sted": offer.place,
                "laengde": offer.length,
                "gives_af": offer.deliverer,
            }
            for offer in offers
        ],
    }


def _own_or_404(kommunekode: str) -> tuple[Context, Organisation]:
    ctx = context()
    own = organisation_by_code(ctx.session, kommunekode)
    if own is None or own.programme_code != ctx.programme.code:
        raise NotFound
    return ctx, own


def _offer_or_404(ctx: Context, offer_code: str) -> Offer:
    try:
        return offer_named(ctx, offer_code)
    except UnknownOfferError:
        raise NotFound from None


def _page(
    ctx: Context, offer: Offer, typed: OfferForm | None, deviation_form: DeviationForm
) -> ResponseReturnValue:
    """Show an offer with what was typed of it, or else what is stored."""
    provision = provision_of(ctx.session, ctx.organisation_id, ctx.now)
    form = typed or OfferForm(formdata=None)
    if typed is None or not typed.is_submitted():
        details = provision.details.get(offer.code, NO_DETAILS)
        form.show(details, given=is_given(offer, provision.chosen))
    page = render_template(
        "offers/change.html",
        offer=offer,
        standard=STANDARD_LABELS[offer.standard],
        is_optional=is_optional(offer),
        is_minimum=offer.standard is OfferStandard.A,
        deviation=open_deviation(ctx.session, ctx.organisation_id, offer.code),
        form=form,
        deviation_form=deviation_form,
    )
    return page, 422 if form.errors or deviation_form.errors else 200
