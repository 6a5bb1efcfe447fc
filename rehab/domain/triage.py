"""What a visitator should see about a referral before deciding: the checklist, line by line.

Each line is a finding with a sentence and the section it rests on. A finding never decides:
a sender who may not refer, a missing item or an alarming code is pointed out, and a person
takes the decision that `rehab.domain.triage_decisions` then checks. Here stand the lines about who
refers whom; those about what is written stand in `rehab.domain.triage_content`.
"""

from typing import Final

from rehab.domain.clock_rules import LegalBasis
from rehab.domain.programme import Programme
from rehab.domain.referrals import SenderKind
from rehab.domain.triage_content import content_findings
from rehab.domain.triage_facts import Finding, ReferralFacts, Verdict

CPR_RULES: Final = "CPR-kontorets regler"
_SOFT_FLAGS: Final = frozenset({"cpr_modulus_11", "replacement_cpr"})


def triage_checklist(programme: Programme, facts: ReferralFacts) -> tuple[Finding, ...]:
    """Return every line of the checklist for a referral, in the order it is shown."""
    return (
        may_refer(programme, facts.sender_kind),
        *_identity(facts),
        *_name(facts),
        _age(programme, facts),
        *_plan_type(programme, facts),
        *content_findings(programme, facts),
        _municipality(facts),
        _open_case(facts),
    )


def flags_of(findings: tuple[Finding, ...]) -> tuple[str, ...]:
    """Return the codes a machine should see: each that needs a person, once, in order.

    Two things that are quite in order are flagged as well, since a receiver of the list must
    know them: a number that fails modulus 11, and a replacement number.
    """
    flagged = (
        finding.code
        for finding in findings
        if finding.verdict is Verdict.ATTENTION or finding.code in _SOFT_FLAGS
    )
    return tuple(dict.fromkeys(flagged))


def may_refer(programme: Programme, kind: SenderKind) -> Finding:
    """Tell whether a sender may refer to the kommune's offers (3.2, 4.4, Boks 8 note 2).

    A sender who may not is pointed out with the reason, never turned away unseen.
    """
    referrer = programme.referrer(kind)
    if referrer.allowed:
        return Finding("sender_may_refer", Verdict.OK, referrer.reason, referrer.section)
    return Finding("sender_may_not_refer", Verdict.ATTENTION, referrer.reason, referrer.section)


def _identity(facts: ReferralFacts) -> tuple[Finding, ...]:
    """Point out a number that is unusual; none of it stands in the way of a referral."""
    identifier = facts.identifier
    if identifier is None:
        sentence = "CPR-nummeret mangler eller kan ikke læses. Spørg afsenderen."
        return (Finding("identifier_missing", Verdict.ATTENTION, sentence, CPR_RULES),)
    if identifier.is_replacement:
        sentence = "Borgeren har et erstatningsnummer. Spørg, om der er kommet et CPR-nummer."
        return (Finding("replacement_cpr", Verdict.UNKNOWN, sentence, CPR_RULES),)
    if identifier.satisfies_modulus_11 is False:
        sentence = (
            "CPR-nummeret opfylder ikke modulus 11. Det er gyldigt, men kan være tastet forkert."
        )
        return (Finding("cpr_modulus_11", Verdict.UNKNOWN, sentence, CPR_RULES),)
    return ()


def _name(facts: ReferralFacts) -> tuple[Finding, ...]:
    """Point out a name that is not the one the number is known by: it may be somebody else's."""
    names = facts.names
    if names is None or not names.differ:
        return ()
    sentence = (
        f"Henvisningen har navnet {names.received}, men CPR-nummeret hører til {names.known}. "
        "Kontrollér med afsenderen, at det er samme borger."
    )
    return (Finding("name_differs", Verdict.ATTENTION, sentence, CPR_RULES),)


def _age(programme: Programme, facts: ReferralFacts) -> Finding:
    """Compare the age on the day of receipt with the programme's lowest (Boks 2)."""
    limit = programme.minimum_age
    if facts.age_on_receipt is None:
        sentence = f"Alderen fremgår ikke. Programmet gælder fra {limit.years} år."
        return Finding("age_unknown", Verdict.UNKNOWN, sentence, limit.section)
    if facts.age_on_receipt >= limit.years:
        sentence = f"Borgeren er {facts.age_on_receipt} år."
        return Finding("of_age", Verdict.OK, sentence, limit.section)
    if facts.legal_basis is LegalBasis.SUNDHEDSLOVEN_140:
        sentence = (
            f"Borgeren er under {limit.years} år. Retten efter genoptræningsplanen gælder stadig; "
            "sørg for, at træningen gives et andet sted end i programmet."
        )
    else:
        sentence = f"Borgeren er under {limit.years} år og hører ikke til programmet."
    return Finding(f"under_{limit.years}", Verdict.ATTENTION, sentence, limit.section)


def _plan_type(programme: Programme, facts: ReferralFacts) -> tuple[Finding, ...]:
    """Point out a plan that is only registered, because the training is the hospital's (4.4)."""
    if facts.gop_type is None or facts.gop_type not in programme.triage.register_only:
        return ()
    sentence = (
        "Genoptræningsplanen er specialiseret: hospitalet træner. Registrér den uden at starte "
        "et forløb, og hold øje med, om typen ændres til almen."
    )
    return (Finding("gop_specialised", Verdict.ATTENTION, sentence, programme.triage.section),)


def _municipality(facts: ReferralFacts) -> Finding:
    """Point out a citizen of another kommune, whose referral must move on and not be kept."""
    if facts.own_municipality is None:
        sentence = "Bopælskommunen fremgår ikke af meddelelsen. Slå den op."
        return Finding("municipality_unknown", Verdict.UNKNOWN, sentence, "4.4")
    if facts.own_municipality:
        return Finding("own_municipality", Verdict.OK, "Borgeren bor i kommunen.", "4.4")
    sentence = "Borgeren bor i en anden kommune. Send henvisningen videre eller retur."
    return Finding("other_municipality", Verdict.ATTENTION, sentence, "4.4")


def _open_case(facts: ReferralFacts) -> Finding:
    """Point out the citizen's open case, to which a referral is linked and never merged."""
    if not facts.has_open_case:
        return Finding("no_open_case", Verdict.OK, "Borgeren har ingen åben sag.", "4.4, Boks 7")
    sentence = (
        "Borgeren har en åben sag. Knyt henvisningen til den; hver henvisning beholder sin "
        "egen frist og sin egen afslutning."
    )
    return Finding("open_case", Verdict.ATTENTION, sentence, "4.4, Boks 7")
