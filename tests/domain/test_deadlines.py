from dataclasses import replace
from datetime import date, timedelta

import pytest

from rehab.domain.clock_facts import PathwayEvent
from rehab.domain.clock_rules import EventKind, Strength
from rehab.domain.deadlines import (
    ClockState,
    Pause,
    days_left_text,
    read_clock,
    read_clocks,
    urgency,
)
from tests.support.clocks import (
    CONTACT,
    GUARANTEE,
    PROGRAMME,
    RECEIVED,
    START,
    contact,
    event,
    facts,
)

DUE = date(2026, 11, 28)


@pytest.mark.parametrize(
    ("read", "today", "state", "stopped_on", "days_left", "text"),
    [
        pytest.param(facts(), 23, "running", None, 5, "5 dage tilbage", id="day 0"),
        pytest.param(facts(), 27, "running", None, 1, "1 dag tilbage", id="the day before"),
        pytest.param(facts(), 28, "running", None, 0, "I dag", id="the due day is in time"),
        pytest.param(facts(), 29, "overdue", None, -1, "Overskredet 1 dag", id="the day after"),
        pytest.param(facts(contact(23)), 30, "met", 23, None, "Overholdt", id="reached at once"),
        pytest.param(facts(contact(28)), 30, "met", 28, None, "Overholdt", id="on the due day"),
        pytest.param(
            facts(contact(30)), 30, "overdue", 30, None, "Overskredet 2 dage", id="reached late"
        ),
        pytest.param(
            facts(event(EventKind.CONTACT_ATTEMPTED, 24)),
            29,
            "overdue",
            None,
            -1,
            "Overskredet 1 dag",
            id="an attempt does not stop it",
        ),
        pytest.param(
            facts(event(EventKind.FIRST_CONTACT_HELD, 24)),
            24,
            "running",
            None,
            4,
            "4 dage tilbage",
            id="another event does not stop it",
        ),
        pytest.param(
            facts(ended_on=date(2026, 11, 25)), 25, "stopped", 25, None, "Stoppet", id="returned"
        ),
        pytest.param(
            facts(ended_on=date(2026, 11, 25)), 24, "running", None, 4, "4 dage tilbage",
            id="not yet returned",
        ),
        pytest.param(
            facts(contact(24), ended_on=date(2026, 11, 25)), 26, "met", 24, None, "Overholdt",
            id="met before it was closed",
        ),
        pytest.param(
            facts(event(EventKind.CONTACT_REACHED, 25, date(2026, 11, 27))), 26, "running", None, 2,
            "2 dage tilbage", id="not known yet on the day",
        ),
        pytest.param(
            facts(event(EventKind.CONTACT_REACHED, 25, date(2026, 11, 27))), 27, "met", 25, None,
            "Overholdt", id="known from the day it was recorded",
        ),
    ],
)  # fmt: skip
def test_the_contact_clock(*, read, today, state, stopped_on, days_left, text):
    today = date(2026, 11, today)
    reading = read_clock(CONTACT, read, today)
    assert reading.due == DUE
    assert reading.state == state
    assert reading.stopped_on == (stopped_on and date(2026, 11, stopped_on))
    assert reading.days_left == days_left
    assert days_left_text(reading, today) == text


def test_an_attempt_stops_nothing_even_where_a_rule_lists_it():
    rule = replace(CONTACT, stops=frozenset({EventKind.CONTACT_ATTEMPTED}))
    reading = read_clock(rule, facts(event(EventKind.CONTACT_ATTEMPTED, 24)), RECEIVED)
    assert reading.stopped_on is None


@pytest.mark.parametrize(
    ("discharged", "earliest", "counted_from", "due"),
    [
        pytest.param("2026-11-05", None, "2026-11-05", "2026-11-12", id="from discharge"),
        pytest.param("2026-11-05", "2026-11-20", "2026-11-20", "2026-11-27", id="later in the GOP"),
        pytest.param("2026-11-05", "2026-11-01", "2026-11-05", "2026-11-12", id="earlier in it"),
        pytest.param("2026-12-18", None, "2026-12-18", "2026-12-25", id="a holiday moves nothing"),
        pytest.param("2027-03-25", None, "2027-03-25", "2027-04-01", id="over Easter"),
        pytest.param("2026-12-28", None, "2026-12-28", "2027-01-04", id="over New Year"),
        pytest.param("2028-02-25", None, "2028-02-25", "2028-03-03", id="over a leap day"),
    ],
)
def test_the_guarantee_counts_from_discharge_or_the_later_date_of_the_gop(
    discharged, earliest, counted_from, due
):
    read = facts(
        discharged_on=date.fromisoformat(discharged),
        earliest_start_on=date.fromisoformat(earliest) if earliest else None,
    )
    reading = read_clock(GUARANTEE, read, RECEIVED)
    assert (f"{reading.counted_from}", f"{reading.due}") == (counted_from, due)


def test_without_a_discharge_date_the_clock_asks_for_it():
    reading = read_clock(GUARANTEE, facts(earliest_start_on=RECEIVED), RECEIVED)
    assert (reading.due, reading.state, reading.days_left) == (None, ClockState.RUNNING, None)
    assert reading.why == ("Udskrivningsdatoen mangler. Indtast den, så fristen kan beregnes.",)
    assert days_left_text(reading, RECEIVED) == "Dato mangler"


def test_a_stop_without_a_discharge_date_is_not_called_in_time():
    read = facts(event(EventKind.FIRST_CONTACT_OFFERED, 25))
    reading = read_clock(GUARANTEE, read, RECEIVED)
    assert (reading.state, reading.stopped_on) == (ClockState.STOPPED, date(2026, 11, 25))
    assert reading.why[-1] == (
        "Stoppet onsdag 25.11.2026: tilbudt første fremmøde. "
        "Om det var i tide, kan først ses, når datoen er indtastet."
    )


@pytest.mark.parametrize(
    ("offered", "state", "stopped_on"),
    [
        pytest.param([28], ClockState.MET, 28, id="offered in time although it lies ahead"),
        pytest.param([28, 29], ClockState.MET, 28, id="cancelled and offered again later"),
        pytest.param([30], ClockState.MET, 30, id="on the last day"),
        pytest.param([], ClockState.RUNNING, None, id="nothing offered"),
    ],
)
def test_the_guarantee_stops_on_the_first_day_offered(offered, state, stopped_on):
    events = [event(EventKind.FIRST_CONTACT_OFFERED, day) for day in offered]
    read = facts(*events, discharged_on=RECEIVED)
    reading = read_clock(GUARANTEE, read, date(2026, 11, 26))
    assert reading.state is state
    assert reading.stopped_on == (stopped_on and date(2026, 11, stopped_on))


@pytest.mark.parametrize(
    ("today", "state", "days_left", "text"),
    [
        pytest.param(23, ClockState.RUNNING, 8, "8 dage tilbage", id="before the pause"),
        pytest.param(25, ClockState.PAUSED, 6, "På pause, 6 dage tilbage", id="first day of it"),
        pytest.param(27, ClockState.PAUSED, 4, "På pause, 4 dage tilbage", id="last day of it"),
        pytest.param(28, ClockState.RUNNING, 3, "3 dage tilbage", id="it ends by itself"),
    ],
)
def test_a_clock_waits_while_the_pause_lasts(today, state, days_left, text):
    pause = Pause("ferie", date(2026, 11, 25), date(2026, 11, 27), counts=True)
    reading = read_clock(CONTACT, facts(pauses=(pause,)), date(2026, 11, today))
    assert reading.due == date(2026, 12, 1)
    assert (reading.state, reading.days_left) == (state, days_left)
    assert days_left_text(reading, date(2026, 11, today)) == text


@pytest.mark.parametrize(
    ("today", "text"),
    [
        pytest.param(30, "Tilbudt 5 dage efter fristen", id="on the due day"),
        pytest.param(3, "Tilbudt 5 dage efter fristen", id="overdue, and the time lies ahead"),
        pytest.param(5, "Overskredet 5 dage", id="on the day itself"),
    ],
)
def test_a_time_offered_too_late_is_not_told_as_overdue_before_it_comes(today, text):
    day = date(2026, 11 if today == 30 else 12, today)
    offered = PathwayEvent(EventKind.FIRST_CONTACT_OFFERED, date(2026, 12, 5), RECEIVED)
    reading = read_clock(GUARANTEE, facts(offered, discharged_on=RECEIVED), day)
    assert reading.due == date(2026, 11, 30)
    assert days_left_text(reading, day) == text
    assert reading.is_stopped_late


def test_a_pause_that_does_not_count_leaves_the_clock_running():
    pause = Pause("ferie", date(2026, 11, 24), date(2026, 11, 27), counts=False)
    reading = read_clock(CONTACT, facts(pauses=(pause,)), date(2026, 11, 25))
    assert (reading.state, reading.due) == (ClockState.RUNNING, DUE)


def test_the_account_of_a_late_contact():
    attempt = event(EventKind.CONTACT_ATTEMPTED, 26)
    reading = read_clock(CONTACT, facts(attempt, contact(29)), date(2026, 11, 30))
    assert reading.why == (
        "Regnes fra modtagelsen mandag 23.11.2026, som er dag 0.",
        "+ 5 kalenderdage",
        "= frist lørdag 28.11.2026; dagen selv er i tide.",
        "Fristen flyttes ikke, selv om dagen er lørdag. Sidste arbejdsdag før: fredag 27.11.2026.",
        "1 forsøg på kontakt stopper ikke fristen.",
        "Stoppet søndag 29.11.2026: kontakt med borgeren, 1 dag for sent.",
    )


def test_the_account_of_a_returned_referral():
    read = facts(ended_on=date(2026, 11, 24))
    assert read_clock(CONTACT, read, RECEIVED + timedelta(days=1)).why[-1] == (
        "Stoppet tirsdag 24.11.2026: henvisningen er afsluttet, i tide."
    )


def test_the_account_of_a_later_start_in_the_gop_names_both_dates():
    read = facts(discharged_on=date(2026, 11, 5), earliest_start_on=date(2026, 11, 20))
    assert read_clock(GUARANTEE, read, RECEIVED).why[0] == (
        "Regnes fra fredag 20.11.2026, som er dag 0: genoptræningsplanen giver tidligste start "
        "efter udskrivningen 05.11.2026."
    )


def test_a_reading_carries_the_strength_and_the_section_of_its_rule():
    reading = read_clock(GUARANTEE, facts(discharged_on=RECEIVED), RECEIVED)
    assert (reading.code, reading.label, reading.strength, reading.section) == (
        "garanti",
        "Garanti",
        Strength.LOV,
        "sundhedsloven §140, stk. 4",
    )


@pytest.mark.parametrize(
    ("rule", "runs"),
    [
        pytest.param(CONTACT, True, id="in force"),
        pytest.param(replace(CONTACT, enabled=False), False, id="switched off"),
        pytest.param(replace(CONTACT, applies_to=frozenset({PROGRAMME})), False, id="other basis"),
        pytest.param(replace(CONTACT, valid_from=RECEIVED), True, id="first day of it"),
        pytest.param(replace(CONTACT, valid_from=date(2026, 11, 24)), False, id="not yet in force"),
        pytest.param(replace(CONTACT, valid_until=RECEIVED), True, id="last day of it"),
        pytest.param(
            replace(CONTACT, valid_until=date(2026, 11, 22)), False, id="no more in force"
        ),
    ],
)
def test_a_referral_is_judged_by_the_rules_of_the_day_it_was_received(rule, runs):
    assert bool(read_clocks([rule], facts(), date(2026, 12, 24))) is runs


def test_readings_come_by_due_day_with_the_unknown_last():
    readings = read_clocks([GUARANTEE, START, CONTACT], facts(), RECEIVED)
    assert [reading.code for reading in readings] == ["kontakt", "start", "garanti"]


def test_a_gop_and_a_programme_referral_keep_their_own_clocks():
    rules = [CONTACT, START, GUARANTEE]
    plan = read_clocks(rules, facts(discharged_on=date(2026, 11, 20)), RECEIVED)
    programme = read_clocks(rules, facts(legal_basis=PROGRAMME), RECEIVED)
    assert [f"{r.code} {r.due:%d.%m}" for r in plan] == [
        "garanti 27.11",
        "kontakt 28.11",
        "start 07.12",
    ]
    assert [f"{r.code} {r.due:%d.%m}" for r in programme] == ["kontakt 28.11", "start 07.12"]


def test_cases_are_sorted_by_their_most_pressing_clock():
    today = date(2026, 11, 28)
    nothing = read_clocks([], facts(), today)
    cases = {
        "closed": read_clocks([CONTACT], facts(contact(24)), today),
        "missed": read_clocks([CONTACT], facts(contact(24), received_on=date(2026, 11, 1)), today),
        "none": nothing,
        "unknown": read_clocks([GUARANTEE], facts(), today),
        "today": read_clocks([START, CONTACT], facts(), today),
        "later": read_clocks([START], facts(), today),
        "late": read_clocks([CONTACT], facts(received_on=date(2026, 11, 20)), today),
        "later yet": read_clocks([CONTACT], facts(received_on=date(2026, 11, 10)), today),
    }
    order = sorted(cases, key=lambda name: urgency(cases[name]))
    assert order == ["later yet", "late", "today", "later", "unknown", "none", "closed", "missed"]
