"""The words of the employment pages, without a page."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from rehab.domain.consent import ConsentFacts, ConsentForm, ConsentScope
from rehab.domain.employment import WorkStatus, sick_leave_warning
from rehab.queries.employment import EmploymentView, OpenedAppointment, OpenedContact, OpenedWork
from rehab.queries.employment_list import EmploymentRow
from rehab.web.employment.presenters import (
    NO_CONSENT,
    consent_box,
    employment_line,
    employment_page,
)

TODAY = date(2026, 11, 23)
ALL = frozenset(ConsentScope)
CONSENT = ConsentFacts(
    ConsentForm.WRITTEN,
    "beskaeftigelse",
    frozenset({ConsentScope.WORK_STATUS}),
    "Plan",
    date(2026, 11, 1),
    date(2027, 2, 1),
)


def work(first, status=WorkStatus.FULL_SICK_LEAVE):
    days = (TODAY - first).days if first else None
    return OpenedWork(
        status=status,
        from_on=first or date(2026, 11, 2),
        sick_since=first,
        weeks=None if days is None else days // 7,
        warning=sick_leave_warning(first, has_plan=False, on=TODAY),
    )


def link(endpoint, case_id):
    return f"/{endpoint}/{case_id}"


def row(scopes=frozenset({ConsentScope.WORK_STATUS}), opened=None, consents=(CONSENT,)):
    return EmploymentRow(
        UUID(int=1), "2026-00001", "Prøve Testborger", scopes, consents, None, opened
    )


@pytest.mark.parametrize(
    ("opened", "text"),
    [
        pytest.param(None, "Arbejdsstatus ikke oplyst", id="opened and nothing there"),
        pytest.param(work(None, WorkStatus.AT_WORK), "I arbejde", id="no sick leave"),
        pytest.param(work(date(2026, 11, 16)), "1 uge · fuldt sygemeldt", id="one week"),
        pytest.param(work(date(2026, 9, 28)), "8 uger · fuldt sygemeldt", id="eight weeks"),
    ],
)
def test_an_opened_sick_leave_is_said_in_weeks(opened, text):
    assert employment_line(row(opened=opened), TODAY, link).sick_leave == text


@pytest.mark.parametrize(
    ("first", "marks"),
    [
        pytest.param(date(2026, 10, 27), (), id="under four weeks"),
        pytest.param(date(2026, 10, 26), (("plan mangler", "info"),), id="four weeks"),
        pytest.param(date(2026, 10, 12), (("plan mangler", "warning"),), id="six weeks"),
        pytest.param(date(2026, 9, 28), (("plan mangler", "danger"),), id="eight weeks"),
    ],
)
def test_a_missing_plan_is_marked_louder_by_the_week(first, marks):
    assert employment_line(row(opened=work(first)), TODAY, link).marks == marks


def test_the_list_says_until_when_the_consent_holds():
    assert employment_line(row(), TODAY, link).consent == "Til og med 01.02.2027"
    assert employment_line(row(frozenset(), consents=()), TODAY, link).consent == "Intet samtykke"


def test_a_closed_box_says_what_can_be_done():
    box = consent_box((), frozenset())
    assert (box.is_open, box.sentences, box.closed_text) == (False, (NO_CONSENT,), "")


def test_an_open_box_names_what_stays_closed():
    box = consent_box((CONSENT,), CONSENT.scopes)
    assert box.is_open
    assert box.closed_text == (
        "Ikke omfattet: kontaktperson, tider for forløbet, skånehensyn på arbejdet."
    )


def page_of(scopes, **fields):
    view = EmploymentView(
        UUID(int=1), "2026-00001", "Prøve Testborger", scopes, (), (), (), **fields
    )
    return employment_page(view, {}, TODAY)


def test_what_is_not_opened_is_not_even_empty():
    page = page_of(frozenset())
    assert (page.work, page.contact, page.schedule, page.considerations) == (None,) * 4


def test_what_is_opened_and_unknown_is_said_to_be_missing():
    page = page_of(ALL)
    assert (page.work, page.contact) == ((("Arbejdsstatus", ""),), (("Kontaktperson", ""),))
    assert (page.schedule, page.considerations) == ((), ())


def test_an_appointment_is_a_time_and_nothing_else():
    times = (
        OpenedAppointment(
            datetime(2026, 12, 4, 9, 0, tzinfo=UTC), datetime(2026, 12, 4, 10, 0, tzinfo=UTC)
        ),
    )
    page = page_of(ALL, schedule=times, contact=OpenedContact("Tove", "99999999"))
    assert page.schedule == ("fre. 04.12.2026 kl. 10.00–11.00",)
    assert page.contact == (("Kontaktperson", "Tove"), ("Telefon", "99999999"))
