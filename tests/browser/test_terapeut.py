"""The therapist in the hall: twelve people, a tablet or a phone, and two minutes."""

from datetime import timedelta

import pytest
from playwright.sync_api import Locator, expect

from rehab.domain.access import Role
from rehab.domain.attendance import AttendanceMark
from rehab.models import Attendance
from tests.browser.person import PHONE, TABLET, Person
from tests.support.course_factories import make_booking, make_course, sessions_of


@pytest.fixture
def hold_of_twelve(house):
    """Twelve people booked on a hold that meets now; the fourth has sent word."""
    login = house.employ(Role.TERAPEUT)
    with house.open() as make:
        tove = make.user(Role.TERAPEUT, login=login)
        course = make_course(make, therapist=tove, first=house.now - timedelta(minutes=10))
        bookings = []
        for number in range(1, 13):
            citizen = make.citizen(given_name=f"Deltager{number:02}", surname="Prøvesen")
            bookings.append(make_booking(make, make.case(citizen=citizen), course))
        make.save(
            Attendance(
                session_id=sessions_of(make, course)[0],
                booking_id=bookings[3].id,
                mark=AttendanceMark.EXCUSED,
                recorded_by=tove.id,
                recorded_at=house.now,
            )
        )


def row(tove: Person, number: int) -> Locator:
    """The line of one of the twelve on the sheet."""
    return tove.page.get_by_role("group", name=f"Deltager{number:02} Prøvesen")


def saved(tove: Person) -> None:
    expect(tove.page.locator("[data-roll-saved]")).to_have_text("Gemt")


@pytest.mark.parametrize("screen", [TABLET, PHONE], ids=["tablet", "phone"])
def test_twelve_people_are_ticked_and_an_excused_one_stays_excused(
    hold_of_twelve, logged_in, screen
):
    tove = logged_in(Role.TERAPEUT, screen)
    tove.go("/fremmoede")
    tove.press("Rygskole, hold 1")
    page, count = tove.page, tove.page.locator(".roll-head__count")
    assert count.inner_text() == "1 af 12 registreret"
    row(tove, 1).get_by_label("Udeblevet").tap()
    saved(tove)
    expect(count).to_have_text("2 af 12 registreret")
    page.get_by_role("button", name="Alle til stede").tap()
    saved(tove)
    expect(count).to_have_text("12 af 12 registreret")
    tove.go(page.url.removeprefix(tove.address))
    assert count.inner_text() == "12 af 12 registreret"
    expect(row(tove, 1).get_by_label("Udeblevet")).to_be_checked()
    expect(row(tove, 4).get_by_label("Afbud")).to_be_checked()
    expect(row(tove, 12).get_by_label("Mødt")).to_be_checked()


def test_every_choice_on_the_sheet_fits_a_thumb(hold_of_twelve, logged_in):
    tove = logged_in(Role.TERAPEUT, PHONE).go("/fremmoede").press("Rygskole, hold 1")
    for label in tove.page.locator(".roll__choice label").all():
        box = label.bounding_box()
        assert box["height"] >= 44, label.inner_text()
        assert box["width"] >= 44, label.inner_text()


def test_the_sheet_works_without_scripts(hold_of_twelve, logged_in):
    tove = logged_in(Role.TERAPEUT, TABLET, scripts=False)
    tove.go("/fremmoede")
    tove.press("Rygskole, hold 1")
    row(tove, 1).get_by_label("Udeblevet").check()
    tove.press("Sæt resten til mødt, og gem")
    assert tove.page.locator(".roll-head__count").inner_text() == "12 af 12 registreret"
    expect(row(tove, 1).get_by_label("Udeblevet")).to_be_checked()
    expect(row(tove, 4).get_by_label("Afbud")).to_be_checked()
