import pytest

from rehab.medcom.letters import LetterKind, ReceiptDetails, ReceiptedLetter
from rehab.medcom.reader import read_envelope
from tests.support.messages import GP, KOMMUNE_GLN, receipt


def only(raw):
    (letter,) = read_envelope(raw).letters
    return letter


@pytest.mark.parametrize(
    ("element", "positive"),
    [("NegativeVansReceipt", False), ("NegativeReceipt", False), ("PositiveReceipt", True)],
)
def test_a_receipt_says_what_it_answers(element, positive):
    letter = only(receipt(element=element))
    code = None if positive else "problem_med_version"
    text = None if positive else "Versionen kan ikke modtages."

    assert letter.kind is LetterKind.RECEIPT
    assert letter.receipt == ReceiptDetails(
        positive=positive,
        original_envelope_id="UDK26110001",
        original_sender_gln=KOMMUNE_GLN,
        original_receiver_gln=GP.gln,
        refuse_code=None,
        refuse_text=None,
        letters=(ReceiptedLetter("UDB26110001", "XD1530L", code, text),),
    )


def test_a_refusal_may_stand_on_the_envelope_and_name_no_letter():
    refusal = b"<RefuseCode>syntaksfejl</RefuseCode><RefuseText>En<Break/>to</RefuseText>"
    raw = receipt(original_letter_id=None).replace(
        b"</OriginalEmessage>", refusal + b"</OriginalEmessage>"
    )

    details = only(raw).receipt

    assert (details.refuse_code, details.refuse_text) == ("syntaksfejl", "En\nto")
    assert details.letters == ()


def test_a_receipt_never_asks_for_a_receipt():
    assert read_envelope(receipt()).wants_receipt is False
