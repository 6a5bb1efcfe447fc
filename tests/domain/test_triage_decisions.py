"""What may be decided about a referral, and what is refused with a sentence."""

from dataclasses import replace

import pytest

from rehab.domain.groups import Diagnosis
from rehab.domain.referrals import GopType, ReferralKind, SenderKind, TriageDecision
from rehab.domain.triage import ReferralFacts
from rehab.domain.triage_decisions import (
    DecisionTextMissingError,
    GroupLeavesProgrammeError,
    GroupNotChosenError,
    ReasonNotForDecisionError,
    RedFlagNotClearedError,
    RegisterOnlyError,
    SenderNotEntitledError,
    TriageRefusedError,
    UnderAgeError,
    UnknownRedFlagError,
    check_choice,
    check_decision,
    ruled_out,
)
from tests.support.programmes import laenderyg

REFERRAL = ReferralFacts(
    kind=ReferralKind.XREF15, sender_kind=SenderKind.GP, identifier=None, age_on_receipt=45
)
PLAN = replace(
    REFERRAL,
    kind=ReferralKind.GGOP,
    sender_kind=SenderKind.HOSPITAL,
    gop_type=GopType.ALMEN,
)
SPECIALISED = replace(PLAN, gop_type=GopType.SPECIALISERET)
TEXT = "Opfylder kriterierne."


def _accept(facts: ReferralFacts, **given) -> None:
    reason = "gop_almen" if facts.gop_type else "in_target_group"
    check_decision(laenderyg(), facts, TriageDecision.ACCEPT, reason, TEXT, **given)


@pytest.mark.parametrize(
    ("facts", "decision", "reason"),
    [
        pytest.param(REFERRAL, TriageDecision.ACCEPT, "in_target_group", id="accept"),
        pytest.param(REFERRAL, TriageDecision.RETURN_TO_SENDER, "not_clarified", id="return"),
        pytest.param(REFERRAL, TriageDecision.REDIRECT, "other_municipality", id="redirect"),
        pytest.param(REFERRAL, TriageDecision.LEAVE_PROGRAMME, "group_3", id="leave"),
        pytest.param(PLAN, TriageDecision.ACCEPT, "gop_almen", id="accept a plan"),
        pytest.param(SPECIALISED, TriageDecision.REGISTER, "gop_specialised", id="register"),
    ],
)
def test_each_decision_may_be_taken_with_a_reason_and_a_text(facts, decision, reason):
    check_decision(laenderyg(), facts, decision, reason, TEXT)


@pytest.mark.parametrize(
    "reason", [pytest.param("group_3", id="of another decision"), pytest.param("", id="none")]
)
def test_a_reason_must_belong_to_the_decision(reason):
    with pytest.raises(ReasonNotForDecisionError):
        check_decision(laenderyg(), REFERRAL, TriageDecision.ACCEPT, reason, TEXT)


@pytest.mark.parametrize("text", [" \n", "\u200b"])
def test_a_decision_needs_a_text(text):
    with pytest.raises(DecisionTextMissingError, match="egne ord"):
        check_decision(laenderyg(), REFERRAL, TriageDecision.ACCEPT, "in_target_group", text)


def test_a_ticked_red_flag_is_not_accepted_without_a_named_doctor():
    with pytest.raises(RedFlagNotClearedError, match="hvilken læge") as refused:
        _accept(REFERRAL, ticked_red_flags=("RF-CES",))
    assert refused.value.section == "4.3, 3.3, Bilag 3 A"


@pytest.mark.parametrize("doctor", [None, "", "  ", "\u200b"])
def test_a_blank_is_no_name(doctor):
    with pytest.raises(RedFlagNotClearedError):
        _accept(PLAN, ticked_red_flags=("RF-PAR3",), doctor_contact=doctor)


def test_a_named_doctor_clears_the_flag():
    _accept(REFERRAL, ticked_red_flags=("RF-CES",), doctor_contact="Vagthavende, Prøve Læge")


def test_a_cleared_red_flag_is_one_that_is_ticked():
    with pytest.raises(RedFlagNotClearedError, match="Sæt kryds"):
        check_decision(
            laenderyg(),
            REFERRAL,
            TriageDecision.ACCEPT,
            "red_flag_cleared",
            TEXT,
            doctor_contact="Prøve Læge",
        )


def test_a_red_flag_never_stands_in_the_way_of_leaving():
    check_decision(
        laenderyg(),
        REFERRAL,
        TriageDecision.LEAVE_PROGRAMME,
        "acute_red_flag",
        TEXT,
        ticked_red_flags=("RF-CES",),
    )


def test_a_red_flag_must_be_one_the_programme_knows():
    with pytest.raises(UnknownRedFlagError):
        _accept(REFERRAL, ticked_red_flags=("RF-XYZ",), doctor_contact="Prøve Læge")


@pytest.mark.parametrize("kind", [SenderKind.CHIROPRACTOR, SenderKind.OTHER])
def test_a_sender_who_may_not_refer_is_not_accepted(kind):
    with pytest.raises(SenderNotEntitledError, match="egen læge skal henvise"):
        _accept(replace(REFERRAL, sender_kind=kind))


def test_a_sender_who_may_not_refer_is_returned_with_that_reason():
    facts = replace(REFERRAL, sender_kind=SenderKind.CHIROPRACTOR)

    check_decision(laenderyg(), facts, TriageDecision.RETURN_TO_SENDER, "sender_not_entitled", TEXT)


def test_a_kommune_may_decide_to_accept_such_senders():
    programme = laenderyg()
    lenient = replace(programme, triage=replace(programme.triage, accept_non_entitled_sender=True))
    facts = replace(REFERRAL, sender_kind=SenderKind.CHIROPRACTOR)

    check_decision(lenient, facts, TriageDecision.ACCEPT, "in_target_group", TEXT)


def test_a_plan_whose_sender_cannot_be_told_is_not_held_back():
    _accept(replace(PLAN, sender_kind=SenderKind.OTHER))


def test_a_plan_from_a_chiropractor_is():
    with pytest.raises(SenderNotEntitledError):
        _accept(replace(PLAN, sender_kind=SenderKind.CHIROPRACTOR))


def test_a_minor_is_not_accepted_into_the_programme():
    with pytest.raises(UnderAgeError, match="under 18 år"):
        _accept(replace(REFERRAL, age_on_receipt=17))


@pytest.mark.parametrize("age", [pytest.param(18, id="eighteen"), pytest.param(None, id="unknown")])
def test_eighteen_or_an_unknown_age_does_not_hold_anyone_back(age):
    _accept(replace(REFERRAL, age_on_receipt=age))


def test_a_minors_right_to_a_plan_is_not_the_programmes_to_refuse():
    _accept(replace(PLAN, age_on_receipt=17))


def test_a_code_of_group_3_is_accepted_only_with_another_group_chosen():
    facts = replace(REFERRAL, diagnoses=(Diagnosis("L71", is_main=True),))
    with pytest.raises(GroupNotChosenError, match="gruppe 3"):
        _accept(facts)
    _accept(facts, group=2)


def test_a_code_of_group_3_does_not_bind_a_plan():
    _accept(replace(PLAN, diagnoses=(Diagnosis("L71", is_main=True),)))


def test_group_3_is_not_accepted_into_the_programme():
    with pytest.raises(GroupLeavesProgrammeError, match="Gruppe 3 udgår"):
        _accept(REFERRAL, group=3)


@pytest.mark.parametrize("group", [None, 1, 2])
def test_the_other_groups_are(group):
    _accept(REFERRAL, group=group)


def test_a_plan_is_not_bound_by_the_group():
    _accept(PLAN, group=3)


def test_a_specialised_plan_cannot_be_started():
    with pytest.raises(RegisterOnlyError, match="Registrér"):
        _accept(SPECIALISED)


@pytest.mark.parametrize("facts", [REFERRAL, PLAN])
def test_nothing_else_is_merely_registered(facts):
    with pytest.raises(RegisterOnlyError, match="Vælg en anden afgørelse"):
        check_decision(laenderyg(), facts, TriageDecision.REGISTER, "gop_specialised", TEXT)


def test_every_refusal_cites_its_section():
    with pytest.raises(TriageRefusedError) as refused:
        _accept(replace(REFERRAL, sender_kind=SenderKind.CHIROPRACTOR))
    assert refused.value.section == "4.1, Boks 8 note 2"


@pytest.mark.parametrize(
    ("facts", "decision", "refusal"),
    [
        pytest.param(REFERRAL, TriageDecision.ACCEPT, None, id="accept"),
        pytest.param(REFERRAL, TriageDecision.REGISTER, RegisterOnlyError, id="register"),
        pytest.param(SPECIALISED, TriageDecision.REGISTER, None, id="register a specialised plan"),
        pytest.param(SPECIALISED, TriageDecision.ACCEPT, RegisterOnlyError, id="accept it"),
        pytest.param(
            replace(REFERRAL, sender_kind=SenderKind.CHIROPRACTOR),
            TriageDecision.ACCEPT,
            SenderNotEntitledError,
            id="a sender who may not",
        ),
        pytest.param(
            replace(REFERRAL, age_on_receipt=17), TriageDecision.ACCEPT, UnderAgeError, id="a minor"
        ),
        pytest.param(
            replace(REFERRAL, age_on_receipt=17), TriageDecision.RETURN_TO_SENDER, None, id="return"
        ),
    ],
)
def test_what_is_ruled_out_whatever_is_typed(facts, decision, refusal):
    found = ruled_out(laenderyg(), facts, decision)
    assert (type(found) if found else None) is refusal


def test_a_choice_is_held_to_the_groups_and_asks_for_no_words():
    check_choice(laenderyg(), REFERRAL, TriageDecision.ACCEPT, 1)
    check_choice(laenderyg(), REFERRAL, TriageDecision.LEAVE_PROGRAMME, 3)
    with pytest.raises(GroupLeavesProgrammeError):
        check_choice(laenderyg(), REFERRAL, TriageDecision.ACCEPT, 3)
