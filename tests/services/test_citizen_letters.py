"""Letters to citizens: kept as they were seen, made once, printed by somebody."""

import hashlib
from datetime import timedelta
from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from pypdf import PdfReader
from sqlalchemy import select

from rehab.domain.access import Role
from rehab.domain.citizen_letters import LetterTemplate, LetterTextError, NothingPlannedError
from rehab.domain.clock_rules import EventKind
from rehab.domain.errors import NotPermittedError
from rehab.models import AuditEvent, CitizenLetter, LetterState, LetterWording, PathwayEventRow
from rehab.queries.citizen_letters import list_to_print
from rehab.services.citizen_letters import (
    WriteToCitizen,
    draft_letter,
    mark_printed,
    set_wording,
    write_to_citizen,
)
from tests.conftest import NOW
from tests.support.course_factories import make_booking, make_course


@pytest.fixture
def ctx(ctx_as):
    return ctx_as(Role.KOORDINATOR)


def written(ctx, case, template=LetterTemplate.FREE_CHOICE, text="Ring til os.", *, paper=False):
    with ctx.transaction():
        return write_to_citizen(ctx, case, WriteToCitizen(template, text, to_print=paper))


def words_of(pdf):
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def test_a_letter_is_made_as_it_was_written_and_kept(ctx, make):
    tove = make.user(Role.TERAPEUT, name="Tove Terapeut", phone="99999911")
    citizen = make.citizen(given_name="Anna", surname="Testborger", identifier="0101709911")
    case = make.case(citizen=citizen, contact_person=tove)
    letter = written(ctx, case, text="Du kan vælge selv.\n\n- ét\n- to")
    said = words_of(letter.pdf)
    for words in (
        "Anna Testborger",
        "Fiktivvej 1",
        "Du kan vælge et andet sted",
        "Kære Anna",
        "Du kan vælge selv.",
        "Ring til Tove Terapeut på telefon 99 99 99 11.",
        "23. november 2026",
    ):
        assert words in said
    assert "010170" not in said
    assert letter.pdf_sha256 == hashlib.sha256(letter.pdf).hexdigest()
    assert (letter.state, letter.requested_by, letter.made_at) == (
        LetterState.MADE,
        ctx.actor.id,
        NOW,
    )


def test_a_letter_leaves_a_trace_without_its_words(ctx, make):
    letter = written(ctx, make.case())
    verbs = ("citizen_letter.written", "citizen_letter.made")
    events = ctx.session.scalars(select(AuditEvent).where(AuditEvent.verb.in_(verbs))).all()
    assert {event.verb: event.data for event in events} == {
        "citizen_letter.written": {
            "citizen_letter_id": str(letter.id),
            "template": "frit-valg",
            "to_print": "False",
        },
        "citizen_letter.made": {
            "citizen_letter_id": str(letter.id),
            "pdf_sha256": letter.pdf_sha256,
        },
    }


def test_a_letter_about_times_lists_those_ahead(ctx, make):
    course = make_course(make, first=NOW - timedelta(days=6, hours=1), sessions=3)
    case = make.case()
    make_booking(make, case, course)
    page = BeautifulSoup(written(ctx, case, LetterTemplate.PLAN, "Her er din plan.").page, "lxml")
    rows = [
        [" ".join(cell.get_text().split()) for cell in row.select("th, td")]
        for row in page.select("tbody tr")
    ]
    assert rows == [
        ["tirsdag den 24. november 2026", "09.00–10.00", "Rygskole, hold 1, Sal 1"],
        ["tirsdag den 1. december 2026", "09.00–10.00", "Rygskole, hold 1, Sal 1"],
    ]


def test_what_is_typed_cannot_become_markup(ctx, make):
    letter = written(ctx, make.case(), text='<img src="http://x/y"> {{ 7 * 7 }}')
    assert "&lt;img" in letter.page
    assert "{{ 7 * 7 }}" in letter.page
    assert "<img" not in letter.page


def test_the_draft_knows_how_often_somebody_tried(ctx, make):
    case = make.case(referrals=0)
    referral = make.referral(case=case)
    for days in (9, 5):
        make.save(
            PathwayEventRow(
                referral_id=referral.id,
                kind=EventKind.CONTACT_ATTEMPTED,
                occurred_on=(NOW - timedelta(days=days)).date(),
                recorded_by=ctx.actor.id,
                recorded_at=NOW,
            )
        )
    draft = draft_letter(ctx, case, LetterTemplate.NOT_REACHED)
    assert "Vi har prøvet 2 gange, sidst den 18. november 2026." in draft.text


@pytest.mark.parametrize(
    ("fields", "paper"),
    [({}, False), ({"phone": ""}, True), ({"digital_post_exempt": True}, True)],
)
def test_the_draft_suggests_paper_where_nothing_else_arrives(ctx, make, fields, paper):
    case = make.case(citizen=make.citizen(**fields))
    assert draft_letter(ctx, case, LetterTemplate.FREE_CHOICE).to_print is paper


@pytest.mark.parametrize(
    ("template", "text", "refusal"),
    [
        (LetterTemplate.FREE_CHOICE, " ", LetterTextError),
        (LetterTemplate.INVITATION, "Velkommen.", NothingPlannedError),
    ],
)
def test_an_empty_letter_and_one_without_times_are_not_made(ctx, make, template, text, refusal):
    with pytest.raises(refusal):
        written(ctx, make.case(), template, text)
    assert ctx.session.scalars(select(CitizenLetter)).all() == []


def test_a_colleague_who_does_not_work_with_the_case_writes_nothing(ctx_as, make):
    with pytest.raises(NotPermittedError):
        written(ctx_as(Role.TERAPEUT), make.case())


def test_the_kommune_s_own_words_come_first_until_they_are_taken_back(ctx, make):
    case, template = make.case(), LetterTemplate.FREE_CHOICE
    ours = draft_letter(ctx, case, template).text
    for text in ("Kommunens ord.", "Nyere ord."):
        with ctx.transaction():
            set_wording(ctx, template, text)
        assert draft_letter(ctx, case, template).text == text
    assert draft_letter(ctx, case, LetterTemplate.NOT_REACHED).text != "Nyere ord."
    with ctx.transaction():
        set_wording(ctx, template, " ")
    assert draft_letter(ctx, case, template).text == ours
    assert ctx.session.scalars(select(LetterWording)).all() == []


def test_only_who_plans_changes_the_words(ctx_as):
    with pytest.raises(NotPermittedError):
        set_wording(ctx_as(Role.TERAPEUT), LetterTemplate.PLAN, "Andre ord.")


def test_the_list_of_letters_to_print_is_of_those_on_paper_in_the_kommune(ctx, ctx_as, make):
    posted = written(ctx, make.case(), paper=True)
    written(ctx, make.case(), paper=False)
    away = ctx_as(Role.TERAPEUT)
    assert [letter.id for letter, _ in list_to_print(ctx.session, ctx.actor)] == [posted.id]
    assert list_to_print(away.session, away.actor) == []


def test_a_letter_is_printed_once_by_somebody_and_leaves_the_list(ctx, make):
    letter = written(ctx, make.case(), paper=True)
    with ctx.transaction():
        assert [mark_printed(ctx, [letter]), mark_printed(ctx, [letter])] == [1, 0]
    assert (letter.printed_by, letter.printed_at) == (ctx.actor.id, NOW)
    assert list_to_print(ctx.session, ctx.actor) == []
