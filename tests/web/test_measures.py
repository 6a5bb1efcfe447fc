"""Recording a measurement on a tablet."""

import pytest

from rehab.domain.access import Role
from rehab.domain.measures import MeasurePoint
from rehab.queries.measures import measurements_of


@pytest.fixture
def case(make):
    return make.case(contact_person=make.user(Role.TERAPEUT))


@pytest.fixture
def browser(browse):
    return browse(Role.TERAPEUT)


def fields(pain="7", *activities, day="23-11-2026"):
    values = {"nrs_pain": pain, "measured_on": day}
    for place, (name, score) in enumerate(activities):
        values[f"activities-{place}-activity"] = name
        values[f"activities-{place}-score"] = score
    return values


def recorded(browser, case, point, values, expect=302):
    return browser.submit("measures.record", values, expect=expect, case_id=case.id, point=point)


def test_the_start_is_recorded(browser, case, session):
    recorded(browser, case, "start", fields("7", ("gå tur", "3"), ("løfte barn", "2")))
    row = measurements_of(session, case.id)[MeasurePoint.START]
    assert (row.nrs_pain, [item["score"] for item in row.activities]) == (7, ["3", "2"])


def test_the_end_comes_with_the_starts_activities(browser, case, session):
    recorded(browser, case, "start", fields("7", ("gå tur", "3")))
    page = browser.get("measures.record", case_id=case.id, point="slut")

    assert page.heading() == f"Slutmåling, sag {case.number}"
    assert page.text_of(".activity legend") == ["gå tur"]
    assert page.text_of(".scale__note") == ["7 ved start", "3 ved start"]
    given = {"activities-0-from_start": "1"}
    recorded(browser, case, "slut", fields("3", ("gå tur", "8")) | given)
    assert measurements_of(session, case.id)[MeasurePoint.END].activities == [
        {"activity": "gå tur", "score": "8"}
    ]


def test_the_end_may_be_pain_alone(browser, case, session):
    recorded(browser, case, "start", fields("7", ("gå tur", "3")))
    values = {"activities-0-activity": "gå tur", "activities-0-from_start": "1"}
    recorded(browser, case, "slut", fields("3") | values)
    assert measurements_of(session, case.id)[MeasurePoint.END].activities == []


def test_what_was_recorded_stands_there_again(browser, case):
    recorded(browser, case, "start", fields("0", ("gå tur", "3"), day="20-11-2026"))
    page = browser.get("measures.record", case_id=case.id, point="start")

    assert page.select_one("[name=nrs_pain][checked]")["value"] == "0"
    assert page.select_one("[name=activities-0-activity]")["value"] == "gå tur"
    assert page.select_one("[name=activities-0-score][checked]")["value"] == "3"
    assert page.select_one("[name=measured_on]")["value"] == "20-11-2026"


@pytest.mark.parametrize(
    ("values", "said"),
    [
        pytest.param(fields(""), "Vælg et tal for smerte", id="nothing"),
        pytest.param(fields("7", ("gå tur", "")), "Vælg et tal for aktiviteten.", id="no-score"),
        pytest.param(fields("7", ("", "3")), "Skriv borgerens egne ord", id="no-name"),
        pytest.param(fields("7", day="24-11-2026"), "den dag er ikke kommet", id="tomorrow"),
        pytest.param(fields("7", day="i går"), "Skriv datoen som", id="no-date"),
        pytest.param(fields("11"), "Vælg en af mulighederne", id="off-the-scale"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(browser, case, values, said):
    page = recorded(browser, case, "start", values, expect=422)
    assert said in " ".join(page.errors())
    assert page.select_one("[name=measured_on]")["value"] == values["measured_on"]


def test_other_activities_at_the_end_are_refused(browser, case):
    recorded(browser, case, "start", fields("7", ("gå tur", "3")))
    page = recorded(browser, case, "slut", fields("3", ("svømme", "8")), expect=422)
    assert "de samme aktiviteter" in page.errors()[0]


@pytest.mark.parametrize(
    ("role", "expect"),
    [(Role.LEDER, 403), (Role.JOBKONSULENT, 403), (Role.ADMINISTRATOR, 403), (Role.VISITATOR, 200)],
)
def test_who_may_measure(browse, case, role, expect):
    browse(role).get("measures.record", case_id=case.id, point="start", expect=expect)


def test_a_case_of_others_is_not_there(browse, make, case):
    for who in (
        make.user(Role.TERAPEUT, login="fremmed"),
        make.user(Role.VISITATOR, kommunekode="998"),
    ):
        browse(who).get("measures.record", case_id=case.id, point="start", expect=404)
