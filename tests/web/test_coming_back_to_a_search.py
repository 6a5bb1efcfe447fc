"""Coming back to what a search found, without a word of what was asked being kept."""

import pytest
from sqlalchemy import select

from rehab.domain.access import Role
from rehab.domain.referrals import ReferralStatus
from rehab.ids import new_id
from rehab.models import AccessLog, OpenSession
from rehab.services.searching import SEARCHES_KEPT
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


def list_of(page):
    """The address that leads back to what a page shows was found."""
    return page.select_one("[data-list]")["data-list"]


def test_what_a_search_found_is_there_in_its_order(vivi, two):
    first = vivi.submit("cases.search", {"words": ASKED}, expect=200)
    again = vivi.visit(list_of(first))
    assert len(hits(first)) == 2
    assert hits(again) == hits(first)
    assert list_of(again) == list_of(first)
    assert again.select_one("#words").get("value", "") == ""
    assert again.select_one("main form")["action"] == vivi.url("cases.search")


def test_each_of_two_tabs_is_led_back_to_what_it_found_itself(vivi, two, make):
    for name in ("Else", "Ellen"):
        make.case(citizen=make.citizen(given_name=name, surname="Øst"))
    pages = [vivi.submit("cases.search", {"words": words}, expect=200) for words in (ASKED, "Øst")]
    assert [hits(vivi.visit(list_of(page))) for page in pages] == [hits(page) for page in pages]
    assert hits(pages[0]) != hits(pages[1])


def test_only_identifiers_are_kept_and_they_go_with_the_session(vivi, two, session):
    page = vivi.submit("cases.search", {"words": ASKED}, expect=200)
    case, referral = two
    kept = session.scalars(select(OpenSession.found)).one()
    assert kept == {list_of(page).rsplit("/", 1)[1]: [str(case.id), str(referral.id)]}
    vivi.post(vivi.url("account.sign_out"), {}, token_from=page)
    assert session.scalars(select(OpenSession.found)).all() == []


def test_looking_at_it_again_is_logged(vivi, two, session):
    vivi.visit(list_of(vivi.submit("cases.search", {"words": ASKED}, expect=200)))
    assert session.scalars(select(AccessLog.surface)).all() == ["cases.search"] * 2


def test_one_who_has_not_searched_is_asked_what_for(vivi):
    unknown = vivi.url("cases.found_again", found_id=new_id())
    assert vivi.open(unknown).location == vivi.url("cases.search")


def test_another_device_is_not_led_to_what_this_one_found(vivi, two, make, browse):
    found = list_of(vivi.submit("cases.search", {"words": ASKED}, expect=200))
    other = browse(make.user(Role.VISITATOR, login="another"))
    assert other.open(found).location == other.url("cases.search")


def test_the_oldest_search_is_forgotten_and_leads_to_a_new_one(vivi, two):
    lists = [
        list_of(vivi.submit("cases.search", {"words": ASKED}, expect=200))
        for _ in range(SEARCHES_KEPT + 1)
    ]
    assert vivi.open(lists[0]).location == vivi.url("cases.search")
    assert {len(hits(vivi.visit(each))) for each in lists[1:]} == {2}


def test_one_that_is_no_longer_to_be_seen_is_left_out(vivi, two, make, session):
    case, referral = two
    found = list_of(vivi.submit("cases.search", {"words": ASKED}, expect=200))
    case.organisation_id = make.organisation(AWAY).id
    referral.status = ReferralStatus.RETURNED
    make.save(case, referral)
    assert hits(vivi.visit(found)) == [vivi.url("referrals.show", referral_id=referral.id)]


@pytest.mark.parametrize(
    ("words", "answer"),
    [pytest.param("Findes Ikke", 200, id="none"), pytest.param("Alene", 302, id="one")],
)
def test_a_search_without_a_list_leaves_the_earlier_one_alone(vivi, two, make, words, answer):
    make.case(citizen=make.citizen(given_name="Alene", surname="Hjemme"))
    first = vivi.submit("cases.search", {"words": ASKED}, expect=200)
    later = vivi.submit("cases.search", {"words": words}, expect=answer)
    assert later.select("[data-list]") == []
    assert hits(vivi.visit(list_of(first))) == hits(first)


def test_a_page_where_nothing_is_searched_yet_has_no_list(vivi):
    assert vivi.get("cases.search").select("[data-list]") == []
