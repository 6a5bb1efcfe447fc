"""The page of a referral and what is decided on it, as a visitator meets them."""

from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import select

from rehab.domain.access import Role
from rehab.domain.referrals import GopType, ReferralKind, ReferralStatus, SenderKind
from rehab.models import AccessLog, Case, Referral
from tests.support.factories import AWAY
from tests.support.messages import xref15
from tests.web.entrance import ACCEPT, decide

SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)>"


@pytest.fixture
def visitator(browse):
    return browse(Role.VISITATOR)


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


OUT_OF_TIME = "Skriv en dato mellem 01-01-1900 og 31-12-2100."
TOO_FAR = "Udskrivningen kan ikke være 31.12.2090. Skriv en dato højst 60 dage ude i fremtiden, "


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("31-12-9999", OUT_OF_TIME),
        ("01-01-0001", OUT_OF_TIME),
        ("31-12-2090", TOO_FAR + "og kontrollér årstallet."),
    ],
)
def test_a_discharge_typed_wrongly_leaves_the_inbox_readable(visitator, make, day, said):
    plan = make.referral(
        kind=ReferralKind.GGOP, gop_type=GopType.ALMEN, discharged_on=date(2026, 11, 20)
    )
    fields = {
        "version": str(plan.version),
        "received_on": "20-11-2026",
        "discharged_on": day,
        "gop_type": "almen",
    }
    page = visitator.submit("referrals.correct_dates", fields, referral_id=plan.id, expect=422)
    assert page.errors() == [said]
    assert plan.discharged_on == date(2026, 11, 20)
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
    referral = make.referral()
    page = decide(visitator, referral, ACCEPT | {"group": group}, expect=422)
    assert page.errors() == ["Vælg en af mulighederne på listen."]
    assert referral.status is ReferralStatus.RECEIVED
