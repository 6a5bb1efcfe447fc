"""Arranging times with one citizen on their page."""

import pytest
from sqlalchemy import select

from rehab.domain.access import Role
from rehab.models import Course, CourseSession
from tests.support.course_factories import make_booking, make_course
from tests.web.test_course_templates import filled


@pytest.fixture
def case(make):
    return make.case(contact_person=make.user(Role.TERAPEUT))


TIME = {
    "what": "tilbud:individuel_traening",
    "on": "24-11-2026",
    "at": "10.30",
    "minutes": "45",
    "place": "Rum 4",
}


def test_times_are_arranged_one_by_one(browse, make, session, case):
    browser = browse(Role.TERAPEUT)
    page = browser.get("individual.times", case_id=case.id)
    assert page.text_of("#tider .empty__heading") == ["Ingen individuelle tider"]
    url = browser.url("individual.times", case_id=case.id)
    browser.post(url, filled(page) | TIME, token_from=page)
    page = browser.get("individual.times", case_id=case.id)
    course = session.scalars(select(Course)).one()
    assert page.text_of("select[name=what] option")[0] == (
        "Individuelt tilrettelagt træning, har 1 tid"
    )
    more = {"what": f"forloeb:{course.id}", "on": "26-11-2026"}
    browser.post(url, filled(page) | TIME | more, token_from=page)
    page = browser.get("individual.times", case_id=case.id)
    assert page.text_of("#tider td[data-title=Dag]") == [
        "tirs. 24.11.2026 10.30–11.15 · Individuelt tilrettelagt træning",
        "tors. 26.11.2026 10.30–11.15 · Individuelt tilrettelagt træning",
    ]
    assert page.text_of("#tider .table-links a") == [
        "Flyt tirs. 24.11.2026",
        "Aflys tirs. 24.11.2026",
        "Flyt tors. 26.11.2026",
        "Aflys tors. 26.11.2026",
    ]


def test_a_time_that_clashes_is_named_and_needs_a_reason(browse, make, session, case):
    make_booking(make, case, make_course(make))
    browser = browse(Role.TERAPEUT)
    page = browser.get("individual.times", case_id=case.id)
    url = browser.url("individual.times", case_id=case.id)
    refused = browser.post(url, filled(page) | TIME, token_from=page, expect=422)
    assert len(refused.text_of(".plan-conflicts li")) == 2
    assert refused.select_one("input[name=place]")["value"] == "Rum 4"
    reason = {"conflict_reason": "Kort samtale"}
    browser.post(url, filled(refused) | TIME | reason, token_from=refused)
    assert session.scalars(
        select(CourseSession.place).where(CourseSession.place == "Rum 4")
    ).all() == ["Rum 4"]


def test_what_is_missing_is_said(browse, case):
    page = browse(Role.TERAPEUT).submit("individual.times", {}, case_id=case.id, expect=422)
    assert page.errors() == [
        "Vælg et forløb eller et tilbud.",
        "Skriv dagen.",
        "Skriv, hvornår det begynder, fx 14:30.",
        "Skriv, hvor mange minutter det varer.",
        "Skriv, hvor det er.",
        "Vælg en terapeut.",
    ]
