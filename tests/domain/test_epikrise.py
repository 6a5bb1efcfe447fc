from dataclasses import replace
from datetime import date

import pytest

from rehab.domain.attendance import AttendanceSummary
from rehab.domain.clock_rules import LegalBasis
from rehab.domain.employment import WorkStatus
from rehab.domain.epikrise import (
    CourseGiven,
    EmptyHeadingError,
    EpikriseFacts,
    EpikriseSection,
    ReferredDiagnosis,
    check_signable,
    draft_epikrise,
    kept_texts,
    merged_sections,
)
from rehab.domain.measures import Measured, Psfs, PsfsActivity
from rehab.domain.programme import EpikriseHeading

HEADINGS = tuple(
    EpikriseHeading(code=code, label=label, hint="", section="4.6")
    for code, label in [
        ("reason", "Henvisningsårsag"),
        ("given", "Given genoptræning eller rehabilitering"),
        ("status", "Status"),
        ("experience", "Patientens oplevelse"),
        ("information", "Information/Instruktion af patienten"),
    ]
)
BARE = EpikriseFacts(
    legal_basis=LegalBasis.SUNDHEDSLOVEN_119,
    received_on=date(2026, 11, 3),
)
FULL = EpikriseFacts(
    legal_basis=LegalBasis.SUNDHEDSLOVEN_119,
    received_on=date(2026, 11, 3),
    sender="Lægerne Prøvegade",
    reason="Voksende besvær med daglige gøremål.",
    diagnoses=(ReferredDiagnosis("L84", "Rygsmerter uden udstråling"),),
    courses=(
        CourseGiven(
            "Rygskole", date(2026, 11, 16), date(2026, 12, 20), AttendanceSummary(9, 12, 2, 1)
        ),
    ),
    at_start=Measured(7, Psfs((PsfsActivity("gå", 4),))),
    at_end=Measured(3, Psfs((PsfsActivity("gå", 7),))),
    work_at_start=WorkStatus.FULL_SICK_LEAVE,
    work_at_end=WorkStatus.AT_WORK,
    experience="Kan gå tur igen.",
    information=("Øvelser til hjemmet.", "Kontakt læge ved føleforstyrrelser."),
)


def text_of(code, **changes):
    sections = draft_epikrise(HEADINGS, replace(BARE, **changes))
    return next(section.text for section in sections if section.code == code)


def test_a_full_case_fills_the_five_headings_in_the_programme_s_order():
    assert draft_epikrise(HEADINGS, FULL) == (
        EpikriseSection(
            "reason",
            "Henvisningsårsag",
            "Henvisning fra Lægerne Prøvegade modtaget 03.11.2026 (sundhedsloven § 119).\n"
            "Diagnose: Rygsmerter uden udstråling (L84).\n"
            "Voksende besvær med daglige gøremål.",
            ("Henvisning modtaget 03.11.2026",),
        ),
        EpikriseSection(
            "given",
            "Given genoptræning eller rehabilitering",
            "Rygskole, 16.11.2026–20.12.2026: deltog 9 af 12 gange (2 afbud, 1 udeblivelse).",
            ("Fremmøde: Rygskole",),
        ),
        EpikriseSection(
            "status",
            "Status",
            "NRS smerte: 7 ved start, 3 ved slut (−4). "
            "Ændringen er stor nok til at være en bedring.\n"
            "PSFS: 4,0 ved start, 7,0 ved slut (+3,0). "
            "Ændringen er stor nok til at være en bedring.\n"
            "Arbejde: fuldt sygemeldt ved start, i arbejde ved slut.",
            ("NRS smerte", "PSFS", "Arbejdsstatus"),
        ),
        EpikriseSection(
            "experience",
            "Patientens oplevelse",
            "Kan gå tur igen.",
            ("Notater: borgerens oplevelse",),
        ),
        EpikriseSection(
            "information",
            "Information/Instruktion af patienten",
            "Øvelser til hjemmet.\nKontakt læge ved føleforstyrrelser.",
            ("Notater: instruktion",),
        ),
    )


def test_a_bare_case_invents_nothing():
    sections = draft_epikrise(HEADINGS, BARE)
    assert [(section.text, section.sources) for section in sections] == [
        (
            "Henvisning modtaget 03.11.2026 (sundhedsloven § 119).",
            ("Henvisning modtaget 03.11.2026",),
        ),
        ("", ()),
        ("", ()),
        ("", ()),
        ("", ()),
    ]


def test_a_plan_from_the_hospital_is_called_a_genoptraeningsplan():
    assert text_of("reason", legal_basis=LegalBasis.SUNDHEDSLOVEN_140) == (
        "Genoptræningsplan modtaget 03.11.2026 (sundhedsloven § 140)."
    )


def test_several_diagnoses_are_named_together():
    diagnoses = (ReferredDiagnosis("L84", "Rygsmerter"), ReferredDiagnosis("L90", "Knæartrose"))
    assert text_of("reason", diagnoses=diagnoses).endswith(
        "Diagnoser: Rygsmerter (L84); Knæartrose (L90)."
    )


@pytest.mark.parametrize(
    ("first_on", "last_on", "attendance", "line"),
    [
        pytest.param(
            None, None, AttendanceSummary(0, 8, 0, 0), "Hold: deltog 0 af 8 gange.", id="no dates"
        ),
        pytest.param(
            date(2026, 12, 1),
            date(2026, 12, 1),
            AttendanceSummary(1, 1, 0, 0),
            "Hold, 01.12.2026: deltog 1 af 1 gang.",
            id="a single session",
        ),
        pytest.param(
            date(2026, 12, 1),
            date(2026, 12, 8),
            AttendanceSummary(0, 2, 0, 2),
            "Hold, 01.12.2026–08.12.2026: deltog 0 af 2 gange (2 udeblivelser).",
            id="stayed away",
        ),
        pytest.param(
            date(2026, 12, 1),
            None,
            AttendanceSummary(1, 2, 1, 0),
            "Hold: deltog 1 af 2 gange (1 afbud).",
            id="no end",
        ),
    ],
)
def test_a_course_is_told_in_one_line(first_on, last_on, attendance, line):
    assert text_of("given", courses=(CourseGiven("Hold", first_on, last_on, attendance),)) == line


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        pytest.param(
            7,
            6,
            "NRS smerte: 7 ved start, 6 ved slut (−1). Der er ikke målt en sikker ændring.",
            id="no certain change",
        ),
        pytest.param(
            3,
            7,
            "NRS smerte: 3 ved start, 7 ved slut (+4). "
            "Ændringen er stor nok til at være en forværring.",
            id="worse",
        ),
        pytest.param(7, None, "NRS smerte: 7 ved start, ikke målt ved slut.", id="no end"),
    ],
)
def test_a_change_is_called_what_it_amounts_to(start, end, text):
    assert text_of("status", at_start=Measured(start), at_end=Measured(end)) == text


def test_a_work_status_known_only_at_the_end_is_said_alone():
    assert text_of("status", work_at_end=WorkStatus.PENSIONER) == "Arbejde: pensionist ved slut."


def test_a_heading_the_draft_does_not_know_is_left_to_a_person():
    heading = EpikriseHeading(code="andet", label="Andet", hint="", section="4.6")
    assert draft_epikrise([heading], FULL) == (EpikriseSection("andet", "Andet", "", ()),)


def test_a_full_epikrise_can_be_signed():
    check_signable(draft_epikrise(HEADINGS, FULL))


def test_every_empty_heading_is_named():
    texts = {"reason": "a", "given": "b", "status": " \u200b\n"}
    sections = [EpikriseSection(h.code, h.label, texts.get(h.code, "")) for h in HEADINGS]
    with pytest.raises(EmptyHeadingError, match="Status; Patientens oplevelse") as refusal:
        check_signable(sections)
    assert refusal.value.headings == (
        "Status",
        "Patientens oplevelse",
        "Information/Instruktion af patienten",
    )


def test_what_a_person_wrote_stands_instead_of_the_draft():
    drafted = draft_epikrise(HEADINGS, FULL)
    merged = {s.code: s for s in merged_sections(drafted, {"status": " Går 5 km. ", "given": ""})}
    assert (merged["status"].text, merged["status"].sources) == ("Går 5 km.", ())
    assert merged["given"].is_empty
    assert merged["reason"] == drafted[0]


def test_only_what_differs_from_the_draft_is_kept():
    drafted = draft_epikrise(HEADINGS, FULL)
    typed = {s.code: s.text.replace("\n", "\r\n") + "\r\n" for s in drafted}
    assert kept_texts(drafted, typed) == {}
    assert kept_texts(drafted, typed | {"experience": "", "unknown": "x"}) == {"experience": ""}
