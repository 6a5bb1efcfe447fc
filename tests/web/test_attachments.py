"""Attachments find their letter, whichever came first, and are only ever handed out."""

import pytest
from sqlalchemy import select

from rehab.domain.access import SYSTEM, Role
from rehab.models import AccessLog, LetterObject, Referral, StoredLetter
from rehab.queries.attachments import AttachedFile
from rehab.services.intake import receive
from rehab.web.letters.attachments import NOT_HERE_YET, attachment_name, attachment_views
from rehab.web.request_context import context_for
from tests.support.attachments import PICTURE, pointing_to, xbin01
from tests.support.messages import xref15

LETTER = xref15(extra=pointing_to())


@pytest.fixture
def arrive(app, session, make):
    make.organisation()

    def store(*files):
        for number, raw in enumerate(files):
            receive(context_for(app, SYSTEM), f"{number}.xml", raw)

    return store


@pytest.fixture
def visitator(browse):
    return browse(Role.VISITATOR)


def letter_of(session, kind):
    return session.scalars(select(StoredLetter).where(StoredLetter.kind == kind)).first()


def link_on(page):
    return [link["href"] for link in page.select("#bilag a")]


@pytest.mark.parametrize(
    "files",
    [
        pytest.param((LETTER, xbin01()), id="letter-first"),
        pytest.param((xbin01(), LETTER), id="attachment-first"),
    ],
)
def test_a_letter_shows_its_attachment_whichever_came_first(session, visitator, arrive, files):
    arrive(*files)
    referral = session.scalars(select(Referral)).one()
    triage = visitator.get("referrals.show", referral_id=referral.id)
    letter = visitator.get("letters.show", letter_id=referral.letter_id)
    assert triage.text_of("#bilag li") == ["Røntgenbillede PNG, 1 kB"]
    assert link_on(triage) == link_on(letter)
    response = visitator.open(link_on(triage)[0])
    assert response.data == PICTURE


def test_a_file_is_handed_out_to_be_saved_and_never_shown(session, visitator, arrive):
    arrive(xbin01(content=b"<script>alert(1)</script>", extension="html"))
    letter = letter_of(session, "attachment")
    url = visitator.url("letters.attachment", letter_id=letter.id, position=0)
    response = visitator.open(url)
    assert response.headers["Content-Type"] == "application/octet-stream"
    assert response.headers["Content-Disposition"] == 'attachment; filename="bilag-1.bin"'
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "letter.attachment" in session.scalars(select(AccessLog.surface)).all()


def test_a_letter_says_that_its_attachment_has_not_come(session, visitator, arrive):
    arrive(LETTER)
    page = visitator.get("letters.show", letter_id=letter_of(session, "XREF15").id)
    assert page.text_of("#bilag li") == [f"Røntgenbillede {NOT_HERE_YET}"]
    assert link_on(page) == []


def test_an_attachment_names_the_letters_it_belongs_to(session, visitator, arrive):
    arrive(xbin01(), LETTER)
    page = visitator.get("letters.show", letter_id=letter_of(session, "attachment").id)
    letter = letter_of(session, "XREF15")
    links = [link["href"] for link in page.select("#hoerer-til a")]
    assert links == [visitator.url("letters.show", letter_id=letter.id)]


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(xbin01(identifier="PRO26119999"), id="another-identifier"),
        pytest.param(xbin01(sender="specialist"), id="another-sender-with-the-same-identifier"),
    ],
)
def test_what_does_not_belong_together_is_not_joined(session, visitator, arrive, other):
    arrive(LETTER, other)
    page = visitator.get("letters.show", letter_id=letter_of(session, "XREF15").id)
    assert link_on(page) == []


def test_an_attachment_sent_twice_is_listed_once(session, visitator, arrive):
    arrive(LETTER, xbin01(), xbin01())
    page = visitator.get("letters.show", letter_id=letter_of(session, "XREF15").id)
    assert len(link_on(page)) == 1
    assert len(session.scalars(select(LetterObject)).all()) == 3


def test_a_file_that_is_not_there_does_not_exist(session, visitator, arrive):
    arrive(xbin01())
    letter = letter_of(session, "attachment")
    visitator.get("letters.attachment", letter_id=letter.id, position=1, expect=404)


@pytest.mark.parametrize(
    ("extension", "name"),
    [
        pytest.param("PDF", "bilag-1.pdf", id="known"),
        pytest.param(".jpg", "bilag-1.jpg", id="with-a-dot"),
        pytest.param("exe", "bilag-1.bin", id="a-program"),
        pytest.param('p"d/../f', "bilag-1.bin", id="a-trick"),
        pytest.param(None, "bilag-1.bin", id="none"),
    ],
)
def test_the_name_a_file_is_saved_under_is_ours(extension, name):
    assert attachment_name(0, extension) == name


def test_a_file_without_a_description_is_numbered():
    assert [view.label for view in attachment_views([AttachedFile("", "")])] == ["Bilag 1"]
