"""The list of courses, planning, one course, booking and giving a seat back."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from rehab.domain.access import Role
from rehab.models import Booking, Course, CourseSession
from tests.conftest import NOW
from tests.support.course_factories import FIRST, make_booking, make_course


@pytest.fixture
def plan(make):
    return {
        "offer_code": "hold_ikke_opererede",
        "course_form": "hold",
        "title": "Rygskole, forår",
        "place": "Sal 2",
        "capacity": "12",
        "therapist_id": str(make.user(Role.TERAPEUT).id),
        "first_on": "18-03-2027",
        "weekdays": ["0", "3"],
        "starts_at": "10.30",
        "minutes": "60",
        "sessions": "6",
        "intake": "closed",
        "skipped": "",
        "step": "vis",
    }


def test_the_list_says_how_many_seats_are_taken_and_when_it_is_next(browse, make):
    course = make_course(make)
    make_booking(make, make.case(), course)
    page = browse(Role.LEDER).get("courses.index")
    assert page.text_of("td[data-title=Pladser]") == ["1 af 12"]
    assert page.text_of('td[data-title="Næste gang"]') == ["tirs. 24.11.2026 kl. 10.00"]
    assert page.select("a.cover")[0]["href"].endswith(f"/forloeb/{course.id}")


def test_the_list_says_which_are_cancelled_or_have_too_few(browse, make):
    make_course(make, minimum=4)
    make_course(make, cancelled_at=NOW, first=FIRST + timedelta(days=1))
    page = browse(Role.LEDER).get("courses.index")
    assert page.text_of("td[data-title=Pladser]") == ["0 af 12 Mindst 4", "0 af 12 Aflyst"]


def test_an_ended_course_stands_in_its_own_list(browse, make):
    make_course(make, first=NOW - timedelta(days=60), title="Rygskole, sommer")
    browser = browse(Role.KOORDINATOR)
    assert browser.get("courses.index").text_of(".empty__heading") == ["Ingen forløb endnu"]
    ended = browser.visit("/forloeb?vis=afsluttede")
    assert ended.text_of("a.cover") == ["Rygskole, sommer"]


@pytest.mark.parametrize("side", ["99999999999999999999", "2", "-1", "²", "x", ""])
def test_a_page_there_is_none_of_shows_the_nearest(browse, make, side):
    make_course(make, title="Rygskole")
    assert browse(Role.LEDER).visit(f"/forloeb?side={side}").text_of("a.cover") == ["Rygskole"]


def test_only_those_who_plan_are_offered_to(browse):
    assert browse(Role.KOORDINATOR).get("courses.index").text_of(".actions a") == [
        "Nyt forløb",
        "Skabeloner",
        "Kommunens tilbud",
    ]
    page = browse(Role.TERAPEUT).get("courses.index")
    assert page.text_of(".actions a") == ["Kommunens tilbud"]


def test_the_dates_over_easter_are_shown_before_anything_is_saved(browse, session, plan):
    page = browse(Role.KOORDINATOR).submit("courses.new", plan, expect=200)
    assert page.text_of(".plan-days li") == [
        "1. tors. 18.03.2027 kl. 10.30",
        "2. man. 22.03.2027 kl. 10.30",
        "tors. 25.03.2027 skærtorsdag, intet hold",
        "man. 29.03.2027 2. påskedag, intet hold",
        "3. tors. 01.04.2027 kl. 10.30",
        "4. man. 05.04.2027 kl. 10.30",
        "5. tors. 08.04.2027 kl. 10.30",
        "6. man. 12.04.2027 kl. 10.30",
    ]
    assert session.scalar(select(func.count()).select_from(Course)) == 0


def test_the_dates_that_were_shown_are_the_ones_saved(browse, session, plan):
    browser = browse(Role.KOORDINATOR)
    preview = browser.submit("courses.new", plan, expect=200)
    seen = preview.select_one("input[name=previewed]")["value"]
    url = browser.url("courses.new")
    browser.post(url, plan | {"previewed": seen, "step": "opret"}, token_from=preview)
    starts = session.scalars(select(CourseSession.starts_at).order_by(CourseSession.starts_at))
    assert [f"{start:%d.%m %H:%M}" for start in starts] == [
        "18.03 09:30",
        "22.03 09:30",
        "01.04 08:30",
        "05.04 08:30",
        "08.04 08:30",
        "12.04 08:30",
    ]


def test_dates_changed_after_the_preview_are_shown_again(browse, session, plan):
    browser = browse(Role.KOORDINATOR)
    preview = browser.submit("courses.new", plan, expect=200)
    seen = preview.select_one("input[name=previewed]")["value"]
    changed = plan | {"previewed": seen, "step": "opret", "skipped": "22-03-2027"}
    again = browser.post(browser.url("courses.new"), changed, token_from=preview, expect=200)
    assert "man. 22.03.2027 fravalgt, intet hold" in again.text_of(".plan-days li")
    assert session.scalar(select(func.count()).select_from(Course)) == 0


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        pytest.param({"title": ""}, "Giv forløbet et navn.", id="no name"),
        pytest.param({"title": "  "}, "Giv forløbet et navn.", id="only spaces"),
        pytest.param({"capacity": "0"}, "Skriv et antal pladser mellem 1 og 200.", id="no seats"),
        pytest.param(
            {"skipped": "til jul"},
            "Skriv dage eller uger med komma imellem, fx 14-10-2026, uge 7.",
            id="no day",
        ),
        pytest.param(
            {"weekdays": ["1"]},
            "Første dag, 18.03.2027, er en torsdag. Ret datoen, eller sæt kryds ved ugedagen.",
            id="another weekday",
        ),
        pytest.param(
            {"offer_code": "kostvejledning"},
            "Vælg en af mulighederne på listen.",
            id="an offer the kommune does not have",
        ),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(browse, plan, wrong, sentence):
    page = browse(Role.KOORDINATOR).submit("courses.new", plan | wrong, expect=422)
    assert page.errors() == [sentence]
    assert page.select_one("input[name=place]")["value"] == "Sal 2"


def test_an_optional_offer_can_be_planned_once_the_kommune_has_it(browse, plan):
    browser = browse(Role.KOORDINATOR)
    browser.submit(
        "offers.change", {"given": "y", "deliverer": "egen"}, offer_code="kostvejledning"
    )
    preview = plan | {"offer_code": "kostvejledning"}
    browser.submit("courses.new", preview, expect=200)


def test_a_course_names_those_the_reader_may_see_and_only_counts_the_others(browse, make):
    course = make_course(make)
    citizen = make.citizen()
    make_booking(make, make.case(citizen=citizen), course)
    koordinator = browse(Role.KOORDINATOR).get("courses.show", course_id=course.id)
    assert koordinator.text_of("#deltagere .citizen__name") == [citizen.name]
    stranger = browse(make.user(Role.TERAPEUT, login="other")).get(
        "courses.show", course_id=course.id
    )
    assert stranger.text_of("#deltagere td[data-title=Borger]") == ["Optaget"]


def test_booking_shows_seats_and_whether_the_deadline_is_kept(browse, make):
    case = make.case()
    early, late = make_course(make), make_course(make, first=FIRST + timedelta(days=30))
    full = make_course(make, capacity=1, title="Rygskole, hold 2")
    make_booking(make, make.case(), full)
    page = browse(Role.KOORDINATOR).get("courses.book", case_id=case.id)
    assert [box["value"] for box in page.select("input[name=course_id]")] == [
        str(early.id),
        str(late.id),
    ]
    assert page.text_of("td[data-title=Frist]") == [
        "Holder fristen XREF15: Tilbuddet er begyndt, senest lør. 05.12.2026",
        "Når ikke fristen: 19 dage for sent XREF15: Tilbuddet er begyndt, senest lør. 05.12.2026",
        (
            "Holdet er fuldt: alle pladser (1) er optaget. Vælg et andet hold eller en senere "
            "start. Sæt på venteliste til Rygskole, hold 2"
        ),
    ]


def test_a_citizen_is_booked_for_all_referrals_unless_one_is_taken_off(browse, make, session):
    case = make.case(referrals=2)
    course = make_course(make)
    browser = browse(make.user(Role.KOORDINATOR))
    page = browser.get("courses.book", case_id=case.id)
    ticked = [box["value"] for box in page.select("input[name=counts_for][checked]")]
    assert len(ticked) == 2
    fields = {"course_id": str(course.id), "counts_for": ticked[:1]}
    browser.submit("courses.book", fields, case_id=case.id)
    booking = session.scalars(select(Booking)).one()
    assert (booking.case_id, booking.seat) == (case.id, 1)


def test_booking_without_a_course_says_so(browse, make):
    case = make.case()
    make_course(make)
    page = browse(Role.KOORDINATOR).submit("courses.book", {}, case_id=case.id, expect=422)
    assert page.errors() == [
        "Vælg et forløb.",
        "Vælg mindst én henvisning, det tæller for.",
    ]


def test_a_course_that_was_filled_meanwhile_is_refused_on_the_page(browse, make):
    case, course = make.case(), make_course(make, capacity=1)
    browser = browse(Role.KOORDINATOR)
    page = browser.get("courses.book", case_id=case.id)
    make_booking(make, make.case(), course)
    counts_for = page.select_one("input[name=counts_for]")["value"]
    fields = {"course_id": str(course.id), "counts_for": [counts_for]}
    url = browser.url("courses.book", case_id=case.id)
    refused = browser.post(url, fields, token_from=page, expect=422)
    assert refused.errors()[0].startswith("Holdet er fuldt: alle pladser (1) er optaget.")


def test_a_seat_is_given_back_with_a_reason(browse, make, session):
    booking = make_booking(make, make.case(), make_course(make))
    browser = browse(Role.KOORDINATOR)
    page = browser.submit("courses.cancel_booking", {}, booking_id=booking.id, expect=422)
    assert page.errors() == ["Skriv, hvorfor pladsen afbestilles."]
    browser.submit("courses.cancel_booking", {"reason": "Flyttet"}, booking_id=booking.id)
    assert session.get(Booking, booking.id).cancelled_at == NOW


@pytest.mark.parametrize(
    ("role", "kommunekode", "status"),
    [
        pytest.param(Role.JOBKONSULENT, "999", 403, id="a jobkonsulent has no courses"),
        pytest.param(Role.ADMINISTRATOR, "999", 403, id="an administrator has none either"),
        pytest.param(Role.KOORDINATOR, "998", 404, id="another kommune's do not exist"),
    ],
)
def test_who_does_not_get_in(browse, make, role, kommunekode, status):
    case, course = make.case(), make_course(make)
    booking = make_booking(make, case, course)
    browser = browse(make.user(role, kommunekode=kommunekode, login="outsider"))
    browser.get("courses.show", course_id=course.id, expect=status)
    browser.get("courses.book", case_id=case.id, expect=status)
    browser.get("courses.cancel_booking", booking_id=booking.id, expect=status)


def test_another_kommunes_courses_are_not_in_the_list(browse, make):
    make_course(make, kommunekode="998", title="Nabohold")
    page = browse(Role.KOORDINATOR).get("courses.index")
    assert page.text_of("a.cover") == []


def test_the_time_shown_is_danish(browse, make):
    course = make_course(make, first=datetime(2026, 12, 1, 9, tzinfo=NOW.tzinfo))
    page = browse(Role.KOORDINATOR).get("courses.show", course_id=course.id)
    assert page.text_of("#gange td[data-title=Dag]")[0] == "tirs. 01.12.2026 10.00–11.00"


def test_booking_says_which_offers_the_kommune_does_not_have(browse, make):
    home = make.organisation()
    case = make.case()
    page = browse(Role.KOORDINATOR).get("courses.book", case_id=case.id)
    assert "Kostvejledning" in page.select_one(".notice").get_text()
    home.optional_offers = ["kostvejledning"]
    make.save(home)
    page = browse(Role.KOORDINATOR).get("courses.book", case_id=case.id)
    assert "Kostvejledning" not in page.select_one(".notice").get_text()
