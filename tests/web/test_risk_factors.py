"""The page on which risk factors are assessed."""

import pytest
from sqlalchemy import select

from rehab.domain.access import Role
from rehab.domain.risk_factors import DoctorTold
from rehab.models import RiskAssessmentRow


@pytest.fixture
def case(make):
    return make.case(contact_person=make.user(Role.TERAPEUT))


@pytest.fixture
def browser(browse):
    return browse(Role.TERAPEUT)


@pytest.fixture
def factors(app):
    return app.extensions["rehab_programme"].risk_factors


def fields(factors, **given):
    values = {}
    for place, factor in enumerate(factors):
        values[f"factors-{place}-code"] = factor.code
        values[f"factors-{place}-answer"] = given.get(factor.code, "nej")
    return values


def stored(session):
    return session.scalars(select(RiskAssessmentRow)).all()


def test_the_factors_stand_in_the_blocks_of_boks_4(browser, case, factors):
    page = browser.get("risk_factors.assess", case_id=case.id)
    assert page.text_of("h2")[:4] == [
        "Individuelle faktorer",
        "Psykosociale faktorer",
        "Arbejdsrelaterede faktorer",
        "Sygefravær",
    ]
    assert page.text_of("form legend") == [factor.label for factor in factors]


def test_an_assessment_is_kept_and_shown_on_the_case(browser, case, factors, session):
    values = fields(factors, bekymring="ny", bensmerter="kendt")
    browser.submit("risk_factors.assess", values, case_id=case.id)
    [row] = stored(session)
    assert (row.present, row.new) == (["bensmerter", "bekymring"], ["bekymring"])
    assert row.told is DoctorTold.BY_LETTER

    page = browser.get("cases.show", case_id=case.id)
    [text] = page.text_of("#risikofaktorer p:not(:has(a))")
    assert "Nye: Bekymring. Egen læge får besked ved brev." in text
    assert "Risikofaktorer vurderet" in " ".join(page.text_of("#haendelser"))


def test_the_next_time_what_was_found_stands_as_known(browser, case, factors):
    browser.submit("risk_factors.assess", fields(factors, bekymring="ny"), case_id=case.id)
    page = browser.get("risk_factors.assess", case_id=case.id)
    checked = [box["value"] for box in page.select("input[type=radio][checked]")]
    expected = ["kendt" if factor.code == "bekymring" else "nej" for factor in factors]
    assert checked == expected


def test_an_unanswered_factor_is_named_and_the_rest_is_kept(browser, case, factors, session):
    values = fields(factors, bekymring="ny") | {"text": "Sover dårligt."}
    del values["factors-0-answer"]
    page = browser.submit("risk_factors.assess", values, expect=422, case_id=case.id)
    assert any("Vælg et svar" in error for error in page.errors())
    assert page.text_of("textarea") == ["Sover dårligt."]
    assert len(page.select("input[value=ny][checked]")) == 1
    assert stored(session) == []


def test_other_factors_than_the_programmes_are_refused(browser, case, factors, session):
    values = fields(factors) | {"factors-0-code": "opdigtet"}
    page = browser.submit("risk_factors.assess", values, expect=422, case_id=case.id)
    assert "Svar på alle risikofaktorer" in " ".join(page.errors())
    assert stored(session) == []
