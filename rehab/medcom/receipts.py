"""Read receipts (XCTL01, XCTL02, XCTL03): what became of something the kommune sent."""

from dataclasses import replace

from rehab.medcom.elements import child, children, text_at
from rehab.medcom.formatted_text import read_text
from rehab.medcom.letters import Letter, ReceiptDetails, ReceiptedLetter
from rehab.medcom.xml import Element

POSITIVE = "PositiveReceipt"


def read_receipt(element: Element, letter: Letter) -> Letter:
    """Return a letter filled with what a receipt holds.

    The reason for a refusal may stand on the envelope or on the letter, and a receipt need
    not name any letter at all (MEDCOM 3.7).
    """
    original = child(element, "OriginalEmessage")
    return replace(
        letter,
        receipt=ReceiptDetails(
            positive=letter.element == POSITIVE,
            original_envelope_id=text_at(original, "OriginalEnvelopeIdentifier"),
            original_sender_gln=text_at(original, "OriginalSender", "EANIdentifier"),
            original_receiver_gln=text_at(original, "OriginalReceiver", "EANIdentifier"),
            refuse_code=text_at(original, "RefuseCode"),
            refuse_text=_refuse_text(original),
            letters=tuple(
                ReceiptedLetter(
                    letter_id=text_at(each, "OriginalLetterIdentifier"),
                    version_code=text_at(each, "OriginalVersionCode"),
                    refuse_code=text_at(each, "RefuseCode"),
                    refuse_text=_refuse_text(each),
                )
                for each in children(original, "OriginalLetter")
            ),
        ),
    )


def _refuse_text(parent: Element | None) -> str | None:
    return read_text(child(parent, "RefuseText")).plain() or None
