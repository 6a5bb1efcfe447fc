"""How the kommune gives its offers, and where it departs from Boks 8."""

import pytest
from sqlalchemy import select

from rehab.domain.access import Role
from rehab.domain.catalogue import Deliverer, DeviationError, OfferDetails
from rehab.domain.errors import NotPermittedError
from rehab.models import AuditEvent, OfferDetailsRow, OfferDeviationRow, Organisation
from rehab.queries.offers import provision_of
from rehab.services.offers import ChangeOffer, change_offer, deviate, end_deviation
from tests.support.course_factories import make_course

TOLD = OfferDetails("Træning i vand.", "Svømmehallen", 8, 45, "F1", Deliverer.PRIVATE, "Fys Nord")


@pytest.fixture
def ctx(ctx_as):
    return ctx_as(Role.KOORDINATOR)


def offer(ctx, code="hold_opererede"):
    return ctx.programme.offer(code)


def provision(ctx):
    return provision_of(ctx.session, ctx.organisation_id, ctx.now)


def test_what_is_said_of_an_offer_is_kept_and_changed(ctx):
    with ctx.transaction():
        change_offer(ctx, offer(ctx), ChangeOffer(TOLD))
        change_offer(ctx, offer(ctx), ChangeOffer(OfferDetails("På hold.")))
    assert len(ctx.session.scalars(select(OfferDetailsRow)).all()) == 1
    assert provision(ctx).details["hold_opererede"] == OfferDetails("På hold.")


@pytest.mark.parametrize(
    ("code", "given", "chosen"),
    [
        pytest.param("kostvejledning", True, ["kostvejledning"], id="optional and chosen"),
        pytest.param("kostvejledning", False, [], id="optional and not"),
        pytest.param("rygestop", False, [], id="a minimum standard is no choice"),
    ],
)
def test_optional_offers_are_chosen_one_by_one(ctx, code, given, chosen):
    with ctx.transaction():
        change_offer(ctx, offer(ctx, code), ChangeOffer(TOLD, given=given))
    assert ctx.session.get_one(Organisation, ctx.organisation_id).optional_offers == chosen


def test_a_deviation_is_in_force_until_it_ends_and_is_kept(ctx):
    with ctx.transaction():
        deviate(ctx, offer(ctx), " Salen bygges om. ")
    assert provision(ctx).deviations == {"hold_opererede": "Salen bygges om."}
    with ctx.transaction():
        end_deviation(ctx, offer(ctx))
    [row] = ctx.session.scalars(select(OfferDeviationRow)).all()
    assert provision(ctx).deviations == {}
    assert (row.from_on, row.until_on) == (ctx.today, ctx.today)


def test_there_is_one_deviation_at_a_time(ctx):
    with ctx.transaction():
        deviate(ctx, offer(ctx), "Salen bygges om.")
    with pytest.raises(DeviationError, match="allerede"):
        deviate(ctx, offer(ctx), "Igen.")
    with pytest.raises(DeviationError, match="ingen afvigelse"):
        end_deviation(ctx, offer(ctx, "rygestop"))


def test_a_deviation_leaves_a_trail_without_the_words(ctx):
    with ctx.transaction():
        row = deviate(ctx, offer(ctx), "Salen bygges om.")
    [event] = ctx.session.scalars(select(AuditEvent).where(AuditEvent.verb == "offer.deviated"))
    assert event.data == {"offer_code": "hold_opererede", "deviation_id": str(row.id)}


def test_what_runs_or_will_is_what_an_offer_is_given_with(ctx, make):
    make_course(make, sessions=3, title="Rygskole tirsdag", offer_code="hold_opererede")
    make_course(make, sessions=1, title="Rygskole intro", offer_code="hold_opererede")
    make_course(make, title="Aflyst", offer_code="hold_opererede", cancelled_at=ctx.now)
    make_course(make, kommunekode="998", title="Naboens", offer_code="hold_opererede")
    assert set(provision(ctx).courses["hold_opererede"]) == {
        "Rygskole tirsdag (3 gange fra 24.11.2026)",
        "Rygskole intro (1 gang fra 24.11.2026)",
    }


@pytest.mark.parametrize("role", [Role.TERAPEUT, Role.VISITATOR, Role.LEDER, Role.JOBKONSULENT])
def test_only_who_plans_changes_the_offers(ctx_as, role):
    ctx = ctx_as(role)
    for act in (
        lambda: change_offer(ctx, offer(ctx), ChangeOffer(TOLD)),
        lambda: deviate(ctx, offer(ctx), "Fordi."),
        lambda: end_deviation(ctx, offer(ctx)),
    ):
        with pytest.raises(NotPermittedError):
            act()
