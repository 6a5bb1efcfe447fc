"""What a visitator should see about a referral before deciding: the checklist, line by line.

Each line is a finding with a sentence and the section it rests on. A finding never decides:
a sender who may not refer, a missing item or an alarming code is pointed out, and a person
takes the decision that `rehab.domain.triage_decisions` then checks.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from rehab.domain.clock_rules import LegalBasis
from rehab.domain.cpr import CitizenIdentifier
from rehab.domain.groups import (
    Diagnosis,
    find_code,
    find_outside_code,
    main_first,
    suggest_group,
)
from rehab.domain.names import NamesOfOneNumber
from rehab.domain.programme import ChecklistItem, Programme
from rehab.domain.referral_texts import red_flag_words
from rehab.domain.referrals import GopType, ReferralKind, SenderKind, legal_basis_of
from rehab.domain.wording import has_words

CPR_RULES: Final = "CPR-kontorets regler"
_DIAGNOSIS_KEY: Final = "diagnose"
_GOP_TYPE_KEY: Final = "gop_type"
_SOFT_FLAGS: Final = frozenset({"cpr_modulus_11", "replacement_cpr"})


class Verdict(StrEnum):
    """Tell whether a line is in order, needs a person, or cannot be told from the message."""

    OK = "ok"
    ATTENTION = "attention"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Finding:
    """Hold one line of the checklist: what was found, in a sentence, and on what ground."""

    code: str
    verdict: Verdict
    sentence: str
    section: str


@dataclass(frozen=True, slots=True)
class ReferralFacts:
    """Hold what is known about a referral when it is triaged.

    `sections` maps the reader's section keys to their text. `identifier` is None when the
    number could not be read; `own_municipality` is None when the message does not say where
    the citizen lives, which most do not.
    """

    kind: ReferralKind
    sender_kind: SenderKind
    identifier: CitizenIdentifier | None
    age_on_receipt: int | None
    diagnoses: tuple[Diagnosis, ...] = ()
    sections: Mapping[str, str] = field(default_factory=dict)
    gop_type: GopType | None = None
    work_ability_threatened: bool | None = None
    own_municipality: bool | None = None
    names: NamesOfOneNumber | None = None
    has_open_case: bool = False

    @property
    def legal_basis(self) -> LegalBasis:
        """Return the part of the law the referral is received under."""
        return legal_basis_of(self.kind, self.gop_type)

    @property
    def text(self) -> str:
        """Return everything the sender wrote, for looking up words."""
        return "\n".join((*self.sections.values(), *(row.text for row in self.diagnoses)))


def triage_checklist(programme: Programme, facts: ReferralFacts) -> tuple[Finding, ...]:
    """Return every line of the checklist for a referral, in the order it is shown."""
    return (
        may_refer(programme, facts.sender_kind),
        *_identity(facts),
        *_name(facts),
        _age(programme, facts),
        *_plan_type(programme, facts),
        _target_group(programme, facts),
        _group(programme, facts),
        *_red_flags(programme, facts),
        *_content(programme, facts),
        _work_ability(facts),
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


def _target_group(programme: Programme, facts: ReferralFacts) -> Finding:
    """Point out a main diagnosis outside the low back (Boks 2); a plan is not bound by it."""
    for diagnosis in main_first(facts.diagnoses)[:1]:
        outside = find_outside_code(programme, diagnosis.code)
        if outside is not None:
            advice = (
                "En genoptræningsplan skal følges alligevel."
                if facts.legal_basis is LegalBasis.SUNDHEDSLOVEN_140
                else "Vurdér, om henvisningen skal returneres eller sendes videre."
            )
            sentence = (
                f"Koden {diagnosis.code} ({outside.label}) ligger uden for programmet, "
                f"som gælder lænden. {advice}"
            )
            return Finding("outside_target_group", Verdict.ATTENTION, sentence, outside.section)
        if find_code(programme, diagnosis.code) is not None:
            sentence = f"Koden {diagnosis.code} er en lænderygkode."
            return Finding("in_target_group", Verdict.OK, sentence, "Boks 2, Bilag 4")
    sentence = "Koden siger ikke, om lidelsen sidder i lænden. Læs henvisningens tekst."
    return Finding("target_group_unknown", Verdict.UNKNOWN, sentence, "Boks 2")


def _group(programme: Programme, facts: ReferralFacts) -> Finding:
    """Propose the group, with the warning where Bilag 4 and the text disagree."""
    suggestion = suggest_group(programme, facts.diagnoses)
    group = programme.group(suggestion.group) if suggestion.group is not None else None
    if group is None:
        sentence = "Diagnosekoden står ikke i Bilag 4. Vælg gruppen ud fra teksten."
        return Finding("group_unknown", Verdict.UNKNOWN, sentence, "3.1, Bilag 4")
    if suggestion.warning is not None:
        return Finding(
            "group_contradicts_text", Verdict.ATTENTION, suggestion.warning, "3.1, Bilag 4"
        )
    sentence = f"Koden {suggestion.code} peger på gruppe {group.number}: {group.name}."
    if group.leaves_programme:
        sentence = f"{sentence} Gruppen udgår af programmet; kontakt den behandlende læge."
        return Finding(f"group_{group.number}", Verdict.ATTENTION, sentence, group.section)
    return Finding("group_suggested", Verdict.OK, sentence, "3.1, Bilag 4")


def _red_flags(programme: Programme, facts: ReferralFacts) -> tuple[Finding, ...]:
    """Point out alarming codes among all diagnoses, and words to read in the text (3.3)."""
    findings = []
    for diagnosis in main_first(facts.diagnoses):
        found = find_code(programme, diagnosis.code)
        hint = found[0].red_flag_hint if found is not None else None
        if hint is not None:
            sentence = f"{diagnosis.code}: {hint}"
            findings.append(
                Finding("red_flag_hint", Verdict.ATTENTION, sentence, "3.3, Bilag 2, Bilag 3")
            )
    for flag, word in red_flag_words(programme, facts.text):
        sentence = (
            f"»{word}« er nævnt i teksten; det kan være en afkræftelse. "
            f"Læs teksten, og vurdér: {flag.label}."
        )
        findings.append(Finding("red_flag_word", Verdict.UNKNOWN, sentence, flag.section))
    if not findings:
        sentence = "Ingen koder eller ord, der peger på et rødt flag. Læs selv teksten."
        return (Finding("no_red_flag_hint", Verdict.OK, sentence, "3.3"),)
    return tuple(findings)


def _content(programme: Programme, facts: ReferralFacts) -> tuple[Finding, ...]:
    """Name each item that the guide for the message asks for and that is not there (4.6)."""
    findings = tuple(
        finding
        for item in programme.checklist_for(facts.kind)
        if (finding := _missing(item, facts)) is not None
    )
    if findings:
        return findings
    return (Finding("content_complete", Verdict.OK, "Alle oplysninger er med.", "4.6"),)


def _missing(item: ChecklistItem, facts: ReferralFacts) -> Finding | None:
    """Tell that an item is missing, or perhaps mentioned elsewhere, or None when it is there."""
    if item.key == _DIAGNOSIS_KEY:
        present = bool(facts.diagnoses)
    elif item.key == _GOP_TYPE_KEY:
        present = facts.gop_type is not None
    else:
        keys = item.found_in or (item.key,)
        present = any(has_words(facts.sections.get(key, "")) for key in keys)
    if present:
        return None
    text = facts.text.lower()
    if any(word.lower() in text for word in item.words):
        sentence = f"{item.label}: står ikke for sig selv, men kan være nævnt et andet sted."
        return Finding(f"mentioned_{item.key}", Verdict.UNKNOWN, sentence, item.section)
    if not item.required:
        sentence = f"{item.label}: står der ikke. Spørg afsenderen, hvis det er relevant."
        return Finding(f"absent_{item.key}", Verdict.UNKNOWN, sentence, item.section)
    sentence = f"{item.label}: mangler. Spørg afsenderen."
    return Finding(f"missing_{item.key}", Verdict.ATTENTION, sentence, item.section)


def _work_ability(facts: ReferralFacts) -> Finding:
    """Say what the referral says of the work ability, which it should state clearly (3.2)."""
    if facts.work_ability_threatened is None:
        sentence = "Det fremgår ikke, om arbejdsevnen er truet. Spørg borgeren."
        return Finding("work_ability_not_stated", Verdict.UNKNOWN, sentence, "3.2")
    if facts.work_ability_threatened:
        sentence = "Arbejdsevnen er truet. Der skal lægges en plan for tilbagevenden til arbejde."
        return Finding("work_ability_threatened", Verdict.ATTENTION, sentence, "3.2")
    return Finding("work_ability_not_threatened", Verdict.OK, "Arbejdsevnen er ikke truet.", "3.2")


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
