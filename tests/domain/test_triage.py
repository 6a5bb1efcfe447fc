"""What a visitator sees: each line with a verdict, a sentence and a section."""

from dataclasses import replace

import pytest

from rehab.domain.cpr import parse_identifier
from rehab.domain.groups import Diagnosis
from rehab.domain.referrals import GopType, SenderKind
from rehab.domain.triage import flags_of, may_refer, triage_checklist
from rehab.domain.triage_facts import Verdict
from tests.support.programmes import laenderyg
from tests.support.triage import PLAN, REFERRAL, finding_of, flags_for


def test_a_complete_referral_from_a_gp_is_all_in_order():
    findings = triage_checklist(laenderyg(), REFERRAL)

    assert [finding.code for finding in findings] == [
        "sender_may_refer",
        "of_age",
        "in_target_group",
        "group_suggested",
        "no_red_flag_hint",
        "content_complete",
        "work_ability_not_threatened",
        "own_municipality",
        "no_open_case",
    ]
    assert {finding.verdict for finding in findings} == {Verdict.OK}
    assert flags_of(findings) == ()


def test_a_complete_training_plan_has_nothing_to_flag():
    assert flags_for(PLAN) == ()


@pytest.mark.parametrize(
    ("change", "flags"),
    [
        pytest.param(
            {"sender_kind": SenderKind.CHIROPRACTOR}, ("sender_may_not_refer",), id="chiropractor"
        ),
        pytest.param({"sender_kind": SenderKind.OTHER}, ("sender_may_not_refer",), id="other"),
        pytest.param({"age_on_receipt": 17}, ("under_18",), id="a minor"),
        pytest.param({"age_on_receipt": 18}, (), id="eighteen is of age"),
        pytest.param({"age_on_receipt": None}, (), id="no age"),
        pytest.param({"identifier": None}, ("identifier_missing",), id="no number"),
        pytest.param(
            {"identifier": parse_identifier("0101649995")}, ("cpr_modulus_11",), id="modulus 11"
        ),
        pytest.param(
            {"identifier": parse_identifier("670190X901")}, ("replacement_cpr",), id="replacement"
        ),
        pytest.param(
            {"diagnoses": (Diagnosis("L83", is_main=True),)}, ("outside_target_group",), id="neck"
        ),
        pytest.param(
            {"diagnoses": (Diagnosis("dm480", is_main=True),)},
            ("group_contradicts_text",),
            id="stenosis",
        ),
        pytest.param({"diagnoses": (Diagnosis("L71", is_main=True),)}, ("group_3",), id="group 3"),
        pytest.param(
            {"diagnoses": (Diagnosis("DM510", is_main=True),)}, ("red_flag_hint",), id="myelopathy"
        ),
        pytest.param(
            {"diagnoses": (*REFERRAL.diagnoses, Diagnosis("DG550", is_main=False))},
            ("red_flag_hint",),
            id="an alarming secondary diagnosis",
        ),
        pytest.param({"diagnoses": (Diagnosis("DZ501", is_main=True),)}, (), id="unknown code"),
        pytest.param({"diagnoses": ()}, ("missing_diagnose",), id="no diagnosis"),
        pytest.param(
            {"work_ability_threatened": True}, ("work_ability_threatened",), id="work ability"
        ),
        pytest.param({"work_ability_threatened": None}, (), id="work ability not said"),
        pytest.param({"own_municipality": False}, ("other_municipality",), id="another kommune"),
        pytest.param({"own_municipality": None}, (), id="kommune not said"),
        pytest.param({"has_open_case": True}, ("open_case",), id="an open case"),
    ],
)
def test_what_needs_a_person_is_flagged(change, flags):
    assert flags_for(replace(REFERRAL, **change)) == flags


def test_a_specialised_plan_is_to_be_registered_only():
    facts = replace(PLAN, gop_type=GopType.SPECIALISERET)

    assert flags_for(facts) == ("gop_specialised",)


def test_a_minor_with_a_plan_is_told_to_keep_the_right_to_it():
    finding = finding_of(replace(PLAN, age_on_receipt=17), "under_18")

    assert "Retten efter genoptræningsplanen gælder stadig" in finding.sentence


def test_the_chiropractor_is_pointed_out_with_the_reason_and_the_section():
    finding = may_refer(laenderyg(), SenderKind.CHIROPRACTOR)

    assert finding.section == "4.1, Boks 8 note 2"
    assert "egen læge" in finding.sentence


def test_every_line_has_a_sentence_and_a_section():
    worst = replace(
        REFERRAL, sender_kind=SenderKind.OTHER, identifier=None, sections={}, diagnoses=()
    )

    findings = triage_checklist(laenderyg(), worst)

    assert [row for row in findings if not (row.sentence.endswith(".") and row.section)] == []


def test_a_flag_is_given_once():
    facts = replace(
        REFERRAL,
        diagnoses=(Diagnosis("DM510", is_main=True), Diagnosis("DG550", is_main=False)),
    )

    assert flags_for(facts) == ("red_flag_hint",)
