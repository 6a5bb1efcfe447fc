"""The employment pages: what a jobkonsulent does there."""

from datetime import timedelta

import pytest

from rehab.domain.access import Role
from rehab.domain.consent import ConsentScope
from rehab.models import ReturnToWorkPlan
from tests.conftest import NOW
from tests.support.wall import Recorded, stuffed_case

PLAN = {
    "goal": "Samme job på lageret",
    "steps": "Uge 49: 3 dage à 3 timer\n\nUge 51: fuld tid",
    "expected_on": "14-12-2026",
    "follow_up_on": "01-12-2026",
}
TALK = {
    "workplace": "Testby Lager",
    "person": "Mester Testsen",
    "contacted_on": "20-11-2026",
    "resume_on": "",
    "conditions": "Ingen tunge løft",
}


@pytest.fixture
def jonas(browse):
    return browse(Role.JOBKONSULENT)


@pytest.fixture
def case(make):
    return make.case(employment_effort=True)


def test_a_plan_is_shown_as_a_ladder_of_steps(jonas, case):
    case_id = case.id
    jonas.submit("employment.plan", PLAN, case_id=case_id)
    page = jonas.get("employment.show", case_id=case_id)
    assert page.text_of("#plan ol li") == ["Uge 49: 3 dage à 3 timer", "Uge 51: fuld tid"]
    assert "tirs. 01.12.2026" in page.text_of("#plan dd")
    assert page.text_of(".flash--success p") == [
        "Planen er gemt. Tidligere udgaver kan stadig læses."
    ]


@pytest.fixture
def earlier_plan(make, case):
    """A plan of last month whose follow-up was yesterday."""
    row = ReturnToWorkPlan(
        case_id=case.id,
        goal="Samme job",
        steps="Et trin",
        follow_up_on=NOW.date() - timedelta(days=1),
        written_by=make.user(Role.JOBKONSULENT).id,
        written_at=NOW - timedelta(days=30),
    )
    make.save(row)
    return row


def test_a_new_version_begins_with_the_old_words_but_asks_for_a_new_day(jonas, case, earlier_plan):
    form = jonas.get("employment.plan", case_id=case.id)
    assert form.select_one("#goal").get_text(strip=True) == "Samme job"
    assert form.select_one("#follow_up_on").get("value") == ""


def test_the_newest_version_counts_and_earlier_ones_can_be_read(jonas, case, earlier_plan):
    case_id = case.id
    jonas.submit("employment.plan", PLAN, case_id=case_id)
    page = jonas.get("employment.show", case_id=case_id)
    assert page.text_of("#plan > p.prose") == ["Mål: Samme job på lageret"]
    assert page.text_of("#plan details p.prose") == ["Mål: Samme job"]
    assert page.text_of("#plan details summary") == [
        "Tidligere udgave. Skrevet 24.10.2026 af Test Jobkonsulent"
    ]


def test_a_plan_needs_a_day_to_be_followed_up(jonas, case):
    fields = PLAN | {"follow_up_on": ""}
    page = jonas.submit("employment.plan", fields, case_id=case.id, expect=422)
    assert page.errors() == ["Vælg den dag, planen skal følges op."]
    assert "Uge 51: fuld tid" in page.select_one("#steps").get_text()


def test_a_refusal_of_the_rules_stands_at_the_top(jonas, case):
    fields = PLAN | {"follow_up_on": "01-11-2026"}
    page = jonas.submit("employment.plan", fields, case_id=case.id, expect=422)
    assert page.errors() == ["Opfølgningen kan ikke ligge i fortiden. Vælg en dag fra i dag."]


def test_a_talk_with_the_workplace_is_shown(jonas, case):
    case_id = case.id
    jonas.submit("employment.workplace", TALK, case_id=case_id)
    page = jonas.get("employment.show", case_id=case_id)
    assert page.text_of("#arbejdsplads h3") == ["20.11.2026: Testby Lager"]
    assert page.text_of("#arbejdsplads dd") == ["Mester Testsen", "Ikke aftalt endnu"]
    assert page.text_of("#arbejdsplads .quoted__text") == ["Ingen tunge løft"]


def test_a_talk_needs_to_say_with_whom_and_how(jonas, case):
    fields = TALK | {"person": "", "conditions": ""}
    page = jonas.submit("employment.workplace", fields, case_id=case.id, expect=422)
    assert page.errors() == [
        "Skriv navnet på den, du talte med.",
        "Skriv, på hvilke vilkår arbejdet kan genoptages.",
    ]


def test_seven_weeks_without_a_plan_is_a_warning_until_there_is_one(jonas, make):
    case_id = stuffed_case(make, NOW, Recorded(frozenset({ConsentScope.WORK_STATUS}))).id
    before = jonas.get("employment.show", case_id=case_id)
    jonas.submit("employment.plan", PLAN, case_id=case_id)
    after = jonas.get("employment.show", case_id=case_id)
    assert before.text_of(".alert-warning .alert-text") == [
        "Sygemeldt i 7 uger: plan for beskæftigelsesindsats mangler."
    ]
    assert after.text_of(".alert-warning") == []


def test_the_consent_box_says_what_and_until_when(jonas, make):
    scopes = frozenset({ConsentScope.WORK_STATUS, ConsentScope.SCHEDULE})
    case_id = stuffed_case(make, NOW, Recorded(scopes)).id
    page = jonas.get("employment.show", case_id=case_id)
    assert page.text_of("#samtykke p") == [
        (
            "Til og med 20.11.2027 må du se arbejdsstatus og sygefravær og tider for forløbet. "
            "Borgeren gav skriftligt samtykke 20.11.2026. Formål: Plan for tilbagevenden"
        ),
        "Ikke omfattet: kontaktperson, skånehensyn på arbejdet.",
    ]


def test_a_follow_up_that_was_missed_is_marked(jonas, case, earlier_plan):
    assert jonas.get("employment.index").text_of(".mark") == ["opfølgning overskredet"]
    page = jonas.get("employment.show", case_id=case.id)
    assert page.text_of("#plan .mark") == ["Opfølgning overskredet"]


def test_an_empty_list_says_what_would_be_here(jonas):
    assert jonas.get("employment.index").text_of(".empty__heading") == ["Ingen sager"]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.JOBKONSULENT])
@pytest.mark.parametrize("endpoint", ["employment.show", "employment.plan", "employment.workplace"])
def test_the_employment_side_is_for_jobkonsulenter(browse, case, endpoint, role):
    browse(role).get(endpoint, case_id=case.id, expect=403)
