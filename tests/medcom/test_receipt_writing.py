from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rehab.medcom.latin import sendable_lines
from rehab.medcom.letters import LetterKind, ReceiptDetails, ReceiptedLetter
from rehab.medcom.reader import read_envelope
from rehab.medcom.receipt_writing import (
    OriginalDelivery,
    OriginalLetter,
    ReceiptNumbers,
    Refusal,
    RefuseCode,
    original_of,
    write_negative_receipt,
    write_positive_receipt,
)
from rehab.medcom.schemas import Schemas
from rehab.medcom.xml_writing import UnsendableLetterError
from tests.support.message_parts import GP, KOMMUNE_GLN
from tests.support.messages import emessage, receipt, xref15, xref15_letter
from tests.support.shared import SHARED, needs_shared

NUMBERS = ReceiptNumbers(
    envelope_id="UDK26110009",
    letter_id="UDB26110009",
    sent_at=datetime(2026, 11, 3, 8, 42, tzinfo=UTC),
)
REFUSAL = Refusal(RefuseCode.VERSION, "Versionen kendes ikke.\nSend XH1530R.")
LETTERS = (OriginalLetter("PRB1", "XH1530R"), OriginalLetter("PRB2", "GGOP100"))
ORIGINAL = OriginalDelivery("PRK1", GP.gln, KOMMUNE_GLN, LETTERS)
REFUSED = replace(ORIGINAL, letters=(replace(LETTERS[0], refusal=REFUSAL), LETTERS[1]))


def details(raw):
    (letter,) = read_envelope(raw).letters
    assert letter.kind is LetterKind.RECEIPT
    return letter.receipt


def test_a_positive_receipt_names_every_letter():
    assert details(write_positive_receipt(ORIGINAL, NUMBERS)) == ReceiptDetails(
        positive=True,
        original_envelope_id="PRK1",
        original_sender_gln=GP.gln,
        original_receiver_gln=KOMMUNE_GLN,
        refuse_code=None,
        refuse_text=None,
        letters=(
            ReceiptedLetter("PRB1", "XH1530R", None, None),
            ReceiptedLetter("PRB2", "GGOP100", None, None),
        ),
    )


def test_a_receipt_goes_from_the_one_who_received_to_the_one_who_sent():
    envelope = read_envelope(write_positive_receipt(ORIGINAL, NUMBERS))
    (letter,) = envelope.letters

    assert (letter.sender.gln, letter.receiver.gln) == (KOMMUNE_GLN, GP.gln)
    assert (envelope.envelope_id, letter.letter_id) == ("UDK26110009", "UDB26110009")
    assert envelope.sent_at == NUMBERS.sent_at
    assert (letter.version_code, letter.statistical_code) == ("XC0330Q", "XCTL03")


@pytest.mark.parametrize(
    "raw", [write_positive_receipt(ORIGINAL, NUMBERS), write_negative_receipt(REFUSED, NUMBERS)]
)
def test_a_receipt_never_asks_for_a_receipt(raw):
    assert read_envelope(raw).wants_receipt is False


def test_a_letter_is_refused_with_a_reason():
    read = details(write_negative_receipt(REFUSED, NUMBERS))

    assert (read.positive, read.refuse_code) == (False, None)
    assert read.letters == (
        ReceiptedLetter(
            "PRB1", "XH1530R", "problem_med_version", "Versionen kendes ikke.\nSend XH1530R."
        ),
        ReceiptedLetter("PRB2", "GGOP100", None, None),
    )


@pytest.mark.parametrize("code", RefuseCode)
def test_an_envelope_is_refused_with_each_reason(code):
    read = details(write_negative_receipt(replace(ORIGINAL, refusal=Refusal(code)), NUMBERS))

    assert (read.refuse_code, read.refuse_text) == (code.value, None)


def test_both_the_envelope_and_a_letter_may_be_refused():
    both = replace(REFUSED, refusal=Refusal(RefuseCode.SYNTAX, "Fejl i kuverten."))
    read = details(write_negative_receipt(both, NUMBERS))

    assert (read.refuse_code, read.letters[0].refuse_code) == ("syntaksfejl", "problem_med_version")


@pytest.mark.parametrize(
    "letters",
    [
        pytest.param((OriginalLetter("X" * 15, "XH1530R", REFUSAL),), id="number-too-long"),
        pytest.param((OriginalLetter("", "XH1530R", REFUSAL),), id="no-number"),
        pytest.param((OriginalLetter("PRB1", "", REFUSAL),), id="no-version"),
        pytest.param((OriginalLetter("PRB1", "XH1530RX", REFUSAL),), id="version-too-long"),
        pytest.param((OriginalLetter("PRB1", "XH1530R", REFUSAL),) * 100, id="too-many-letters"),
    ],
)
def test_the_reason_of_a_letter_that_cannot_be_named_goes_on_the_envelope(letters):
    read = details(write_negative_receipt(replace(ORIGINAL, letters=letters), NUMBERS))

    assert (read.refuse_code, read.letters) == ("problem_med_version", ())


def test_a_resend_gets_the_same_receipt_in_a_new_envelope():
    again = replace(NUMBERS, envelope_id="UDK26110010", letter_id="UDB26110010")

    assert details(write_negative_receipt(REFUSED, again)) == details(
        write_negative_receipt(REFUSED, NUMBERS)
    )


@pytest.mark.parametrize("version", ["XC0330Q", "XC0230Q", "XC0130Q", "C0330Q", "XC0999Q"])
@pytest.mark.parametrize("write", [write_positive_receipt, write_negative_receipt])
def test_a_receipt_is_never_answered(write, version):
    with pytest.raises(UnsendableLetterError, match="aldrig"):
        write(replace(ORIGINAL, letters=(OriginalLetter("A", version, REFUSAL),)), NUMBERS)


def test_a_receipt_that_was_read_is_never_answered():
    with pytest.raises(UnsendableLetterError, match="aldrig"):
        original_of(read_envelope(receipt()))


@pytest.mark.parametrize(
    ("write", "original"),
    [(write_positive_receipt, REFUSED), (write_negative_receipt, ORIGINAL)],
)
def test_an_answer_of_the_wrong_sort_is_not_written(write, original):
    with pytest.raises(UnsendableLetterError, match="positiv kvittering"):
        write(original, NUMBERS)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"envelope_id": "X" * 15}, "oprindeligt kuvertnummer"),
        ({"envelope_id": ""}, "oprindeligt kuvertnummer"),
        ({"sender_gln": ""}, "lokationsnummer"),
    ],
)
def test_what_a_receipt_cannot_do_without_is_named(change, named):
    with pytest.raises(UnsendableLetterError, match=named):
        write_positive_receipt(replace(ORIGINAL, **change), NUMBERS)


def test_what_was_read_is_what_is_answered():
    raw = emessage(xref15_letter(letter_id="A"), xref15_letter(letter_id="B"), envelope_id="K")

    assert original_of(read_envelope(raw)) == OriginalDelivery(
        "K",
        GP.gln,
        KOMMUNE_GLN,
        (OriginalLetter("A", "XH1530R"), OriginalLetter("B", "XH1530R")),
    )


@given(st.text(max_size=300))
@settings(deadline=None, max_examples=60)
def test_any_reason_arrives(text):
    raw = write_negative_receipt(
        replace(ORIGINAL, refusal=Refusal(RefuseCode.UNSPECIFIED, text)), NUMBERS
    )

    assert (details(raw).refuse_text or "").split() == " ".join(sendable_lines(text)).split()


@needs_shared
@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(write_positive_receipt(ORIGINAL, NUMBERS), id="XC0330Q"),
        pytest.param(write_negative_receipt(REFUSED, NUMBERS), id="XC0230Q-letter"),
        pytest.param(
            write_negative_receipt(replace(REFUSED, refusal=REFUSAL), NUMBERS),
            id="XC0230Q-envelope",
        ),
        pytest.param(
            write_positive_receipt(original_of(read_envelope(xref15())), NUMBERS), id="as-read"
        ),
    ],
)
def test_receipts_are_valid(raw):
    schemas = Schemas(SHARED / "medcom" / "xsd")

    assert (schemas.covers(raw), schemas.validate(raw)) == (True, ())
