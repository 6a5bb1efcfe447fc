"""Saying how the kommune gives its offers, and recording where it departs from Boks 8."""

from dataclasses import dataclass

from rehab.domain.access import Permission
from rehab.domain.catalogue import DeviationError, OfferDetails, check_details, check_deviation
from rehab.domain.errors import DomainError
from rehab.domain.offers import is_optional
from rehab.domain.programme import Offer
from rehab.models import OfferDetailsRow, OfferDeviationRow, Organisation
from rehab.queries.offers import open_deviation
from rehab.services.context import Context
from rehab.services.turns import take_turn


class UnknownOfferError(DomainError):
    """An offer is named that the programme does not have."""


@dataclass(frozen=True, slots=True)
class ChangeOffer:
    """What a koordinator says of an offer; `given` matters for optional offers alone."""

    details: OfferDetails
    given: bool = True


def offer_named(ctx: Context, code: str) -> Offer:
    """Return an offer of the programme. Raises `UnknownOfferError`."""
    offer = ctx.programme.offer(code)
    if offer is None:
        raise UnknownOfferError("Tilbuddet findes ikke i programmet. Vælg et fra listen.")
    return offer


def change_offer(ctx: Context, offer: Offer, command: ChangeOffer) -> None:
    """Say how an offer is given, and whether an optional one is; courses already planned are kept.

    Raises `OfferDetailsError`.
    """
    ctx.require(Permission.COURSE_PLAN)
    details = check_details(command.details)
    row = ctx.session.get(OfferDetailsRow, (ctx.organisation_id, offer.code))
    if row is None:
        row = OfferDetailsRow(organisation_id=ctx.organisation_id, offer_code=offer.code)
        ctx.session.add(row)
    row.description, row.place = details.description.strip(), details.place.strip()
    row.sessions, row.minutes = details.sessions, details.minutes
    row.fsiii_code = details.fsiii_code.strip()
    row.deliverer, row.provider = details.deliverer, details.provider.strip()
    row.changed_by, row.changed_at = ctx.actor.id, ctx.now
    ctx.record("offer.described", offer_code=offer.code, deliverer=details.deliverer)
    if is_optional(offer):
        _choose(ctx, offer, given=command.given)


def deviate(ctx: Context, offer: Offer, reason: str) -> OfferDeviationRow:
    """Record that a minimum standard is not given from today on, and why.

    Raises `DeviationError`, also when that is recorded already.
    """
    ctx.require(Permission.COURSE_PLAN)
    words = check_deviation(offer, reason)
    take_turn(ctx, ctx.session.get_one(Organisation, ctx.organisation_id))
    if open_deviation(ctx.session, ctx.organisation_id, offer.code) is not None:
        raise DeviationError("Afvigelsen er allerede registreret. Genindlæs siden.")
    row = OfferDeviationRow(
        organisation_id=ctx.organisation_id,
        offer_code=offer.code,
        reason=words,
        from_on=ctx.today,
        recorded_by=ctx.actor.id,
        recorded_at=ctx.now,
    )
    ctx.session.add(row)
    ctx.session.flush()
    ctx.record("offer.deviated", offer_code=offer.code, deviation_id=row.id)
    return row


def end_deviation(ctx: Context, offer: Offer) -> None:
    """Give a minimum standard again; the deviation is kept with its last day.

    Raises `DeviationError` when there is none.
    """
    ctx.require(Permission.COURSE_PLAN)
    row = open_deviation(ctx.session, ctx.organisation_id, offer.code)
    if row is None:
        raise DeviationError("Der er ingen afvigelse at afslutte. Genindlæs siden.")
    row.until_on = ctx.today
    ctx.record("offer.deviation_ended", offer_code=offer.code, deviation_id=row.id)


def _choose(ctx: Context, offer: Offer, *, given: bool) -> None:
    own = ctx.session.get_one(Organisation, ctx.organisation_id)
    before = set(own.optional_offers)
    after = before | {offer.code} if given else before - {offer.code}
    if after == before:
        return
    own.optional_offers = sorted(after)
    ctx.record(
        "organisation.offers_chosen",
        before=",".join(sorted(before)),
        after=",".join(sorted(after)),
    )
