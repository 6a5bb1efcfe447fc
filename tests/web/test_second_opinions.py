"""The leader's pages of second opinions, and the page that must not tell the first decision."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from rehab.domain.access import Role
from rehab.domain.referrals import GopType, ReferralKind, TriageDecision
from rehab.models import AccessLog, Referral, SecondOpinion, SecondOpinionDraw
from rehab.web.labels import DECIDED_LABELS, STATUS_LABELS
from tests.conftest import NOW
from tests.support.second_opinions import (
    FIRST_WORDS,
    STATUSES,
    colleague,
    make_decision,
    make_drawn,
)
from tests.support.statements import statements_of

LATELY = NOW - timedelta(days=3)


@pytest.fixture
def reader(browse):
    return browse(Role.VISITATOR)


@pytest.fixture
def leader(browse):
    return browse(Role.LEDER)


@pytest.fixture
def opinions(make):
    """Three accepted referrals of group 1, drawn."""
    return make_drawn(make, NOW, *(make_decision(make, LATELY) for _ in range(3)))


def answer(reader, opinion, decision="accept", group="1", *, expect=302):
    fields = {"decision": decision, "group": group}
    return reader.submit("second_opinions.answer", fields, opinion_id=opinion.id, expect=expect)


def test_the_leader_draws_and_is_shown_what_waits(leader, make, session):
    make.user(Role.VISITATOR)
    for _ in range(2):
        make_decision(make, LATELY)
    page = leader.get("second_opinions.index")
    assert page.select_one("#wanted")["value"] == "10"
    assert page.select_one("#days")["value"] == "30"
    assert page.text_of("#enighed") == []
    leader.submit("second_opinions.index", {"wanted": "10", "days": "30"})
    draw = session.scalars(select(SecondOpinionDraw)).one()
    page = leader.get("second_opinions.show", draw_id=draw.id)
    assert "2 afgørelser er trukket. Der var ikke flere at trække." in page.get_text(" ")
    assert page.heading() == "Anden vurdering trukket 23.11.2026"
    assert page.text_of(".page-head__lead") == [
        "Afgørelser fra 24.10.2026–23.11.2026. 0 af 2 afgørelser vurderet."
    ]
    assert len(page.select("#venter tbody tr")) == 2
    assert leader.get("second_opinions.index").text_of("#trukket tbody tr") == [
        "23.11.2026 24.10.2026–23.11.2026 0 af 2 afgørelser vurderet"
    ]


@pytest.mark.parametrize(
    ("wanted", "days", "error"),
    [
        pytest.param("0", "30", "Skriv et antal fra 1 til 50.", id="none to draw"),
        pytest.param("10", "366", "Skriv et antal dage fra 1 til 365.", id="too long"),
        pytest.param("x", "30", "Skriv et helt tal.", id="no number"),
        pytest.param("", "30", "Skriv, hvor mange afgørelser der trækkes.", id="empty"),
        pytest.param(" ", "30", "Skriv, hvor mange afgørelser der trækkes.", id="blank"),
    ],
)
def test_a_draw_nobody_can_mean_is_said_to_be_so(leader, wanted, days, error):
    page = leader.submit("second_opinions.index", {"wanted": wanted, "days": days}, expect=422)
    assert page.errors() == [error]
    assert page.select_one("#days")["value"] == days


def test_nothing_to_draw_is_said_to_be_so(leader):
    page = leader.submit("second_opinions.index", {"wanted": "10", "days": "7"}, expect=422)
    [error] = page.errors()
    assert error.startswith("Der er ingen afgørelser at trække i perioden. Vælg flere dage.")


@pytest.mark.parametrize("decision", sorted(TriageDecision))
def test_the_page_tells_nothing_of_the_first_decision(browse, make, session, app, decision):
    """Not the decision, its reason, its words, the group, who took it, nor what became of it."""
    registered = decision is TriageDecision.REGISTER
    programme = app.extensions["rehab_programme"]
    reason = programme.reasons_for(decision)[0]
    record = make_decision(
        make,
        LATELY,
        decision=decision,
        reason_code=reason.code,
        patient_group=2,
        case=make.case(referrals=0) if decision is TriageDecision.ACCEPT else None,
        work_ability_threatened=True,
        **({"kind": ReferralKind.GGOP, "gop_type": GopType.SPECIALISERET} if registered else {}),
    )
    [opinion] = make_drawn(make, NOW, record, group=2)
    page = browse(Role.VISITATOR).get("second_opinions.answer", opinion_id=opinion.id)
    html = str(page)
    referral = session.get_one(Referral, record.referral_id)
    for told in (
        FIRST_WORDS,
        reason.label,
        reason.code,
        colleague(make).name,
        DECIDED_LABELS[decision],
        STATUS_LABELS[STATUSES[decision]],
        str(referral.id),
        str(referral.case_id),
        str(record.id),
        "rbejdsevne er truet",
    ):
        assert told not in html, told
    assert [box["value"] for box in page.select("input[type=radio][checked]")] == [""]


@pytest.mark.parametrize(
    "decision", sorted(set(TriageDecision) - {TriageDecision.REGISTER}), ids=str
)
def test_the_page_is_the_same_whatever_was_decided(browse, make, decision):
    """Two referrals with the same words, one accepted and one not, cannot be told apart."""
    citizen, reader = make.citizen(), browse(Role.VISITATOR)
    pages = []
    for each in (TriageDecision.ACCEPT, decision):
        record = make_decision(make, LATELY, decision=each, citizen=citizen)
        [opinion] = make_drawn(make, NOW, record)
        page = reader.get("second_opinions.answer", opinion_id=opinion.id)
        main = page.select_one("main")
        main.select_one("input[name=csrf_token]").extract()
        pages.append(str(main).replace(str(opinion.id), ""))
    assert pages[0] == pages[1]


def test_the_referral_is_shown_as_the_sender_wrote_it(reader, opinions):
    page = reader.get("second_opinions.answer", opinion_id=opinions[0].id)
    assert "Ondt i ryggen." in " ".join(page.text_of("#meddelelse"))
    assert "Lægehuset Testvej" in " ".join(page.text_of("#meddelelse dl"))
    assert page.text_of("#decision label") == [
        "Acceptér",
        "Returnér til afsender",
        "Send videre",
        "Udgår af programmet",
    ]


def test_reading_it_is_logged(reader, opinions, session):
    reader.get("second_opinions.answer", opinion_id=opinions[0].id)
    [read] = session.scalars(select(AccessLog)).all()
    assert (read.surface, read.referral_id) == ("second_opinion.answer", opinions[0].referral_id)


def test_an_answer_is_kept_and_the_next_one_waits(reader, opinions, session):
    assert len(reader.get("second_opinions.waiting").select("tbody tr")) == 3
    answer(reader, opinions[0], "redirect", "")
    page = reader.get("second_opinions.waiting")
    assert len(page.select("tbody tr")) == 2
    assert "Tak. Din vurdering er gemt" in page.get_text(" ")
    kept = session.get_one(SecondOpinion, opinions[0].id)
    assert (kept.decision, kept.patient_group) == (TriageDecision.REDIRECT, None)


def test_what_is_missing_or_ruled_out_is_said_and_the_choice_kept(reader, opinions, session):
    fields = {"group": "2"}
    page = reader.submit("second_opinions.answer", fields, opinion_id=opinions[0].id, expect=422)
    assert page.errors() == ["Vælg den afgørelse, du ville have taget."]
    assert [box["value"] for box in page.select("input[type=radio][checked]")] == ["2"]
    page = answer(reader, opinions[0], group="3", expect=422)
    assert page.errors()[0].startswith("Gruppe 3 udgår af programmet.")
    assert session.get_one(SecondOpinion, opinions[0].id).given_at is None


def test_what_was_answered_leads_back_to_the_list(reader, opinions, session):
    answer(reader, opinions[0])
    page = reader.get("second_opinions.answer", opinion_id=opinions[0].id, expect=302)
    assert page.select("form") == []
    assert len(session.scalars(select(AccessLog)).all()) == 1
    shown = reader.get("second_opinions.waiting").get_text(" ")
    assert "Henvisningen har allerede fået sin anden vurdering." in shown


def test_nobody_is_asked_about_the_own_decision(browse, make):
    own = make.user(Role.VISITATOR)
    [opinion] = make_drawn(make, NOW, make_decision(make, LATELY, by=own))
    reader = browse(Role.VISITATOR)
    assert reader.get("second_opinions.waiting").select("tbody tr") == []
    reader.get("second_opinions.answer", opinion_id=opinion.id, expect=404)


def test_the_leader_sees_the_agreement_and_what_was_read_differently(reader, leader, opinions):
    answer(reader, opinions[0])
    answer(reader, opinions[1], group="2")
    answer(reader, opinions[2], "return_to_sender", "")
    page = leader.get("second_opinions.show", draw_id=opinions[0].draw_id)
    assert page.text_of("#enighed dd") == [
        "2 af 3",
        "Kappa regnes først af 10 vurderinger; her er 3 vurderinger.",
        "1 af 2, hvor begge valgte en",
        "Kappa regnes først af 10 vurderinger; her er 2 vurderinger.",
    ]
    rows = page.select("#uenige tbody tr")
    links = {leader.url("referrals.show", referral_id=each.referral_id) for each in opinions[1:]}
    assert {row.select_one("a")["href"] for row in rows} == links
    assert sorted(page.text_of("#uenige td:last-child")) == [
        "Acceptér, gruppe 2",
        "Returnér til afsender, uden gruppe",
    ]
    assert page.select("#venter") == []
    assert leader.get("second_opinions.index").text_of("#enighed dd")[0] == "2 af 3"


def test_ten_answers_give_kappa(reader, leader, make):
    decisions = [TriageDecision.ACCEPT] * 6 + [TriageDecision.REDIRECT] * 4
    opinions = make_drawn(
        make, NOW, *(make_decision(make, LATELY, decision=one) for one in decisions)
    )
    for place, opinion in enumerate(opinions):
        answer(reader, opinion, "accept" if place < 5 else "redirect")
    page = leader.get("second_opinions.show", draw_id=opinions[0].draw_id)
    assert page.text_of("#enighed dd")[:2] == [
        "9 af 10",
        "Kappa er 0,80: enigheden er god, når det, tilfældet ville give, er trukket fra.",
    ]


def test_no_person_is_named_and_none_is_counted(reader, leader, make, opinions):
    answer(reader, opinions[0], "redirect", "")
    page = leader.get("second_opinions.show", draw_id=opinions[0].draw_id)
    main = page.select_one("main").get_text(" ")
    for name in (colleague(make).name, make.user(Role.VISITATOR).name, "Testborger"):
        assert name not in main


def test_the_leader_withdraws_one_and_then_the_rest(reader, leader, opinions):
    answer(reader, opinions[0])
    page = leader.get("second_opinions.show", draw_id=opinions[0].draw_id)
    one = leader.url("second_opinions.withdraw", opinion_id=opinions[1].id)
    leader.post(one, {}, token_from=page)
    assert len(reader.get("second_opinions.waiting").select("tbody tr")) == 1
    leader.post(one, {}, token_from=page)
    page = leader.get("second_opinions.show", draw_id=opinions[0].draw_id)
    assert "Vurderingen er allerede trukket tilbage." in page.get_text(" ")
    rest = leader.url("second_opinions.withdraw_rest", draw_id=opinions[0].draw_id)
    leader.post(rest, {}, token_from=page)
    page = leader.get("second_opinions.show", draw_id=opinions[0].draw_id)
    assert "1 afgørelse er trukket tilbage." in page.get_text(" ")
    assert page.text_of(".page-head__lead")[0].endswith(
        "1 af 3 afgørelser vurderet, 2 trukket tilbage."
    )
    assert reader.get("second_opinions.waiting").select("tbody tr") == []


def test_lists_do_not_ask_once_for_each_row(reader, leader, make, session):
    def asked(number):
        opinions = make_drawn(make, NOW, *(make_decision(make, LATELY) for _ in range(number)))
        reader.settle()
        with statements_of(session) as seen:
            reader.get("second_opinions.waiting")
            leader.get("second_opinions.index")
            leader.get("second_opinions.show", draw_id=opinions[0].draw_id)
        return len(seen)

    asked(1)
    assert asked(1) == asked(6)


def test_the_menu_leads_there(leader, reader):
    assert "Anden vurdering" in leader.get("second_opinions.index").text_of("nav a")
    assert "Anden vurdering til dig" in reader.get("second_opinions.waiting").text_of("nav a")


def test_the_inbox_says_how_many_wait_and_leads_to_them(browse, make, opinions):
    mine = make.user(Role.VISITATOR, login="afgjort")
    make_drawn(make, NOW, make_decision(make, LATELY, by=mine))
    label = "venter på din vurdering"
    reader, decider = browse(Role.VISITATOR), browse(mine)
    for browser, number in ((reader, 4), (decider, 3)):
        tile = next(
            one for one in browser.get("referrals.inbox").select(".tile") if label in one.get_text()
        )
        assert tile.select_one(".tile__number").get_text() == str(number)
        assert len(browser.visit(tile["href"]).select("tbody tr")) == number
    for opinion in opinions:
        answer(reader, opinion)
    assert not [one for one in decider.get("referrals.inbox").text_of(".tile") if label in one]
