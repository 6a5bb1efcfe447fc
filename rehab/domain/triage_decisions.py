"""Check a triage decision against what the programme allows, before anything is written.

The visitator decides; these rules refuse only what the programme text or the law rules out,
each with a sentence that says what to do instead and the section it rests on.
"""

from typing import Final

from rehab.domain.clock_rules import LegalBasis
from rehab.domain.errors import DomainError
from rehab.domain.groups import suggest_group
from rehab.domain.programme import Programme
from rehab.domain.referrals import SenderKind, TriageDecision
from rehab.domain.triage import CPR_RULES
from rehab.domain.triage_facts import ReferralFacts
from rehab.domain.wording import has_words

_RED_FLAG_CLEARED: Final = "red_flag_cleared"


class TriageRefusedError(DomainError):
    """Refuse a triage decision, with the section that rules it out."""

    def __init__(self, sentence: str, section: str) -> None:
        self.section = section
        super().__init__(sentence)


class ReasonNotForDecisionError(TriageRefusedError):
    """Refuse a reason that does not belong to the decision."""


class DecisionTextMissingError(TriageRefusedError):
    """Refuse a decision that nobody explained."""


class UnknownRedFlagError(TriageRefusedError):
    """Refuse a ticked red flag that the programme does not have."""


class RedFlagNotClearedError(TriageRefusedError):
    """Refuse to accept a citizen with a red flag that no named doctor has been asked about."""


class SenderNotEntitledError(TriageRefusedError):
    """Refuse to accept a referral from someone who may not refer."""


class UnderAgeError(TriageRefusedError):
    """Refuse to accept someone younger than the programme's lowest age."""


class GroupLeavesProgrammeError(TriageRefusedError):
    """Refuse to accept a citizen whose group does not belong in the programme."""


class GroupNotChosenError(TriageRefusedError):
    """Refuse to accept without a chosen group where the code points out of the programme."""


class NameNotConfirmedError(TriageRefusedError):
    """Refuse to accept while nobody has said that two names are one citizen's."""


class RegisterOnlyError(TriageRefusedError):
    """Refuse to start a plan that is only registered, or to merely register any other."""


def check_decision(
    programme: Programme,
    facts: ReferralFacts,
    decision: TriageDecision,
    reason_code: str,
    text: str,
    *,
    ticked_red_flags: tuple[str, ...] = (),
    doctor_contact: str | None = None,
    group: int | None = None,
    same_citizen: bool = False,
) -> None:
    """Refuse a decision that the programme rules out; return when it may be written.

    `doctor_contact` names the doctor who was asked about a red flag, and `group` is the
    group the visitator chose; `same_citizen` says that a name which differs was looked into.
    Raises a subclass of TriageRefusedError.
    """
    _check_reason(programme, decision, reason_code, text)
    _check_red_flag_codes(programme, ticked_red_flags)
    _check_registering(programme, facts, decision)
    if decision is TriageDecision.ACCEPT:
        _check_cleared_flag_is_named(reason_code, ticked_red_flags)
        _check_name_confirmed(facts, same_citizen=same_citizen)
        _check_sender(programme, facts)
        _check_programme_bounds(programme, facts, group)
        _check_red_flags_cleared(programme, ticked_red_flags, doctor_contact)


def check_choice(
    programme: Programme, facts: ReferralFacts, decision: TriageDecision, group: int | None
) -> None:
    """Refuse a decision and a group that no reason and no words of one's own would make right.

    What only a person can tell, a ticked red flag and whether two names are one citizen's, is
    left aside. Raises a subclass of TriageRefusedError.
    """
    reasons = programme.reasons_for(decision)
    reason = reasons[0].code if reasons else ""
    check_decision(programme, facts, decision, reason, "ja", group=group, same_citizen=True)


def ruled_out(
    programme: Programme, facts: ReferralFacts, decision: TriageDecision
) -> TriageRefusedError | None:
    """Return why a decision is ruled out whatever is typed and chosen, or None."""
    staying = next((row.number for row in programme.groups if not row.leaves_programme), None)
    try:
        check_choice(programme, facts, decision, staying)
    except TriageRefusedError as refusal:
        return refusal
    return None


def _check_reason(
    programme: Programme, decision: TriageDecision, reason_code: str, text: str
) -> None:
    """Ask for a reason that belongs to the decision, and for words of one's own."""
    if reason_code not in {reason.code for reason in programme.reasons_for(decision)}:
        raise ReasonNotForDecisionError(
            "Begrundelsen hører ikke til afgørelsen. Vælg en af de begrundelser, der står "
            "under den.",
            programme.triage.section,
        )
    if not has_words(text):
        raise DecisionTextMissingError(
            "Skriv med dine egne ord, hvorfor du afgør henvisningen sådan.",
            programme.triage.section,
        )


def _check_red_flag_codes(programme: Programme, ticked: tuple[str, ...]) -> None:
    """Ask that each ticked red flag is one the programme knows."""
    for code in ticked:
        if programme.red_flag(code) is None:
            raise UnknownRedFlagError(
                "Et af de røde flag kendes ikke i programmet. Vælg blandt dem på listen.", "3.3"
            )


def _check_cleared_flag_is_named(reason_code: str, ticked: tuple[str, ...]) -> None:
    """Ask which red flag was cleared, where that is the reason to accept (4.3, Bilag 3)."""
    if reason_code == _RED_FLAG_CLEARED and not ticked:
        raise RedFlagNotClearedError(
            "Sæt kryds ved det røde flag, der er afklaret, og skriv, hvilken læge du har talt med.",
            "4.3, Bilag 3",
        )


def _check_registering(
    programme: Programme, facts: ReferralFacts, decision: TriageDecision
) -> None:
    """Keep the hospital's own training out of the kommune's courses, and nothing else (4.4)."""
    register_only = facts.gop_type in programme.triage.register_only
    if decision is TriageDecision.ACCEPT and register_only:
        raise RegisterOnlyError(
            "En specialiseret genoptræningsplan trænes på hospitalet og kan ikke startes her. "
            "Vælg »Registrér«.",
            programme.triage.section,
        )
    if decision is TriageDecision.REGISTER and not register_only:
        raise RegisterOnlyError(
            "Kun en specialiseret genoptræningsplan kan registreres uden at blive startet. "
            "Vælg en anden afgørelse.",
            programme.triage.section,
        )


def _check_name_confirmed(facts: ReferralFacts, *, same_citizen: bool) -> None:
    """Ask that a person has made sure of who the citizen is, where the names differ."""
    if facts.names is not None and facts.names.differ and not same_citizen:
        raise NameNotConfirmedError(
            "Navnet på henvisningen er et andet end borgerens. Spørg afsenderen, og sæt kryds ved "
            "»Jeg har kontrolleret, at det er samme borger« – eller returnér henvisningen.",
            CPR_RULES,
        )


def _check_sender(programme: Programme, facts: ReferralFacts) -> None:
    """Ask that the sender may refer, unless the kommune has decided otherwise (Boks 8 note 2).

    A training plan whose sender cannot be told is not held back: the right to it comes from
    the hospital's assessment and not from how the sender is registered (sundhedsloven §140).
    """
    referrer = programme.referrer(facts.sender_kind)
    if referrer.allowed or programme.triage.accept_non_entitled_sender:
        return
    is_plan = facts.legal_basis is LegalBasis.SUNDHEDSLOVEN_140
    if is_plan and facts.sender_kind is SenderKind.OTHER:
        return
    raise SenderNotEntitledError(
        f"Henvisningen kan ikke accepteres. {referrer.reason} Returnér den til afsenderen.",
        referrer.section,
    )


def _check_programme_bounds(programme: Programme, facts: ReferralFacts, group: int | None) -> None:
    """Keep to the programme's age and groups; a training plan is not bound by them (4.4)."""
    if facts.legal_basis is LegalBasis.SUNDHEDSLOVEN_140:
        return
    limit = programme.minimum_age
    if facts.age_on_receipt is not None and facts.age_on_receipt < limit.years:
        raise UnderAgeError(
            f"Borgeren er under {limit.years} år og kan ikke accepteres i programmet. "
            "Returnér henvisningen, eller send den videre til et andet tilbud.",
            limit.section,
        )
    suggested = suggest_group(programme, facts.diagnoses).group
    if group is None and suggested is not None:
        _check_suggested(programme, suggested)
    chosen = programme.group(group) if group is not None else None
    if chosen is not None and chosen.leaves_programme:
        raise GroupLeavesProgrammeError(
            f"Gruppe {chosen.number} udgår af programmet. Kontakt den behandlende læge, og vælg "
            "»Udgår af programmet«.",
            chosen.section,
        )


def _check_suggested(programme: Programme, suggested: int) -> None:
    """Ask for a chosen group where the code points to one that leaves the programme (3.1)."""
    group = programme.group(suggested)
    if group is not None and group.leaves_programme:
        raise GroupNotChosenError(
            f"Koden peger på gruppe {group.number}, som udgår af programmet. Vælg den gruppe, "
            "borgeren hører til, eller vælg »Udgår af programmet«.",
            group.section,
        )


def _check_red_flags_cleared(
    programme: Programme, ticked: tuple[str, ...], doctor_contact: str | None
) -> None:
    """Ask for the name of the doctor who was asked about each ticked red flag (4.3, Bilag 3)."""
    flags = tuple(flag for flag in programme.red_flags if flag.code in ticked)
    if not flags or has_words(doctor_contact or ""):
        return
    first = flags[0]
    raise RedFlagNotClearedError(
        f"Rødt flag: {first.label}. {first.destination}. Henvisningen kan først accepteres, når "
        "du har skrevet, hvilken læge du har talt med.",
        f"4.3, {first.section}",
    )
