"""Which minimum standards of Boks 8 a kommune meets."""

from dataclasses import replace

import pytest

from rehab.domain.catalogue import (
    Deliverer,
    DeviationError,
    OfferDetails,
    OfferDetailsError,
    Provision,
    StandardVerdict,
    check_details,
    check_deviation,
    check_standards,
    missing_standards,
    public_offers,
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
ERGONOMICS = replace(RYGSKOLE, code="ergonomi", part_of=("hold",))
TRAINING = replace(RYGSKOLE, code="individuel", form=OfferForm.INDIVIDUEL)
PLAN = replace(RYGSKOLE, code="plan", form=OfferForm.KOORDINERING)
DIET = replace(RYGSKOLE, code="kost", standard=OfferStandard.B, form=OfferForm.KURSUS)
FOLLOW_UP = replace(RYGSKOLE, code="opfoelgning", standard=None, form=OfferForm.INDIVIDUEL)
AGREED = OfferDetails(deliverer=Deliverer.PRIVATE, provider="Fys Nord")


def checked(offer, **provision):
    [check] = check_standards([offer], Provision(**provision))
    return check.verdict.value, check.by


@pytest.mark.parametrize(
    ("offer", "provision", "verdict", "by"),
    [
        pytest.param(RYGSKOLE, {}, "mangler", (), id="no hold"),
        pytest.param(
            RYGSKOLE, {"courses": {"hold": ("Tirsdag",)}}, "opfyldt", ("Tirsdag",), id="a hold"
        ),
        pytest.param(
            RYGSKOLE, {"courses": {"kost": ("Kost",)}}, "mangler", (), id="a hold of another"
        ),
        pytest.param(
            RYGSKOLE,
            {"details": {"hold": AGREED}},
            "opfyldt",
            ("Aftale med Fys Nord",),
            id="an agreement",
        ),
        pytest.param(
            ERGONOMICS,
            {"courses": {"hold": ("Tirsdag",)}},
            "opfyldt",
            ("Tirsdag",),
            id="taught in the rygskole",
        ),
        pytest.param(
            TRAINING, {"therapists": 2}, "opfyldt", ("2 terapeuter",), id="someone to train with"
        ),
        pytest.param(TRAINING, {"job_consultants": 2}, "mangler", (), id="nobody to train with"),
        pytest.param(
            PLAN, {"job_consultants": 1}, "opfyldt", ("1 jobkonsulent",), id="a job consultant"
        ),
        pytest.param(
            RYGSKOLE,
            {"courses": {"hold": ("Tirsdag",)}, "deviations": {"hold": "Bygges om."}},
            "afvigelse",
            (),
            id="a deviation stands whatever is planned",
        ),
        pytest.param(
            DIET, {"courses": {"kost": ("Mad",)}}, "taelles_ikke", (), id="optional and not chosen"
        ),
        pytest.param(
            DIET,
            {"chosen": frozenset({"kost"}), "courses": {"kost": ("Mad",)}},
            "taelles_ikke",
            ("Mad",),
            id="optional and chosen",
        ),
        pytest.param(
            FOLLOW_UP, {"therapists": 1}, "taelles_ikke", ("1 terapeut",), id="cannot be read"
        ),
    ],
)
def test_a_row_of_boks_8(offer, provision, verdict, by):
    assert checked(offer, **provision) == (verdict, by)


def test_what_is_missing_is_minimum_standards_alone_and_says_what_to_do():
    checks = check_standards([RYGSKOLE, DIET, FOLLOW_UP], Provision())
    [missing] = missing_standards(checks)
    assert (missing.offer, missing.verdict) == (RYGSKOLE, StandardVerdict.MISSING)
    assert missing.missing.startswith("Intet forløb er planlagt.")


def test_a_referrer_counts_on_what_is_given_and_not_left_out():
    offers = [RYGSKOLE, TRAINING, DIET]
    provision = Provision(deviations={"individuel": "Ingen plads."})
    assert public_offers(offers, provision) == (RYGSKOLE,)
    assert public_offers(offers, replace(provision, chosen=frozenset({"kost"}))) == (RYGSKOLE, DIET)


def test_a_private_provider_has_a_name():
    assert check_details(AGREED) is AGREED
    with pytest.raises(OfferDetailsError):
        check_details(replace(AGREED, provider=" "))


@pytest.mark.parametrize(
    ("offer", "reason", "sentence"),
    [
        pytest.param(DIET, "Fordi.", "ikke en minimumsstandard", id="optional"),
        pytest.param(FOLLOW_UP, "Fordi.", "ikke en minimumsstandard", id="cannot be read"),
        pytest.param(RYGSKOLE, "  ", "Skriv, hvorfor", id="no reason"),
    ],
)
def test_what_is_no_deviation_is_refused(offer, reason, sentence):
    with pytest.raises(DeviationError, match=sentence):
        check_deviation(offer, reason)


@pytest.mark.parametrize(
    ("sessions", "minutes", "text"),
    [(12, 90, "12 gange à 90 minutter"), (1, None, "1 gang"), (None, 45, "45 minutter")],
)
def test_the_length_is_said_as_far_as_it_is_known(sessions, minutes, text):
    assert OfferDetails(sessions=sessions, minutes=minutes).length_text == text
