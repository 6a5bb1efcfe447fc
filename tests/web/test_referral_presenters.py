"""What the entrance's pages say, tested without a page."""

from datetime import date

import pytest

from rehab.domain.groups import GroupSuggestion
from rehab.domain.referrals import GopType, ReferralKind, ReferralStatus, SenderKind
from rehab.domain.triage import triage_checklist
from rehab.domain.triage_facts import Finding, ReferralFacts, Verdict
from rehab.models import Diagnosis, Referral
from rehab.web.quarantine.presenters import EXCERPT_BYTES, excerpt
from rehab.web.referrals.decision_view import decisions, red_flags
from rehab.web.referrals.presenters import age_text, group_note, main_diagnosis
from rehab.web.referrals.triage_view import MISSING, check_views, message_parts, suggestion_text
from tests.support.programmes import laenderyg


def referral(**fields):
    return Referral(
        **{
            "kind": ReferralKind.XREF15,
            "status": ReferralStatus.RECEIVED,
            "sections": [],
            "diagnoses": [],
            "gop_type": None,
        }
        | fields
    )


def facts(**changes):
    return ReferralFacts(
        **{
            "kind": ReferralKind.XREF15,
            "sender_kind": SenderKind.GP,
            "identifier": None,
            "age_on_receipt": 50,
        }
        | changes
    )


def labels(views):
    return [view.label for view in views if not view.blocked]


@pytest.mark.parametrize(
    ("received", "text"),
    [
        pytest.param(date(2026, 11, 23), "I dag", id="today"),
        pytest.param(date(2026, 11, 22), "1 dag", id="yesterday"),
        pytest.param(date(2026, 11, 3), "20 dage", id="long"),
    ],
)
def test_the_age_of_a_referral_in_words(received, text):
    assert age_text(received, date(2026, 11, 23)) == text


def test_the_main_diagnosis_is_shown_wherever_it_stands_in_the_message():
    rows = [Diagnosis(role="bidiagnose", code="L90", text=""), Diagnosis(role="main", code="L84")]
    assert main_diagnosis(rows) == "L84"
    assert main_diagnosis([]) == "Ingen diagnose"


def test_a_chosen_group_is_told_from_a_suggested_one():
    assert group_note(referral(suggested_group=2)) == "Forslag: gruppe 2"
    assert group_note(referral(suggested_group=2, patient_group=1)) == "Gruppe 1"
    assert group_note(referral()) == "Gruppe ukendt"


def test_a_warning_about_the_group_stands_with_the_suggestion():
    suggestion = GroupSuggestion(1, "DM511", "Teksten siger noget andet.", None)
    assert suggestion_text(laenderyg(), suggestion) == (
        "Koden DM511 peger på gruppe 1, men: Teksten siger noget andet."
    )


def test_what_needs_a_person_stands_first_in_the_checklist():
    findings = [
        Finding("of_age", Verdict.OK, "Borgeren er 50 år.", "Boks 2"),
        Finding("municipality_unknown", Verdict.UNKNOWN, "Slå den op.", "4.4"),
        Finding("missing_medicin", Verdict.ATTENTION, "Mangler.", "4.6"),
    ]
    views = check_views(findings)
    assert [(view.label, view.state) for view in views] == [
        ("Indhold", "warning"),
        ("Bopælskommune", "unknown"),
        ("Alder", "ok"),
    ]


@pytest.mark.parametrize("kind", list(ReferralKind))
def test_every_line_of_the_checklist_has_a_name_of_its_own(kind):
    plan = GopType.SPECIALISERET if kind is ReferralKind.GGOP else None
    for age in (12, 50, None):
        found = triage_checklist(
            laenderyg(), facts(kind=kind, gop_type=plan, age_on_receipt=age, has_open_case=True)
        )
        assert "Se på" not in {view.label for view in check_views(found)}


def test_every_word_of_the_message_is_shown_and_nothing_twice():
    sections = [
        {"key": "anamnese", "heading": "", "text": "Først."},
        {"key": "sygehistorie", "heading": "Kort sygehistorie", "text": "Så."},
        {"key": "cave", "heading": "CAVE", "text": "Penicillin."},
    ]
    parts = message_parts(laenderyg(), referral(sections=sections), "")
    texts = [part.text for part in parts if part.text]
    assert texts == ["Først.\n\nSå.", "Penicillin."]
    assert {part.missing_text for part in parts if not part.text} == {MISSING}


def test_what_may_stand_elsewhere_is_not_called_missing():
    parts = message_parts(laenderyg(), referral(), "Ikke behov for tolk.")
    special = next(part for part in parts if part.heading.startswith("Særlige"))
    assert special.missing_text == "Står ikke for sig selv, men kan være nævnt et andet sted"


def test_the_decisions_are_those_the_status_allows():
    programme = laenderyg()
    new = decisions(programme, facts(), referral(), None)
    assert labels(new) == [
        "Acceptér",
        "Returnér til afsender",
        "Send videre",
        "Udgår af programmet",
    ]
    under_way = decisions(programme, facts(), referral(status=ReferralStatus.ACCEPTED), None)
    assert labels(under_way) == ["Udgår af programmet"]
    assert decisions(programme, facts(), referral(status=ReferralStatus.RETURNED), None) == ()


def test_a_decision_the_programme_rules_out_says_why_and_offers_no_reason():
    views = decisions(laenderyg(), facts(sender_kind=SenderKind.CHIROPRACTOR), referral(), None)
    assert views[0].blocked.startswith("Henvisningen kan ikke accepteres.")
    assert views[0].choices == ()


def test_a_reason_carries_its_decision_and_stays_chosen():
    views = decisions(laenderyg(), facts(), referral(), "redirect:home_care")
    chosen = [choice.value for view in views for choice in view.choices if choice.checked]
    assert chosen == ["redirect:home_care"]


def test_the_red_flags_that_the_text_mentions_stand_first_with_the_word():
    text = facts(sections={"anamnese": "Har haft feber i en uge."})
    first, *rest = red_flags(laenderyg(), text, ())
    assert first.word == "feber"
    assert len(rest) == len(laenderyg().red_flags) - 1


def test_an_excerpt_is_cut_and_says_so():
    view = excerpt(b"a" * (EXCERPT_BYTES + 1))
    assert view.text == "a" * EXCERPT_BYTES
    assert view.heading == "Filens tekst (de første 4.000 byte)"


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        pytest.param("Rødgrød".encode(), "Rødgrød", id="utf-8"),
        pytest.param("Rødgrød".encode("iso-8859-1"), "Rødgrød", id="latin-1"),
        pytest.param(b"en\r\nto\rtre", "en\nto\ntre", id="line-ends"),
        pytest.param(b"", "", id="nothing"),
        pytest.param(b"\x00\x01\x02", "000000  00 01 02", id="no-text"),
    ],
)
def test_an_excerpt_is_text_or_digits(raw, text):
    assert excerpt(raw).text == text
