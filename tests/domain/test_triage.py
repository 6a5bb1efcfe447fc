"""What a visitator sees: each line with a verdict, a sentence and a section."""

from dataclasses import replace

import pytest

from rehab.domain.clock_rules import LegalBasis
from rehab.domain.cpr import parse_identifier
from rehab.domain.groups import Diagnosis
from rehab.domain.referrals import GopType, ReferralKind, SenderKind
from rehab.domain.triage import (
    Finding,
    ReferralFacts,
    Verdict,
    flags_of,
    may_refer,
    triage_checklist,
)
from tests.support.programmes import laenderyg

SECTIONS = {
    "sygehistorie": "Lændesmerter i fem uger.",
    "objektive_fund": "Normal kraft.",
    "oensker": "Vil gerne kunne gå ture igen.",
    "undersoegelser": "Røntgen uden særlige fund.",
    "medicin": "Paracetamol.",
    "saerlige_forhold": "Ikke behov for tolk.",
}
REFERRAL = ReferralFacts(
    kind=ReferralKind.XREF15,
    sender_kind=SenderKind.GP,
    identifier=parse_identifier("1704549942"),
    age_on_receipt=72,
    diagnoses=(Diagnosis("L84", is_main=True),),
    sections=SECTIONS,
    work_ability_threatened=False,
    own_municipality=True,
)
PLAN = replace(
    REFERRAL,
    kind=ReferralKind.GGOP,
    sender_kind=SenderKind.HOSPITAL,
    gop_type=GopType.ALMEN,
    diagnoses=(Diagnosis("DM511F", is_main=True),),
    sections={
        "funktionsniveau": "Selvhjulpen.",
        "helbred": "Opereret.",
        "behov": "Styrketræning. Opfølgende kontrol om seks uger.",
    },
)


def _finding(facts: ReferralFacts, code: str) -> Finding:
    (finding,) = (row for row in triage_checklist(laenderyg(), facts) if row.code == code)
    return finding


def _flags(facts: ReferralFacts) -> tuple[str, ...]:
    return flags_of(triage_checklist(laenderyg(), facts))


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
    assert _flags(PLAN) == ()


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
    assert _flags(replace(REFERRAL, **change)) == flags


@pytest.mark.parametrize(
    "key", ["sygehistorie", "objektive_fund", "oensker", "medicin", "saerlige_forhold"]
)
def test_each_required_item_that_is_missing_is_named(key):
    sections = {name: text for name, text in SECTIONS.items() if name != key}
    finding = _finding(replace(REFERRAL, sections=sections), f"missing_{key}")

    assert (finding.verdict, finding.section) == (Verdict.ATTENTION, "4.6")


def test_a_blank_item_is_missing():
    blank = replace(REFERRAL, sections={**SECTIONS, "medicin": "  \n"})

    assert _flags(blank) == ("missing_medicin",)


def test_results_are_only_asked_for_where_they_matter():
    sections = {name: text for name, text in SECTIONS.items() if name != "undersoegelser"}
    facts = replace(REFERRAL, sections=sections)

    assert _finding(facts, "absent_undersoegelser").verdict is Verdict.UNKNOWN
    assert _flags(facts) == ()


def test_an_item_mentioned_under_another_heading_is_left_to_a_person():
    sections = {**SECTIONS, "sygehistorie": "Behov for tolk.", "saerlige_forhold": ""}
    facts = replace(REFERRAL, sections=sections)

    assert _finding(facts, "mentioned_saerlige_forhold").verdict is Verdict.UNKNOWN
    assert _flags(facts) == ()


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

    assert flag in _flags(replace(facts, sections=without))


def test_a_history_without_a_heading_counts_as_the_history():
    sections = {**SECTIONS, "sygehistorie": "", "anamnese": "Lændesmerter."}

    assert _flags(replace(REFERRAL, sections=sections)) == ()


def test_a_plan_that_says_nothing_of_a_control_is_flagged():
    silent = replace(PLAN, sections={**PLAN.sections, "behov": "Styrketræning."})
    stated = replace(silent, sections={**silent.sections, "ambulant_kontrol": "Uge 6."})

    assert (_flags(silent), _flags(stated)) == (("missing_opfoelgende_kontrol",), ())


def test_a_plan_without_its_type_is_flagged():
    assert _flags(replace(PLAN, gop_type=None)) == ("missing_gop_type",)


def test_a_specialised_plan_is_to_be_registered_only():
    facts = replace(PLAN, gop_type=GopType.SPECIALISERET)

    assert _flags(facts) == ("gop_specialised",)


def test_a_minor_with_a_plan_is_told_to_keep_the_right_to_it():
    finding = _finding(replace(PLAN, age_on_receipt=17), "under_18")

    assert "Retten efter genoptræningsplanen gælder stadig" in finding.sentence


def test_a_plan_for_the_neck_is_still_to_be_followed():
    facts = replace(PLAN, diagnoses=(Diagnosis("DM501", is_main=True),))

    assert "skal følges alligevel" in _finding(facts, "outside_target_group").sentence


def test_a_word_in_the_text_asks_to_be_read_and_flags_nothing():
    sections = {**SECTIONS, "objektive_fund": "Ingen sphincterforstyrrelser."}
    facts = replace(REFERRAL, sections=sections)
    finding = _finding(facts, "red_flag_word")

    assert finding.verdict is Verdict.UNKNOWN
    assert "sphincter" in finding.sentence
    assert _flags(facts) == ()


def test_a_secondary_diagnosis_of_the_neck_does_not_take_the_citizen_out():
    facts = replace(REFERRAL, diagnoses=(*REFERRAL.diagnoses, Diagnosis("L83", is_main=False)))

    assert _flags(facts) == ()


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

    assert _flags(facts) == ("red_flag_hint",)


def test_the_facts_know_their_legal_basis():
    assert REFERRAL.legal_basis is LegalBasis.SUNDHEDSLOVEN_119
    assert PLAN.legal_basis is LegalBasis.SUNDHEDSLOVEN_140
