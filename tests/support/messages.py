"""MedCom messages as a test wants them: every argument has a valid default.

All people, places and organisations are made up. `xref15(cpr=…)` and its siblings return a
whole file as bytes; the functions ending in `_letter` return one letter for `emessage`, which
packs several into one envelope.
"""

import base64
import re
from dataclasses import dataclass

from tests.support.message_letters import receipt_letter, xdis01_letter, xdis91_letter
from tests.support.message_parts import (
    ANAMNESIS,
    BACK_PAIN,
    BASE,
    CHIROPRACTOR,
    CPR,
    EPISODE,
    GP,
    HOSPITAL,
    KOMMUNE,
    KOMMUNE_GLN,
    KOMMUNE_NUMBER,
    PROLAPSE,
    SENDERS,
    SPECIALIST,
    Who,
    el,
    leaf,
    prefixed,
)
from tests.support.referral_letters import ggop_letter, xref01_letter, xref15_letter

__all__ = [
    "ANAMNESIS",
    "BACK_PAIN",
    "CHIROPRACTOR",
    "CPR",
    "EPISODE",
    "GP",
    "HOSPITAL",
    "KOMMUNE",
    "KOMMUNE_GLN",
    "KOMMUNE_NUMBER",
    "NS_2005",
    "NS_2006",
    "NS_2016",
    "NS_2017",
    "NS_2020",
    "NS_GGOP",
    "PLAIN",
    "PROLAPSE",
    "SENDERS",
    "SPECIALIST",
    "UTF_8",
    "Print",
    "Who",
    "emessage",
    "ggop",
    "ggop_letter",
    "receipt",
    "receipt_letter",
    "vans",
    "xdis01",
    "xdis01_letter",
    "xdis91",
    "xdis91_letter",
    "xref01",
    "xref01_letter",
    "xref15",
    "xref15_letter",
]

NS_2005 = "http://rep.oio.dk/sundcom.dk/medcom.dk/xml/schemas/2005/08/07/"
NS_2006 = "http://rep.oio.dk/sundcom.dk/medcom.dk/xml/schemas/2006/07/01/"
NS_2016 = "http://rep.oio.dk/medcom.dk/xml/schemas/2016/12/01/"
NS_2017 = "http://rep.oio.dk/medcom.dk/xml/schemas/2017/05/01/"
NS_2020 = "http://rep.oio.dk/medcom.dk/xml/schemas/2020/05/06/"
NS_GGOP = "urn:oio:medcom:municipality:1.0.4"
NS_GGOP_BASE = "urn:oio:medcom:municipality:1.0.0"


@dataclass(frozen=True, slots=True)
class Print:
    """How a file is written: the bytes it is in, the encoding it claims, prefix and line ends."""

    encoding: str = "iso-8859-1"
    declared: str | None = "ISO-8859-1"
    prefix: str = ""
    indented: bool = False
    bom: bytes = b""


PLAIN = Print()
UTF_8 = Print("utf-8", "UTF-8")


def xref15(*, version="XH1530R", printed=PLAIN, envelope_id="PRK26110001", **letter):
    """A municipal referral; keywords as in `xref15_letter`."""
    namespace = NS_2020 if version == "XH1531R" else NS_2016
    body = xref15_letter(version=version, **letter)
    return emessage(body, namespace=namespace, envelope_id=envelope_id, printed=printed)


def xref01(*, version="XH0130R", printed=PLAIN, envelope_id="PRK26110002", **letter):
    """A hospital referral used towards the kommune; keywords as in `xref01_letter`."""
    namespace = NS_2017 if version == "XH0131R" else NS_2005
    body = xref01_letter(version=version, **letter)
    return emessage(body, namespace=namespace, envelope_id=envelope_id, printed=printed)


def ggop(*, printed=UTF_8, envelope_id="PRK26110003", **letter):
    """A genoptræningsplan; keywords as in `ggop_letter`."""
    return emessage(
        ggop_letter(**letter), namespace=NS_GGOP, envelope_id=envelope_id, printed=printed
    )


def xdis01(*, printed=PLAIN, envelope_id="PRK26110004", **letter):
    """A hospital's discharge letter; keywords as in `xdis01_letter`."""
    return emessage(
        xdis01_letter(**letter), namespace=NS_2005, envelope_id=envelope_id, printed=printed
    )


def xdis91(*, printed=PLAIN, envelope_id="PRK26110005", **letter):
    """A correspondence; keywords as in `xdis91_letter`."""
    return emessage(
        xdis91_letter(**letter), namespace=NS_2006, envelope_id=envelope_id, printed=printed
    )


def receipt(*, printed=PLAIN, envelope_id="PRK26110006", **letter):
    """A receipt; keywords as in `receipt_letter`."""
    return emessage(
        receipt_letter(**letter),
        namespace=NS_2005,
        envelope_id=envelope_id,
        wants_receipt=False,
        printed=printed,
    )


def emessage(
    *letters,
    namespace=NS_2016,
    envelope_id="PRK26110000",
    sent=("2026-11-03", "09:41"),
    wants_receipt=True,
    printed=PLAIN,
):
    """A file with an envelope and any number of letters."""
    wish = "pluspositivkvitt" if wants_receipt else "minuspositivkvitt"
    envelope = el(
        "Envelope",
        el("Sent", leaf("Date", sent[0]), leaf("Time", sent[1])),
        leaf("Identifier", envelope_id),
        leaf("AcknowledgementCode", wish),
    )
    base = ""
    if namespace == NS_GGOP:
        envelope = prefixed(envelope, BASE)
        base = f' xmlns:{BASE}="{NS_GGOP_BASE}"'
    body = envelope + "".join(letters)
    if printed.indented:
        body = re.sub(r"><", ">\n    <", body)
    name, declaration = "Emessage", f'xmlns="{namespace}"'
    if printed.prefix:
        body = prefixed(body, printed.prefix)
        name, declaration = f"{printed.prefix}:Emessage", f'xmlns:{printed.prefix}="{namespace}"'
    claim = f' encoding="{printed.declared}"' if printed.declared else ""
    head = f'<?xml version="1.0"{claim}?>\n' if printed.declared != "" else ""
    text = f"{head}<{name} {declaration}{base}>{body}</{name}>\n"
    return printed.bom + text.encode(printed.encoding)


def vans(message, *, document_name="MCM:XREF15", document_format="XML"):
    """Some bytes in an operator's envelope."""
    data = base64.b64encode(message).decode()
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<v:VANSEnvelope xmlns:v="urn:oio:medcom:vans-envelope:1.0.4">'
        f'<v:SenderID EndPointType="EAN">{GP.gln}</v:SenderID>'
        f'<v:ReceiverID EndPointType="EAN">{KOMMUNE_GLN}</v:ReceiverID>'
        "<v:EnvelopeIdentifier>5b0d5b1e-0000-4000-8000-000000000001</v:EnvelopeIdentifier>"
        "<v:SentDateTime>2026-11-03T08:41:00Z</v:SentDateTime><v:Message><v:MetaInformation>"
        "<v:Identifier>5b0d5b1e-0000-4000-8000-000000000002</v:Identifier><v:Document>"
        f"<v:Format>{document_format}</v:Format><v:Name>{document_name}</v:Name>"
        f"<v:SizeInBytes>{len(message)}</v:SizeInBytes></v:Document></v:MetaInformation>"
        f"<v:Data>{data}</v:Data></v:Message></v:VANSEnvelope>"
    ).encode()
