"""What the checklist says of the message itself."""

from dataclasses import replace

import pytest

from rehab.domain.groups import Diagnosis
from rehab.domain.triage_facts import Verdict
from tests.support.triage import PLAN, REFERRAL, SECTIONS, finding_of, flags_for


@pytest.mark.parametrize(
    "key", ["sygehistorie", "objektive_fund", "oensker", "medicin", "saerlige_forhold"]
)
def test_each_required_item_that_is_missing_is_named(key):
    sections = {name: text for name, text in SECTIONS.items() if name != key}
    finding = finding_of(replace(REFERRAL, sections=sections), f"missing_{key}")

    assert (finding.verdict, finding.section) == (Verdict.ATTENTION, "4.6")


def test_a_blank_item_is_missing():
    blank = replace(REFERRAL, sections={**SECTIONS, "medicin": "  \n"})

    assert flags_for(blank) == ("missing_medicin",)


def test_results_are_only_asked_for_where_they_matter():
    sections = {name: text for name, text in SECTIONS.items() if name != "undersoegelser"}
    facts = replace(REFERRAL, sections=sections)

    assert finding_of(facts, "absent_undersoegelser").verdict is Verdict.UNKNOWN
    assert flags_for(facts) == ()


def test_an_item_mentioned_under_another_heading_is_left_to_a_person():
    sections = {**SECTIONS, "sygehistorie": "Behov for tolk.", "saerlige_forhold": ""}
    facts = replace(REFERRAL, sections=sections)

    assert finding_of(facts, "mentioned_saerlige_forhold").verdict is Verdict.UNKNOWN
    assert flags_for(facts) == ()


@pytest.mark.parametrize(
    ("facts", "section", "flag"),
    [
        pytest.param(PLAN, "helbred", "missing_kliniske_oplysninger", id="clinical"),
        pytest.param(PLAN, "funktionsniveau", "missing_funktionsniveau", id="functioning"),
        pytest.param(PLAN, "behov", "missing_behov", id="need"),
    ],
)
def test_what_a_plan_lacks_is_flagged(facts, section, flag):
    without = {key: text for key, text in facts.sections.items() if key != section}

    assert flag in flags_for(replace(facts, sections=without))


def test_a_history_without_a_heading_counts_as_the_history():
    sections = {**SECTIONS, "sygehistorie": "", "anamnese": "Lændesmerter."}

    assert flags_for(replace(REFERRAL, sections=sections)) == ()


def test_a_plan_that_says_nothing_of_a_control_is_flagged():
    silent = replace(PLAN, sections={**PLAN.sections, "behov": "Styrketræning."})
    stated = replace(silent, sections={**silent.sections, "ambulant_kontrol": "Uge 6."})

    assert (flags_for(silent), flags_for(stated)) == (("missing_opfoelgende_kontrol",), ())


def test_a_plan_without_its_type_is_flagged():
    assert flags_for(replace(PLAN, gop_type=None)) == ("missing_gop_type",)


def test_a_plan_for_the_neck_is_still_to_be_followed():
    facts = replace(PLAN, diagnoses=(Diagnosis("DM501", is_main=True),))

    assert "skal følges alligevel" in finding_of(facts, "outside_target_group").sentence


def test_a_word_in_the_text_asks_to_be_read_and_flags_nothing():
    sections = {**SECTIONS, "objektive_fund": "Ingen sphincterforstyrrelser."}
    facts = replace(REFERRAL, sections=sections)
    finding = finding_of(facts, "red_flag_word")

    assert finding.verdict is Verdict.UNKNOWN
    assert "sphincter" in finding.sentence
    assert flags_for(facts) == ()


def test_a_secondary_diagnosis_of_the_neck_does_not_take_the_citizen_out():
    facts = replace(REFERRAL, diagnoses=(*REFERRAL.diagnoses, Diagnosis("L83", is_main=False)))

    assert flags_for(facts) == ()
