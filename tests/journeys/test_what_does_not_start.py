"""What the entrance keeps out, lets pass only after a talk, or shows once."""

import pytest

from tests.journeys.pages import cards, everything, link_to, words
from tests.support.messages import ggop, xref15
from tests.support.shared import needs_shared

pytestmark = needs_shared

CITIZEN = "Ella Prøvesen"
SEVENTEEN = "1501099911"
NECK = ("L83", "ICPCkode", "Nakkesyndrom")
BECHTEREW = ("L88", "ICPCkode", "Spondylitis ankylopoetica")


@pytest.fixture
def entrance(town):
    """The kommune on a morning when the post has come: give it a file, and read what it holds."""

    def received(raw: bytes):
        town.calendar.turns_to("06-11-2026", "09:00")
        (report,) = town.receives("post.xml", raw)
        assert report["outcome"] == "accepted"
        return town.vivi.reads(CITIZEN)

    return received


def forced(read, choice, text="Accepteres alligevel.", **answers):
    """The decision as somebody would send it who goes around what the page offers."""
    form = read.page.select_one("#afgoerelse form")
    fields = {tag["name"]: tag["value"] for tag in form.select("input[type=hidden]")}
    return form["action"], fields | {
        "choice": choice,
        "text": text,
        "work_ability": "nej",
    } | answers


def ended(town):
    """The referrals that ended at the entrance."""
    chips = town.vivi.inbox().select_one(".chips")
    return everything(town.vivi.opens(link_to(chips, "Afsluttede")))


def is_gone_from_the_inbox(town):
    assert CITIZEN not in everything(town.vivi.inbox())
    assert CITIZEN in ended(town)
    assert town.cases() == []


def test_a_chiropractor_is_told_why_and_gets_it_back(town, entrance):
    read = entrance(xref15(sender="chiropractor"))
    assert "Kiropraktor må ikke henvise" in read.checklist
    blocked = " ".join(read.page.text_of(".decision__blocked"))
    assert "Borgerens egen læge skal henvise." in blocked
    assert "Boks 8 note 2" in blocked
    assert not read.page.select('[value="accept:in_target_group"]')

    page = town.vivi.sends(*forced(read, "accept:in_target_group"), expect=422)
    assert "Returnér den til afsenderen." in " ".join(page.errors())

    town.vivi.decides(
        read, "return_to_sender:sender_not_entitled", "Egen læge skal henvise.", work_ability="nej"
    )
    is_gone_from_the_inbox(town)
    again = town.vivi.opens(read.url)
    assert "Returneret" in again.text_of(".page-head .mark")
    assert "Egen læge skal henvise." in everything(again)


def test_a_citizen_of_17_is_not_taken_in(town, entrance):
    read = entrance(xref15(cpr=SEVENTEEN))
    assert "Borgeren er under 18 år og hører ikke til programmet." in read.checklist
    page = town.vivi.sends(*forced(read, "accept:in_target_group"), expect=422)
    assert "18 år" in " ".join(page.errors())
    assert town.cases() == []

    town.vivi.decides(read, "return_to_sender:under_age", "Er 17 år.", work_ability="nej")
    is_gone_from_the_inbox(town)


def test_pain_in_the_neck_is_pointed_out(town, entrance):
    read = entrance(xref15(diagnoses=(NECK,)))
    assert "Koden L83 (Nakkesyndrom) ligger uden for programmet" in read.checklist
    town.vivi.decides(
        read, "return_to_sender:outside_target_group", "Det er nakken.", work_ability="nej"
    )
    is_gone_from_the_inbox(town)


def test_group_3_leaves_the_programme(town, entrance):
    read = entrance(xref15(diagnoses=(BECHTEREW,)))
    assert "Gruppen udgår af programmet" in read.checklist
    page = town.vivi.decides_in_vain(
        read, "accept:in_target_group", "Prøver alligevel.", group=3, work_ability="nej"
    )
    assert "gruppe 3" in " ".join(page.errors()).lower()
    assert town.cases() == []

    town.vivi.decides(
        read, "leave_programme:group_3", "Udredes på hospitalet.", group=3, work_ability="nej"
    )
    is_gone_from_the_inbox(town)
    assert "Udgået" in town.vivi.opens(read.url).text_of(".page-head .mark")


def test_a_specialised_plan_is_registered_and_starts_nothing(town, entrance):
    read = entrance(ggop(gop_type="specialiseret"))
    assert "hospitalet træner" in read.checklist
    page = town.vivi.sends(*forced(read, "accept:gop_almen"), expect=422)
    assert "kan ikke startes her" in " ".join(page.errors())

    town.vivi.decides(read, "register:gop_specialised", "Træner på hospital.", work_ability="nej")
    page = town.vivi.opens(read.url)
    assert "Registreret" in page.text_of(".page-head .mark")
    assert not page.select(".clock")
    chips = town.vivi.inbox().select_one(".chips")
    registered = town.vivi.opens(link_to(chips, "Registrerede"))
    (row,) = registered.select("tbody[data-rows] tr")
    assert "Ingen frist løber" in words(row)
    assert town.cases() == []


def test_a_red_flag_waits_for_a_named_doctor(town, entrance):
    read = entrance(xref15())
    flagged = {"red_flags": ["RF-CES"], "work_ability": "nej", "group": 2}
    page = town.vivi.decides_in_vain(
        read, "accept:red_flag_cleared", "Føletab i skridtet.", **flagged
    )
    assert "læge" in " ".join(page.errors())
    assert town.cases() == []
    assert CITIZEN in everything(town.vivi.inbox())

    doctor = "Dr. Prøve, reumatologisk vagt, kl. 9.20"
    town.vivi.decides(
        read, "accept:red_flag_cleared", "Afklaret i dag.", doctor_contact=doctor, **flagged
    )
    page = town.vivi.opens(read.url)
    assert doctor in everything(page)
    case = town.karen.sees_the_case(link_to(page, "Gå til sagen"))
    assert "rødt flag" in case.text_of(".citizen .mark")


def test_the_same_message_twice_is_one_referral(town, entrance):
    raw = xref15()
    read = entrance(raw)
    assert [each["outcome"] for each in town.receives("igen.xml", raw)] == ["duplicate"]
    resent = xref15(envelope_id="PRK26119999")
    assert [each["outcome"] for each in town.receives("gensendt.xml", resent)] == ["duplicate"]
    assert town.vivi.reads(CITIZEN).url == read.url

    case = town.vivi.accepts(CITIZEN, "in_target_group", "I målgruppen.", work_ability="nej")
    town.receives("tredje.xml", raw)
    assert CITIZEN not in everything(town.vivi.inbox())
    assert len(cards(town.vivi.sees_the_case(case))) == 1
