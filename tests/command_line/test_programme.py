"""Checking a kommune against Boks 8 from a terminal."""

import json

from tests.command_line.conftest import KOMMUNE


def test_what_is_missing_is_said_and_the_answer_is_1(run):
    run("init", *KOMMUNE)
    result = run("programme", "check")
    assert result.exit_code == 1
    assert "A  mangler       Rygestopkursus: Intet forløb er planlagt." in result.output


def test_a_program_reads_the_same(run):
    run("init", *KOMMUNE)
    rows = json.loads(run("programme", "check", "--json").output)
    assert [row["row"] for row in rows] == [4, 6, *range(7, 18)]
    assert {row["verdict"] for row in rows if row["standard"] == "A"} == {"mangler"}


def test_the_demo_meets_every_standard(run):
    run("demo", "load")
    result = run("programme", "check")
    assert (result.exit_code, "mangler" in result.output) == (0, False)
