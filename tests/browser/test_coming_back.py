"""Coming back from a case to the list it was opened from: the same row, as far down (F43)."""

import pytest
from playwright.sync_api import expect

from rehab.domain.access import Role
from tests.browser.person import DESK, PHONE

ENOUGH = 18
NEAR = 4
FOCUSED = "document.activeElement.href"
TOP = "Math.round(scrollY)"
REMEMBERED = "JSON.stringify({...sessionStorage})"


def cases(house, *, holder: str = "") -> None:
    """Cases enough that a list of them is longer than the screen."""
    with house.open() as make:
        tove = make.user(Role.TERAPEUT, login=holder) if holder else None
        for number in range(ENOUGH):
            citizen = make.citizen(
                identifier=f"01017099{number:02}",
                given_name="Ella",
                surname=f"Prøvesen {number:02}",
            )
            make.case(citizen=citizen, contact_person=tove)


def choose(person, steps: int = 15) -> tuple[str, int]:
    """Go down with j; say which row has the focus, and how far down the page is."""
    for _ in range(steps):
        person.page.keyboard.press("j")
    where = person.page.evaluate(FOCUSED), person.page.evaluate(TOP)
    assert "/sager/" in where[0] or "/henvisninger/" in where[0]
    assert where[1] > 100, "the list is not longer than the screen"
    return where


def is_back_at(person, where: tuple[str, int]) -> None:
    marked = person.page.locator(".cover[aria-current]")
    expect(marked).to_be_focused()
    assert person.page.evaluate(FOCUSED) == where[0]
    assert abs(person.page.evaluate(TOP) - where[1]) <= NEAR


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=["desk", "phone"])
def test_the_browser_s_back_leads_to_the_same_row(house, logged_in, screen):
    login = house.employ(Role.TERAPEUT)
    cases(house, holder=login)
    tove = logged_in(Role.TERAPEUT, screen)
    where = choose(tove)
    tove.strike("Enter")
    assert tove.heading().startswith("Sag 2026-")
    tove.page.go_back(wait_until="load")
    tove.check()
    is_back_at(tove, where)
    tove.page.keyboard.press("j")
    assert tove.page.evaluate(FOCUSED) != where[0]


def test_the_page_s_own_way_back_leads_to_the_same_row_of_the_narrowed_list(house, logged_in):
    cases(house)
    karen = logged_in(Role.KOORDINATOR).go("/tavle?kolonne=uden_kontaktperson&vis=alle")
    where = choose(karen)
    karen.strike("Enter")
    karen.press("Skriv notat").fill("Notat", "Ringede.").press("Gem notatet")
    karen.press("Tilbage til listen")
    assert karen.page.url.endswith("/tavle?kolonne=uden_kontaktperson&vis=alle")
    is_back_at(karen, where)


def test_the_menu_leads_back_too_and_from_elsewhere_the_list_begins_at_its_top(house, logged_in):
    cases(house, holder=house.employ(Role.TERAPEUT))
    tove = logged_in(Role.TERAPEUT).go("/mine-sager")
    where = choose(tove)
    tove.strike("Enter").press("Mine sager")
    is_back_at(tove, where)
    tove.press("Hold").press("Mine sager")
    expect(tove.page.locator(".cover[aria-current]")).to_have_count(0)
    assert tove.page.evaluate(TOP) == 0


@pytest.mark.parametrize(
    ("role", "address", "steps"),
    [
        pytest.param(Role.LEDER, "/overblik?liste=venter", 15, id="overview"),
        pytest.param(Role.KOORDINATOR, "/tavle", 5, id="the whole board"),
    ],
)
def test_the_other_lists_keep_their_place_as_well(house, logged_in, role, address, steps):
    cases(house)
    somebody = logged_in(role).go(address)
    where = choose(somebody, steps)
    somebody.strike("Enter").press("Tilbage til listen")
    is_back_at(somebody, where)


def test_what_a_search_found_is_led_back_to_and_what_was_asked_is_nowhere(house, logged_in):
    cases(house)
    karen = logged_in(Role.KOORDINATOR).go("/sager/soeg")
    karen.fill("Navn, CPR, sagsnummer eller henviser", "Ella").press("Søg")
    where = choose(karen)
    karen.strike("Enter").press("Tilbage til listen")
    is_back_at(karen, where)
    assert "/sager/fundet/" in karen.page.url
    assert "Ella" not in karen.page.evaluate(REMEMBERED)


def test_the_browser_s_back_leads_to_what_a_search_found_and_so_does_reload(house, logged_in):
    cases(house)
    karen = logged_in(Role.KOORDINATOR).go("/sager/soeg")
    asked = "Navn, CPR, sagsnummer eller henviser"
    karen.fill(asked, "Ella").press("Søg")
    assert karen.page.get_by_label(asked).input_value() == "Ella"
    where, address = choose(karen), karen.page.url
    karen.strike("Enter")
    karen.page.go_back(wait_until="load")
    karen.check()
    is_back_at(karen, where)
    answer = karen.page.reload(wait_until="load")
    assert (answer.request.method, answer.status) == ("GET", 200)
    assert karen.page.url == address
    expect(karen.page.locator(".found .cover")).to_have_count(ENOUGH)
    karen.page.go_back(wait_until="load")
    assert karen.page.url.endswith("/sager/soeg")


def test_each_of_two_tabs_is_led_back_to_its_own_search(house, logged_in):
    cases(house)
    with house.open() as make:
        for name in ("Åse", "Åge"):
            make.case(citizen=make.citizen(given_name=name, surname="Nabosen"))
    karen = logged_in(Role.KOORDINATOR)
    tabs = [(karen, "Ella", ENOUGH), (karen.in_another_tab(), "Nabosen", 2)]
    for tab, words, _ in tabs:
        tab.go("/sager/soeg").fill("Navn, CPR, sagsnummer eller henviser", words).press("Søg")
        tab.page.keyboard.press("j")
        tab.strike("Enter")
    for tab, words, number in tabs:
        tab.press("Tilbage til listen")
        found = tab.page.locator(".found .cover")
        expect(found).to_have_count(number)
        assert words in found.first.inner_text()


def test_a_referral_leads_back_to_the_inbox(house, logged_in):
    with house.open() as make:
        for number in range(ENOUGH):
            make.referral(citizen=make.citizen(identifier=f"01017099{number:02}"))
    vivi = logged_in(Role.VISITATOR).go("/indbakke?vis=nye")
    where = choose(vivi)
    vivi.strike("Enter").press("Tilbage til listen")
    is_back_at(vivi, where)


def test_only_addresses_are_kept_and_nothing_once_one_has_logged_out(house, logged_in):
    cases(house, holder=house.employ(Role.TERAPEUT))
    tove = logged_in(Role.TERAPEUT)
    choose(tove)
    tove.strike("Enter")
    remembered = tove.page.evaluate(REMEMBERED)
    assert "/sager/" in remembered
    assert not [word for word in ("Ella", "Prøvesen", "010170", "2026-") if word in remembered]
    tove.press("Log af")
    assert tove.page.evaluate("sessionStorage.length") <= 1
    assert "/sager/" not in tove.page.evaluate(REMEMBERED)


def test_without_scripts_there_is_no_way_back_but_the_browser_s(house, logged_in):
    cases(house, holder=house.employ(Role.TERAPEUT))
    tove = logged_in(Role.TERAPEUT, scripts=False)
    tove.page.get_by_role("link", name="Ella Prøvesen 03", exact=True).click()
    assert tove.heading().startswith("Sag 2026-")
    expect(tove.page.get_by_text("Tilbage til listen")).to_be_hidden()
    tove.page.go_back()
    assert tove.heading() == "Mine sager"
