"""From a template to a full hold, a waiting list, a seat given back and the offer of it."""

from datetime import timedelta
from uuid import UUID

from playwright.sync_api import expect

from rehab.domain.access import Role
from rehab.models import Case, Course
from tests.browser.person import DESK, PHONE, TABLET, Person
from tests.support.course_factories import make_booking, make_template
from tests.support.factories import Factories
from tests.support.waiting import make_waiting

TEMPLATE, HOLD = "Rygskole, hold 1", "Rygskole, påske"


def plan_over_easter(karen: Person) -> str:
    """Plan a hold of the template, with the days of Easter left out; return its address."""
    karen.go("/forloeb/skabeloner").press(f"Nyt hold fra {TEMPLATE}")
    karen.fill("Navn", HOLD).fill("Første gang", "18-03-2027").fill("Antal gange", "6")
    karen.page.get_by_label("Terapeut", exact=True).select_option("Tove Terapeut")
    karen.press("Vis datoerne")
    days = "\n".join(karen.section("Datoer").get_by_role("listitem").all_inner_texts())
    assert "skærtorsdag, intet hold" in days
    assert "2. påskedag, intet hold" in days
    karen.press("Opret forløbet")
    assert karen.heading() == HOLD
    return karen.page.url.removeprefix(karen.address)


def book_behind_the_web(make: Factories, address: str, course: str) -> None:
    """Give one more a seat, as the koordinator has done all morning."""
    case = make._session.get_one(Case, UUID(address.rsplit("/", 1)[1]))
    found = make._session.get_one(Course, UUID(course.rsplit("/", 1)[1]))
    make_booking(make, case, found)


def wait_for_it(karen: Person, case: str) -> None:
    """Find the hold full on the booking page, and put the citizen on its waiting list."""
    karen.go(f"{case}/booking")
    assert "Holdet er fuldt: alle pladser (12) er optaget." in karen.reads()
    karen.press(f"Sæt på venteliste til {HOLD}")
    karen.choose(f"Kun {HOLD}").press("Sæt på venteliste")
    assert "Borgeren står på ventelisten." in karen.told()


def test_a_seat_given_back_goes_to_the_first_who_waits(house, logged_in):
    house.employ(Role.TERAPEUT)
    with house.open() as make:
        make_template(make, name=TEMPLATE)
        names = [f"Borger{number:02}" for number in range(1, 15)]
        cases = [
            make.case(citizen=make.citizen(given_name=name, surname="Prøvesen")) for name in names
        ]
        make.referral(case=cases[12], received_on=house.now.date() - timedelta(days=3))
        addresses = [f"/sager/{case.id}" for case in cases]
    karen = logged_in(Role.KOORDINATOR)
    course = plan_over_easter(karen)

    with house.open() as make:
        for address in addresses[:11]:
            book_behind_the_web(make, address, course)
    karen.go(f"{addresses[11]}/booking")
    assert "Foreslået" in karen.reads()
    assert "Når ikke fristen" in karen.reads()
    karen.press("Book pladsen")
    assert "Pladsen er booket" in karen.told()
    for address in addresses[12:]:
        wait_for_it(karen, address)
    assert f"Venter på {HOLD}, nr. 2" in karen.section("Plan").inner_text()

    karen.go(course)
    places = karen.section("Venteliste").get_by_role("row")
    expect(places).to_have_count(3)
    assert "Frist efter programmet 04.12.2026" in places.nth(1).inner_text()
    karen.press("Afbestil plads 5").fill("Grund til afbestillingen", "Er flyttet.")
    karen.press("Afbestil pladsen")
    assert "tilbudt den første på ventelisten" in karen.told()

    karen.go(course)
    assert (
        "12 af 12 pladser, heraf 1 holdt til et tilbud" in karen.section("Deltagere").inner_text()
    )
    first = karen.section("Venteliste").get_by_role("row").nth(1)
    assert "Borger13" in first.inner_text()
    assert f"Tilbudt plads på {HOLD}, svar senest tirs. 24.11.2026 kl. 10.00" in first.inner_text()
    karen.press("Svar på tilbud til nr. 1")
    assert "tirs. 24.11.2026 kl. 10.00" in karen.reads()
    karen.press("Borgeren siger ja")
    assert "Pladsen er booket" in karen.told()
    plan = karen.section("Plan").inner_text()
    assert HOLD in plan
    assert "Venter på" not in plan
    karen.go("/venteliste")
    expect(karen.page.get_by_role("main").get_by_role("row")).to_have_count(2)
    assert "Borger14" in karen.reads()


def test_the_pages_of_the_waiting_list_fit_each_screen(house, logged_in):
    with house.open() as make:
        entry = make_waiting(make, make.case())
        address = f"/venteliste/{entry.id}"
    for screen in (DESK, TABLET, PHONE):
        karen = logged_in(Role.KOORDINATOR, screen)
        karen.go("/venteliste").go(f"{address}/tag-af").go(f"{address}/forrest")
        karen.press("Flyt forrest")
        assert karen.errors() == ["Skriv, hvorfor borgeren skal frem i køen."]
