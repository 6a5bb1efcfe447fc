"""Recording absence with a substitute, and what the substitute meets."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from rehab.domain.access import Role
from rehab.models import Absence
from tests.conftest import NOW

TODAY = NOW.date()


@pytest.fixture
def tove(make):
    return make.user(Role.TERAPEUT, name="Tove")


@pytest.fixture
def mads(make):
    return make.user(Role.TERAPEUT, login="mads", name="Mads")


def typed(user, substitute, first="23-11-2026", last="30-11-2026"):
    return {
        "user": str(user.id),
        "substitute": str(substitute.id),
        "from_on": first,
        "until_on": last,
    }


def test_a_therapist_records_the_own_absence(browse, tove, mads):
    browser = browse(tove)
    browser.submit("absences.index", typed(tove, mads))
    page = browser.get("absences.index")
    assert page.text_of("tbody td")[:4] == ["Tove", "23.11.2026–30.11.2026", "Mads", "nu"]
    assert [option["value"] for option in page.select("#user option")] == [str(tove.id)]


def test_a_refusal_keeps_what_was_typed(browse, tove, mads):
    page = browse(tove).submit("absences.index", typed(tove, mads, last="01-11-2026"), expect=422)
    assert page.errors() == ["Fraværet kan ikke slutte, før det begynder."]
    assert page.select_one("#until_on")["value"] == "01-11-2026"


def test_the_substitute_finds_the_cases_with_both_names(browse, make, tove, mads):
    case = make.case(contact_person=tove)
    his = browse(mads)
    his.get("cases.show", case_id=case.id, expect=404)
    browse(Role.LEDER).submit("absences.index", typed(tove, mads))
    page = his.get("cases.show", case_id=case.id)
    assert "Tove er fraværende. Mads er vikar til 30.11.2026." in page.get_text(" ")
    mine = his.get("worklist.mine").get_text(" ")
    assert case.number in mine
    assert "Vikar for Tove" in mine


def test_a_person_who_is_back_ends_the_absence(browse, make, session, tove, mads):
    make.save(
        Absence(
            organisation_id=tove.organisation_id,
            user_id=tove.id,
            substitute_id=mads.id,
            from_on=TODAY - timedelta(days=2),
            until_on=TODAY + timedelta(days=2),
            recorded_by=tove.id,
            recorded_at=NOW,
        )
    )
    browser = browse(tove)
    page = browser.get("absences.index")
    [form] = page.select("td form")
    assert form.get_text(" ", strip=True).startswith("Er tilbage")
    browser.post(form["action"], {}, token_from=page)
    assert session.scalars(select(Absence.until_on)).one() == TODAY - timedelta(days=1)
    assert not browse(mads).get("absences.index").select("td form")


@pytest.mark.parametrize(
    ("began", "button"),
    [
        pytest.param(TODAY - timedelta(days=2), "Er tilbage", id="begun"),
        pytest.param(TODAY, "Slet", id="from today"),
        pytest.param(TODAY + timedelta(days=2), "Slet", id="planned"),
    ],
)
def test_a_second_absence_is_possible_by_the_button_the_refusal_names(
    browse, make, session, tove, mads, began, button
):
    make.save(
        Absence(
            organisation_id=tove.organisation_id,
            user_id=tove.id,
            substitute_id=mads.id,
            from_on=began,
            until_on=TODAY + timedelta(days=4),
            recorded_by=tove.id,
            recorded_at=NOW,
        )
    )
    browser = browse(tove)
    page = browser.submit("absences.index", typed(tove, mads), expect=422)
    assert button in page.errors()[0]
    [form] = page.select("td form")
    assert form.get_text(" ", strip=True).startswith(button)
    browser.post(form["action"], {}, token_from=page)
    browser.submit("absences.index", typed(tove, mads))
    listed = browser.get("absences.index").text_of("td[data-title=Dage]")
    assert listed == ["23.11.2026–30.11.2026"]


def test_the_substitute_sees_the_absence_and_cannot_end_it(browse, session, tove, mads):
    browse(tove).submit("absences.index", typed(tove, mads))
    page = browse(mads).get("absences.index")
    assert "Tove" in page.text_of("tbody td")[0]
    assert not page.select("td form")
