"""Sending a citizen on from the page of the case."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from rehab.domain.access import Role
from rehab.models import OnwardReferral
from tests.conftest import NOW


@pytest.fixture
def case(make):
    return make.case(contact_person=make.user(Role.TERAPEUT))


def test_it_stands_in_the_plan_until_and_after_it_was_heard_of(browse, session, case):
    browser = browse(Role.TERAPEUT)
    page = browser.get("cases.show", case_id=case.id)
    assert page.text_of(".case-plan__more a") == ["Aftal individuelle tider", "Henvis videre"]
    fields = {
        "offer_code": "rygestop",
        "provider": "Stoplinien",
        "referred_on": "20-11-2026",
        "feedback_due_on": "22-11-2026",
    }
    browser.submit("onward_referrals.refer", fields, case_id=case.id)
    plan = browser.get("cases.show", case_id=case.id).select_one("#plan").get_text(" ")
    assert "henvist 20.11.2026, svar mangler siden 22.11.2026" in plan
    row = session.scalars(select(OnwardReferral)).one()
    answer = {"on": "23-11-2026", "feedback": "Gennemført"}
    browser.submit("onward_referrals.feedback", answer, onward_id=row.id)
    plan = browser.get("cases.show", case_id=case.id).select_one("#plan").get_text(" ")
    assert "svar 23.11.2026" in plan
    assert "Gennemført" in plan


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        pytest.param({"provider": ""}, "Skriv, hvem der leverer tilbuddet.", id="nobody"),
        pytest.param(
            {"feedback_due_on": "01-11-2026"}, "Tilbagemeldingen skal ventes", id="before"
        ),
    ],
)
def test_what_is_wrong_is_said_and_kept(browse, case, wrong, sentence):
    fields = {
        "offer_code": "rygestop",
        "provider": "Stoplinien",
        "referred_on": "20-11-2026",
        "feedback_due_on": "22-12-2026",
    }
    page = browse(Role.TERAPEUT).submit(
        "onward_referrals.refer", fields | wrong, case_id=case.id, expect=422
    )
    assert page.errors()[0].startswith(sentence)
    assert page.select_one("input[name=referred_on]")["value"] == "20-11-2026"


def test_the_day_of_feedback_is_proposed(browse, case):
    page = browse(Role.TERAPEUT).get("onward_referrals.refer", case_id=case.id)
    due = (NOW + timedelta(days=42)).strftime("%d-%m-%Y")
    assert page.select_one("input[name=feedback_due_on]")["value"] == due
