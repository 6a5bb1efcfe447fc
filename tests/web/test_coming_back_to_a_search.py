"""Coming back to what a search found, without a word of what was asked being kept."""

import pytest
from sqlalchemy import select

from rehab.domain.access import Role
from rehab.domain.referrals import ReferralStatus
from rehab.models import AccessLog, OpenSession
from tests.support.factories import AWAY

ASKED = "0101709911"


@pytest.fixture
def two(make):
    """A case and a referral without one, of the same citizen."""
    citizen = make.citizen(identifier=ASKED, given_name="Prøve", surname="Ås")
    return make.case(citizen=citizen), make.referral(citizen=citizen)


@pytest.fixture
def vivi(browse):
    return browse(Role.VISITATOR)


def hits(page):
    return [link["href"] for link in page.select(".found .cover")]


def test_what_the_last_search_found_is_there_in_its_order(vivi, two):
    first = vivi.submit("cases.search", {"words": ASKED}, expect=200)
    again = vivi.get("cases.found_last")
    assert len(hits(first)) == 2
    assert hits(again) == hits(first)
    assert first.select_one("[data-list]")["data-list"] == vivi.url("cases.found_last")
    assert again.select_one("#words").get("value", "") == ""


def test_only_identifiers_are_kept_and_they_go_with_the_session(vivi, two, session):
    page = vivi.submit("cases.search", {"words": ASKED}, expect=200)
    case, referral = two
    kept = session.scalars(select(OpenSession.found)).one()
    assert kept == [str(case.id), str(referral.id)]
    vivi.post(vivi.url("account.sign_out"), {}, token_from=page)
    assert session.scalars(select(OpenSession.found)).all() == []


def test_looking_at_it_again_is_logged(vivi, two, session):
    vivi.submit("cases.search", {"words": ASKED}, expect=200)
    vivi.get("cases.found_last")
    assert session.scalars(select(AccessLog.surface)).all() == ["cases.search"] * 2


def test_one_who_has_not_searched_is_asked_what_for(vivi):
    assert vivi.open(vivi.url("cases.found_last")).location == vivi.url("cases.search")


def test_another_device_has_not_searched(vivi, two, make, browse):
    vivi.submit("cases.search", {"words": ASKED}, expect=200)
    other = browse(make.user(Role.VISITATOR, login="another"))
    assert other.open(other.url("cases.found_last")).location == other.url("cases.search")


def test_one_that_is_no_longer_to_be_seen_is_left_out(vivi, two, make, session):
    case, referral = two
    vivi.submit("cases.search", {"words": ASKED}, expect=200)
    case.organisation_id = make.organisation(AWAY).id
    referral.status = ReferralStatus.RETURNED
    make.save(case, referral)
    assert hits(vivi.get("cases.found_last")) == [
        vivi.url("referrals.show", referral_id=referral.id)
    ]


def test_a_search_that_finds_nothing_is_not_led_back_to(vivi, two, session):
    vivi.submit("cases.search", {"words": ASKED}, expect=200)
    vivi.submit("cases.search", {"words": "Findes Ikke"}, expect=200)
    assert session.scalars(select(OpenSession.found)).one() == []
    assert vivi.open(vivi.url("cases.found_last")).location == vivi.url("cases.search")
