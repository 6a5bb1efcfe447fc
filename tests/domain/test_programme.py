"""What the low-back programme of 2012 says, as it stands in the file."""

import csv
from datetime import date

import pytest

from rehab.domain.clock_rules import ClockTrigger, ClockUnit, EventKind, LegalBasis, Strength
from rehab.domain.programme import OfferStandard, RiskBlock
from rehab.domain.referrals import ReferralKind, SenderKind, TriageDecision
from tests.support.programmes import laenderyg
from tests.support.shared import SHARED, needs_shared

TODAY = date(2026, 11, 23)


@needs_shared
def test_every_code_of_bilag_4_is_in_the_programme_with_its_group():
    with (SHARED / "data" / "diagnoses.csv").open(encoding="utf-8", newline="") as file:
        expected = {
            (row["icpc"], row["icd10"] or None, int(row["group"])) for row in csv.DictReader(file)
        }

    assert {(row.icpc, row.icd10, row.group) for row in laenderyg().diagnosis_codes} == expected
    assert len(laenderyg().diagnosis_codes) == 30


def test_each_entry_cites_its_section():
    programme = laenderyg()
    entries = (
        programme,
        programme.minimum_age,
        programme.sick_leave,
        programme.triage,
        *programme.groups,
        *programme.diagnosis_codes,
        *programme.outside_codes,
        *programme.red_flags,
        *programme.referrers,
        *programme.offers,
        *programme.risk_factors,
        *programme.clocks,
        *programme.pause_reasons,
        programme.free_choice,
        programme.silent_citizen,
        *programme.checklist_items,
        *programme.epikrise_headings,
        *programme.reason_codes,
    )

    assert [entry for entry in entries if not entry.section.strip()] == []


def test_two_codes_warn_that_bilag_4_contradicts_the_text():
    warned = {row.code for row in laenderyg().diagnosis_codes if row.warning}

    assert warned == {"DM480", "DM485B"}


def test_three_codes_of_group_2_hint_at_a_red_flag():
    hinted = {row.code for row in laenderyg().diagnosis_codes if row.red_flag_hint}

    assert hinted == {"DG550", "DM471", "DM510"}


def test_the_red_flags_are_those_of_bilag_2_and_3():
    assert [flag.code for flag in laenderyg().red_flags] == [
        "RF-CES",
        "RF-PAR3",
        "RF-PAR4",
        "RF-INF",
        "RF-MET",
        "RF-OST",
        "RF-SPA",
        "RF-GEN",
    ]


def test_the_minimum_standards_are_the_a_rows_of_boks_8():
    rows = {offer.row for offer in laenderyg().offers if offer.standard is OfferStandard.A}

    assert rows == {7, 8, 9, 10, 11, 14, 15}


def test_the_row_that_cannot_be_read_has_no_standard_and_says_so():
    follow_up = laenderyg().offer("opfoelgning")

    assert follow_up is not None
    assert follow_up.standard is None
    assert follow_up.note is not None


@pytest.mark.parametrize(
    ("block", "count"),
    [
        (RiskBlock.INDIVIDUAL, 5),
        (RiskBlock.PSYCHOSOCIAL, 3),
        (RiskBlock.WORK, 1),
        (RiskBlock.SICK_LEAVE, 1),
    ],
)
def test_the_risk_factors_stand_in_the_blocks_of_boks_4(block, count):
    assert sum(factor.block is block for factor in laenderyg().risk_factors) == count


def test_the_epikrise_has_the_five_headings_word_for_word():
    assert [heading.label for heading in laenderyg().epikrise_headings] == [
        "Henvisningsårsag",
        "Given genoptræning eller rehabilitering",
        "Status - blandt andet funktionsstatus og ændringer i forhold til start",
        "Patientens oplevelse",
        "Information/Instruktion af patienten",
    ]


@pytest.mark.parametrize(
    ("basis", "expected"),
    [
        pytest.param(
            LegalBasis.SUNDHEDSLOVEN_140,
            {
                ("kontakt", 5, Strength.AFTALE),
                ("start", 14, Strength.MAAL),
                ("paragraf140", 7, Strength.LOV),
            },
            id="a training plan",
        ),
        pytest.param(
            LegalBasis.SUNDHEDSLOVEN_119,
            {("kontakt", 5, Strength.MAAL), ("start", 14, Strength.MAAL)},
            id="a referral to the programme",
        ),
    ],
)
def test_each_legal_basis_has_its_own_deadlines(basis, expected):
    clocks = [rule for rule in laenderyg().clocks if rule.applies(basis, TODAY)]

    assert {(rule.code, rule.days, rule.strength) for rule in clocks} == expected
    assert {rule.unit for rule in clocks} == {ClockUnit.CALENDAR}


def test_the_140_deadline_runs_from_discharge_to_the_offered_day():
    rule = next(rule for rule in laenderyg().clocks if rule.code == "paragraf140")

    assert rule.trigger is ClockTrigger.DISCHARGED
    assert rule.stops == {EventKind.FIRST_CONTACT_OFFERED}


def test_an_attempt_stops_no_deadline():
    stops = {stop for rule in laenderyg().clocks for stop in rule.stops}

    assert EventKind.CONTACT_ATTEMPTED not in stops


def test_a_deadline_is_not_in_force_before_its_day():
    rule = next(rule for rule in laenderyg().clocks if rule.code == "paragraf140")

    assert not rule.applies(LegalBasis.SUNDHEDSLOVEN_140, date(2018, 6, 30))
    assert rule.applies(LegalBasis.SUNDHEDSLOVEN_140, date(2018, 7, 1))


def test_the_four_day_information_rule_is_there_but_off():
    rule = next(rule for rule in laenderyg().clocks if rule.code == "information")

    assert not rule.enabled


@pytest.mark.parametrize(
    ("kind", "keys"),
    [
        pytest.param(
            ReferralKind.REF01,
            [
                "diagnose",
                "sygehistorie",
                "objektive_fund",
                "oensker",
                "undersoegelser",
                "medicin",
                "saerlige_forhold",
            ],
            id="REF01",
        ),
        pytest.param(
            ReferralKind.GGOP,
            [
                "diagnose",
                "gop_type",
                "funktionsniveau",
                "kliniske_oplysninger",
                "behov",
                "opfoelgende_kontrol",
            ],
            id="GGOP",
        ),
    ],
)
def test_the_checklist_follows_the_guide_for_the_message(kind, keys):
    assert [item.key for item in laenderyg().checklist_for(kind)] == keys


@pytest.mark.parametrize("kind", [ReferralKind.XREF15, ReferralKind.PHONE, ReferralKind.LETTER])
def test_other_referrals_to_the_programme_are_asked_for_the_same(kind):
    programme = laenderyg()

    assert programme.checklist_for(kind) == programme.checklist_for(ReferralKind.REF01)


def test_doctors_and_hospitals_may_refer_and_nobody_else():
    allowed = {entry.sender_kind for entry in laenderyg().referrers if entry.allowed}

    assert allowed == {SenderKind.GP, SenderKind.SPECIALIST, SenderKind.HOSPITAL}
    assert laenderyg().referrer(SenderKind.CHIROPRACTOR).section == "4.1, Boks 8 note 2"


@pytest.mark.parametrize("decision", list(TriageDecision))
def test_every_decision_has_reasons(decision):
    assert laenderyg().reasons_for(decision)


def test_looking_for_what_is_not_there_finds_nothing():
    programme = laenderyg()

    assert (programme.group(9), programme.red_flag("RF-X"), programme.offer("x")) == (None,) * 3
    group = programme.group(3)
    assert group is not None
    assert group.leaves_programme


def test_the_limits_are_those_of_the_text():
    programme = laenderyg()
    limits = programme.sick_leave

    assert programme.minimum_age.years == 18
    assert (limits.notice_days, limits.warning_days, limits.escalation_days) == (28, 42, 56)
