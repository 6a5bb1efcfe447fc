from datetime import date

import pytest

from rehab.domain.clock_rules import EventKind, LegalBasis
from rehab.domain.deadlines import ClockFacts, ClockState, PathwayEvent, read_clocks
from tests.support.programmes import laenderyg

GOP, PROGRAMME = LegalBasis.SUNDHEDSLOVEN_140, LegalBasis.SUNDHEDSLOVEN_119
CLOCKS = laenderyg().clocks


@pytest.mark.parametrize(
    ("facts", "clocks"),
    [
        pytest.param(
            ClockFacts(PROGRAMME, received_on=date(2026, 11, 3)),
            ["kontakt maal 2026-11-08", "start maal 2026-11-17"],
            id="a programme referral alone",
        ),
        pytest.param(
            ClockFacts(GOP, received_on=date(2026, 11, 5), discharged_on=date(2026, 11, 5)),
            ["kontakt aftale 2026-11-10", "paragraf140 lov 2026-11-12", "start maal 2026-11-19"],
            id="a plan from the hospital alone",
        ),
        pytest.param(
            ClockFacts(GOP, received_on=date(2026, 11, 11), discharged_on=date(2026, 11, 11)),
            ["kontakt aftale 2026-11-16", "paragraf140 lov 2026-11-18", "start maal 2026-11-25"],
            id="the plan of a pair",
        ),
        pytest.param(
            ClockFacts(PROGRAMME, received_on=date(2026, 11, 12)),
            ["kontakt maal 2026-11-17", "start maal 2026-11-26"],
            id="the programme referral of the pair",
        ),
        pytest.param(
            ClockFacts(GOP, received_on=date(2018, 6, 30), discharged_on=date(2018, 6, 29)),
            ["kontakt aftale 2018-07-05", "start maal 2018-07-14"],
            id="before the guarantee was law",
        ),
    ],
)
def test_the_clocks_of_the_programme_file(facts, clocks):
    readings = read_clocks(CLOCKS, facts, facts.received_on)
    assert [f"{r.code} {r.strength} {r.due}" for r in readings] == clocks


def test_an_offer_meets_the_guarantee_and_only_a_meeting_held_meets_the_start():
    offered = PathwayEvent(EventKind.FIRST_CONTACT_OFFERED, date(2026, 11, 10))
    facts = ClockFacts(
        GOP,
        received_on=date(2026, 11, 5),
        discharged_on=date(2026, 11, 5),
        events=(offered,),
    )
    states = {r.code: r.state for r in read_clocks(CLOCKS, facts, date(2026, 11, 13))}
    assert states == {
        "kontakt": ClockState.OVERDUE,
        "paragraf140": ClockState.MET,
        "start": ClockState.RUNNING,
    }


def test_every_clock_says_where_it_is_written():
    facts = ClockFacts(GOP, received_on=date(2026, 11, 5), discharged_on=date(2026, 11, 5))
    sections = [r.section for r in read_clocks(CLOCKS, facts, facts.received_on)]
    assert sections == ["4.5", "Sundhedsloven § 140, stk. 4", "4.5"]
