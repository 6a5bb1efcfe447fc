"""Who a sender is, and where a referral may go from where it stands."""

from itertools import product

import pytest

from rehab.domain.clock_rules import LegalBasis
from rehab.domain.referrals import (
    TRANSITIONS,
    GopType,
    IllegalReferralStepError,
    ReferralKind,
    ReferralStatus,
    ReferralStep,
    SenderKind,
    TriageDecision,
    advance,
    legal_basis_of,
    runs_clocks,
    sender_kind,
)

FINAL = (
    ReferralStatus.RETURNED,
    ReferralStatus.REDIRECTED,
    ReferralStatus.LEFT_PROGRAMME,
    ReferralStatus.CLOSED,
)


@pytest.mark.parametrize(
    ("code", "speciality", "kind"),
    [
        pytest.param("ydernummer", "almen_medicin", SenderKind.GP, id="a GP"),
        pytest.param("ydernummer", None, SenderKind.GP, id="a ydernummer alone"),
        pytest.param("ydernummer", "ikkeklassificeret", SenderKind.GP, id="unclassified"),
        pytest.param("ydernummer", "almenlaege_laegevagt", SenderKind.GP, id="out of hours"),
        pytest.param("sorkode", "almen_medicin", SenderKind.GP, id="a GP by SOR"),
        pytest.param("ydernummer", "reumatologi_fysiurgi", SenderKind.SPECIALIST, id="specialist"),
        pytest.param("ydernummer", "reumatologi", SenderKind.SPECIALIST, id="a hospital's word"),
        pytest.param("sorkode", "kirurgi_praksis", SenderKind.SPECIALIST, id="practice by SOR"),
        pytest.param("sygehusafdelingsnummer", "reumatologi", SenderKind.HOSPITAL, id="hospital"),
        pytest.param("sygehusafdelingsnummer", None, SenderKind.HOSPITAL, id="no speciality"),
        pytest.param("sygehusafdelingsnummer", "fysioterapi", SenderKind.HOSPITAL, id="therapy"),
        pytest.param("sorkode", "ortopaedisk_kirurgi_sygehus", SenderKind.HOSPITAL, id="by SOR"),
        pytest.param("sorkode", "reumatologi", SenderKind.HOSPITAL, id="department by SOR"),
        pytest.param("ydernummer", "kiropraktor", SenderKind.CHIROPRACTOR, id="chiropractor"),
        pytest.param("ydernummer", "kiropraktor_64", SenderKind.CHIROPRACTOR, id="agreement 64"),
        pytest.param("sorkode", "KIROPRAKTOR", SenderKind.CHIROPRACTOR, id="in capitals"),
        pytest.param("ydernummer", "fysioterapi", SenderKind.OTHER, id="physiotherapist"),
        pytest.param("ydernummer", "fysioterapi_vederlagsfri", SenderKind.OTHER, id="free physio"),
        pytest.param("ydernummer", "psykolog", SenderKind.OTHER, id="psychologist"),
        pytest.param("kommunenummer", "almen_medicin", SenderKind.OTHER, id="a kommune"),
        pytest.param("sorkode", None, SenderKind.OTHER, id="nothing to tell by"),
        pytest.param(None, None, SenderKind.OTHER, id="nothing at all"),
    ],
)
def test_the_codes_tell_what_kind_of_sender_it_is(code, speciality, kind):
    assert sender_kind(code, speciality) is kind


@pytest.mark.parametrize(
    ("code", "speciality", "names", "kind"),
    [
        pytest.param(
            "ydernummer",
            None,
            ("Prøveby Kiropraktik", None),
            SenderKind.CHIROPRACTOR,
            id="its name",
        ),
        pytest.param(
            "ydernummer", None, ("Klinikken", "kiropraktor"), SenderKind.CHIROPRACTOR, id="a title"
        ),
        pytest.param(
            "ydernummer", None, ("Testby Fysioterapi",), SenderKind.OTHER, id="physiotherapy"
        ),
        pytest.param("sorkode", None, ("Prøvesygehuset",), SenderKind.HOSPITAL, id="a hospital"),
        pytest.param(
            "sorkode", None, ("Prøvehospital", "Fysioterapi"), SenderKind.HOSPITAL, id="its therapy"
        ),
        pytest.param(
            "ydernummer", None, ("Lægerne ved Sygehuset",), SenderKind.GP, id="beside a hospital"
        ),
        pytest.param(
            "ydernummer", "ryg", ("Prøveby Kiropraktik",), SenderKind.CHIROPRACTOR, id="no code"
        ),
        pytest.param(
            "ydernummer", "kiropraktik", ("Klinikken",), SenderKind.CHIROPRACTOR, id="nearly a code"
        ),
        pytest.param("ydernummer", "ryg", ("Klinikken",), SenderKind.SPECIALIST, id="a practice"),
        pytest.param("sorkode", "ryg", ("Prøvesygehuset",), SenderKind.HOSPITAL, id="a department"),
        pytest.param("sorkode", "ryg", ("Klinikken",), SenderKind.OTHER, id="nobody knows"),
        pytest.param(
            "ydernummer", "almen_medicin", ("Læge og kiropraktor",), SenderKind.GP, id="code wins"
        ),
    ],
)
def test_names_are_only_asked_where_the_speciality_is_not_said(code, speciality, names, kind):
    assert sender_kind(code, speciality, *names) is kind


@pytest.mark.parametrize(
    ("kind", "gop_type", "basis"),
    [
        pytest.param(ReferralKind.XREF15, None, LegalBasis.SUNDHEDSLOVEN_119, id="XREF15"),
        pytest.param(ReferralKind.REF01, None, LegalBasis.SUNDHEDSLOVEN_119, id="REF01"),
        pytest.param(ReferralKind.PHONE, None, LegalBasis.SUNDHEDSLOVEN_119, id="phone"),
        pytest.param(ReferralKind.LETTER, None, LegalBasis.SUNDHEDSLOVEN_119, id="letter"),
        pytest.param(ReferralKind.GGOP, None, LegalBasis.SUNDHEDSLOVEN_140, id="GGOP, untyped"),
        pytest.param(
            ReferralKind.LETTER, GopType.ALMEN, LegalBasis.SUNDHEDSLOVEN_140, id="GOP on paper"
        ),
    ],
)
def test_a_training_plan_is_a_140_matter_and_the_rest_are_the_programmes(kind, gop_type, basis):
    assert legal_basis_of(kind, gop_type) is basis


@pytest.mark.parametrize(("pair", "status"), list(TRANSITIONS.items()))
def test_the_table_says_where_a_step_leads(pair, status):
    assert advance(*pair) is status


@pytest.mark.parametrize(
    ("status", "step"),
    [pair for pair in product(ReferralStatus, ReferralStep) if pair not in TRANSITIONS],
)
def test_what_the_table_leaves_out_is_refused(status, step):
    with pytest.raises(IllegalReferralStepError) as refused:
        advance(status, step)
    assert (refused.value.status, refused.value.step) == (status, step)


@pytest.mark.parametrize("decision", list(TriageDecision))
def test_every_decision_leads_somewhere_from_the_inbox(decision):
    assert advance(ReferralStatus.RECEIVED, decision) is not ReferralStatus.RECEIVED


@pytest.mark.parametrize(("status", "step"), list(product(FINAL, ReferralStep)))
def test_nothing_more_happens_to_a_referral_that_has_ended(status, step):
    assert (status, step) not in TRANSITIONS


@pytest.mark.parametrize(
    ("status", "gop_type", "runs"),
    [
        pytest.param(ReferralStatus.RECEIVED, None, True, id="a programme referral"),
        pytest.param(ReferralStatus.RECEIVED, GopType.ALMEN, True, id="an ordinary plan"),
        pytest.param(
            ReferralStatus.RECEIVED, GopType.SPECIALISERET, False, id="specialised, not triaged"
        ),
        pytest.param(
            ReferralStatus.REGISTERED, GopType.ALMEN, False, id="registered, type since changed"
        ),
    ],
)
def test_a_specialised_plan_starts_no_clock_of_the_kommune(status, gop_type, runs):
    assert runs_clocks(status, gop_type, frozenset({GopType.SPECIALISERET})) is runs
