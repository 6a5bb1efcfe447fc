"""The waiting list: the ranks with their reasons, being put on it, and answering an offer."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from rehab.domain.access import Role
from rehab.domain.referrals import ReferralKind
from rehab.domain.waiting_list import Ending
from rehab.models import Booking, BookingReferral, WaitingEntry
from tests.conftest import NOW
from tests.support.course_factories import FIRST, make_booking, make_course
from tests.support.waiting import make_waiting

LATER = FIRST + timedelta(days=14)


@pytest.fixture
def karen(browse):
    return browse(Role.KOORDINATOR)


@pytest.fixture
def full(make):
    """A hold of one seat, and who sits on it."""
    course = make_course(make, capacity=1, first=LATER)
    return course, make_booking(make, make.case(), course)


def test_the_list_says_why_each_stands_where_they_do(karen, make):
    make_waiting(make, make.case(), put_on_at=NOW - timedelta(days=9))
    urgent = make.case(referrals=0)
    make.referral(case=urgent, kind=ReferralKind.GGOP, discharged_on=NOW.date())
    make_waiting(make, urgent)
    page = karen.get("waiting_list.index")
    assert page.text_of('td[data-title="Hvorfor her"]') == [
        "Frist efter loven 30.11.2026, på listen siden 23.11.2026",
        "Frist efter programmet 05.12.2026, på listen siden 14.11.2026",
    ]
    assert page.text_of("main h2") == ["Rygskole: træning på hold, ikke rygopererede"]


def test_a_full_course_leads_to_the_waiting_list(karen, make, session, full):
    course, _ = full
    case = make.case()
    page = karen.get("courses.book", case_id=case.id)
    [link] = [a for a in page.select(".in-cell a") if "venteliste" in a.get_text()]
    form = karen.visit(link["href"])
    assert [label.get_text(strip=True) for label in form.select(".form-group-radio label")] == [
        "Første ledige plads på Rygskole: træning på hold, ikke rygopererede",
        "Kun Rygskole, hold 1",
    ]
    ticked = [box["value"] for box in form.select("input[name=counts_for][checked]")]
    fields = {"wish": str(course.id), "counts_for": ticked}
    karen.post(link["href"], fields, token_from=form)
    entry = session.scalars(select(WaitingEntry)).one()
    assert (entry.case_id, entry.course_id) == (case.id, course.id)
    plan = karen.get("cases.show", case_id=case.id).select_one("#plan").get_text(" ", strip=True)
    assert "Venter på Rygskole, hold 1, nr. 1" in plan


def test_waiting_for_nothing_is_refused_and_said(karen, make):
    case = make.case()
    page = karen.submit("waiting_list.put_on", {"wish": "x"}, case_id=case.id, expect=422)
    assert "Vælg mindst én henvisning, der ventes for." in page.errors()


def test_a_seat_given_back_is_offered_answered_and_booked(karen, make, session, full):
    course, booking = full
    entry = make_waiting(make, make.case())
    karen.submit("courses.cancel_booking", {"reason": "Flyttet"}, booking_id=booking.id)
    [link] = karen.get("waiting_list.index").select("a.button")
    assert link.get_text(strip=True).startswith("Svar på tilbud")
    page = karen.visit(link["href"])
    assert page.heading() == "Svar på tilbud om plads"
    refused = karen.post(link["href"], {"answer": "nej"}, token_from=page, expect=422)
    assert refused.errors() == ["Skriv, hvorfor borgeren siger nej til pladsen."]
    karen.post(link["href"], {"answer": "ja"}, token_from=page)
    booked = session.scalars(select(Booking).where(Booking.cancelled_at.is_(None))).one()
    assert (booked.case_id, booked.course_id) == (entry.case_id, course.id)
    again = karen.post(link["href"], {"answer": "ja"}, token_from=page, expect=422)
    assert again.errors() == ["Tilbuddet er allerede besvaret. Genindlæs siden."]


def test_the_page_of_the_course_shows_who_waits_and_who_is_passed_over(karen, make, full):
    course, booking = full
    busy = make.case()
    make_booking(make, busy, make_course(make, first=LATER, offer_code="rygestop"))
    make_waiting(make, busy)
    make_waiting(make, make.case(), put_on_at=NOW + timedelta(hours=1))
    karen.submit("courses.cancel_booking", {"reason": "Flyttet"}, booking_id=booking.id)
    rows = karen.get("courses.show", course_id=course.id).text_of(
        '#venteliste td[data-title="Hvorfor her"]'
    )
    assert rows[0].endswith("Springes over: har et andet forløb på samme tid")
    assert "Tilbudt plads på Rygskole, hold 1, svar senest tirs. 24.11.2026 kl. 10.00" in rows[1]


def test_a_move_to_the_front_asks_why_and_can_be_taken_back(karen, make, session):
    make_waiting(make, make.case(), put_on_at=NOW - timedelta(days=1))
    last = make_waiting(make, make.case())
    page = karen.submit("waiting_list.move_first", {}, entry_id=last.id, expect=422)
    assert page.errors() == ["Skriv, hvorfor borgeren skal frem i køen."]
    karen.submit("waiting_list.move_first", {"reason": "Rejser snart."}, entry_id=last.id)
    shown = karen.get("waiting_list.index")
    assert shown.text_of('td[data-title="Hvorfor her"]')[0] == (
        "Flyttet frem Flyttet forrest 23.11.2026 af Test Koordinator: Rejser snart."
    )
    url = karen.url("waiting_list.move_back", entry_id=last.id)
    karen.post(url, {}, token_from=shown)
    assert session.get_one(WaitingEntry, last.id).jumped_at is None


def test_who_leaves_the_list_does_so_with_a_reason(karen, make, session):
    entry = make_waiting(make, make.case())
    karen.submit("waiting_list.leave", {"reason": "Træner selv."}, entry_id=entry.id)
    assert session.get_one(WaitingEntry, entry.id).ending is Ending.WITHDRAWN


def test_a_therapist_sees_others_without_a_name_and_without_the_reason(browse, karen, make):
    own = make.user(Role.TERAPEUT)
    mine = make.case(contact_person=own)
    theirs = make_waiting(
        make, make.case(), jumped_by=own.id, jumped_at=NOW, jump_reason="Skal opereres."
    )
    make_waiting(make, mine)
    page = browse(own).get("waiting_list.index")
    assert page.text_of('td[data-title="Borger"]')[0] == "En anden borger Første ledige plads"
    assert "Skal opereres" not in page.get_text()
    assert len(page.select(".waiting-acts a")) == 2
    browse(own).get("waiting_list.leave", entry_id=theirs.id, expect=404)


def test_a_free_seat_that_nobody_was_offered_stands_as_a_fault(karen, make):
    make_course(make, first=LATER)
    make_waiting(make, make.case())
    page = karen.get("waiting_list.index")
    assert page.text_of(".alert-error .alert-heading") == ["Fejl: en ledig plads er ikke tilbudt"]


def test_the_leader_is_told_of_a_forgotten_seat_and_of_no_other(browse, make):
    make_course(make, first=LATER)
    assert browse(Role.LEDER).get("overview.show").select(".alert-error") == []
    make_waiting(make, make.case())
    [fault] = browse(Role.LEDER).get("overview.show").text_of(".alert-error .alert-text")
    assert fault.startswith("Der er ledig plads på Rygskole, hold 1, og nogen venter på den.")


def test_the_earliest_start_that_keeps_the_deadline_is_proposed_first(karen, make):
    case = make.case(referrals=0)
    make.referral(case=case, kind=ReferralKind.GGOP, discharged_on=NOW.date())
    make_course(make, first=FIRST + timedelta(days=7), title="Sent hold")
    make_course(make, first=FIRST, title="Rygestop", offer_code="rygestop")
    make_course(make, first=FIRST + timedelta(days=1), title="Tidligt hold")
    page = karen.get("courses.book", case_id=case.id)
    titles = [label.get_text(strip=True) for label in page.select("td .form-group-radio label")]
    assert titles == ["Tidligt hold", "Rygestop", "Sent hold"]
    assert page.text_of("td[data-title=Forløb]")[0].endswith(
        "Foreslået Tidligste start, der holder alle frister"
    )
    assert page.select_one("input[name=course_id][checked]").parent.get_text(strip=True) == (
        "Tidligt hold"
    )
    assert "Når ikke fristen: 1 dag for sent" in page.text_of("td[data-title=Frist]")[2]


def test_training_of_both_referrals_is_booked_once_and_counts_for_both(karen, make, session):
    case = make.case()
    gop = make.referral(case=case, kind=ReferralKind.GGOP, discharged_on=NOW.date())
    first = make_course(make, first=LATER)
    second = make_course(make, first=LATER + timedelta(hours=3), title="Rygskole, hold 2")
    page = karen.get("courses.book", case_id=case.id)
    ticked = [box["value"] for box in page.select("input[name=counts_for][checked]")]
    other = next(value for value in ticked if value != str(gop.id))
    fields = {"course_id": str(first.id), "counts_for": [other]}
    karen.submit("courses.book", fields, case_id=case.id)
    page = karen.get("courses.book", case_id=case.id)
    assert "Samme slags træning som “Rygskole, hold 1”" in page.get_text()
    fields = {"course_id": str(second.id), "counts_for": [str(gop.id)]}
    refused = karen.submit("courses.book", fields, case_id=case.id, expect=422)
    assert "lad forløbet tælle for begge henvisninger" in refused.errors()[0]
    plan = karen.get("cases.show", case_id=case.id).select_one("#plan")
    form = plan.select_one("form")
    chosen = {"referral": form.select_one("input[name=referral]")["value"]}
    karen.post(form["action"], chosen, token_from=plan)
    counted = set(session.scalars(select(BookingReferral.referral_id)))
    assert {str(row) for row in counted} == {other, str(gop.id)}
    shown = karen.get("cases.show", case_id=case.id)
    assert shown.select("#plan form") == []
    assert "Første tid er tilbudt" in shown.get_text()


def test_from_a_full_hold_that_hold_is_chosen(browse, make):
    course = make_course(make, capacity=1)
    make_booking(make, make.case(), course)
    case = make.case()
    browser = browse(Role.KOORDINATOR)
    page = browser.get("waiting_list.put_on", case_id=case.id, forloeb=course.id)
    chosen = page.select_one("input[name=wish][checked]")
    assert chosen["value"] == str(course.id)
    page = browser.get("courses.book", case_id=case.id)
    assert page.text_of("#kan-ikke-bookes h2")[0] == "Kan ikke bookes nu"
    assert "Holder fristen" not in page.select_one("#kan-ikke-bookes").get_text()
    assert page.select("fieldset table") == []
