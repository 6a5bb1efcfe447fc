"""Signing the epikrise: who may, what is kept and sent, and what it closes (4.6, MSG-3)."""

import hashlib
from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from rehab.domain.access import Role
from rehab.domain.epikrise import EmptyHeadingError
from rehab.domain.errors import NotPermittedError
from rehab.domain.referrals import ReferralKind, ReferralStatus
from rehab.medcom.reader import read_envelope
from rehab.medcom.schemas import Schemas
from rehab.models import AuditEvent, Case, Reminder
from rehab.queries.epikriser import find_document, find_epikrise
from rehab.services.context import Context
from rehab.services.epikrise_drafts import AlreadySignedError, SaveDraft, draft, save_draft
from rehab.services.epikrise_letter import InvalidMessageError
from rehab.services.epikriser import ChangedSinceReadError, MissingReceiverError, SignEpikrise, sign
from tests.conftest import NOW
from tests.support.closing import EXPERIENCE, RESULT, a_closing, loaded, saved, signed
from tests.support.shared import SHARED, needs_shared

GP_OF_PLAN = {
    "role": "egen læge",
    "name": "Lægerne i Prøvegade",
    "gln": "5790000999064",
    "identifier": "099996",
    "identifier_code": "ydernummer",
}


@pytest.fixture
def closing(make):
    return a_closing(make, NOW)


@pytest.fixture
def ctx(ctx_as) -> Context:
    return ctx_as(Role.TERAPEUT)


def verbs(ctx) -> list[str]:
    query = select(AuditEvent).where(AuditEvent.actor_id == ctx.actor.id)
    return [event.verb for event in ctx.session.scalars(query)]


@pytest.mark.parametrize(
    "role", [pytest.param(r, id=r) for r in Role if r not in {Role.TERAPEUT, Role.KOORDINATOR}]
)
def test_only_those_who_treat_may_write_and_sign(ctx_as, closing, role):
    other = ctx_as(role)
    referral = loaded(other, closing)
    with pytest.raises(NotPermittedError):
        save_draft(other, referral, SaveDraft({}, 0))
    with pytest.raises(NotPermittedError):
        sign(other, referral, SignEpikrise(""))


def test_a_therapist_of_another_case_may_not_sign(app, ctx, closing, make):
    stranger = replace(ctx, actor=make.user(Role.TERAPEUT, login="fremmed").actor())
    with pytest.raises(NotPermittedError):
        sign(stranger, loaded(ctx, closing), SignEpikrise(""))


def test_an_empty_heading_blocks_the_signature_and_is_named(ctx, closing):
    saved(ctx, closing, {"experience": "", "information": "  "})
    with pytest.raises(EmptyHeadingError) as refusal:
        signed(ctx, closing)
    assert refusal.value.headings == (
        "Patientens oplevelse",
        "Information/Instruktion af patienten",
    )
    assert find_document(ctx.session, closing.referral.id) is None


def test_the_signature_stores_the_bytes_and_their_fingerprint(ctx, closing):
    row = signed(ctx, closing)
    (letter,) = read_envelope(row.xml).letters

    assert row.pdf_sha256 == hashlib.sha256(row.pdf).hexdigest()
    assert (row.signed_by, row.signed_at) == (ctx.actor.id, NOW)
    assert (letter.version_code, letter.letter_id) == ("XD1530L", row.letter_number)
    assert list(PdfReader(BytesIO(row.pdf)).attachments.values()) == [[row.xml]]
    assert row.recipients == [
        {"name": "Lægehuset Testvej", "gln": "5790000999026", "role": "henviser"},
        {"name": "Lægerne Prøvevej", "gln": "", "role": "svar"},
    ]


def test_the_page_has_the_five_headings_in_order_and_who_gets_it(ctx, closing):
    row = signed(ctx, closing)
    page = " ".join("\n".join(p.extract_text() for p in PdfReader(BytesIO(row.pdf)).pages).split())
    headings = [heading.label for heading in ctx.programme.epikrise_headings]
    places = [page.index(heading) for heading in headings]

    assert places == sorted(places)
    assert "Testby Kommune" in page
    assert "Kopi til Lægerne Prøvevej" in page
    assert "Smerte, NRS (0–10, 10 er værst) 7 3 4 point lavere" in page
    assert "Underskrevet elektronisk 23. november 2026" in page


def test_the_message_says_the_same_as_the_page(ctx, closing):
    row = signed(ctx, closing)
    (letter,) = read_envelope(row.xml).letters
    referral = loaded(ctx, closing)

    assert [section.heading for section in letter.sections] == [
        heading.label for heading in ctx.programme.epikrise_headings
    ]
    # The message is in Latin-1, where a minus is a hyphen.
    assert "NRS smerte: 7 ved start, 3 ved slut (-4)." in letter.sections[2].body.plain()
    assert letter.sections[3].body.plain() == EXPERIENCE
    assert (letter.receiver.gln, letter.receiver.identifier) == ("5790000999026", "099999")
    assert [copy.identifier for copy in letter.answer_receivers] == ["099996"]
    assert letter.patient.identifier == referral.citizen.identifier
    assert (letter.referral_letter_id, letter.episode_id) == (
        referral.letter_number,
        referral.episode_id,
    )
    assert (letter.contact_start, letter.contact_end) == (referral.received_on, NOW.date())
    assert [diagnosis.code for diagnosis in letter.diagnoses] == ["L84"]
    assert (letter.sender.gln, letter.sender.person_title) == ("5790000999019", "Fysioterapeut")


@needs_shared
def test_the_message_is_valid(ctx, closing):
    schemas = SHARED / "medcom" / "xsd"
    own = replace(ctx, settings=replace(ctx.settings, medcom_schema_folder=schemas))
    assert Schemas(schemas).validate(signed(own, closing).xml) == ()


def test_a_message_that_breaks_the_schema_is_refused_and_nothing_is_saved(ctx, closing, tmp_path):
    own = replace(ctx, settings=replace(ctx.settings, medcom_schema_folder=tmp_path))
    with pytest.raises(InvalidMessageError, match="intet er underskrevet"):
        signed(own, closing)
    assert find_epikrise(ctx.session, closing.referral.id) is None
    assert loaded(ctx, closing).status is ReferralStatus.ACCEPTED


def test_the_signature_closes_the_referral_and_its_last_one_the_case(ctx, closing, make):
    reminder = Reminder(
        organisation_id=closing.case.organisation_id,
        case_id=closing.case.id,
        cause="clock:test",
        sentence="Start er overskredet.",
        due_on=NOW.date(),
        raised_at=NOW,
    )
    make.save(reminder)
    signed(ctx, closing)
    referral = loaded(ctx, closing)

    assert (referral.status, referral.closed_on) == (ReferralStatus.CLOSED, NOW.date())
    assert ctx.session.get(Case, closing.case.id).closed_on == NOW.date()
    assert reminder.done_at == NOW
    assert verbs(ctx) == [
        "epikrise.signed",
        "message.queued",
        "referral.closed",
        "case.closed",
        "reminder.done",
    ]


def test_two_linked_referrals_have_two_closings(ctx, closing, make):
    gop = make.referral(
        case=closing.case,
        kind=ReferralKind.GGOP,
        sender_name="Testhospitalet",
        sender_gln="5790000999033",
        answer_to=[GP_OF_PLAN, RESULT, GP_OF_PLAN | {"role": "slutresultat"}],
    )
    first = signed(ctx, closing)
    assert ctx.session.get(Case, closing.case.id).closed_on is None

    other = replace(closing, referral=gop)
    assert [section.code for section in draft(ctx, loaded(ctx, other)).empty] == ["given"]
    saved(ctx, other, {"given": "Et hjemmeprogram og to samtaler."})
    second = signed(ctx, other)

    assert first.letter_number != second.letter_number
    assert [(r["name"], r["role"]) for r in second.recipients] == [
        ("Testhospitalet", "slutresultat"),
        ("Lægerne i Prøvegade", "egen læge"),
    ]
    assert ctx.session.get(Case, closing.case.id).closed_on == NOW.date()


def test_a_signed_epikrise_is_neither_signed_nor_written_again(ctx, closing):
    row = signed(ctx, closing)
    referral = loaded(ctx, closing)
    with pytest.raises(AlreadySignedError, match="kan ikke ændres"):
        sign(ctx, referral, SignEpikrise(""))
    with pytest.raises(AlreadySignedError):
        save_draft(ctx, referral, SaveDraft({}, row.version))


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param("UPDATE epikrise SET letter_number = 'X'", id="update"),
        pytest.param("DELETE FROM epikrise", id="delete"),
    ],
)
def test_the_database_itself_refuses_to_change_what_is_signed(ctx, closing, statement):
    before = signed(ctx, closing).pdf_sha256
    with pytest.raises(DBAPIError, match="never changed"), ctx.session.begin_nested():
        ctx.session.execute(text(statement))
    ctx.session.rollback()
    assert find_document(ctx.session, closing.referral.id).pdf_sha256 == before


def test_what_changed_after_it_was_read_is_not_signed(ctx, closing):
    read = draft(ctx, loaded(ctx, closing)).fingerprint
    saved(ctx, closing, {"experience": "En andens ord."})
    with pytest.raises(ChangedSinceReadError, match="Læs den igen"):
        sign(ctx, loaded(ctx, closing), SignEpikrise(read))


def test_a_telephone_referral_is_sent_where_the_signer_says(ctx, make):
    closing = a_closing(
        make,
        NOW,
        kind=ReferralKind.PHONE,
        sender_gln=None,
        sender_identifier=None,
        sender_identifier_code=None,
        letter_number=None,
        episode_id=None,
        answer_to=[],
    )
    for typed in ("", "5790000999027"):
        with pytest.raises(MissingReceiverError, match=r"[Ll]okationsnummer"):
            signed(ctx, closing, receiver_gln=typed)
    row = signed(ctx, closing, receiver_gln="5790 0009 99026")
    (letter,) = read_envelope(row.xml).letters

    assert letter.receiver.gln == "5790000999026"
    assert (letter.referral_letter_id, len(letter.episode_id)) == (None, 32)
    assert row.recipients[0]["gln"] == "5790000999026"


def test_a_protected_address_is_not_sent(ctx, closing, make):
    citizen = loaded(ctx, closing).citizen
    citizen.address_protected = True
    make.save(citizen)
    row = signed(ctx, closing)
    (letter,) = read_envelope(row.xml).letters
    assert (letter.patient.street, letter.patient.postcode) == (None, None)
    assert all("Fiktivvej" not in p.extract_text() for p in PdfReader(BytesIO(row.pdf)).pages)
