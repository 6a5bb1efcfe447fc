from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rehab.medcom.latin import sendable_line, sendable_lines
from rehab.medcom.letters import LetterKind, Patient
from rehab.medcom.reader import read_envelope
from rehab.medcom.schemas import Schemas
from rehab.medcom.xdis91 import (
    MAX_TEXT,
    Correspondence,
    EpisodeStatus,
    MailPriority,
    split_text,
    write_xdis91,
)
from rehab.medcom.xml_writing import Line, UnsendableLetterError
from tests.medcom.test_xdis15 import CITIZEN, DOCTOR, HEADINGS, SENDER
from tests.support.messages import EPISODE
from tests.support.shared import SHARED, needs_shared

LETTER = Correspondence(
    envelope_id="UDK26110011",
    letter_id="UDB26110011",
    sent_at=datetime(2026, 11, 5, 9, 30, tzinfo=UTC),
    authorised_at=datetime(2026, 11, 5, 9, 29, tzinfo=UTC),
    sender=SENDER,
    receiver=DOCTOR,
    patient=CITIZEN,
    status=EpisodeStatus.OUTPATIENT,
    subject="Henvisningen mangler oplysninger",
    sections=((None, "Vi mangler medicinen.\n\nSend den som korrespondance."),),
    episode_id=EPISODE,
)
FIVE = replace(
    LETTER,
    sections=tuple((heading, f"Om {heading.lower()}.\n\nMere.") for heading in HEADINGS),
)
PROSE = "Borgeren træner i eget tempo og uden smerter. " * 400
WORD = st.text("abcæøå.-", min_size=1, max_size=12)
TEXT = st.lists(st.lists(WORD, max_size=40).map(" ".join), max_size=40).map("\n".join)


def only(letter):
    (read,) = read_envelope(write_xdis91(letter)).letters
    return read


def words(read):
    return [
        word
        for section in read.sections
        for word in f"{section.heading or ''} {section.body.plain()}".split()
    ]


def test_a_correspondence_reads_back_as_it_was_written():
    envelope = read_envelope(write_xdis91(LETTER))
    (read,) = envelope.letters

    assert (envelope.envelope_id, envelope.wants_receipt) == ("UDK26110011", True)
    assert (envelope.sent_at, envelope.notes) == (LETTER.sent_at, ())
    assert (read.kind, read.version_code) == (LetterKind.CORRESPONDENCE, "XD9134L")
    assert (read.letter_id, read.episode_id) == ("UDB26110011", EPISODE)
    assert (read.status_code, read.authorised_at) == ("nytbrev", LETTER.authorised_at)
    assert read.subject == "Henvisningen mangler oplysninger"
    assert (read.sender, read.receiver) == (SENDER, DOCTOR)
    assert read.patient == replace(CITIZEN, status_code="ambulant")
    assert [(section.heading, section.body.plain()) for section in read.sections] == [
        (None, "Vi mangler medicinen.\n\nSend den som korrespondance.")
    ]


def test_headings_stand_in_bold_over_their_texts():
    read = only(FIVE)

    assert [(section.heading, section.body.plain()) for section in read.sections] == list(
        FIVE.sections
    )


@pytest.mark.parametrize(
    ("priority", "written"),
    [
        (MailPriority.ROUTINE, b"<Priority>rutine</Priority>"),
        (MailPriority.HIGH, "<Priority>høj_prioritet</Priority>".encode("latin-1")),
    ],
)
def test_the_priority_is_written(priority, written):
    assert written in write_xdis91(replace(LETTER, priority=priority))


@pytest.mark.parametrize("status", EpisodeStatus)
def test_each_status_arrives(status):
    assert only(replace(LETTER, status=status)).patient.status_code == status.value


def test_a_letter_about_no_course_has_no_number_for_one():
    assert only(replace(LETTER, episode_id=None)).episode_id is None


def test_a_long_subject_is_cut_to_what_there_is_room_for():
    assert len(only(replace(LETTER, subject="emne " * 30)).subject) <= 70


def test_a_long_text_is_split_and_loses_nothing():
    read = only(replace(LETTER, sections=(("Status", PROSE),)))

    assert len(read.sections) > 1
    assert max(len(section.body.plain()) for section in read.sections) <= MAX_TEXT
    assert words(read) == ["Status", *PROSE.split()]


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"subject": " "}, "emne"),
        ({"sections": ()}, "ingen tekst"),
        ({"sections": ((None, " \n "),)}, "ingen tekst"),
        ({"sections": ((None, "ord " * 8000),)}, "for langt"),
        ({"letter_id": "X" * 15}, "brevnummer"),
        ({"envelope_id": ""}, "kuvertnummer"),
        ({"episode_id": "X" * 36}, "forløbsnummer"),
        ({"receiver": replace(DOCTOR, gln=None)}, "lokationsnummer for modtager"),
        ({"receiver": replace(DOCTOR, identifier_code="amt")}, "amt"),
        ({"sender": replace(SENDER, organisation=None)}, "kommunens navn"),
        ({"patient": replace(CITIZEN, surname="")}, "efternavn"),
        ({"patient": Patient("123", identifier_is_cpr=True, surname="P")}, "ti tegn"),
    ],
)
def test_what_is_missing_or_too_long_is_named(change, named):
    with pytest.raises(UnsendableLetterError, match=named):
        write_xdis91(replace(LETTER, **change))


def lines(*texts):
    return [Line(text) for text in texts]


@pytest.mark.parametrize(
    ("given_lines", "limit", "parts"),
    [
        pytest.param(lines("en to"), 20, [["en to"]], id="fits"),
        pytest.param(lines("en", "to tre"), 6, [["en", "to"], ["tre"]], id="between-words"),
        pytest.param(lines("en", "tyve"), 4, [["en"], ["tyve"]], id="between-lines"),
        pytest.param(lines("abcdefgh"), 3, [["abc"], ["def"], ["gh"]], id="inside-a-long-word"),
        pytest.param(lines("en to tre fire"), 6, [["en to"], ["tre"], ["fire"]], id="many-parts"),
        pytest.param(lines("", "en", "", ""), 20, [["en", "", ""]], id="no-empty-line-first"),
    ],
)
def test_a_text_is_split_where_it_may_be(given_lines, limit, parts):
    assert [[line.text for line in part] for part in split_text(given_lines, limit)] == parts


def test_a_heading_is_not_left_alone_at_the_end():
    text = [Line("a" * 60), Line("Status", is_heading=True), Line("b" * 60)]

    assert [[line.text for line in part] for part in split_text(text, 100)] == [
        ["a" * 60],
        ["Status", "b" * 60],
    ]


@given(st.lists(st.tuples(st.none() | WORD, TEXT), min_size=1, max_size=6))
@settings(deadline=None, max_examples=80)
def test_any_letter_arrives_with_every_word(sections):
    letter = replace(LETTER, sections=(("Om", "brevet"), *sections))
    expected = [
        word
        for heading, text in letter.sections
        for word in f"{(sendable_line(heading) or '').rstrip(' :')} {text}".split()
    ]

    assert words(only(letter)) == expected


@given(st.text(max_size=300))
@settings(deadline=None, max_examples=80)
def test_any_signs_a_person_writes_arrive(text):
    letter = replace(LETTER, sections=((None, f"Ord {text}"),))

    assert words(only(letter)) == " ".join(sendable_lines(f"Ord {text}")).split()


@needs_shared
@pytest.mark.parametrize(
    "letter",
    [
        pytest.param(LETTER, id="note"),
        pytest.param(FIVE, id="five-headings"),
        pytest.param(replace(LETTER, sections=((None, PROSE),)), id="split"),
        pytest.param(replace(LETTER, priority=MailPriority.HIGH, episode_id=None), id="urgent"),
        pytest.param(replace(LETTER, status=EpisodeStatus.DEAD), id="about-a-death"),
    ],
)
def test_correspondence_is_valid(letter):
    raw = write_xdis91(letter)
    schemas = Schemas(SHARED / "medcom" / "xsd")

    assert (schemas.covers(raw), schemas.validate(raw)) == (True, ())
