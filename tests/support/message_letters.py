"""One MedCom letter of each type that is no referral, for `emessage` to put in an envelope.

Every argument has a valid default; the types follow MedCom's schemas.
"""

from tests.support.message_parts import (
    CPR,
    EPISODE,
    KOMMUNE,
    el,
    header_of,
    leaf,
    party_of,
    patient_of,
    sender_of,
)


def xdis01_letter(
    *,
    letter_id="PRB26110004",
    version="XD0133L",
    cpr=CPR,
    surname="Prøvesen",
    given_name="Ella",
    sender="hospital",
    receiver=KOMMUNE,
    authorised=("2026-11-16", "11:30"),
    status="ambulant",
    diagnosis=("DM513A", "Degeneration af lændeskive"),
    text="Kopi til orientering.<Break/>Afsluttes uden genoptræningsplan.",
):
    """One DischargeLetter; `text` is formatted text as it stands in the file."""
    return el(
        "DischargeLetter",
        header_of(
            letter_id, version, "XDIS01", status="nytbrev", authorised=authorised, episode=None
        ),
        party_of("Sender", sender_of(sender)),
        party_of("Receiver", receiver),
        patient_of(cpr, surname, given_name, title=False, status=status),
        el("Admission", leaf("Date", "2026-08-17"), leaf("Time", "09:00")),
        el("Discharge", leaf("Date", "2026-11-16"), leaf("Time", "11:00")),
        el(
            "Diagnose",
            el("Main", leaf("DiagnoseCode", diagnosis[0]), leaf("DiagnoseText", diagnosis[1])),
        ),
        el("ClinicalInformation", el("Text01", text)),
    )


def xdis91_letter(
    *,
    letter_id="PRB26110005",
    version="XD9134L",
    cpr=CPR,
    surname="Prøvesen",
    given_name="Ella",
    sender="gp",
    receiver=KOMMUNE,
    authorised=("2026-11-04", "10:00"),
    statistical="XDIS91",
    subject="Vedr. henvisning",
    text="Borgeren er flyttet.<Break/>Ny adresse følger.",
    status="ambulant",
):
    """One ClinicalEmail; without a subject it has no AdditionalInformation at all."""
    return el(
        "ClinicalEmail",
        header_of(
            letter_id,
            version,
            "XDIS91",
            status="nytbrev",
            authorised=authorised,
            episode=EPISODE,
            statistical=statistical,
        ),
        party_of("Sender", sender_of(sender)),
        party_of("Receiver", receiver),
        patient_of(cpr, surname, given_name, title=False, status=status),
        el("AdditionalInformation", leaf("Priority", "rutine"), leaf("Subject", subject))
        if subject
        else "",
        el("ClinicalInformation", el("Text01", text)),
    )


def receipt_letter(
    *,
    letter_id="PRB26110006",
    element="NegativeReceipt",
    original_envelope_id="UDK26110001",
    original_letter_id="UDB26110001",
    original_version="XD1530L",
    refuse_code="problem_med_version",
    refuse_text="Versionen kan ikke modtages.",
    sender="gp",
    receiver=KOMMUNE,
):
    """One receipt; the element decides which of the three."""
    version = {
        "NegativeVansReceipt": "XC0130Q",
        "NegativeReceipt": "XC0230Q",
        "PositiveReceipt": "XC0330Q",
    }[element]
    refused = element != "PositiveReceipt"
    return el(
        element,
        el(
            "Letter",
            leaf("Identifier", letter_id),
            leaf("VersionCode", version),
            leaf("StatisticalCode", f"XCTL{version[2:4]}"),
        ),
        el("Sender", leaf("EANIdentifier", sender_of(sender).gln)),
        el("Receiver", leaf("EANIdentifier", receiver.gln)),
        el(
            "OriginalEmessage",
            leaf("OriginalEnvelopeIdentifier", original_envelope_id),
            el("OriginalSender", leaf("EANIdentifier", receiver.gln)),
            el("OriginalReceiver", leaf("EANIdentifier", sender_of(sender).gln)),
            el(
                "OriginalLetter",
                leaf("OriginalLetterIdentifier", original_letter_id),
                leaf("OriginalVersionCode", original_version),
                leaf("RefuseCode", refuse_code) if refused else "",
                leaf("RefuseText", refuse_text) if refused else "",
            )
            if original_letter_id
            else "",
        ),
    )
