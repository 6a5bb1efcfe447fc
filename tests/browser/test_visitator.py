"""The visitator: from a message that arrives to a referral that is decided."""

from playwright.sync_api import expect

from rehab.domain.access import Role
from tests.support.messages import xref15

FRIDAY = ("2026-11-20", "09:38")
ACCEPT = "Acceptér: I målgruppen og har behov for en mere intensiv indsats"
RETURN = "Returnér til afsender: Afsenderen må ikke henvise; egen læge skal henvise"


def test_a_referral_that_arrives_is_read_and_accepted_with_a_reason(house, logged_in):
    house.receive(xref15(authorised=FRIDAY))
    vivi = logged_in(Role.VISITATOR)
    assert vivi.heading() == "Indbakke"
    expect(vivi.page.get_by_role("link", name="1 nye")).to_be_visible()
    vivi.press("Ella Prøvesen")
    assert "Lændesmerter gennem seks uger" in vivi.section("Meddelelsen").inner_text()
    assert "peger på gruppe 1" in vivi.section("Tjekliste").inner_text()
    vivi.page.get_by_label(ACCEPT).check()
    vivi.fill("Med dine egne ord", "Seks ugers smerter uden udstråling, vil gerne i gang.")
    vivi.press("Gem afgørelsen")
    assert vivi.heading().startswith("Sag 2026-")
    assert "Ella Prøvesen" in vivi.reads()
    assert "Ingen kontaktperson endnu" in vivi.reads()
    vivi.go("/indbakke")
    assert "Ella Prøvesen" not in vivi.reads()


def test_a_refused_decision_says_what_is_missing_and_keeps_what_was_typed(house, logged_in):
    house.receive(xref15(authorised=FRIDAY))
    vivi = logged_in(Role.VISITATOR).press("Ella Prøvesen")
    vivi.fill("Med dine egne ord", "Har talt med lægen.")
    vivi.press("Gem afgørelsen")
    summary = vivi.page.get_by_role("alert")
    expect(summary).to_be_focused()
    assert vivi.errors() == ["Vælg en begrundelse under den afgørelse, du tager."]
    vivi.page.get_by_role("link", name="Vælg en begrundelse", exact=False).click()
    expect(vivi.page.get_by_label(ACCEPT)).to_be_focused()
    expect(vivi.page.get_by_label("Med dine egne ord")).to_have_value("Har talt med lægen.")
    assert vivi.page.title().startswith("Fejl: ") or vivi.heading() in vivi.page.title()


def test_a_chiropractor_s_referral_is_flagged_and_returned(house, logged_in):
    house.receive(xref15(sender="chiropractor", authorised=FRIDAY))
    vivi = logged_in(Role.VISITATOR).press("Ella Prøvesen")
    assert "Kiropraktor må ikke henvise" in vivi.section("Tjekliste").inner_text()
    vivi.page.get_by_label(RETURN).check()
    vivi.fill("Med dine egne ord", "Egen læge skal henvise. Kiropraktoren er ringet op.")
    vivi.press("Gem afgørelsen")
    assert vivi.heading() == "Indbakke"
    assert vivi.told() == (
        "Returneret til afsender: Afsenderen må ikke henvise; egen læge skal henvise."
    )
    expect(vivi.page.get_by_role("link", name="0 nye")).to_be_visible()
