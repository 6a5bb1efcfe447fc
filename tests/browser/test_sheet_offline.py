"""The hall without a network: twenty people are tapped, and each tap is stored once."""

from datetime import timedelta

import pytest
from playwright.sync_api import Locator, expect
from sqlalchemy import select

from rehab.domain.access import Role
from rehab.domain.attendance import AttendanceMark
from rehab.models import Attendance, AttendanceTap, AuditEvent
from tests.browser.person import PHONE, TABLET, Person
from tests.support.course_factories import make_booking, make_course, sessions_of

PEOPLE = 20
CHANGED = (2, 7, 11)


@pytest.fixture
def hold(house):
    """Twenty people on a hold that meets now; returns the sheet's address and the bookings."""
    login = house.employ(Role.TERAPEUT)
    with house.open() as make:
        tove = make.user(Role.TERAPEUT, login=login)
        first = house.now - timedelta(minutes=10)
        course = make_course(make, therapist=tove, first=first, capacity=PEOPLE, title="Sal A")
        bookings = []
        for number in range(1, PEOPLE + 1):
            citizen = make.citizen(given_name=f"Deltager{number:02}", surname="Prøvesen")
            bookings.append(make_booking(make, make.case(citizen=citizen), course).id)
        return f"/fremmoede/{sessions_of(make, course)[0]}", bookings


def rows(person: Person) -> Locator:
    return person.page.locator("[data-row]")


def until(person: Person, script: str) -> None:
    """Wait in the page itself, which its content policy allows, until something is so."""
    person.page.evaluate(
        "async () => { const so = async () => Boolean(" + script + ");"
        " while (!(await so())) await new Promise((next) => setTimeout(next, 50)); }"
    )


def cut(person: Person) -> None:
    """Take the connection away, and wait until nothing comes through any more."""
    person.page.context.set_offline(True)
    until(person, "await fetch('/sundhed').then(() => false, () => true)")


def press(person: Person, number: int, mark: str) -> None:
    rows(person).nth(number - 1).get_by_label(mark, exact=True).tap()


def state(person: Person) -> Locator:
    return person.page.locator("[data-roll-saved]")


def stored(house, bookings):
    with house.open() as make:
        session = make._session
        marks = {row.booking_id: row.mark for row in session.scalars(select(Attendance))}
        taps = [row.id for row in session.scalars(select(AttendanceTap))]
        told = select(AuditEvent).where(AuditEvent.verb == "attendance.marked")
        return [marks.get(key) for key in bookings], taps, len(session.scalars(told).all())


def tap_everybody(person: Person) -> None:
    """Everybody is tapped, and some once more, because the thumb was too quick."""
    for number in range(1, PEOPLE + 1):
        press(person, number, "Mødt")
    for number in CHANGED:
        press(person, number, "Udeblevet")


def wanted() -> list[AttendanceMark]:
    return [
        AttendanceMark.ABSENT if number in CHANGED else AttendanceMark.PRESENT
        for number in range(1, PEOPLE + 1)
    ]


@pytest.mark.parametrize("screen", [TABLET, PHONE], ids=["tablet", "phone"])
def test_twenty_taps_without_a_connection_are_stored_once(house, logged_in, hold, screen):
    address, bookings = hold
    tove = logged_in(Role.TERAPEUT, screen).go(address)
    cut(tove)
    tap_everybody(tove)
    expect(state(tove)).to_have_text(f"Gemmes når forbindelsen er tilbage: {PEOPLE}")
    assert stored(house, bookings)[0] == [None] * PEOPLE
    tove.page.context.set_offline(False)
    expect(state(tove)).to_have_text("Gemt")
    tove.faults.clear()
    marks, taps, told = stored(house, bookings)
    assert marks == wanted()
    assert (len(taps), told) == (PEOPLE, PEOPLE)
    assert tove.page.evaluate("Object.keys(localStorage)") == []


def test_a_reload_without_a_connection_loses_nothing(house, logged_in, hold):
    address, bookings = hold
    tove = logged_in(Role.TERAPEUT, TABLET).go(address)
    until(tove, "navigator.serviceWorker.controller && await caches.match(location.pathname)")
    cut(tove)
    house.line.is_cut = True
    tap_everybody(tove)
    tove.page.reload()
    assert tove.heading() == "Fremmøde kl. 09.50–10.50"
    kept = tove.page.evaluate("JSON.stringify(localStorage)") + tove.page.content()
    assert str(bookings[0]) in kept
    assert "Deltager" not in kept
    assert "Sal A" not in kept
    expect(rows(tove).first.get_by_label("Mødt", exact=True)).to_be_checked()
    press(tove, 1, "For sent")
    expect(state(tove)).to_have_text(f"Gemmes når forbindelsen er tilbage: {PEOPLE}")
    assert stored(house, bookings)[0] == [None] * PEOPLE
    house.line.is_cut = False
    tove.page.context.set_offline(False)
    expect(state(tove)).to_have_text("Gemt")
    tove.faults.clear()
    marks, taps, _ = stored(house, bookings)
    assert marks == [AttendanceMark.LATE, *wanted()[1:]]
    assert len(taps) == PEOPLE
    tove.go(address)
    expect(rows(tove).first).to_contain_text("Deltager01 Prøvesen")


def test_what_waits_is_kept_when_the_log_in_is_gone(house, logged_in, hold):
    address, bookings = hold
    tove = logged_in(Role.TERAPEUT, TABLET).go(address)
    house.end_log_ins()
    press(tove, 1, "Mødt")
    expect(state(tove)).to_have_text(
        "Du er logget af. 1 registrering ligger på enheden og sendes, når du logger ind igen."
    )
    tove.faults.clear()
    tove.go("/konto/log-ind?next=/fremmoede")
    expect(tove.page.locator("[data-waiting-text]")).to_have_text(
        "1 registrering af fremmøde ligger på enheden. Log ind, og åbn Fremmøde, for at sende."
    )
    tove.page.get_by_label("Brugernavn").fill("terapeut")
    tove.page.get_by_label("Adgangskode").fill("rygskole for alle")
    tove.press("Log ind")
    until(tove, "localStorage.length === 0")
    assert stored(house, bookings)[0][0] is AttendanceMark.PRESENT


def test_who_logs_in_behind_an_open_sheet_sends_nothing_of_it(house, logged_in, hold):
    address, bookings = hold
    house.employ(Role.KOORDINATOR)
    tove = logged_in(Role.TERAPEUT, TABLET).go(address)
    house.end_log_ins()
    press(tove, 1, "Mødt")
    expect(state(tove)).to_contain_text("Du er logget af. 1 registrering ligger på enheden")
    behind = tove.page.context.new_page()
    behind.goto(house.address)
    behind.get_by_label("Brugernavn").fill("koordinator")
    behind.get_by_label("Adgangskode").fill("rygskole for alle")
    with tove.page.expect_response(lambda answer: answer.status == 403):
        behind.get_by_role("button", name="Log ind").click()
    expect(state(tove)).to_contain_text("Du er logget af. 1 registrering ligger på enheden")
    assert stored(house, bookings) == ([None] * PEOPLE, [], 0)
    tove.faults.clear()


def test_two_tablets_see_each_other_and_undo_nothing(house, logged_in, person, hold):
    address, bookings = hold
    tove = logged_in(Role.TERAPEUT, TABLET).go(address)
    karen = logged_in(Role.KOORDINATOR, TABLET).go(address)
    cut(karen)
    press(tove, 1, "Afbud")
    expect(state(tove)).to_have_text("Gemt")
    press(karen, 1, "Mødt")
    press(karen, 2, "Mødt")
    karen.page.context.set_offline(False)
    expect(state(karen)).to_have_text("Gemt. Læs beskeden ved en deltager.")
    karen.faults.clear()
    expect(rows(karen).first.locator("[data-row-note]")).to_have_text(
        "Tove Terapeut satte Deltager01 Prøvesen til afbud først. Tryk igen, hvis det er forkert."
    )
    expect(rows(karen).first.get_by_label("Afbud", exact=True)).to_be_checked()
    expect(rows(tove).nth(1).get_by_label("Mødt", exact=True)).to_be_checked()
    karen.check()
    press(karen, 1, "Mødt")
    expect(rows(tove).first.get_by_label("Mødt", exact=True)).to_be_checked()
    assert stored(house, bookings)[0][:2] == [AttendanceMark.PRESENT] * 2
