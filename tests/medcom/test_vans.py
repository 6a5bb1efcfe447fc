import pytest

from rehab.medcom.errors import Fault, UnreadableMessageError, UnsupportedFormatError
from rehab.medcom.letters import Wire
from rehab.medcom.vans import MAX_WRAPPINGS, open_message
from tests.support.edifact import ref01
from tests.support.messages import vans, xref15

VANS_RECEIPT = b"""<VANSEnvelope xmlns="urn:oio:medcom:vans-envelope:1.0.4">
<Receipt><PositiveMessage/></Receipt></VANSEnvelope>"""


def wrapped(raw, times):
    for _ in range(times):
        raw = vans(raw)
    return raw


@pytest.mark.parametrize(
    ("times", "wire"), [(0, Wire.OIOXML), (1, Wire.VANS), (MAX_WRAPPINGS, Wire.VANS)]
)
def test_a_message_is_taken_out_of_its_envelopes(times, wire):
    opened = open_message(wrapped(xref15(), times))

    assert opened.wire is wire
    assert opened.root.tag.endswith("Emessage")


def test_envelopes_without_end_are_not_opened():
    with pytest.raises(UnreadableMessageError) as refused:
        open_message(wrapped(xref15(), MAX_WRAPPINGS + 1))

    assert refused.value.reason_code is Fault.BROKEN_ENVELOPE


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"%%%", id="not-base64"),
        pytest.param(b"QUJ", id="cut-off"),
        pytest.param("æøå".encode(), id="not-ascii"),
    ],
)
def test_an_envelope_without_a_message_says_so(data):
    raw = b"<VANSEnvelope><Message><Data>" + data + b"</Data></Message></VANSEnvelope>"

    with pytest.raises(UnreadableMessageError) as refused:
        open_message(raw)

    assert refused.value.reason_code is Fault.BROKEN_ENVELOPE
    assert "Message/Data" in refused.value.sentence


@pytest.mark.parametrize(
    ("raw", "wire"),
    [
        pytest.param(ref01(), Wire.EDIFACT, id="bare"),
        pytest.param(wrapped(ref01(), MAX_WRAPPINGS), Wire.VANS_EDIFACT, id="wrapped"),
    ],
)
def test_an_edifact_delivery_becomes_the_emessage_that_says_the_same(raw, wire):
    opened = open_message(raw)

    assert (opened.root.tag, opened.wire, len(opened.fingerprints)) == ("Emessage", wire, 1)


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        pytest.param(b'{"resourceType": "Bundle"}', "fhir", id="fhir-json"),
        pytest.param(b'<Bundle xmlns="http://hl7.org/fhir"/>', "fhir", id="fhir-xml"),
        pytest.param(
            b'<StandardBusinessDocument xmlns="urn:sbdh"/>', "sbdh", id="standard-business-document"
        ),
        pytest.param(VANS_RECEIPT, "vans-receipt", id="operator-receipt"),
    ],
)
def test_formats_of_other_families_are_named(raw, name):
    with pytest.raises(UnsupportedFormatError) as refused:
        open_message(raw)

    assert refused.value.format == name


def test_xml_of_another_kind_is_called_by_its_name():
    with pytest.raises(UnreadableMessageError) as refused:
        open_message(b"<Faktura/>")

    assert refused.value.reason_code is Fault.NOT_A_MESSAGE
    assert "Faktura" in refused.value.sentence
