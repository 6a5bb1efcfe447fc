"""Letters to citizens and a calendar, for the tests that walk all routes."""

from datetime import datetime
from hashlib import sha256
from io import BytesIO

from pypdf import PdfWriter

from rehab.domain.citizen_letters import LetterTemplate
from rehab.models import CalendarFeed, Case, CitizenLetter, LetterBatch, LetterState, User
from tests.support.factories import Factories

FEED_TOKEN = "k" * 43


def a_letter_in_a_batch(make: Factories, case: Case, now: datetime) -> CitizenLetter:
    """One letter to the citizen, made in a batch of its own."""
    batch = LetterBatch(
        organisation_id=case.organisation_id, name="Breve", requested_by=case.id, requested_at=now
    )
    make.save(batch)
    letter = CitizenLetter(
        organisation_id=case.organisation_id,
        case_id=case.id,
        batch_id=batch.id,
        template=LetterTemplate.PLAN,
        heading="Din plan",
        page="<p>Plan</p>",
        state=LetterState.MADE,
        pdf=blank_pdf(),
        pdf_sha256="0" * 64,
        requested_by=case.id,
        requested_at=now,
        made_at=now,
    )
    make.save(letter)
    return letter


def a_calendar(make: Factories, user: User, now: datetime) -> CalendarFeed:
    """The address of somebody's calendar, with a secret that tests know."""
    fingerprint = sha256(FEED_TOKEN.encode()).hexdigest()
    feed = CalendarFeed(user_id=user.id, token_hash=fingerprint, created_at=now)
    make.save(feed)
    return feed


def blank_pdf() -> bytes:
    """The smallest file that is a PDF."""
    writer, content = PdfWriter(), BytesIO()
    writer.add_blank_page(width=595, height=842)
    writer.write(content)
    return content.getvalue()
