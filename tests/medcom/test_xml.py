import pytest

from rehab.medcom.errors import Fault, UnreadableMessageError
from rehab.medcom.xml import MAX_BYTES, MAX_DEPTH, MAX_ELEMENTS, parse_document

XXE = b"""<?xml version="1.0"?>
<!DOCTYPE Emessage [<!ENTITY file SYSTEM "file:///etc/passwd">]><Emessage>&file;</Emessage>"""
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE Emessage [<!ENTITY l0 "ha">'
    + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    + "]><Emessage>&l9;</Emessage>"
).encode()


@pytest.mark.parametrize(
    ("raw", "fault"),
    [
        pytest.param(b"", Fault.EMPTY, id="nothing"),
        pytest.param(b" \r\n\x00", Fault.EMPTY, id="only-space"),
        pytest.param(b"Hej kommune", Fault.NOT_XML, id="words"),
        pytest.param(b"<Emessage><Envelope></Emessage>", Fault.NOT_XML, id="not-closed"),
        pytest.param(b"<Emessage>&ukendt;</Emessage>", Fault.NOT_XML, id="undeclared-entity"),
        pytest.param(b"<?xml version='1.0'", Fault.NOT_XML, id="cut-off"),
        pytest.param(XXE, Fault.DOCTYPE, id="external-entity"),
        pytest.param(LAUGHS, Fault.DOCTYPE, id="billion-laughs"),
        pytest.param(b"<!DOCTYPE Emessage><Emessage/>", Fault.DOCTYPE, id="bare-doctype"),
        pytest.param(
            b"<!-- > --><?pi ?>\n<!DOCTYPE a SYSTEM 'http://127.0.0.1/x'><a/>",
            Fault.DOCTYPE,
            id="doctype-behind-comment",
        ),
        pytest.param("<!DOCTYPE a []><a/>".encode("utf-16"), Fault.DOCTYPE, id="doctype-in-utf-16"),
        pytest.param(b"<a>" * 100 + b"</a>" * 100, Fault.TOO_COMPLEX, id="deep"),
        pytest.param(b"<a>" * 5000 + b"</a>" * 5000, Fault.TOO_COMPLEX, id="deeper-than-parser"),
        pytest.param(b"<a>" + b"<b/>" * MAX_ELEMENTS + b"</a>", Fault.TOO_COMPLEX, id="many"),
        pytest.param(b" " * MAX_BYTES + b"<a/>", Fault.TOO_LARGE, id="large"),
    ],
)
def test_what_no_honest_message_holds_is_refused(raw, fault):
    with pytest.raises(UnreadableMessageError) as refused:
        parse_document(raw)

    assert refused.value.reason_code is fault
    assert refused.value.sentence.endswith(".")


def test_the_deepest_allowed_document_is_read():
    raw = b"<a>" * MAX_DEPTH + b"</a>" * MAX_DEPTH

    assert parse_document(raw).tag == "a"


def test_the_size_limit_is_a_choice_of_the_caller():
    with pytest.raises(UnreadableMessageError) as refused:
        parse_document(b"<a>1234567890</a>", max_bytes=10)

    assert refused.value.reason_code is Fault.TOO_LARGE


def test_the_word_doctype_in_a_text_is_only_a_word():
    raw = b"<a><![CDATA[<!DOCTYPE html>]]></a>"

    assert parse_document(raw).text == "<!DOCTYPE html>"


def test_comments_inside_a_text_do_not_cut_it():
    assert parse_document(b"<a>for<!-- note --> og efter</a>").text == "for og efter"


def test_the_declaration_does_not_decide_the_characters():
    raw = '<?xml version="1.0" encoding="ISO-8859-1"?><a>Lægehuset</a>'.encode()

    assert parse_document(raw).text == "Lægehuset"
