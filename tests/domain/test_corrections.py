"""Corrected dates: the clock is counted anew and keeps what it was."""

from dataclasses import replace
from datetime import date

from rehab.domain.clock_facts import DateChange, Ground
from rehab.domain.clock_rules import ClockUnit
from rehab.domain.day_counting import Pause
from rehab.domain.deadlines import read_clock, read_clocks
from tests.support.clocks import CONTACT, GUARANTEE, facts


def day(number):
    return date(2026, 11, number)


RECEIVED = day(16)
CORRECTED = facts(
    received_on=RECEIVED,
    discharged_on=day(18),
    corrections=(DateChange(day(20), RECEIVED, day(12)),),
)


def told(reading):
    return [line for line in reading.why if line.startswith("Rettet")]


def test_a_corrected_date_moves_the_clock_and_keeps_the_earlier_answer():
    reading = read_clock(GUARANTEE, CORRECTED, day(23))
    assert reading.due == day(25)
    assert told(reading) == [
        (
            "Rettet 20.11.2026: før rettelsen blev der regnet fra 12.11.2026, "
            "og fristen var torsdag 19.11.2026."
        )
    ]


def test_a_day_before_the_correction_reads_the_earlier_date():
    reading = read_clock(GUARANTEE, CORRECTED, day(19))
    assert (reading.due, told(reading)) == (day(19), [])


def test_a_clock_whose_day_was_not_corrected_says_nothing_of_it():
    assert told(read_clock(CONTACT, CORRECTED, day(23))) == []


def test_each_of_several_corrections_is_told_in_the_order_it_was_made():
    changes = (
        DateChange(day(20), RECEIVED, day(14), sequence=1),
        DateChange(day(20), RECEIVED, None, sequence=0),
    )
    read = facts(received_on=RECEIVED, discharged_on=day(16), corrections=changes)
    assert told(read_clock(GUARANTEE, read, day(23))) == [
        "Rettet 20.11.2026: før rettelsen manglede datoen, og fristen kunne ikke regnes.",
        (
            "Rettet 20.11.2026: før rettelsen blev der regnet fra 14.11.2026, "
            "og fristen var lørdag 21.11.2026."
        ),
    ]
    assert read_clock(GUARANTEE, read, day(19)).due is None


def test_the_earlier_answer_knows_the_pauses_of_its_own_day_only():
    pauses = (
        Pause("Før", day(13), day(14), counts=True, recorded_on=day(13)),
        Pause("Efter", day(15), day(15), counts=True, recorded_on=day(21)),
    )
    read = facts(
        received_on=RECEIVED,
        discharged_on=day(18),
        corrections=CORRECTED.corrections,
        pauses=pauses,
    )
    assert "fristen var lørdag 21.11.2026." in told(read_clock(GUARANTEE, read, day(23)))[0]


def test_the_day_of_receipt_decides_the_rule_as_it_was_known():
    law = GUARANTEE.valid_from
    read = facts(
        received_on=law,
        discharged_on=law,
        corrections=(DateChange(day(20), date(2011, 1, 1), law),),
    )
    assert [r.code for r in read_clocks([GUARANTEE], read, day(19))] == []
    assert [r.code for r in read_clocks([GUARANTEE], read, day(20))] == ["garanti"]


def test_the_earlier_answer_is_told_by_what_it_was_counted_by_then():
    ground = Ground(
        rules=(replace(GUARANTEE, days=5, unit=ClockUnit.WORKING),),
        pauses=(Pause("Syg", day(13), day(13), counts=True),),
        closed_days=frozenset({day(16)}),
    )
    read = replace(
        CORRECTED,
        corrections=(replace(CORRECTED.corrections[0], ground=ground),),
        pauses=(Pause("Syg", day(13), day(19), counts=True, recorded_on=day(13)),),
    )
    assert "og fristen var mandag 23.11.2026." in told(read_clock(GUARANTEE, read, day(23)))[0]


def test_a_clock_that_did_not_run_before_the_correction_had_no_earlier_answer():
    ground = Ground(rules=(replace(GUARANTEE, enabled=False),), pauses=(), closed_days=frozenset())
    change = replace(CORRECTED.corrections[0], ground=ground)
    read = replace(CORRECTED, corrections=(change,))
    assert told(read_clock(GUARANTEE, read, day(23))) == [
        "Rettet 20.11.2026: før rettelsen gjaldt fristen ikke."
    ]
