"""`rehab clock`: what is due when, and why, for any rule."""

import json

import pytest

from tests.command_line.conftest import KOMMUNE


@pytest.fixture
def ask(run):
    def answer(*arguments):
        result = run("clock", *arguments, "--json")
        assert result.exit_code == 0, result.exception
        return json.loads(result.output)

    return answer


@pytest.mark.parametrize(
    "row",
    [
        # day 0, +4, +5, +7 and +14 calendar days, +5 working days with the closed days set
        pytest.param("2026-11-23 11-27 11-28 11-30 12-07 11-30", id="Monday"),
        pytest.param("2026-12-18 12-22 12-23 12-25 01-01 12-29", id="Christmas"),
        pytest.param("2027-03-24 03-28 03-29 03-31 04-07 04-05", id="Easter"),
        pytest.param("2027-05-04 05-08 05-09 05-11 05-18 05-12", id="Ascension"),
    ],
)
def test_the_vectors_of_the_calendar(ask, row):
    start, *expected = row.split()
    asked = [("information",), ("kontakt",), ("paragraf140",), ("start",), ("kontakt", "--working")]
    found = [ask(*one, "--from", start)["due"][5:] for one in asked]
    assert found == expected


def test_the_day_after_ascension_is_closed_where_the_setting_says_so(ask, monkeypatch):
    monkeypatch.setenv("REHAB_LOCAL_CLOSED_DAYS", "06-05,dagen_efter_kristi_himmelfart")
    found = ask("kontakt", "--from", "2027-05-04", "--working")
    assert found["due"] == "2027-05-13"
    told = [one["text"] for one in found["arithmetic"]]
    assert "dag: dagen efter Kr. himmelfart fredag 07.05.2027" in told


def test_the_answer_is_the_state_the_day_and_the_arithmetic(ask):
    found = ask(
        "start", "--from", "2026-11-23", "--today", "2026-12-10",
        "--pause", "2026-11-25..2026-11-27", "--pause", "2026-12-01..2026-12-01:syg",
        "--event", "contact_attempted=2026-11-24",
    )  # fmt: skip
    assert (found["due"], found["state"], found["days_left"]) == ("2026-12-11", "running", 1)
    assert [one["days"] for one in found["arithmetic"]] == [14, 3, 1]
    assert found["total_days"] == sum(one["days"] for one in found["arithmetic"])


@pytest.mark.parametrize(
    ("arguments", "state", "stopped_on"),
    [
        pytest.param(("--event", "first_contact_held=2026-12-07"), "met", "2026-12-07", id="met"),
        pytest.param(
            ("--event", "first_contact_held=2026-12-08"), "overdue", "2026-12-08", id="too late"
        ),
        pytest.param(("--event", "contact_attempted=2026-11-24"), "overdue", None, id="attempt"),
        pytest.param(("--pause", "2026-12-01..2026-12-31"), "paused", None, id="paused"),
        pytest.param(
            ("--event", "first_contact_held=2026-12-15"), "overdue", None, id="not happened yet"
        ),
    ],
)
def test_what_happened_stops_the_clock_or_does_not(ask, arguments, state, stopped_on):
    found = ask("start", "--from", "2026-11-23", "--today", "2026-12-09", *arguments)
    assert (found["state"], found["stopped_on"]) == (state, stopped_on)


def test_a_reason_moves_only_the_clocks_that_say_so(ask):
    pause = ("--pause", "2026-11-24..2026-11-26:syg")
    assert ask("paragraf140", "--from", "2026-11-23", *pause)["due"] == "2026-11-30"
    assert ask("start", "--from", "2026-11-23", *pause)["due"] == "2026-12-10"


def test_a_rule_that_is_off_says_so(ask):
    assert "Fristen er slået fra" in ask("information", "--from", "2026-11-23")["why"][-1]


@pytest.mark.parametrize(
    ("arguments", "applies", "because"),
    [
        pytest.param(("start", "--from", "2026-11-23"), True, [], id="in force"),
        pytest.param(
            ("start", "--from", "2011-11-23"),
            False,
            ["Fristen gælder ikke for en henvisning fra 23.11.2011."],
            id="before it began",
        ),
        pytest.param(
            ("information", "--from", "2026-11-23"),
            False,
            ["Fristen er slået fra og løber ikke for nogen henvisning."],
            id="off",
        ),
    ],
)
def test_it_is_said_whether_the_rule_judges_such_a_referral(ask, run, arguments, applies, because):
    found = ask(*arguments, "--today", "2026-12-24")
    assert (found["applies"], found["applies_not_because"]) == (applies, because)
    told = run("clock", *arguments, "--today", "2026-12-24").output.splitlines()[-1]
    assert ("Prøvet, men gælder ikke: Overskredet" in told) is not applies


@pytest.mark.parametrize(
    ("happened", "late"),
    [
        pytest.param((), False, id="runs still"),
        pytest.param(("--event", "first_contact_held=2026-12-07"), False, id="in time"),
        pytest.param(("--event", "first_contact_held=2026-12-08"), True, id="too late"),
    ],
)
def test_a_stop_that_came_too_late_is_told_from_one_that_has_not_come(ask, happened, late):
    found = ask("start", "--from", "2026-11-23", "--today", "2026-12-09", *happened)
    assert found["stopped_late"] is late


def test_what_is_said_to_happen_ahead_counts_without_a_day_to_read_it_on(ask):
    found = ask("kontakt", "--from", "2090-01-02", "--event", "contact_reached=2090-01-04")
    assert (found["state"], found["stopped_on"], found["today"]) == (
        "met",
        "2090-01-04",
        "2090-01-04",
    )
    named = ("--event", "contact_reached=2090-01-04", "--today", "2090-01-03")
    assert ask("kontakt", "--from", "2090-01-02", *named)["state"] == "running"


def test_each_legal_basis_has_its_own_strength(ask):
    found = {b: ask("kontakt", "--from", "2026-11-23", "--basis", b) for b in ("119", "140")}
    assert {b: one["strength"] for b, one in found.items()} == {"119": "maal", "140": "aftale"}


def test_in_words_it_is_the_account_of_the_case_page(run):
    output = run("clock", "kontakt", "--from", "23-11-2026", "--today", "24-11-2026").output
    assert "  + 5 kalenderdage\n  = frist lørdag 28.11.2026" in output
    assert output.endswith("2026-11-24: 4 dage tilbage\n")


def test_a_kommunes_own_rules_are_tried_by_name(run, ask):
    run("init", *KOMMUNE)
    found = ask("kontakt", "--from", "2026-11-23", "--kommune", "999", "--basis", "140")
    assert (found["due"], found["strength"]) == ("2026-11-28", "aftale")
    assert "findes ikke" in str(
        run("clock", "kontakt", "--from", "2026-11-23", "--kommune", "123").exception
    )


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        pytest.param(("frist", "--from", "2026-11-23"), "Vælg en af: kontakt, start", id="code"),
        pytest.param(("start", "--from", "2026-02-30"), "Datoen kan ikke læses", id="no such day"),
        pytest.param(("start", "--from", "3026-11-23"), "mellem 1900 og 2100", id="far year"),
        pytest.param(("start", "--from", "2026-11-23", "--pause", "uge 48"), "FRA..TIL", id="span"),
        pytest.param(
            ("start", "--from", "2026-11-23", "--pause", "2026-11-25..2026-11-24"),
            "før den begynder",
            id="backwards",
        ),
        pytest.param(
            ("start", "--from", "2026-11-23", "--pause", "2026-11-25..2026-11-25:dovenskab"),
            "Vælg en af: udskudt",
            id="reason",
        ),
        pytest.param(
            (
                "start",
                "--from",
                "2026-11-23",
                "--pause",
                "2026-11-25..2026-11-27",
                "--pause",
                "2026-11-27..2026-11-28",
            ),
            "allerede på pause",
            id="two over each other",
        ),
        pytest.param(
            ("start", "--from", "2026-11-23", "--event", "ringet=2026-11-24"),
            "contact_reached (kontakt med borgeren)",
            id="event",
        ),
        pytest.param(
            ("start", "--from", "2026-11-23", "--event", "contact_reached=2026-11-22"),
            "ligger før 23.11.2026",
            id="before day 0",
        ),
        pytest.param(
            ("start", "--from", "2026-11-23", "--unit", "kalender", "--working"),
            "--unit kalender eller --working, ikke begge",
            id="two units",
        ),
        pytest.param(
            ("paragraf140", "--from", "2026-11-23", "--basis", "119"),
            "gælder ikke for det lovgrundlag",
            id="basis",
        ),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(run, arguments, says):
    result = run("clock", *arguments)
    assert result.exit_code != 0
    assert says in str(result.exception)
