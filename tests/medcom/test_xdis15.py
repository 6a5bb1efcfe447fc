from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rehab.medcom.elements import COPENHAGEN
from rehab.medcom.latin import sendable_lines
from rehab.medcom.letters import Diagnosis, LetterKind, Party, Patient
from rehab.medcom.reader import read_envelope
from rehab.medcom.schemas import Schemas
from rehab.medcom.xdis15 import ClosingLetter, write_xdis15
from rehab.medcom.xml_writing import UnsendableLetterError
from tests.support.messages import EPISODE, GP, KOMMUNE_GLN
from tests.support.shared import SHARED, needs_shared

HEADINGS = (
    "Henvisningsårsag",
    "Given genoptræning eller rehabilitering",
    "Status",
    "Patientens oplevelse",
    "Information/Instruktion",
)
SENDER = Party(
    gln=KOMMUNE_GLN,
    identifier="999",
    identifier_code="kommunenummer",
    organisation="Prøveby Kommune",
    department="Genoptræning og sundhed",
    street="Prøvevej 1",
    district="Prøveby",
    postcode="9999",
    phone="99999900",
)
DOCTOR = Party(
    gln=GP.gln, identifier=GP.identifier, identifier_code=GP.code, organisation=GP.organisation
)
CITIZEN = Patient(
    identifier="1112659911",
    identifier_is_cpr=True,
    surname="Prøvesen",
    given_name="Ella",
    street="Prøvehaven 8",
    district="Prøveby",
    postcode="9999",
    occupation="gartner",
)
LETTER = ClosingLetter(
    envelope_id="UDK26110001",
    letter_id="UDB26110001",
    sent_at=datetime(2027, 1, 20, 9, 30, tzinfo=UTC),
    authorised_at=datetime(2027, 1, 20, 9, 29, tzinfo=UTC),
    episode_id=EPISODE,
    sender=SENDER,
    speciality_name="Sundhed og forebyggelse",
    receiver=DOCTOR,
    patient=CITIZEN,
    referral_letter_id="PRB26110001",
    referral_received_at=datetime(2026, 11, 3, 8, 41, tzinfo=UTC),
    referred_at=datetime(2026, 11, 3, 8, 38, tzinfo=UTC),
    closed_at=datetime(2027, 1, 19, 13, 0, tzinfo=UTC),
    diagnoses=(
        Diagnosis("main", "L84", "ICPCkode", "Rygsyndrom uden smerteudstråling"),
        Diagnosis("bidiagnose", "L90", "ICPCkode", "Knæartrose"),
    ),
    signed_on=date(2027, 1, 20),
    signed_by="Eva Prøveterapeut",
    job_title="Fysioterapeut",
    sections=tuple((heading, f"Tekst under {heading.lower()}.\n\nMere.") for heading in HEADINGS),
)


def read_back(letter):
    raw = write_xdis15(letter)
    (read,) = read_envelope(raw).letters
    return read


def test_a_closing_letter_reads_back_as_it_was_written():
    envelope = read_envelope(write_xdis15(LETTER))
    (read,) = envelope.letters

    assert (envelope.envelope_id, envelope.wants_receipt) == ("UDK26110001", True)
    assert (envelope.sent_at, envelope.notes) == (LETTER.sent_at, ())
    assert (read.kind, read.version_code) == (LetterKind.LETTER, "XD1530L")
    assert (read.letter_id, read.episode_id) == (LETTER.letter_id, EPISODE)
    assert read.sender == replace(
        SENDER,
        speciality="Sundhed og forebyggelse",
        person_name="Eva Prøveterapeut",
        person_title="Fysioterapeut",
    )
    assert (read.receiver, read.patient) == (DOCTOR, CITIZEN)
    assert read.diagnoses == LETTER.diagnoses
    assert (read.referral_letter_id, read.referral_received_at) == (
        "PRB26110001",
        LETTER.referral_received_at,
    )
    assert (read.contact_start, read.contact_end) == (date(2026, 11, 3), date(2027, 1, 19))
    assert read.signed_on == LETTER.signed_on
    assert sections(read) == LETTER.sections


def sections(letter):
    return tuple((section.heading, section.body.plain()) for section in letter.sections)


def test_the_headings_stand_in_bold_in_their_order():
    raw = write_xdis15(LETTER).decode("latin-1")
    places = [raw.index(f"<Bold>{heading}</Bold><Break/>") for heading in HEADINGS]

    assert raw.startswith('<?xml version="1.0" encoding="ISO-8859-1"?>')
    assert places == sorted(places)
    assert raw.count("<Text01>") == 1


def test_the_bytes_are_latin_1_and_other_letters_are_references():
    text = "Łukasz: fremgang – “meget bedre” …"
    raw = write_xdis15(replace(LETTER, sections=(("Status", text),)))

    assert b'Lukasz: fremgang - "meget bedre" ...' in raw
    assert "Lægehuset".encode("latin-1") in raw
    assert sections(read_back(replace(LETTER, sections=(("Status", text),)))) == (
        ("Status", 'Lukasz: fremgang - "meget bedre" ...'),
    )


def test_words_that_look_like_utf_8_are_not_mistaken_for_it():
    letter = replace(
        LETTER,
        sections=(("Status", "Ã¦"),),
        sender=replace(SENDER, organisation="Testby", department=None, street=None, district="By"),
        receiver=replace(DOCTOR, organisation="Klinik"),
        patient=replace(CITIZEN, surname="Test", street=None, district=None),
        diagnoses=(),
        signed_by="Eva",
    )

    assert sections(read_back(letter)) == (("Status", "Ã¦"),)


def test_markup_in_a_text_is_sent_as_text():
    letter = replace(LETTER, sections=(("Status", "<Break/> & <b>"),))

    assert sections(read_back(letter)) == (("Status", "<Break/> & <b>"),)


def test_long_names_are_cut_and_numbers_are_not():
    letter = replace(
        LETTER,
        sender=replace(SENDER, organisation="Prøveby Kommunes Center for Genoptræning og Sundhed"),
        patient=replace(CITIZEN, surname="Prøvesen " * 10),
    )
    read = read_back(letter)

    assert read.sender.organisation == "Prøveby Kommunes Center for*"
    assert len(read.patient.surname) <= 70
    with pytest.raises(UnsendableLetterError, match="brevnummer"):
        write_xdis15(replace(LETTER, letter_id="UDB261100000001"))


def test_a_plans_diagnosis_is_sent_as_sks():
    letter = replace(LETTER, diagnoses=(Diagnosis("main", "DM511F", "ICD10kode", None),))

    assert read_back(letter).diagnoses == (
        Diagnosis("main", "DM511F", "SKSdiagnosekode", "DM511F"),
    )


def test_a_receiver_without_a_number_of_its_own_is_known_by_location_number():
    read = read_back(replace(LETTER, receiver=Party(gln=GP.gln, organisation="Lægehuset")))

    assert (read.receiver.identifier, read.receiver.identifier_code) == (GP.gln, "lokationsnummer")


def test_a_copy_goes_to_a_receiver_without_location_number():
    read = read_back(replace(LETTER, copy_receiver=replace(DOCTOR, organisation="Egen læge")))

    assert [(copy.gln, copy.identifier) for copy in read.answer_receivers] == [(None, "099999")]


def test_a_receipt_is_only_asked_for_when_wanted():
    raw = write_xdis15(replace(LETTER, wants_receipt=False))

    assert read_envelope(raw).wants_receipt is False


@pytest.mark.parametrize(
    ("change", "named"),
    [
        pytest.param(
            {"receiver": replace(DOCTOR, gln=None)}, "lokationsnummer for modtager", id="receiver"
        ),
        pytest.param(
            {"sender": replace(SENDER, gln=None)}, "lokationsnummer for afsender", id="sender"
        ),
        pytest.param({"sender": replace(SENDER, organisation=" ")}, "kommunens navn", id="kommune"),
        pytest.param({"speciality_name": ""}, "speciale", id="speciality"),
        pytest.param({"episode_id": ""}, "forløbsnummer", id="episode"),
        pytest.param({"receiver": replace(DOCTOR, identifier_code="region")}, "region", id="code"),
        pytest.param({"patient": replace(CITIZEN, identifier="1")}, "ti tegn", id="cpr"),
        pytest.param({"patient": replace(CITIZEN, surname="")}, "efternavn", id="surname"),
        pytest.param({"signed_by": ""}, "underskrevet", id="signature"),
        pytest.param({"sections": ()}, "ingen tekst", id="no-text"),
        pytest.param({"sections": ((" ", "x"),)}, "overskrift", id="no-heading"),
        pytest.param(
            {"diagnoses": (Diagnosis("main", None, None, None),)}, "diagnose", id="diagnosis"
        ),
    ],
)
def test_what_the_letter_type_demands_is_named_when_it_is_missing(change, named):
    with pytest.raises(UnsendableLetterError, match=named):
        write_xdis15(replace(LETTER, **change))


WORDS = st.text(min_size=1, max_size=90).filter(
    lambda text: any(sendable_lines(text)) and sendable_lines(text) != ("_",)
)
TEXTS = st.text(max_size=200) | st.lists(
    st.sampled_from(["æøå", "Ã¦", "<Break/>", "\n", " ", "&amp;", "–", "Status", "€", "\x00"])
).map("".join)
CLOSING_LETTERS = st.builds(
    lambda organisation, surname, given, street, texts, minutes: replace(
        LETTER,
        sender=replace(SENDER, organisation=organisation, street=street),
        patient=replace(CITIZEN, surname=surname, given_name=given),
        sections=tuple(zip(HEADINGS, texts, strict=True)),
        sent_at=LETTER.sent_at.replace(minute=minutes),
    ),
    WORDS,
    WORDS,
    st.none() | WORDS,
    st.none() | WORDS,
    st.tuples(*[TEXTS] * len(HEADINGS)),
    st.integers(0, 59),
)


@given(CLOSING_LETTERS)
@settings(deadline=None)
def test_any_words_a_person_writes_arrive(letter):
    envelope = read_envelope(write_xdis15(letter))
    (read,) = envelope.letters

    assert envelope.notes == ()
    assert envelope.sent_at == letter.sent_at.astimezone(COPENHAGEN)
    assert sections(read) == tuple(
        (heading, "\n".join(sendable_lines(text))) for heading, text in letter.sections
    )
    assert read.sender.organisation
    assert read.patient.surname
    # What has been sent once can be sent again without a change.
    again = replace(
        letter,
        sender=replace(letter.sender, organisation=read.sender.organisation),
        patient=replace(letter.patient, surname=read.patient.surname),
        sections=sections(read),
    )
    assert read_back(again).content_hash == read.content_hash


@needs_shared
@given(CLOSING_LETTERS)
@settings(deadline=None)
def test_any_closing_letter_is_valid(letter):
    assert SCHEMAS.validate(write_xdis15(letter)) == ()


SCHEMAS = Schemas(SHARED / "medcom" / "xsd")
