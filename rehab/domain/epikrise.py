"""Draft the closing epikrise from what is in the case, and refuse to sign an empty heading.

The headings and their order are the programme's (4.6). A draft says only what the facts hold: what
nobody recorded is left empty for a person to write, above all the citizen's own experience (F82).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from rehab.domain.attendance import AttendanceSummary
from rehab.domain.calendar import danish_date
from rehab.domain.clock_rules import LegalBasis
from rehab.domain.day_counting import plural
from rehab.domain.employment import WORK_STATUS_LABELS, WorkStatus
from rehab.domain.errors import DomainError
from rehab.domain.measures import (
    ChangeVerdict,
    Measured,
    nrs_sentence,
    nrs_verdict,
    psfs_sentence,
    psfs_verdict,
)
from rehab.domain.programme import EpikriseHeading
from rehab.domain.wording import has_words

_NOT_MEASURED: Final = Measured()
_LEGAL_BASIS_TEXT: Final = MappingProxyType(
    {
        LegalBasis.SUNDHEDSLOVEN_140: ("Genoptræningsplan", "sundhedsloven § 140"),
        LegalBasis.SUNDHEDSLOVEN_119: ("Henvisning", "sundhedsloven § 119"),
    }
)
_VERDICT_TEXT: Final = MappingProxyType(
    {
        ChangeVerdict.BETTER: "Ændringen er stor nok til at være en bedring.",
        ChangeVerdict.WORSE: "Ændringen er stor nok til at være en forværring.",
        ChangeVerdict.SAME: "Der er ikke målt en sikker ændring.",
        ChangeVerdict.NOT_ENOUGH_DATA: "",
    }
)


class EmptyHeadingError(DomainError):
    """An epikrise was to be signed with nothing under one or more headings."""

    def __init__(self, headings: tuple[str, ...]) -> None:
        """Name every empty heading, so that all can be written at once."""
        super().__init__(
            f"Epikrisen kan ikke underskrives, før der står noget under: {'; '.join(headings)}."
        )
        self.headings = headings


@dataclass(frozen=True, slots=True)
class ReferredDiagnosis:
    """A diagnosis as the referral gave it."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class CourseGiven:
    """A course the citizen was booked on, and what came of it."""

    label: str
    first_on: date | None
    last_on: date | None
    attendance: AttendanceSummary


@dataclass(frozen=True, slots=True)
class EpikriseFacts:
    """What a case holds for the epikrise of one of its referrals; what is not known is empty."""

    legal_basis: LegalBasis
    received_on: date
    sender: str = ""
    reason: str = ""
    diagnoses: tuple[ReferredDiagnosis, ...] = ()
    courses: tuple[CourseGiven, ...] = ()
    at_start: Measured = _NOT_MEASURED
    at_end: Measured = _NOT_MEASURED
    work_at_start: WorkStatus | None = None
    work_at_end: WorkStatus | None = None
    experience: str = ""
    information: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EpikriseSection:
    """One heading with its text, and where in the case a drafted text comes from."""

    code: str
    heading: str
    text: str
    sources: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing that can be read stands under the heading."""
        return not has_words(self.text)


def draft_epikrise(
    headings: Sequence[EpikriseHeading], facts: EpikriseFacts
) -> tuple[EpikriseSection, ...]:
    """Return a section for each heading in the programme's order, filled from the facts.

    A heading nothing is recorded for, or that the draft does not know, is left empty.
    """
    return tuple(
        EpikriseSection(heading.code, heading.label, *_DRAFTS.get(heading.code, _nothing)(facts))
        for heading in headings
    )


def merged_sections(
    drafted: Sequence[EpikriseSection], texts: Mapping[str, str]
) -> tuple[EpikriseSection, ...]:
    """Return the drafted sections with what a person wrote instead, wherever one did.

    A written text has no sources: nobody can say any longer where its words come from.
    """
    return tuple(
        EpikriseSection(section.code, section.heading, texts[section.code].strip())
        if section.code in texts
        else section
        for section in drafted
    )


def kept_texts(drafted: Sequence[EpikriseSection], texts: Mapping[str, str]) -> dict[str, str]:
    """Return the texts that say something else than the draft.

    Only those are saved. A heading left as drafted goes on following the case, so a measure
    recorded tomorrow still reaches an epikrise that was begun today.
    """
    written = {code: "\n".join(text.splitlines()).strip() for code, text in texts.items()}
    return {
        section.code: written[section.code]
        for section in drafted
        if section.code in written and written[section.code] != section.text.strip()
    }


def check_signable(sections: Iterable[EpikriseSection]) -> None:
    """Refuse to sign while any heading is empty, with EmptyHeadingError naming each of them."""
    empty = tuple(section.heading for section in sections if section.is_empty)
    if empty:
        raise EmptyHeadingError(empty)


_Draft = tuple[str, tuple[str, ...]]


def _nothing(_: EpikriseFacts) -> _Draft:
    return "", ()


def _reason(facts: EpikriseFacts) -> _Draft:
    kind, law = _LEGAL_BASIS_TEXT[facts.legal_basis]
    sender = f" fra {facts.sender}" if facts.sender else ""
    lines = [f"{kind}{sender} modtaget {danish_date(facts.received_on)} ({law})."]
    if facts.diagnoses:
        named = "; ".join(f"{item.text} ({item.code})" for item in facts.diagnoses)
        lines.append(f"{'Diagnose' if len(facts.diagnoses) == 1 else 'Diagnoser'}: {named}.")
    if facts.reason.strip():
        lines.append(facts.reason.strip())
    return "\n".join(lines), (f"{kind} modtaget {danish_date(facts.received_on)}",)


def _given(facts: EpikriseFacts) -> _Draft:
    lines = [_course_line(course) for course in facts.courses]
    return "\n".join(lines), tuple(f"Fremmøde: {course.label}" for course in facts.courses)


def _course_line(course: CourseGiven) -> str:
    held = course.attendance
    missed = [
        *([f"{held.excused} afbud"] if held.excused else []),
        *([plural(held.absent, "udeblivelse", "udeblivelser")] if held.absent else []),
    ]
    aside = f" ({', '.join(missed)})" if missed else ""
    return f"{course.label}{_period(course)}: deltog {held.text}{aside}."


def _period(course: CourseGiven) -> str:
    if course.first_on is None or course.last_on is None:
        return ""
    if course.first_on == course.last_on:
        return f", {danish_date(course.first_on)}"
    return f", {danish_date(course.first_on)}–{danish_date(course.last_on)}"


def _status(facts: EpikriseFacts) -> _Draft:
    start, end = facts.at_start, facts.at_end
    parts = [
        (
            "NRS smerte",
            nrs_sentence(start.nrs_pain, end.nrs_pain),
            _VERDICT_TEXT[nrs_verdict(start.nrs_pain, end.nrs_pain)],
        ),
        (
            "PSFS",
            psfs_sentence(start.psfs, end.psfs),
            _VERDICT_TEXT[psfs_verdict(start.psfs, end.psfs)],
        ),
        ("Arbejdsstatus", _work_sentence(facts.work_at_start, facts.work_at_end), ""),
    ]
    said = [(source, sentence, verdict) for source, sentence, verdict in parts if sentence]
    text = "\n".join(f"{sentence}. {verdict}".rstrip() for _, sentence, verdict in said)
    return text, tuple(source for source, _, _ in said)


def _work_sentence(start: WorkStatus | None, end: WorkStatus | None) -> str:
    known = [
        f"{WORK_STATUS_LABELS[status].lower()} ved {point}"
        for status, point in ((start, "start"), (end, "slut"))
        if status is not None
    ]
    return f"Arbejde: {', '.join(known)}" if known else ""


def _experience(facts: EpikriseFacts) -> _Draft:
    text = facts.experience.strip()
    return text, (("Notater: borgerens oplevelse",) if text else ())


def _information(facts: EpikriseFacts) -> _Draft:
    given = [text.strip() for text in facts.information if text.strip()]
    return "\n".join(given), (("Notater: instruktion",) if given else ())


_DRAFTS: Final[Mapping[str, Callable[[EpikriseFacts], _Draft]]] = MappingProxyType(
    {
        "reason": _reason,
        "given": _given,
        "status": _status,
        "experience": _experience,
        "information": _information,
    }
)
