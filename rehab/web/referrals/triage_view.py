"""What the triage page shows: the message, the checklist, the decisions that can be taken."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Final
from uuid import UUID

from rehab.domain.groups import GroupSuggestion
from rehab.domain.programme import Programme
from rehab.domain.start_forecast import (
    CHANCE_WORDS,
    Chance,
    ahead_text,
    forecast_text,
)
from rehab.domain.triage import triage_checklist
from rehab.domain.triage_facts import Finding, ReferralFacts, Verdict
from rehab.models import Case, Referral
from rehab.queries.cases import contact_person_on
from rehab.queries.start_forecast import DeadlineForecast
from rehab.web.filters import danish_date
from rehab.web.labels import (
    GOP_LABELS,
    KIND_LABELS,
    LEGAL_BASIS_LABELS,
    REFERRAL_NAMES,
    SENDER_LABELS,
    STATUS_LABELS,
)
from rehab.web.referrals.presenters import main_diagnosis

_STATES: Final = {Verdict.OK: "ok", Verdict.ATTENTION: "warning", Verdict.UNKNOWN: "unknown"}
_LINE_LABELS: Final[Mapping[str, str]] = {
    "sender": "Afsender",
    "identifier": "CPR-nummer",
    "replacement": "CPR-nummer",
    "cpr": "CPR-nummer",
    "name": "Borgerens navn",
    "of": "Alder",
    "under": "Alder",
    "age": "Alder",
    "gop": "Type af genoptræningsplan",
    "outside": "Målgruppe",
    "in": "Målgruppe",
    "target": "Målgruppe",
    "group": "Gruppe",
    "red": "Røde flag",
    "no_red": "Røde flag",
    "missing": "Indhold",
    "absent": "Indhold",
    "mentioned": "Indhold",
    "content": "Indhold",
    "work": "Arbejdsevne",
    "municipality": "Bopælskommune",
    "own": "Bopælskommune",
    "other": "Bopælskommune",
    "open": "Anden sag",
    "no_open": "Anden sag",
}
_CHANCES: Final = {
    Chance.IN_TIME: "ok",
    Chance.TOO_LATE: "warning",
    Chance.NONE_LEFT: "warning",
    Chance.NONE_FREE: "unknown",
}

MISSING: Final = "Mangler i henvisningen"
_ELSEWHERE: Final = "Står ikke for sig selv, men kan være nævnt et andet sted"


@dataclass(frozen=True, slots=True)
class CheckView:
    """One line of the checklist, as its component shows it."""

    label: str
    state: str
    text: str
    section: str


@dataclass(frozen=True, slots=True)
class PartView:
    """One part of the message; an empty text is something that should have been there."""

    heading: str
    text: str
    missing_text: str = MISSING


@dataclass(frozen=True, slots=True)
class CaseView:
    """The open case a referral would be linked to, for the view side by side."""

    case_id: UUID
    number: str
    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ForecastView:
    """Whether the citizen can begin in time: an answer for each deadline, and what it rests on."""

    answers: tuple[CheckView, ...]
    basis: str


def forecast_view(found: Sequence[DeadlineForecast]) -> ForecastView | None:
    """Return the forecast of a start as it is shown, or None where nothing waits for one.

    Where two deadlines wait, as for a training plan, each answer names its own; one answer is
    enough where no seat is left for either.
    """
    if not found:
        return None
    shown = found if any(one.found.first for one in found) else found[:1]
    several = len(shown) > 1
    ahead = ahead_text(found[0].found.ahead)
    return ForecastView(
        answers=tuple(
            CheckView(
                CHANCE_WORDS[one.found.chance] + (f" – fristen “{one.label}”" if several else ""),
                _CHANCES[one.found.chance],
                forecast_text(one.found),
                one.section,
            )
            for one in shown
        ),
        basis=f"{ahead} Gælder hele kommunen: et hold hører ikke til et team.",
    )


def check_views(findings: Sequence[Finding]) -> tuple[CheckView, ...]:
    """Return the checklist: what needs a person first, then what cannot be told, then the rest."""
    order = {Verdict.ATTENTION: 0, Verdict.UNKNOWN: 1, Verdict.OK: 2}
    return tuple(
        CheckView(_line_label(row.code), _STATES[row.verdict], row.sentence, row.section)
        for row in sorted(findings, key=lambda row: order[row.verdict])
    )


def checklist(programme: Programme, facts: ReferralFacts) -> tuple[CheckView, ...]:
    """Return the checklist of a referral as it is shown."""
    return check_views(triage_checklist(programme, facts))


def message_parts(
    programme: Programme, referral: Referral, whole_text: str
) -> tuple[PartView, ...]:
    """Return what the sender wrote under the programme's own headings, then everything else.

    A required heading with nothing under it is kept, so that the page marks it as missing; no
    word of the message is left out (4.6).
    """
    known: list[PartView] = []
    used: set[str] = set()
    for item in programme.checklist_for(referral.kind):
        keys = item.found_in or (item.key,)
        if item.key in {"diagnose", "gop_type"}:
            text = (
                "\n".join(_diagnosis_lines(referral)) if item.key == "diagnose" else _type(referral)
            )
        else:
            text = _text_under(referral, keys)
            used.update(keys)
        if text or item.required:
            mentioned = any(word.lower() in whole_text.lower() for word in item.words)
            known.append(PartView(item.label, text, _ELSEWHERE if mentioned else MISSING))
    rest = [
        PartView(part["heading"] or "Uden overskrift", part["text"])
        for part in referral.sections
        if part["key"] not in used and (part["text"] or part["heading"])
    ]
    return tuple(chain(known, rest))


def facts_of_message(referral: Referral) -> tuple[tuple[str, str], ...]:
    """Return who sent the referral, on what ground and when, as pairs."""
    sender = ", ".join(p for p in (referral.sender_name, referral.sender_department) if p)
    pairs = [
        ("Afsender", f"{sender} ({SENDER_LABELS[referral.sender_kind]})"),
        ("Henviser", referral.referrer_name),
        ("Retsgrundlag", LEGAL_BASIS_LABELS[referral.legal_basis]),
        ("Modtaget", f"{danish_date(referral.received_on)} ({KIND_LABELS[referral.kind]})"),
    ]
    if referral.gop_type or referral.discharged_on:
        pairs.append(("Type", _type(referral)))
        pairs.append(
            ("Udskrevet", danish_date(referral.discharged_on) if referral.discharged_on else "")
        )
    if referral.earliest_start_on:
        pairs.append(("Tidligste start", danish_date(referral.earliest_start_on)))
    if referral.received_name and referral.received_name != referral.citizen.name:
        pairs.append(("Borgerens navn i meddelelsen", referral.received_name))
    if referral.answer_to:
        pairs.append(("Svar også til", ", ".join(row["name"] for row in referral.answer_to)))
    return tuple(pairs)


def suggestion_text(programme: Programme, suggestion: GroupSuggestion) -> str:
    """Say which group the codes point to, and why that must be looked at, in a hint."""
    group = programme.group(suggestion.group) if suggestion.group is not None else None
    if group is None:
        return "Koden peger ikke på en gruppe. Vælg ud fra teksten."
    if suggestion.warning is not None:
        return f"Koden {suggestion.code} peger på gruppe {group.number}, men: {suggestion.warning}"
    return f"Koden {suggestion.code} peger på gruppe {group.number}."


def referral_pairs(referral: Referral) -> tuple[tuple[str, str], ...]:
    """Return the new referral in the few lines that stand beside the open case."""
    return (
        ("Modtaget", f"{danish_date(referral.received_on)} ({KIND_LABELS[referral.kind]})"),
        ("Afsender", referral.sender_name),
        ("Diagnose", main_diagnosis(referral.diagnoses)),
        ("Retsgrundlag", LEGAL_BASIS_LABELS[referral.legal_basis].capitalize()),
    )


def case_view(case: Case, today: date) -> CaseView:
    """Return the citizen's open case, to be shown beside the new referral."""
    person = contact_person_on(case, today)
    held = [
        (f"Henvisning {number}", _in_one_line(row)) for number, row in enumerate(case.referrals, 1)
    ]
    pairs = [
        ("Åbnet", danish_date(case.opened_on)),
        ("Kontaktperson", person.name if person else "Ingen endnu"),
        *held,
    ]
    return CaseView(case.id, case.number, tuple(pairs))


def _line_label(code: str) -> str:
    two = "_".join(code.split("_")[:2])
    return _LINE_LABELS.get(two) or _LINE_LABELS.get(code.split("_", maxsplit=1)[0], "Se på")


def _text_under(referral: Referral, keys: Sequence[str]) -> str:
    parts = (part["text"].strip() for part in referral.sections if part["key"] in keys)
    return "\n\n".join(part for part in parts if part)


def _diagnosis_lines(referral: Referral) -> list[str]:
    return [
        " ".join(
            part for part in (row.code, row.text, "" if place == 0 else "(bidiagnose)") if part
        )
        for place, row in enumerate(referral.diagnoses)
    ]


def _type(referral: Referral) -> str:
    return GOP_LABELS[referral.gop_type] if referral.gop_type else ""


def _in_one_line(row: Referral) -> str:
    kind, basis = REFERRAL_NAMES[row.kind], LEGAL_BASIS_LABELS[row.legal_basis].capitalize()
    return (
        f"{kind}, modtaget {danish_date(row.received_on)}: {main_diagnosis(row.diagnoses)}. "
        f"{basis}, {STATUS_LABELS[row.status].lower()}."
    )
