"""A resend is another envelope around the very same letter."""

from datetime import UTC, datetime

import pytest

from rehab.medcom.edifact_receipt_writing import write_contrl
from rehab.medcom.reader import read_envelope
from rehab.medcom.receipt_writing import (
    OriginalDelivery,
    OriginalLetter,
    ReceiptNumbers,
    Refusal,
    RefuseCode,
)
from rehab.medcom.resending import in_new_envelope, is_edifact
from rehab.medcom.xml_writing import UnsendableLetterError
from tests.support.messages import xdis91, xref15

LATER = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
CONTRL = write_contrl(
    OriginalDelivery(
        "PRK1",
        "5790000999026",
        "5790000999019",
        (OriginalLetter("PRB1", "H0130R"),),
        Refusal(RefuseCode.SYNTAX, "Kan ikke læses: 'A+B' skal være én linje."),
    ),
    ReceiptNumbers(
        envelope_id="UDK1", letter_id="UDB1", sent_at=datetime(2026, 11, 23, 9, tzinfo=UTC)
    ),
)


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(xref15(), id="xref15"),
        pytest.param(xdis91(), id="xdis91"),
        pytest.param(CONTRL, id="contrl"),
    ],
)
def test_the_envelope_is_new_and_the_letters_are_the_same(raw):
    again = in_new_envelope(raw, envelope_id="UDK2", sent_at=LATER)
    before, after = read_envelope(raw), read_envelope(again)
    assert (after.envelope_id, after.sent_at) == ("UDK2", LATER)
    assert after.letters == before.letters
    assert after.wants_receipt == before.wants_receipt
    assert is_edifact(again) == is_edifact(raw)


def test_the_same_again_is_the_same_bytes():
    once = in_new_envelope(CONTRL, envelope_id="UDK2", sent_at=LATER)
    assert in_new_envelope(once, envelope_id="UDK2", sent_at=LATER) == once


@pytest.mark.parametrize(
    ("raw", "envelope_id"),
    [
        pytest.param(xref15(), "", id="no-number"),
        pytest.param(xref15(), "UDK26110000123456", id="too-long-a-number"),
        pytest.param(b"<Emessage/>", "UDK2", id="no-envelope"),
    ],
)
def test_what_cannot_be_put_in_an_envelope_is_refused(raw, envelope_id):
    with pytest.raises(UnsendableLetterError):
        in_new_envelope(raw, envelope_id=envelope_id, sent_at=LATER)
