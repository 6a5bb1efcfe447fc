"""What the checklist says of the message itself: its codes, its red flags, and what it lacks.

Nothing here decides: a code outside the programme or a word that alarms is pointed out, and a
person reads the text.
"""

from typing import Final

from rehab.domain.clock_rules import LegalBasis
from rehab.domain.groups import find_code, find_outside_code, main_first, suggest_group
from rehab.domain.programme import ChecklistItem, Programme
from rehab.domain.referral_texts import red_flag_words
from rehab.domain.triage_facts import Finding, ReferralFacts, Verdict
from rehab.domain.wording import has_words

_DIAGNOSIS_KEY: Final = "diagnose"
_GOP_TYPE_KEY: Final = "gop_type"


def content_findings(programme: Programme, facts: ReferralFacts) -> tuple[Finding, ...]:
    """Return the lines about what the sender wrote, in the order they are shown."""
    return (
        _target_group(programme, facts),
        _group(programme, facts),
        *_red_flags(programme, facts),
        *_content(programme, facts),
        _work_ability(facts),
    )


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
