"""How a list is shown: the order it stands in and the columns of its rows."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from rehab.domain.access import Role
from rehab.domain.next_actions import COLUMN_LABELS, BoardColumn
from rehab.domain.referrals import ReferralKind, TriageDecision
from rehab.models import SavedView, TriageRecord
from tests.conftest import NOW

TODAY = date(2026, 11, 23)
NUMBERED = 'nav[aria-label="Vis sager"] .chip'


@pytest.fixture
def me(make):
    return make.user(Role.TERAPEUT, name="Tove Terapeut")


@pytest.fixture
def mine(make, me):
    """Three cases in the order they were opened; the second presses most, the last is flagged."""
    for name, ago, flags in (("Først", 2, False), ("Sen", 9, False), ("Flaget", 1, True)):
        citizen = make.citizen(given_name="Prøve", surname=name, postcode="2750")
        case = make.case(citizen=citizen, referrals=0, contact_person=me)
        referral = make.referral(
            citizen=citizen, case=case, received_on=TODAY - timedelta(days=ago)
        )
        if flags:
            make.save(
                TriageRecord(
                    referral_id=referral.id,
                    decision=TriageDecision.ACCEPT,
                    reason_code="gruppe_1",
                    text="",
                    red_flags=["cauda_equina"],
                    decided_by=me.id,
                    decided_at=NOW,
                )
            )


def names(page):
    return [name.split()[-1] for name in page.text_of("tbody .citizen__name")]


def columns(page):
    return page.text_of("table.dense thead th")


@pytest.mark.parametrize(
    ("sort", "order", "said"),
    [
        ("", ["Sen", "Først", "Flaget"], "Den frist, der presser mest"),
        ("prioritet", ["Flaget", "Sen", "Først"], "Sorteret efter rødt flag"),
        ("sagsnummer", ["Først", "Sen", "Flaget"], "Den ældste sag"),
        ("pause", ["Sen", "Først", "Flaget"], "Den frist, der presser mest"),
    ],
)
def test_ones_own_cases_stand_in_the_order_one_chooses(browse, me, mine, sort, order, said):
    page = browse(me).get("worklist.mine", sorter=sort)
    assert names(page) == order
    assert said in page.text_of(".page-head")[0]


def test_ones_own_list_says_what_one_chooses(browse, me, mine):
    browser = browse(me)
    usual = browser.get("worklist.mine")
    assert columns(usual) == ["Frist", "Borger", "Sag", "Næste", "Kontaktperson"]
    choice = "nav[aria-label=Kolonner] a"
    assert usual.text_of(f"{choice}[aria-current]") == ["Kontaktperson"]
    assert not usual.select("details[open] nav[aria-label=Kolonner]")
    [postcode] = [one for one in usual.select(choice) if one.get_text(strip=True) == "Postnummer"]
    page = browser.visit(postcode["href"])
    assert columns(page)[4:] == ["Kontaktperson", "Postnummer"]
    assert page.text_of("tbody td[data-title=Postnummer]") == ["2750"] * 3
    assert page.select("details[open] nav[aria-label=Kolonner]")
    bare = browser.get("worklist.mine", felter="ingen")
    assert columns(bare) == ["Frist", "Borger", "Sag", "Næste"]


def test_the_step_and_the_next_time_are_said_in_words(browse, me, mine):
    page = browse(me).get("worklist.mine", felter="trin.naeste-gang")
    assert page.text_of("tbody td[data-title=Trin]") == [COLUMN_LABELS[BoardColumn.ASSIGNED]] * 3
    assert page.text_of("tbody td[data-title='Næste gang']") == ["–"] * 3


def test_order_and_columns_stay_when_the_list_is_narrowed_and_counted(browse, me, mine):
    page = browse(me).get("worklist.mine", sorter="sagsnummer", felter="trin")
    [late] = [one for one in page.select(NUMBERED) if "Frist overskredet" in one.get_text()]
    narrowed = browse(me).visit(late["href"])
    assert late.get_text(strip=True).endswith("1")
    assert names(narrowed) == ["Sen"]
    assert columns(narrowed)[4:] == ["Trin"]
    assert narrowed.text_of("nav[aria-label='Sortér efter'] a[aria-current]") == ["Ældste sag"]


def test_a_view_keeps_how_its_list_is_shown(browse, me, mine, session):
    browser = browse(me)
    page = browser.get("worklist.mine", sorter="sagsnummer", felter="trin")
    [keep] = [one for one in page.select("a") if one.get_text(strip=True) == "Gem visning"]
    form = browser.visit(keep["href"])
    browser.post(keep["href"], {"name": "Mit overblik", "default": "y"}, token_from=form)
    assert session.scalars(select(SavedView.query)).one() == "sorter=sagsnummer&felter=trin"
    opened = browse(me).open("/mine-sager")
    assert opened.status_code == 302
    again = browse(me).visit(opened.location)
    assert (names(again)[0], columns(again)[4:]) == ("Først", ["Trin"])


def test_a_column_of_the_board_can_stand_by_deadline(browse, make):
    for name, ago, by_law in (("Nær", 9, False), ("Lov", 1, True)):
        citizen = make.citizen(given_name="Prøve", surname=name)
        kind = ReferralKind.GGOP if by_law else ReferralKind.XREF15
        case = make.case(citizen=citizen, referrals=0)
        make.referral(
            citizen=citizen, case=case, kind=kind, received_on=TODAY - timedelta(days=ago)
        )
    koordinator = browse(Role.KOORDINATOR)
    cards = "section[aria-labelledby=kolonne-uden_kontaktperson] .citizen__name"
    column = {"kolonne": BoardColumn.NOBODY.value}
    by_priority = koordinator.get("worklist.board", **column)
    assert by_priority.text_of("nav[aria-label='Sortér efter'] a[aria-current]") == [
        "Faglig prioritet"
    ]
    by_day = koordinator.get("worklist.board", sorter="frist", **column)
    assert by_priority.text_of(cards) == ["Prøve Lov", "Prøve Nær"]
    assert by_day.text_of(cards) == ["Prøve Nær", "Prøve Lov"]
    assert not koordinator.get("worklist.board").select("nav[aria-label='Sortér efter']")
