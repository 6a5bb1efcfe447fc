"""A code proposes a group, whatever way the sender spells it."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rehab.domain.groups import (
    NO_SUGGESTION,
    Diagnosis,
    find_code,
    find_outside_code,
    main_first,
    suggest_group,
)
from tests.support.programmes import laenderyg
from tests.support.shared import SHARED, needs_shared


def _main(code: str) -> tuple[Diagnosis, ...]:
    return (Diagnosis(code, is_main=True),)


@pytest.mark.parametrize(
    ("code", "group", "matched"),
    [
        pytest.param("L03", 1, "L03", id="an ICPC heading of its own"),
        pytest.param("L84", 1, "L84", id="an ICPC heading that shares a row"),
        pytest.param("L86", 2, "L86", id="nerve root"),
        pytest.param("L71", 3, "L71", id="leaves the programme"),
        pytest.param("dm545", 1, "DM545", id="small letters"),
        pytest.param("M545", 1, "DM545", id="without the D of SKS"),
        pytest.param("DM51.1F", 2, "DM511F", id="with a dot"),
        pytest.param(" dm 511f ", 2, "DM511F", id="with spaces"),
        pytest.param("DM511F", 2, "DM511F", id="the longest code wins over DM511"),
        pytest.param("DM533B", 1, "DM533B", id="the longest code wins over DM533"),
        pytest.param("DM511A", 2, "DM511", id="a subcode belongs to its parent"),
        pytest.param("DS336A", 1, "DS336A", id="another chapter"),
    ],
)
def test_a_code_points_to_its_group(code, group, matched):
    suggestion = suggest_group(laenderyg(), _main(code))

    assert (suggestion.group, suggestion.code) == (group, matched)


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("DM513", id="only a subcode is in the list"),
        pytest.param("DM5", id="too short"),
        pytest.param("DL03", id="an ICD-10 code that looks like an ICPC heading"),
        pytest.param("L90", id="the knee"),
        pytest.param("", id="no code"),
    ],
)
def test_a_code_outside_the_list_proposes_nothing(code):
    assert suggest_group(laenderyg(), _main(code)) == NO_SUGGESTION


def test_a_referral_without_diagnoses_proposes_nothing():
    assert suggest_group(laenderyg(), ()) == NO_SUGGESTION


def test_the_main_diagnosis_decides_wherever_it_stands():
    diagnoses = (Diagnosis("DM545", is_main=False), Diagnosis("DM511", is_main=True))

    assert suggest_group(laenderyg(), diagnoses).group == 2


def test_a_secondary_diagnosis_helps_when_the_main_one_says_nothing():
    diagnoses = (Diagnosis("DZ501", is_main=True), Diagnosis("DM545", is_main=False))

    assert suggest_group(laenderyg(), diagnoses).code == "DM545"


@pytest.mark.parametrize("code", ["DM480", "DM485B"])
def test_a_code_that_bilag_4_and_the_text_disagree_on_carries_a_warning(code):
    suggestion = suggest_group(laenderyg(), _main(code))

    assert suggestion.group == 1
    assert suggestion.warning is not None


@pytest.mark.parametrize("code", ["DG550", "DM471", "DM510"])
def test_an_alarming_code_of_group_2_carries_a_hint(code):
    suggestion = suggest_group(laenderyg(), _main(code))

    assert suggestion.group == 2
    assert suggestion.red_flag_hint is not None


@pytest.mark.parametrize("code", ["L83", "L01", "L02", "DM542", "m546", "DM501"])
def test_neck_and_chest_are_outside_the_target_group(code):
    assert find_outside_code(laenderyg(), code) is not None


def test_no_code_of_the_low_back_is_outside_the_target_group():
    programme = laenderyg()

    outside = [
        row.code
        for row in programme.diagnosis_codes
        if find_outside_code(programme, row.code) is not None
    ]
    assert outside == []


def test_the_order_of_the_message_is_kept_behind_the_main_diagnosis():
    first, main, last = (
        Diagnosis("A", is_main=False),
        Diagnosis("B", is_main=True),
        Diagnosis("C", is_main=False),
    )

    assert main_first((first, main, last)) == (main, first, last)


@given(row=st.sampled_from(laenderyg().diagnosis_codes), upper=st.lists(st.booleans(), min_size=6))
def test_case_never_matters(row, upper):
    spelling = "".join(
        letter.upper() if big else letter.lower()
        for letter, big in zip(row.code, upper, strict=False)
    )
    spelling += row.code[len(spelling) :]

    found = find_code(laenderyg(), spelling)

    assert found is not None
    assert found == (row, row.code)


@needs_shared
@pytest.mark.parametrize("case", [1, 2, 3, 5, 6])
def test_the_six_cases_get_the_group_they_expect(case):
    expected = json.loads(
        (SHARED / "medcom" / "cases" / f"case{case}" / "expected.json").read_text(encoding="utf-8")
    )

    groups = [
        suggest_group(
            laenderyg(),
            tuple(Diagnosis(row["code"], row["role"] == "main") for row in referral["diagnoses"]),
        ).group
        for referral in expected["referrals"]
    ]
    assert groups == [referral["suggested_group"] for referral in expected["referrals"]]
