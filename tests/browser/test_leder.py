"""The leader: a number that can be explained by opening it."""

from datetime import timedelta

from playwright.sync_api import expect

from rehab.domain.access import Role


def test_the_number_of_overdue_is_the_length_of_its_list(house, logged_in):
    with house.open() as make:
        today = house.now.date()
        for days in (3, 10, 20, 40):
            make.referral(case=make.case(referrals=0), received_on=today - timedelta(days=days))
    lene = logged_in(Role.LEDER)
    assert lene.heading() == "Overblik"
    tile = lene.page.get_by_role("link", name="Overskredne frister")
    lene.press(tile.inner_text().replace("\n", " "))
    rows = lene.page.get_by_role("table", name="Overskredne frister").locator("tbody tr")
    assert int(tile.locator(".tile__number").inner_text()) == rows.count() == 5
    assert "5 i alt" in lene.section("Overskredne frister").inner_text()
    case = rows.first.get_by_role("link").first
    lene.press(case.inner_text())
    assert lene.heading().startswith("Sag 2026-")
    assert "Overskredet 35 dage" in lene.reads()


def test_a_share_opens_the_list_it_is_counted_from(house, logged_in):
    with house.open() as make:
        today = house.now.date()
        make.referral(case=make.case(referrals=0), received_on=today - timedelta(days=10))
    lene = logged_in(Role.LEDER)
    figures = lene.page.get_by_role("table", name="Overholdte frister")
    missed = figures.get_by_role("row", name="Kontakt til borgeren").get_by_role("link").last
    assert missed.inner_text() == "1"
    lene.press(missed.get_attribute("aria-label"))
    expect(lene.section("Kontakt til borgeren inden 5 dage: ikke overholdt")).to_contain_text(
        "1 i alt"
    )
    expect(lene.page.get_by_text("Overskredet 5 dage")).to_be_visible()
