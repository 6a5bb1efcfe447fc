from datetime import UTC, datetime

import pytest

from rehab.domain.attendance import AttendanceMark
from rehab.domain.clock_rules import LegalBasis
from rehab.domain.courses import CourseForm
from rehab.domain.encounters import (
    DeliveryType,
    EncounterClass,
    EncounterFacts,
    EncounterStatus,
    InterventionCode,
    encounter_facts,
    encounter_status,
    intervention_codes,
)
from tests.support.programmes import laenderyg

PRESENT, LATE, EXCUSED, ABSENT = AttendanceMark
P119, P140 = LegalBasis.SUNDHEDSLOVEN_119, LegalBasis.SUNDHEDSLOVEN_140
PLANNED = (datetime(2026, 11, 23, 9, tzinfo=UTC), datetime(2026, 11, 23, 10, tzinfo=UTC))
CODES = (
    InterventionCode("hold", P119, "a", "Boks 8"),
    InterventionCode("hold", P140, "b", "Boks 8"),
    InterventionCode("andet", P119, "c", "Boks 8"),
)


@pytest.mark.parametrize(
    ("mark", "status"),
    [
        (PRESENT, EncounterStatus.FINISHED),
        (LATE, EncounterStatus.FINISHED),
        (EXCUSED, EncounterStatus.CANCELLED),
        (ABSENT, EncounterStatus.NO_SHOW),
    ],
)
def test_a_mark_says_what_became_of_the_meeting(mark, status):
    assert encounter_status(mark) is status


def test_a_meeting_on_a_hold_is_delivered_to_a_group():
    assert encounter_facts(PRESENT, CourseForm.HOLD, PLANNED, ("a",)) == EncounterFacts(
        EncounterStatus.FINISHED, EncounterClass.AMBULATORY, DeliveryType.GROUP, ("a",), *PLANNED
    )


def test_a_meeting_alone_is_delivered_to_one():
    facts = encounter_facts(ABSENT, CourseForm.INDIVIDUAL, PLANNED, ())
    assert facts.delivery is DeliveryType.INDIVIDUAL


@pytest.mark.parametrize(
    ("bases", "found"),
    [
        pytest.param((P119,), ("a",), id="one law"),
        pytest.param((P140, P119), ("a", "b"), id="both laws at once"),
        pytest.param((), (), id="counts for nothing"),
    ],
)
def test_a_meeting_is_reported_under_each_law_it_counts_for(bases, found):
    assert intervention_codes(CODES, "hold", bases) == found


def test_every_minimum_standard_that_is_trained_has_a_code_under_both_laws():
    programme = laenderyg()
    for offer in ("hold_ikke_opererede", "hold_opererede", "individuel_traening"):
        codes = intervention_codes(programme.intervention_codes, offer, (P119, P140))
        assert len(codes) == 2
