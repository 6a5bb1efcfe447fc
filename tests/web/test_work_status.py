"""The page of the citizen's work status."""

import pytest
from sqlalchemy import select

from rehab.domain.access import Role
from rehab.models import Case

FIELDS = {
    "status": "fuldt_sygemeldt",
    "from_on": "20-11-2026",
    "sick_since": "05-10-2026",
    "asks_for_effort": "y",
}


@pytest.fixture
def karen(browse):
    return browse(Role.KOORDINATOR)


def test_a_work_status_is_recorded_and_an_effort_asked_for(karen, make, session):
    case_id = make.case().id
    karen.submit("work_status.record", FIELDS, case_id=case_id)
    page = karen.get("work_status.record", case_id=case_id)
    assert page.text_of("#tidligere dl > div") == [
        "20.11.2026 Fuldt sygemeldt, første sygedag 05.10.2026"
    ]
    assert page.select("#asks_for_effort") == []
    assert session.scalars(select(Case.employment_effort)).one() is True


def test_a_sick_leave_without_its_first_day_is_refused(karen, make):
    fields = FIELDS | {"sick_since": ""}
    page = karen.submit("work_status.record", fields, case_id=make.case().id, expect=422)
    assert page.errors() == [
        "Skriv første sygedag, så ugerne kan tælles. Spørg borgeren, hvis du ikke kender den."
    ]
    assert page.select_one("#status option[selected]")["value"] == "fuldt_sygemeldt"


def test_a_date_that_is_none_is_kept_and_explained(karen, make):
    fields = FIELDS | {"sick_since": "i går"}
    page = karen.submit("work_status.record", fields, case_id=make.case().id, expect=422)
    assert page.errors() == ["Skriv datoen som dag-måned-år, fx 23-11-2026."]
    assert page.select_one("#sick_since")["value"] == "i går"


def test_no_status_chosen_is_said(karen, make):
    fields = FIELDS | {"status": ""}
    page = karen.submit("work_status.record", fields, case_id=make.case().id, expect=422)
    assert page.errors() == ["Vælg borgerens arbejdsstatus."]


@pytest.mark.parametrize(
    ("role", "status"),
    [
        pytest.param(Role.JOBKONSULENT, 403, id="jobkonsulent"),
        pytest.param(Role.LEDER, 403, id="leder"),
        pytest.param(Role.ADMINISTRATOR, 403, id="administrator"),
        pytest.param(Role.TERAPEUT, 404, id="a therapist who does not hold the case"),
    ],
)
def test_the_page_is_for_those_who_care_for_the_citizen(browse, make, role, status):
    case_id = make.case(employment_effort=True).id
    browse(role).get("work_status.record", case_id=case_id, expect=status)


def test_a_case_of_another_kommune_is_not_there(karen, make):
    karen.get("work_status.record", case_id=make.case(kommunekode="998").id, expect=404)
