import base64
import json

import pytest

from rehab.medcom.foreign_text import foreign_text
from tests.support.messages import vans, xref15

FHIR_XML = (
    '<Bundle xmlns="http://hl7.org/fhir"><entry><resource><Communication><text>'
    '<div xmlns="http://www.w3.org/1999/xhtml"><b>Prøve</b> på besked</div></text>'
    '<payload><contentString value="Borgeren møder tirsdag."/></payload>'
    "</Communication></resource></entry></Bundle>"
).encode()
FHIR_JSON = json.dumps(
    {
        "resourceType": "Bundle",
        "entry": [
            {
                "resource": {
                    "text": {"div": "<div><b>Prøve</b> på besked</div>"},
                    "payload": [{"contentString": "Borgeren møder tirsdag."}] * 2,
                }
            }
        ],
    }
).encode()
TEXTS = ("Prøve på besked", "Borgeren møder tirsdag.")


def sbdh(content):
    return (
        '<StandardBusinessDocument xmlns="urn:proeve"><BinaryContent>'
        f"{base64.b64encode(content).decode()}</BinaryContent></StandardBusinessDocument>"
    ).encode()


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(FHIR_XML, id="xml"),
        pytest.param(FHIR_JSON, id="json"),
        pytest.param(vans(FHIR_XML, document_format="HL7"), id="xml-in-vans"),
        pytest.param(vans(FHIR_JSON, document_format="HL7"), id="json-in-vans"),
        pytest.param(sbdh(FHIR_XML), id="xml-in-sbdh"),
        pytest.param(sbdh(vans(FHIR_JSON)), id="json-in-vans-in-sbdh"),
    ],
)
def test_the_words_are_found_however_the_message_is_packed(raw):
    assert foreign_text(raw) == TEXTS


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"{", id="broken-json"),
        pytest.param(b"<a", id="broken-xml"),
        pytest.param(b"\xff\xfe\x00", id="bytes"),
        pytest.param(b"[" * 100_000, id="no-object"),
        pytest.param(b'{"a":' * 100_000, id="too-deep"),
        pytest.param(sbdh(b""), id="an-empty-package"),
        pytest.param(sbdh(FHIR_XML).replace(b"</Binary", b"*</Binary"), id="broken-base64"),
        pytest.param(sbdh(sbdh(sbdh(sbdh(sbdh(FHIR_XML))))), id="packed-for-ever"),
        pytest.param(xref15(), id="a-letter-that-is-read-elsewhere"),
    ],
)
def test_what_has_no_such_words_gives_none_and_never_fails(raw):
    assert foreign_text(raw) == ()
