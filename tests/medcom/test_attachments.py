import base64
import hashlib

import pytest

from rehab.medcom.attachments import MAX_CONTENT
from rehab.medcom.enclosures import Attachment
from rehab.medcom.errors import Fault, UnknownVersionError, UnreadableMessageError
from rehab.medcom.letters import LetterKind
from rehab.medcom.reader import read_envelope
from rehab.medcom.schemas import Schemas
from tests.support.message_parts import CPR, GP, KOMMUNE_GLN, KOMMUNE_NUMBER, el, leaf
from tests.support.messages import NS_2005, emessage
from tests.support.shared import SHARED, needs_shared

CONTENT = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
PATIENT = el("Patient", leaf("CivilRegistrationNumber", CPR), leaf("PersonSurnameName", "Prøvesen"))
SYSTEM = leaf("SystemInformation", "true")


def binary(data=None, *, identifier="PRO26110001", size=264):
    data = base64.b64encode(CONTENT).decode() if data is None else data
    return el(
        "BinaryObject",
        leaf("ObjectIdentifier", identifier),
        leaf("ObjectCode", "billede"),
        leaf("ObjectExtensionCode", "png"),
        leaf("OriginalObjectSize", str(size)),
        leaf("Object_Base64Encoded", data),
    )


def attachment(*objects, element="BinaryLetter", version="XB0130X", about=PATIENT):
    party = (
        leaf("OrganisationName", "Prøve"),
        leaf("StreetName", "Prøvevej 1"),
        leaf("DistrictName", "Prøveby"),
        leaf("PostCodeIdentifier", "9999"),
    )
    body = el(
        element,
        el(
            "Letter",
            leaf("Identifier", "PRB26110009"),
            leaf("VersionCode", version),
            leaf("StatisticalCode", "XBIN01"),
            el("Authorisation", leaf("Date", "2026-11-03"), leaf("Time", "09:38")),
            leaf("TypeCode", "XBIN01"),
            leaf("StatusCode", "nytbrev"),
        ),
        el(
            "Sender",
            leaf("EANIdentifier", GP.gln),
            leaf("Identifier", GP.identifier),
            leaf("IdentifierCode", GP.code),
            *party,
            leaf("MedicalSpecialityCode", "almen_medicin"),
        ),
        el(
            "Receiver",
            leaf("EANIdentifier", KOMMUNE_GLN),
            leaf("Identifier", KOMMUNE_NUMBER),
            leaf("IdentifierCode", "kommunenummer"),
            *party,
        ),
        about,
        *(objects or (binary(),)),
    )
    return emessage(body, namespace=NS_2005, envelope_id="PRK26110009")


def test_an_attachment_is_kept_as_it_came():
    (letter,) = read_envelope(attachment()).letters

    assert (letter.kind, letter.letter_id) == (LetterKind.ATTACHMENT, "PRB26110009")
    assert letter.patient.identifier == CPR
    assert letter.attachments == (
        Attachment(
            object_identifier="PRO26110001",
            object_code="billede",
            extension="png",
            stated_size=len(CONTENT),
            content=CONTENT,
            sha256=hashlib.sha256(CONTENT).hexdigest(),
        ),
    )
    assert letter.attachments[0].is_whole is True


def test_one_letter_may_carry_several_files_and_no_citizen():
    raw = attachment(binary(identifier="A"), binary(identifier="B"), about=SYSTEM)
    (letter,) = read_envelope(raw).letters

    assert [each.object_identifier for each in letter.attachments] == ["A", "B"]
    assert letter.patient is None


def test_a_file_of_another_size_than_stated_is_kept_and_told():
    (letter,) = read_envelope(attachment(binary(size=7))).letters

    assert (letter.attachments[0].is_whole, letter.attachments[0].content) == (False, CONTENT)


@pytest.mark.parametrize(
    ("element", "version"),
    [
        ("BinaryLetter", "XB0130X"),
        ("BinaryLetter", "XB0131X"),
        ("BinaryLetter", "XB0210X"),
        ("ReferralAttachment", "XB0210X"),
    ],
)
def test_every_version_in_use_is_read(element, version):
    assert read_envelope(attachment(element=element, version=version)).letters[0].attachments


def test_another_version_is_told_apart():
    with pytest.raises(UnknownVersionError, match="XB0999X"):
        read_envelope(attachment(version="XB0999X"))


@pytest.mark.parametrize(
    ("objects", "code", "named"),
    [
        pytest.param([""], Fault.MISSING_ELEMENT, "BinaryObject", id="no-file"),
        pytest.param(
            [binary(identifier="")], Fault.MISSING_ELEMENT, "ObjectIdentifier", id="no-identifier"
        ),
        pytest.param([binary("%%%")], Fault.BROKEN_ATTACHMENT, "PRO26110001", id="not-base64"),
        pytest.param([binary("QUJ")], Fault.BROKEN_ATTACHMENT, "PRO26110001", id="cut-off"),
        pytest.param([binary("æøå")], Fault.BROKEN_ATTACHMENT, "PRO26110001", id="not-ascii"),
        pytest.param([binary("")], Fault.BROKEN_ATTACHMENT, "PRO26110001", id="empty"),
        pytest.param(
            [el("BinaryObject", leaf("ObjectIdentifier", "A"))],
            Fault.MISSING_ELEMENT,
            "Object_Base64Encoded",
            id="no-content",
        ),
        pytest.param(
            [binary("A" * (MAX_CONTENT // 3 * 4 + 8))], Fault.TOO_LARGE, "7168 kB", id="too-large"
        ),
    ],
)
def test_a_file_that_cannot_be_kept_is_a_fault_of_the_letter(objects, code, named):
    with pytest.raises(UnreadableMessageError, match=named) as refused:
        read_envelope(attachment(*objects))

    assert refused.value.reason_code is code
    assert refused.value.identity.letter_id == "PRB26110009"


@needs_shared
def test_the_attachments_the_tests_build_are_valid():
    assert Schemas(SHARED / "medcom" / "xsd").validate(attachment()) == ()
