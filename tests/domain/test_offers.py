from dataclasses import replace

import pytest

from rehab.domain.courses import CourseForm
from rehab.domain.offers import (
    OfferNotGivenError,
    check_can_plan,
    course_forms,
    is_given,
    is_optional,
    not_given,
    training_codes,
)
from rehab.domain.programme import Confidence, Offer, OfferForm, OfferStandard

RYGSKOLE = Offer(
    code="hold",
    row=7,
    label="Rygskole",
    standard=OfferStandard.A,
    confidence=Confidence.HIGH,
    form=OfferForm.HOLD,
    note=None,
    section="3.2, Boks 8",
)
DIET = replace(RYGSKOLE, code="kost", label="Kost", standard=OfferStandard.B, form=OfferForm.KURSUS)
TRAINING = replace(RYGSKOLE, label="Individuel træning", form=OfferForm.INDIVIDUEL)
PLAN = replace(RYGSKOLE, label="Plan", form=OfferForm.KOORDINERING)
UNREADABLE = replace(RYGSKOLE, standard=None)


@pytest.mark.parametrize(
    ("offer", "forms"),
    [
        pytest.param(RYGSKOLE, {CourseForm.HOLD}, id="a hold"),
        pytest.param(TRAINING, {CourseForm.INDIVIDUAL}, id="individual training"),
        pytest.param(DIET, set(CourseForm), id="a course may be either"),
        pytest.param(PLAN, set(), id="coordination has no sessions"),
    ],
)
def test_an_offer_is_given_in_its_own_forms(offer, forms):
    assert course_forms(offer) == forms


@pytest.mark.parametrize(
    ("offer", "chosen", "given"),
    [
        pytest.param(RYGSKOLE, (), True, id="a minimum standard always"),
        pytest.param(UNREADABLE, (), True, id="an unreadable standard must be possible"),
        pytest.param(DIET, (), False, id="an optional one not unless chosen"),
        pytest.param(DIET, ("kost",), True, id="an optional one when chosen"),
    ],
)
def test_which_offers_a_kommune_has(offer, chosen, given):
    assert is_given(offer, chosen) is given


def test_an_unreadable_standard_is_not_optional():
    assert not is_optional(UNREADABLE)


@pytest.mark.parametrize(
    ("offer", "form", "sentence"),
    [
        pytest.param(DIET, CourseForm.HOLD, "Kommunen har ikke valgt “Kost”", id="not chosen"),
        pytest.param(PLAN, CourseForm.HOLD, "“Plan” har ingen gange", id="no sessions"),
        pytest.param(
            RYGSKOLE, CourseForm.INDIVIDUAL, "“Rygskole” gives som et hold", id="only as hold"
        ),
        pytest.param(
            TRAINING, CourseForm.HOLD, "gives som et individuelt forløb", id="only individually"
        ),
    ],
)
def test_a_course_that_cannot_be_planned_is_refused_by_name(offer, form, sentence):
    with pytest.raises(OfferNotGivenError, match=sentence):
        check_can_plan(offer, form, ())


def test_a_chosen_optional_offer_can_be_planned():
    check_can_plan(DIET, CourseForm.INDIVIDUAL, ("kost",))


def test_a_minimum_standard_that_is_left_out_is_not_planned():
    with pytest.raises(OfferNotGivenError, match="Afslut afvigelsen"):
        check_can_plan(RYGSKOLE, CourseForm.HOLD, (), {RYGSKOLE.code})


def test_what_the_kommune_does_not_have_is_named():
    catalogue = (RYGSKOLE, DIET, replace(PLAN, standard=OfferStandard.B), UNREADABLE)
    assert not_given(catalogue, ()) == (DIET,)
    assert not_given(catalogue, ("kost",)) == ()


def test_a_citizen_begins_on_the_training_and_not_on_what_may_be_chosen_beside_it():
    stop_smoking = replace(DIET, code="rygestop", standard=OfferStandard.A)
    screening = replace(TRAINING, code="screening", standard=OfferStandard.B)
    follow_up = replace(UNREADABLE, code="opfølgning")
    every = [RYGSKOLE, DIET, stop_smoking, screening, follow_up, replace(PLAN, code="plan")]
    assert training_codes(every) == {"hold", "opfølgning"}
