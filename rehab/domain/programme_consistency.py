"""Find what is wrong between the entries of a programme that are each well formed.

Two rows with one code, a minimum standard that is gone, a group nobody described: faults
that no single row shows. The sentences are for the person who edits the file.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Final

from rehab.domain.programme import OfferStandard, Programme
from rehab.domain.referrals import SenderKind, TriageDecision

_EPIKRISE_HEADINGS: Final = 5


def faults_between_entries(programme: Programme, minimum: tuple[str, ...]) -> tuple[str, ...]:
    """Return a sentence for each contradiction; `minimum` are the codes of the A-offers."""
    return (
        *_doubled_codes(programme),
        *_lost_standards(programme, minimum),
        *_missing_entries(programme),
        *_pauses_of_clocks(programme),
        *_broken_limits(programme),
    )


def _doubled_codes(programme: Programme) -> Iterable[str]:
    """Name every code that stands twice where it must stand once."""
    lists = {
        "groups": [str(group.number) for group in programme.groups],
        "diagnosis_codes": [row.code.upper() for row in programme.diagnosis_codes],
        "outside_codes": [row.code.upper() for row in programme.outside_codes],
        "red_flags": [flag.code for flag in programme.red_flags],
        "referrers": [entry.sender_kind.value for entry in programme.referrers],
        "offers": [offer.code for offer in programme.offers],
        "risk_factors": [factor.code for factor in programme.risk_factors],
        "clocks": [
            f"{rule.code} ({basis})"
            for rule in programme.clocks
            for basis in sorted(rule.applies_to)
        ],
        "checklist_items": [
            f"{item.key} ({kind})"
            for item in programme.checklist_items
            for kind in sorted(item.kinds)
        ],
        "epikrise_headings": [heading.code for heading in programme.epikrise_headings],
        "reason_codes": [reason.code for reason in programme.reason_codes],
        "pause_reasons": [reason.code for reason in programme.pause_reasons],
        "intervention_codes": [
            f"{code.offer} ({code.legal_basis})" for code in programme.intervention_codes
        ],
        "dropout_reasons": [reason.key for reason in programme.dropout_reasons],
    }
    for name, codes in lists.items():
        for code, times in Counter(codes).items():
            if times > 1:
                yield f"{name}: »{code}« står {times} gange"


def _lost_standards(programme: Programme, minimum: tuple[str, ...]) -> Iterable[str]:
    """Name each minimum standard that is not among the offers, or no longer an A (3.2, Boks 8)."""
    if not minimum:
        yield "minimum_standards.offers: skal nævne mindst ét A-tilbud"
        return
    standards = {offer.code: offer.standard for offer in programme.offers}
    for code in minimum:
        if code not in standards:
            yield f"offers: A-tilbuddet »{code}« mangler"
        elif standards[code] is not OfferStandard.A:
            yield f"offers: »{code}« er en minimumsstandard og skal have standard A"
    for code, standard in standards.items():
        if standard is OfferStandard.A and code not in minimum:
            yield f"minimum_standards.offers: A-tilbuddet »{code}« er ikke nævnt"


def _missing_entries(programme: Programme) -> Iterable[str]:
    """Name what the rest of the system counts on and the file leaves out."""
    if len(programme.epikrise_headings) != _EPIKRISE_HEADINGS:
        yield (
            f"epikrise_headings: der skal være præcis {_EPIKRISE_HEADINGS} overskrifter (4.6), "
            f"ikke {len(programme.epikrise_headings)}"
        )
    described = {entry.sender_kind for entry in programme.referrers}
    for kind in SenderKind:
        if kind not in described:
            yield f"referrers: afsenderen »{kind}« mangler"
    explained = {reason.decision for reason in programme.reason_codes}
    for decision in TriageDecision:
        if decision not in explained:
            yield f"reason_codes: afgørelsen »{decision}« har ingen begrundelse"
    offers = {offer.code for offer in programme.offers}
    for code in programme.intervention_codes:
        if code.offer not in offers:
            yield f"intervention_codes: tilbuddet »{code.offer}« findes ikke"
    numbers = {group.number for group in programme.groups}
    for row in programme.diagnosis_codes:
        if row.group not in numbers:
            yield f"diagnosis_codes: »{row.code}« peger på gruppe {row.group}, som ikke findes"


def _pauses_of_clocks(programme: Programme) -> Iterable[str]:
    """Name what a clock counts on and the file does not have, or does not let count (F25)."""
    counting = {reason.code for reason in programme.pause_reasons if reason.counts}
    for rule in programme.clocks:
        for code in sorted((rule.pausable or frozenset()) - counting):
            yield f"clocks: »{rule.code}« pauses af »{code}«, som ikke er en årsag, der tæller"
    if programme.free_choice.clock not in {rule.code for rule in programme.clocks}:
        yield f"free_choice: fristen »{programme.free_choice.clock}« findes ikke"


def _broken_limits(programme: Programme) -> Iterable[str]:
    """Name the limits and periods that run backwards."""
    limits = programme.sick_leave
    if not limits.notice_days < limits.warning_days < limits.escalation_days:
        yield "sick_leave: notice_days, warning_days og escalation_days skal være stigende"
    for rule in programme.clocks:
        if rule.valid_until is not None and rule.valid_until < rule.valid_from:
            yield f"clocks: »{rule.code}« slutter, før den begynder"
