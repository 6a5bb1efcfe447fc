"""A decision that somebody else took first: what is said, what is kept, what can still be done."""

import pytest
from sqlalchemy import select

from rehab.domain.access import Role
from rehab.domain.referrals import GopType, ReferralKind, ReferralStatus
from rehab.models import Referral, TriageRecord

TYPED = {
    "work_ability": "nej",
    "group": "1",
    "red_flags": "RF-CES",
    "doctor_contact": "Bo Prøveoverlæge",
    "text": "Behov for rygskole to gange om ugen.",
}
ACCEPT = TYPED | {"choice": "accept:in_target_group"}
RETURN = TYPED | {"choice": "return_to_sender:content_missing", "text": "Medicin mangler."}


@pytest.fixture
def visitator(browse):
    return browse(Role.VISITATOR)


@pytest.fixture
def conflict(visitator, make):
    """Decide a referral on one page and then on another that was opened before."""

    def both(first, second, **fields):
        referral = make.referral(**fields)
        page = visitator.get("referrals.show", referral_id=referral.id)
        url = visitator.url("referrals.decide", referral_id=referral.id)
        seen = {"version": page.select_one("input[name=version]")["value"]}
        visitator.post(url, first | seen, token_from=page)
        return visitator.post(url, second | seen, token_from=page, expect=422)

    return both


def shown(browser, make, **fields):
    return browser.get("referrals.show", referral_id=make.referral(**fields).id)


@pytest.mark.parametrize(
    ("first", "decided"),
    [
        pytest.param(RETURN, "Afgjort: Returneret til afsender", id="returned"),
        pytest.param(ACCEPT, "Afgjort: Accepteret", id="accepted"),
    ],
)
def test_who_decided_is_shown_and_what_was_typed_is_kept_for_copying(conflict, first, decided):
    page = conflict(first, ACCEPT | {"choice": "redirect:home_care"})
    [error] = page.errors()
    assert error.startswith("Henvisningen er afgjort, mens du skrev")
    assert "gem igen" not in error
    assert page.text_of("h2").count(decided) == 1
    assert page.text_of("#ikke-gemt + div h2") == [decided]
    kept = page.select_one("#ikke-gemt").get_text(" ")
    assert "Send videre: Behovet er pleje og omsorg" in kept
    assert "Behov for rygskole to gange om ugen." in kept
    assert "Bo Prøveoverlæge" in kept
    assert "Cauda equina" in kept


@pytest.mark.parametrize(
    ("fields", "group", "answer"),
    [
        pytest.param({"group": "1", "work_ability": "ja"}, "1: ", "Ja", id="both given"),
        pytest.param(
            {"group": "2", "work_ability": "ikke_oplyst"}, "2: ", "Ikke oplyst", id="not said"
        ),
        pytest.param({"group": "", "work_ability": ""}, None, None, id="neither given"),
        pytest.param({"group": "9", "work_ability": "måske"}, None, None, id="none of the choices"),
    ],
)
def test_the_group_and_the_answer_on_work_are_kept_when_given(conflict, fields, group, answer):
    kept = conflict(RETURN, ACCEPT | fields).select_one("#ikke-gemt dl")
    said = [part.get_text(" ", strip=True) for part in kept.select("dt, dd")]
    pairs = dict(zip(said[::2], said[1::2], strict=True))
    assert pairs.get("Er arbejdsevnen truet?") == answer
    if group is None:
        assert "Gruppe" not in pairs
    else:
        assert pairs["Gruppe"].startswith(group)


def test_what_was_typed_for_one_decision_never_stands_under_another(conflict):
    page = conflict(ACCEPT, RETURN)
    assert page.text_of("#afgoerelse textarea") == [""]
    assert page.select("#afgoerelse input[name=red_flags][checked]") == []
    assert page.select_one("#afgoerelse input[name=doctor_contact]").get("value", "") == ""


def test_what_lacks_something_is_kept_too_where_nothing_can_be_decided(conflict):
    page = conflict(RETURN, {"text": "Halvt skrevet"})
    [error] = page.errors()
    assert error.startswith("Henvisningen er afgjort, mens du skrev")
    assert "Halvt skrevet" in page.select_one("#ikke-gemt").get_text()


def test_a_second_decision_writes_nothing(conflict, session):
    conflict(RETURN, ACCEPT)
    assert len(session.scalars(select(TriageRecord)).all()) == 1
    assert session.scalars(select(Referral.status)).one() is ReferralStatus.RETURNED


def test_an_accepted_referral_can_still_leave_the_programme(conflict, visitator, session):
    page = conflict(ACCEPT, RETURN)
    url = page.select_one("#afgoerelse form")["action"]
    version = {"version": page.select_one("input[name=version]")["value"]}
    leave = TYPED | {"choice": "leave_programme:group_3", "group": "3"}
    visitator.post(url, leave | version, token_from=page)
    assert session.scalars(select(Referral.status)).one() is ReferralStatus.LEFT_PROGRAMME


def test_dates_put_right_on_an_older_page_are_kept_beside_those_that_stand(visitator, make):
    where = {"referral_id": make.referral(discharged_on=None).id}
    page = visitator.get("referrals.correct_dates", **where)
    url = visitator.url("referrals.correct_dates", **where)
    seen = {"version": page.select_one("input[name=version]")["value"]}
    visitator.post(url, seen | {"received_on": "19-11-2026"}, token_from=page)
    again = visitator.post(url, seen | {"received_on": "20-11-2026"}, token_from=page, expect=422)
    [error] = again.errors()
    assert "Nu står der: modtaget 19.11.2026. Dine datoer står her endnu" in error
    assert again.select_one("#received_on")["value"] == "20-11-2026"
    seen = {"version": again.select_one("input[name=version]")["value"]}
    visitator.post(url, seen | {"received_on": "20-11-2026"}, token_from=again)


def test_only_what_can_still_be_done_is_offered_and_the_rest_is_said(visitator, make):
    page = shown(visitator, make, case=make.case(referrals=0))
    assert page.text_of(".decision__label") == ["Udgår af programmet"]
    [rest] = page.text_of("#afgoerelse .notice")
    assert rest.startswith("Henvisningen er accepteret.")
    assert "epikrise" in rest


def test_a_registered_plan_of_the_hospital_asks_for_no_decision(visitator, make):
    plan = {"kind": ReferralKind.GGOP, "status": ReferralStatus.REGISTERED}
    page = shown(visitator, make, gop_type=GopType.SPECIALISERET, **plan)
    assert page.select("#afgoerelse form") == []
    [rest] = page.text_of("#afgoerelse .notice")
    assert rest.startswith("Planen er registreret.")
    page = shown(visitator, make, gop_type=GopType.ALMEN, **plan)
    assert page.text_of(".decision__label") == ["Acceptér"]


def test_a_new_referral_offers_every_decision_and_has_no_rest(visitator, make):
    page = shown(visitator, make)
    assert len(page.text_of(".decision__label")) == 4
    assert page.text_of("#afgoerelse .notice") == []


def test_only_one_that_is_not_decided_is_said_to_wait_for_a_visitator(browse, make):
    coordinator = browse(Role.KOORDINATOR)
    assert "afventer en visitator" in shown(coordinator, make).get_text()
    accepted = shown(coordinator, make, case=make.case(referrals=0))
    assert "afventer en visitator" not in accepted.get_text()
