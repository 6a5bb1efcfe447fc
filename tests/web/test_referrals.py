"""The inbox and the triage page, as a visitator meets them."""

from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import select

from rehab.domain.access import SYSTEM, Role
from rehab.domain.referrals import GopType, ReferralKind, ReferralStatus, SenderKind
from rehab.models import AccessLog, Case, Referral
from rehab.services.intake import receive
from rehab.web.request_context import context_for
from tests.support.factories import AWAY
from tests.support.messages import xdis91, xref15

ACCEPT = {
    "choice": "accept:in_target_group",
    "text": "Behov for rygskole.",
    "group": "1",
    "work_ability": "nej",
}
SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)>"


@pytest.fixture
def visitator(browse):
    return browse(Role.VISITATOR)


@pytest.fixture
def arrive(app, session, make):
    """A file that has come in."""
    make.organisation()

    def store(raw):
        return receive(context_for(app, SYSTEM), "fil.xml", raw)

    return store


def decide(browser, referral, fields, expect=302):
    page = browser.get("referrals.show", referral_id=referral.id)
    url = browser.url("referrals.decide", referral_id=referral.id)
    version = page.select_one("input[name=version]")["value"]
    return browser.post(url, {"version": version} | fields, token_from=page, expect=expect)


def test_a_new_referral_shows_its_clock_citizen_sender_diagnosis_and_age(visitator, make):
    referral = make.referral(citizen=make.citizen(given_name="Ella", surname="Prøvesen"))
    page = visitator.get("referrals.inbox")
    (row,) = page.text_of("tbody tr")
    assert "Ella Prøvesen" in row
    assert "3 dage tilbage" in row
    assert "XREF15" in row
    assert "Lægehuset Testvej" in row
    assert "L84 Rygsyndrom uden smerteudstråling" in row
    assert "2 dage" in row
    assert page.select_one("tbody a.cover")["href"].endswith(str(referral.id))


def test_an_alarming_code_stands_first_whatever_its_clock(visitator, make):
    make.referral(received_on=date(2026, 11, 1))
    make.referral(
        citizen=make.citizen(surname="Myelon"),
        diagnoses=(("DM510", "Diskusprolaps med myelopati"),),
        received_on=date(2026, 11, 22),
    )
    page = visitator.get("referrals.inbox")
    first = page.select_one("tbody tr")
    assert "Myelon" in first.get_text()
    assert first["class"] == ["is-flagged"]
    assert page.text_of("tbody tr .mark--danger") == ["rødt flag?"]


def test_the_numbers_above_are_the_lengths_of_the_lists_they_lead_to(visitator, make, arrive):
    make.referral()
    make.referral()
    arrive(xdis91())
    arrive(b"ikke xml")
    arrive(b"heller ikke")
    page = visitator.get("referrals.inbox")
    tiles = page.select(".tile")
    assert [tile.select_one(".tile__number").get_text() for tile in tiles] == ["2", "1", "2"]
    for tile in tiles:
        rows = visitator.visit(tile["href"]).select("tbody tr")
        assert str(len(rows)) == tile.select_one(".tile__number").get_text()


def test_each_filter_says_how_many_it_lets_through(visitator, make):
    make.referral()
    make.referral(status=ReferralStatus.RETURNED, closed_on=date(2026, 11, 22))
    make.referral(kind=ReferralKind.GGOP, gop_type=GopType.ALMEN)
    page = visitator.get("referrals.inbox")
    for chip in page.select(".chip"):
        shown = visitator.visit(chip["href"]).select("tbody tr")
        assert str(len(shown)) == chip.select_one(".count").get_text()


def test_an_empty_inbox_says_what_would_be_there(visitator):
    assert visitator.get("referrals.inbox").text_of(".empty__heading") == ["Ingen nye henvisninger"]


def test_a_row_that_somebody_else_has_open_says_so(visitator, browse, make):
    referral = make.referral()
    other = browse(make.user(Role.VISITATOR, login="vera", name="Vera Visitator"))
    other.get("referrals.show", referral_id=referral.id)
    page = visitator.get("referrals.inbox")
    assert "Åbnet lige nu af Vera Visitator" in page.text_of("tbody tr")[0]
    shown = visitator.get("referrals.show", referral_id=referral.id)
    assert "Vera Visitator har også henvisningen åben" in shown.get_text()


def test_the_message_stands_under_the_programmes_headings_with_the_missing_marked(visitator, make):
    referral = make.referral()
    page = visitator.get("referrals.show", referral_id=referral.id)
    assert page.heading() == "Henvisning modtaget 21.11.2026"
    missing = page.text_of(".quoted--missing h3")
    assert missing == [
        "Relevante objektive fund",
        "Ønsker og forventninger",
        "Aktuel medicin",
        "Særlige forhold, fx tolk eller handicap",
    ]
    assert "Ondt i ryggen." in page.text_of(".quoted__text")
    assert page.select(".checklist__item--warning")


def test_opening_a_referral_is_logged(visitator, make, session):
    referral = make.referral()
    visitator.get("referrals.show", referral_id=referral.id)
    log = session.scalars(select(AccessLog)).one()
    assert (log.surface, log.referral_id) == ("referral.show", referral.id)


def test_what_a_sender_wrote_can_never_act(visitator, arrive, session):
    arrive(
        xref15(
            surname="<b>Ond</b>",
            diagnoses=(("L84", "ICPCkode", SCRIPT),),
            anamnesis={SCRIPT: SCRIPT},
        )
    )
    referral = session.scalars(select(Referral)).one()
    for page in (
        visitator.get("referrals.inbox"),
        visitator.get("referrals.show", referral_id=referral.id),
    ):
        assert not page.select("main script, main img, main b")
        assert "<script>alert(1)</script>" in page.get_text()


def test_accepting_opens_the_case_and_goes_there(visitator, make, session):
    referral = make.referral()
    decide(visitator, referral, ACCEPT)
    case = session.scalars(select(Case)).one()
    assert session.scalars(select(Referral.case_id)).one() == case.id


def test_any_other_decision_goes_back_to_the_inbox_and_says_what_was_done(visitator, make, session):
    referral = make.referral()
    decide(visitator, referral, ACCEPT | {"choice": "return_to_sender:content_missing"})
    assert session.scalars(select(Referral.status)).one() is ReferralStatus.RETURNED
    page = visitator.get("referrals.inbox")
    assert page.text_of(".flash") == [
        "Returneret til afsender: Oplysninger, som henvisningen skal indeholde, mangler."
    ]


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        pytest.param(
            {"choice": ""}, "Vælg en begrundelse under den afgørelse, du tager.", id="no-choice"
        ),
        pytest.param(
            {"text": ""},
            "Skriv med dine egne ord, hvorfor du afgør henvisningen sådan.",
            id="no-words",
        ),
        pytest.param(
            {"choice": "accept:group_3"},
            "Vælg en af mulighederne på listen.",
            id="made-up-reason",
        ),
        pytest.param({"work_ability": ""}, "Svar på, om arbejdsevnen er truet.", id="work-ability"),
        pytest.param(
            {"group": "3"},
            "Gruppe 3 udgår af programmet. Kontakt den behandlende læge, og vælg »Udgår af "
            "programmet«.",
            id="group-3",
        ),
    ],
)
def test_a_refused_decision_says_why_and_keeps_what_was_typed(visitator, make, fields, error):
    referral = make.referral()
    page = decide(visitator, referral, ACCEPT | fields, expect=422)
    assert page.errors() == [error]
    typed = {**ACCEPT, **fields}
    assert page.select_one("textarea[name=text]").get_text().strip() == typed["text"]


def test_a_ticked_red_flag_is_not_accepted_without_a_named_doctor(visitator, app, make):
    flag = app.extensions["rehab_programme"].red_flags[0].code
    referral = make.referral()
    page = decide(visitator, referral, ACCEPT | {"red_flags": flag}, expect=422)
    assert page.errors()[0].startswith("Rødt flag: ")
    assert page.select_one(f"input[value={flag}]").has_attr("checked")
    fields = ACCEPT | {"red_flags": flag, "doctor_contact": "Bo Prøveoverlæge"}
    decide(visitator, referral, fields)


def test_a_chiropractors_referral_shows_that_it_cannot_be_accepted_and_why(visitator, make):
    referral = make.referral(sender_kind=SenderKind.CHIROPRACTOR)
    page = visitator.get("referrals.show", referral_id=referral.id)
    assert not page.select("input[value^='accept:']")
    assert page.text_of(".decision__blocked")[0].startswith("Henvisningen kan ikke accepteres.")
    answer = decide(visitator, referral, ACCEPT, expect=422)
    assert answer.errors()[0].startswith("Henvisningen kan ikke accepteres.")


def test_a_specialised_plan_can_be_registered_and_not_accepted(visitator, make):
    plan = make.referral(kind=ReferralKind.GGOP, gop_type=GopType.SPECIALISERET)
    page = visitator.get("referrals.show", referral_id=plan.id)
    assert not page.select("input[value^='accept:']")
    decide(visitator, plan, ACCEPT | {"choice": "register:gop_specialised"})


def test_a_referral_to_the_programme_cannot_be_registered(visitator, make):
    page = visitator.get("referrals.show", referral_id=make.referral().id)
    assert not page.select("input[value^='register:']")


def test_the_open_case_stands_beside_the_new_referral_first(visitator, make, session):
    citizen = make.citizen()
    case = make.case(citizen=citizen)
    referral = make.referral(citizen=citizen)
    page = visitator.get("referrals.show", referral_id=referral.id)
    assert f"Borgerens åbne sag {case.number}" in page.text_of("#aaben-sag h2")
    assert page.select_one("input[name=relation][checked]")["value"] == "sideloebende"
    decide(visitator, referral, ACCEPT | {"relation": "erstatter"})
    statuses = set(session.scalars(select(Referral.status)))
    assert statuses == {ReferralStatus.CLOSED, ReferralStatus.ACCEPTED}


def test_a_decision_on_an_old_page_is_refused_and_can_be_sent_again(visitator, make):
    referral = make.referral()
    page = visitator.get("referrals.show", referral_id=referral.id)
    url = visitator.url("referrals.decide", referral_id=referral.id)
    again = visitator.post(url, ACCEPT | {"version": "99"}, token_from=page, expect=422)
    assert again.errors()[0].startswith("En anden har ændret henvisningen")
    version = again.select_one("input[name=version]")["value"]
    visitator.post(url, ACCEPT | {"version": version}, token_from=again)


def test_a_decided_referral_shows_the_decision_and_asks_for_none(visitator, make):
    referral = make.referral()
    decide(visitator, referral, ACCEPT | {"choice": "redirect:home_care"})
    page = visitator.get("referrals.show", referral_id=referral.id)
    assert "Afgjort: Sendt videre" in page.text_of("h2")
    assert "Behovet er pleje og omsorg" in page.get_text()
    assert not page.select("input[name=choice]")


def test_corrected_dates_move_the_clock(visitator, make):
    plan = make.referral(
        kind=ReferralKind.GGOP, gop_type=GopType.ALMEN, discharged_on=date(2026, 11, 20)
    )
    fields = {
        "received_on": "21-11-2026",
        "discharged_on": "22.11.2026",
        "earliest_start_on": "",
        "gop_type": "almen",
        "version": str(plan.version),
    }
    visitator.submit("referrals.correct_dates", fields, referral_id=plan.id)
    page = visitator.get("referrals.show", referral_id=plan.id)
    assert any("søn. 29.11." in text for text in page.text_of(".clock__meta"))


def test_wrong_dates_are_refused_with_a_sentence(visitator, make):
    referral = make.referral()
    fields = {"received_on": "24-11-2026", "version": str(referral.version)}
    page = visitator.submit("referrals.correct_dates", fields, referral_id=referral.id, expect=422)
    assert page.errors() == ["Henvisningen kan ikke være modtaget efter i dag. Ret datoen."]


def test_the_message_is_handed_out_as_a_file_and_never_shown(visitator, arrive, session):
    raw = xref15()
    arrive(raw)
    referral = session.scalars(select(Referral)).one()
    answer = visitator.open(visitator.url("referrals.raw", referral_id=referral.id))
    assert answer.data == raw
    assert answer.headers["Content-Disposition"].startswith("attachment; ")
    assert answer.mimetype == "application/xml"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


TYPED = {
    "kind": "telefon",
    "received_on": "23-11-2026",
    "identifier": "170454-9942",
    "given_name": "Ella",
    "surname": "Prøvesen",
    "sender_kind": "gp",
    "sender_name": "Lægehuset Prøvevej",
    "diagnosis_code": "L84",
    "history": "Lægen ringede om lændesmerter.",
}


def test_a_referral_by_telephone_leads_to_triage(visitator, session):
    visitator.submit("referrals.type_in", TYPED)
    referral = session.scalars(select(Referral)).one()
    assert (referral.kind, referral.suggested_group) == (ReferralKind.PHONE, 1)
    page = visitator.get("referrals.show", referral_id=referral.id)
    assert "Henvisningen er oprettet. Nu kan den visiteres." in page.text_of(".flash--success")


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        pytest.param({"identifier": "123"}, "Et CPR-nummer har ti cifre", id="short"),
        pytest.param({"identifier": "310270-9942"}, "De første seks cifre", id="no-such-day"),
        pytest.param({"received_on": "24-11-2026"}, "Henvisningen kan ikke være", id="tomorrow"),
        pytest.param({"received_on": "i dag"}, "Skriv datoen som dag-måned-år", id="not-a-date"),
        pytest.param({"gop_type": "almen"}, "Skriv udskrivningsdatoen", id="plan-no-discharge"),
        pytest.param({"sender_gln": "5790000999018"}, "Lokationsnummeret har", id="gln"),
        pytest.param({"history": ""}, "Skriv, hvad henvisningen siger.", id="no-text"),
    ],
)
def test_what_was_typed_wrong_is_said_and_survives(visitator, fields, error):
    page = visitator.submit("referrals.type_in", TYPED | fields, expect=422)
    assert page.errors()[0].startswith(error)
    assert page.select_one("input[name=surname]")["value"] == "Prøvesen"


def test_a_number_outside_modulus_11_is_accepted_with_a_soft_warning(visitator):
    visitator.submit("referrals.type_in", TYPED | {"identifier": "0101649995"})
    page = visitator.get("referrals.inbox")
    assert page.text_of(".flash--warning")[0].startswith("CPR-nummeret opfylder ikke modulus 11.")


def test_only_a_visitator_is_shown_the_decisions(browse, make):
    referral = make.referral()
    page = browse(Role.KOORDINATOR).get("referrals.show", referral_id=referral.id)
    assert not page.select("input[name=choice]")
    assert "afventer en visitator" in page.get_text()


@pytest.mark.parametrize("role", [Role.TERAPEUT, Role.JOBKONSULENT, Role.ADMINISTRATOR])
def test_others_do_not_see_the_entrance(browse, make, role):
    browser, referral = browse(role), make.referral()
    browser.get("referrals.inbox", expect=403)
    browser.get("referrals.show", referral_id=referral.id, expect=403)


@pytest.mark.parametrize("endpoint", ["show", "raw", "correct_dates"])
def test_a_referral_of_another_kommune_is_not_there(visitator, make, endpoint):
    foreign = make.referral(kommunekode=AWAY)
    visitator.get(f"referrals.{endpoint}", referral_id=foreign.id, expect=404)
    visitator.get(f"referrals.{endpoint}", referral_id=uuid4(), expect=404)


def test_a_decision_on_a_referral_of_another_kommune_is_not_possible(visitator, make, session):
    own, foreign = make.referral(), make.referral(kommunekode=AWAY)
    page = visitator.get("referrals.show", referral_id=own.id)
    url = visitator.url("referrals.decide", referral_id=foreign.id)
    visitator.post(url, ACCEPT, token_from=page, expect=404)
    assert set(session.scalars(select(Referral.status))) == {ReferralStatus.RECEIVED}


@pytest.mark.parametrize("day", ["31-12-9999", "01-01-0001", "31-12-2090"])
def test_a_discharge_typed_wrongly_leaves_the_inbox_readable(visitator, make, day):
    plan = make.referral(
        kind=ReferralKind.GGOP, gop_type=GopType.ALMEN, discharged_on=date(2026, 11, 20)
    )
    fields = {"received_on": "20-11-2026", "discharged_on": day, "gop_type": "almen"}
    page = visitator.submit("referrals.correct_dates", fields, referral_id=plan.id, expect=422)
    assert page.errors()
    assert visitator.get("referrals.inbox").heading() == "Indbakke"


@pytest.mark.parametrize("version", ["", "²", "9" * 5000])
def test_a_decision_that_lost_its_version_counts_as_made_on_an_old_page(visitator, make, version):
    referral = make.referral()
    page = visitator.get("referrals.show", referral_id=referral.id)
    url = visitator.url("referrals.decide", referral_id=referral.id)
    again = visitator.post(url, ACCEPT | {"version": version}, token_from=page, expect=422)
    assert again.errors()[0].startswith("En anden har ændret henvisningen")


@pytest.mark.parametrize("group", ["²", "9" * 5000, "x"])
def test_a_group_that_is_none_is_refused(visitator, make, group):
    decide(visitator, make.referral(), ACCEPT | {"group": group}, expect=422)
