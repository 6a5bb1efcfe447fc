"""When a referral may wait."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rehab.domain.clock_rules import EventKind
from rehab.domain.day_counting import Pause, PauseOrderError
from rehab.domain.deadlines import ClockState, read_clock
from rehab.domain.pauses import (
    PauseEnd,
    PauseReason,
    PauseRecord,
    PauseRefusedError,
    check_end,
    check_overlap,
    check_pause,
    clocks_paused_by,
)
from rehab.domain.plausible_days import ImplausibleDayError
from tests.support.clocks import CONTACT, GUARANTEE, RECEIVED, START, event, facts
from tests.support.programmes import laenderyg

TODAY = RECEIVED


def day(number):
    return date(2026, 11, number)


def record(first, last, **changes):
    given = {
        "code": "bortrejst",
        "reason": "Bortrejst",
        "counts": True,
        "from_on": first,
        "until_on": last,
        "recorded_on": TODAY,
    }
    return PauseRecord(**given | changes)


def pause(first, last, **changes):
    return record(day(first), day(last), **changes).as_pause()


@pytest.mark.parametrize(
    ("first", "last", "error", "says"),
    [
        pytest.param(day(26), day(25), PauseOrderError, "før den begynder", id="ends before"),
        pytest.param(day(20), day(25), PauseRefusedError, "før 23.11.2026", id="before the clocks"),
        pytest.param(day(24), day(30), PauseRefusedError, "højst være på 6 dage", id="too long"),
        pytest.param(day(23), date.max, ImplausibleDayError, "Ret årstallet", id="for ever"),
        pytest.param(
            day(26),
            day(28),
            PauseRefusedError,
            r"allerede på pause: Ferie 25\.11\.2026–26\.11\.2026",
            id="over another",
        ),
    ],
)
def test_a_pause_that_cannot_be_is_refused(first, last, error, says):
    others = [pause(25, 26, reason="Ferie")]
    with pytest.raises(error, match=says):
        check_pause(record(first, last), others, RECEIVED, TODAY, 6)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        pytest.param(23, 24, id="up to the day before another"),
        pytest.param(27, 30, id="from the day after another"),
        pytest.param(27, 27, id="one day"),
    ],
)
def test_a_pause_may_be_repeated(first, last):
    check_pause(record(day(first), day(last)), [pause(25, 26)], RECEIVED, TODAY, 6)


spans = st.tuples(st.integers(1, 30), st.integers(0, 8)).map(
    lambda s: record(
        date(2026, 12, 1) + timedelta(days=s[0]), date(2026, 12, 1) + timedelta(sum(s))
    )
)


@given(st.lists(spans, max_size=6))
def test_no_day_is_in_two_pauses_that_were_let_in(records):
    taken: list[Pause] = []
    for one in records:
        try:
            check_overlap(one, taken)
        except PauseRefusedError:
            continue
        taken.append(one.as_pause())
    days = [
        one.from_on + timedelta(n)
        for one in taken
        for n in range((one.until_on - one.from_on).days + 1)
    ]
    assert len(days) == len(set(days))


def test_a_pause_ends_by_itself_and_the_clock_runs_again():
    waits = facts(pauses=(pause(24, 26),))
    states = [read_clock(CONTACT, waits, day(n)).state for n in (23, 24, 26, 27)]
    running, paused = ClockState.RUNNING, ClockState.PAUSED
    assert states == [running, paused, paused, running]


def test_an_early_end_holds_from_the_day_it_became_known():
    set_on_the_23rd = record(day(24), day(30), ends=(PauseEnd(day(25), day(26)),))
    assert set_on_the_23rd.last_day(day(25)) == day(30)
    assert set_on_the_23rd.last_day(day(26)) == day(25)
    assert set_on_the_23rd.as_pause(day(22)) is None


def test_a_pause_that_was_a_mistake_is_taken_back():
    taken_back = record(day(24), day(30), ends=(PauseEnd(day(23), day(24)),))
    assert taken_back.as_pause() is None


@pytest.mark.parametrize(
    ("until", "says"),
    [
        pytest.param(26, r"slutter allerede 26\.11\.2026", id="no shorter"),
        pytest.param(22, r"23\.11\.2026 for at tage hele pausen tilbage", id="before it began"),
    ],
)
def test_an_end_must_shorten_the_pause(until, says):
    with pytest.raises(PauseRefusedError, match=says):
        check_end(pause(24, 26), day(until))


@pytest.mark.parametrize("until", [23, 24, 25])
def test_a_pause_can_be_ended_early(until):
    check_end(pause(24, 26), day(until))


def test_each_clock_says_which_reasons_move_it():
    guarantee = replace(GUARANTEE, pausable=frozenset({"udskudt"}))
    waits = facts(discharged_on=RECEIVED, pauses=(pause(24, 26),))
    assert read_clock(guarantee, waits, day(25)).due == day(30)
    assert read_clock(START, waits, day(25)).due == date(2026, 12, 10)
    assert "Pause, der ikke flytter fristen: Bortrejst" in "\n".join(
        read_clock(guarantee, waits, day(25)).why
    )


def test_a_reason_names_the_clocks_it_moves():
    rules = [replace(CONTACT, pausable=frozenset()), START]
    reason = PauseReason("ferie", "Ferie", counts=True, one_click=False, section="")
    assert clocks_paused_by(reason, rules) == ("Start",)
    assert clocks_paused_by(replace(reason, counts=False), rules) == ()


def test_the_programme_has_kls_five_reasons_and_one_click_for_a_citizen_who_waits():
    reasons = laenderyg().pause_reasons
    assert [one.code for one in reasons if one.section.startswith("KL")] == [
        "udskudt",
        "anden_kommune",
        "frit_valg",
        "frit_valg_afslaaet",
        "fejlsendt",
    ]
    assert [one.code for one in reasons if one.one_click] == ["vil_vente"]
    assert {one.counts for one in reasons} == {True, False}


def test_illness_does_not_move_the_guarantee_but_the_start():
    rules = {rule.code: rule for rule in laenderyg().clocks}
    assert not rules["paragraf140"].is_paused_by("syg")
    assert rules["start"].is_paused_by("syg")


def test_an_attempt_during_a_pause_still_stops_nothing():
    waits = facts(event(EventKind.CONTACT_ATTEMPTED, 25), pauses=(pause(24, 26),))
    assert read_clock(CONTACT, waits, day(25)).stopped_on is None
