from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rehab.medcom.edifact_lexing import Segment, lex
from rehab.medcom.edifact_receipt_writing import serialise, write_contrl
from rehab.medcom.latin import sendable_lines
from rehab.medcom.reader import read_envelope
from rehab.medcom.receipt_writing import (
    OriginalDelivery,
    OriginalLetter,
    Refusal,
    RefuseCode,
    original_of,
)
from rehab.medcom.xml_writing import UnsendableLetterError
from tests.medcom.test_receipt_writing import NUMBERS
from tests.support.edifact import ref01
from tests.support.message_parts import GP, KOMMUNE_GLN

LONG = "Brevet kan ikke modtages, fordi versionen er udgået for flere år siden, og afsenderen " * 2
LETTER = OriginalLetter("PRB1", "H0130R")
ORIGINAL = OriginalDelivery("PRK1", GP.gln, KOMMUNE_GLN, (LETTER,))
LATIN = st.characters(max_codepoint=255, exclude_categories=["Cc"], exclude_characters="\\")


def details(raw):
    (letter,) = read_envelope(raw).letters
    return letter.receipt


def refused(text="Nej.", code=RefuseCode.VERSION):
    return replace(ORIGINAL, letters=(replace(LETTER, refusal=Refusal(code, text)),))


def test_what_came_in_edifact_is_answered_in_edifact():
    envelope = read_envelope(write_contrl(original_of(read_envelope(ref01())), NUMBERS))
    (letter,) = envelope.letters

    assert (envelope.wire.is_edifact, envelope.wants_receipt) == (True, False)
    assert envelope.sent_at == NUMBERS.sent_at
    assert (letter.version_code, letter.statistical_code) == ("C0330Q", "CTL03")
    assert (letter.sender.gln, letter.receiver.gln) == (KOMMUNE_GLN, GP.gln)
    assert letter.receipt.positive is True
    assert letter.receipt.original_envelope_id == "PRK26110007"
    assert [(each.letter_id, each.version_code) for each in letter.receipt.letters] == [
        ("PRB26110007", "H0130R")
    ]


@pytest.mark.parametrize("code", RefuseCode)
def test_a_letter_is_refused_with_each_reason(code):
    (letter,) = details(write_contrl(refused("Kan ikke læses.", code), NUMBERS)).letters

    assert (letter.refuse_code, letter.refuse_text) == (code.value, "Kan ikke læses.")


def test_an_envelope_may_be_refused():
    whole = replace(ORIGINAL, refusal=Refusal(RefuseCode.UNKNOWN_GLN, "Ukendt: d'er + hvad?"))
    read = details(write_contrl(whole, NUMBERS))

    assert (read.positive, read.refuse_text) == (False, "Ukendt: d'er + hvad?")


def test_a_long_reason_goes_on_over_lines_of_seventy():
    raw = write_contrl(refused(LONG), NUMBERS)
    (text,) = [segment for segment in lex(raw.decode("latin-1")) if segment.tag == "FTX"]

    assert max(len(part) for part in text.parts(4)) <= 70
    assert details(raw).letters[0].refuse_text == LONG.strip()


def test_a_reason_longer_than_a_segment_is_cut():
    raw = write_contrl(refused("ord " * 200), NUMBERS)
    (text,) = [segment for segment in lex(raw.decode("latin-1")) if segment.tag == "FTX"]

    assert len(text.parts(4)) == 5
    assert text.parts(4)[-1].endswith("\\") is False


def test_a_letter_of_an_unknown_family_is_left_out_and_its_reason_kept():
    other = replace(ORIGINAL, letters=(OriginalLetter("A", "Q0130K", Refusal(RefuseCode.VERSION)),))
    read = details(write_contrl(other, NUMBERS))

    assert (read.refuse_code, read.letters) == ("problem_med_version", ())


def test_a_receipt_is_never_answered():
    with pytest.raises(UnsendableLetterError, match="aldrig"):
        write_contrl(replace(ORIGINAL, letters=(OriginalLetter("A", "C0330Q"),)), NUMBERS)


@given(st.text(LATIN, max_size=150))
@settings(deadline=None, max_examples=100)
def test_any_reason_arrives(text):
    raw = write_contrl(refused(text), NUMBERS)
    mistakable = raw.isascii() and not text.isascii()
    read = details(raw).letters[0].refuse_text or ""
    # A line with nothing but a full stop is an empty line in EDIFACT.
    expected = [word for line in sendable_lines(text) if line != "." for word in line.split()]

    assert mistakable or read.split() == expected


@given(
    st.lists(
        st.tuples(
            st.from_regex(r"[A-Z][A-Z0-9]{2}", fullmatch=True).filter(lambda tag: tag != "UNA"),
            st.lists(st.lists(st.text(LATIN, max_size=9), min_size=1), max_size=4),
        ),
        max_size=6,
    )
)
def test_what_is_written_is_read(segments):
    written = tuple(Segment(tag, tuple(map(tuple, parts))) for tag, parts in segments)
    raw = serialise(written)
    read = lex(raw.decode("latin-1"))

    assert [segment.tag for segment in read] == [segment.tag for segment in written]
    assert raw.isascii() or read == written
