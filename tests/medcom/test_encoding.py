import codecs

import pytest

from rehab.medcom.encoding import decode

DANISH = "<a>Lægehuset Å</a>"


def declared(encoding):
    return f'<?xml version="1.0" encoding="{encoding}"?>{DANISH}'


@pytest.mark.parametrize(
    ("raw", "notes"),
    [
        pytest.param(declared("ISO-8859-1").encode("latin-1"), (), id="latin-1-as-declared"),
        pytest.param(declared("UTF-8").encode(), (), id="utf-8-as-declared"),
        pytest.param(declared("windows-1252").encode("cp1252"), (), id="windows-as-declared"),
        pytest.param(DANISH.encode(), (), id="utf-8-undeclared"),
        pytest.param(codecs.BOM_UTF8 + declared("UTF-8").encode(), (), id="utf-8-with-mark"),
        pytest.param(
            codecs.BOM_UTF16_LE + declared("UTF-16").encode("utf-16-le"), (), id="utf-16-with-mark"
        ),
        pytest.param(DANISH.encode("utf-16-be"), (), id="utf-16-without-mark"),
        pytest.param(
            declared("ISO-8859-1").encode(),
            ("Filen oplyser tegnsættet ISO-8859-1, men er læst som UTF-8.",),
            id="says-latin-1-is-utf-8",
        ),
        pytest.param(
            DANISH.encode("latin-1"),
            ("Filen oplyser ikke sit tegnsæt; den er læst som ISO-8859-1.",),
            id="says-nothing-is-latin-1",
        ),
        pytest.param(
            declared("UTF-8").encode("latin-1"),
            ("Filen oplyser tegnsættet UTF-8, men er læst som ISO-8859-1.",),
            id="says-utf-8-is-latin-1",
        ),
        pytest.param(
            declared("x-unknown").encode("latin-1"),
            ("Filen oplyser tegnsættet X-UNKNOWN, men er læst som ISO-8859-1.",),
            id="says-what-nobody-knows",
        ),
    ],
)
def test_danish_letters_survive_whatever_the_file_claims(raw, notes):
    decoded = decode(raw)

    assert decoded.text.endswith(DANISH)
    assert decoded.notes == notes


def test_a_byte_order_mark_outweighs_the_declaration():
    decoded = decode(codecs.BOM_UTF8 + declared("ISO-8859-1").encode())

    assert decoded.text.endswith(DANISH)


def test_windows_dashes_are_read_in_a_file_that_says_latin_1():
    raw = b'<?xml version="1.0" encoding="ISO-8859-1"?><a>uge 4 \x96 6</a>'

    assert decode(raw).text.endswith("<a>uge 4 – 6</a>")


def test_bytes_that_fit_nothing_still_become_characters():
    assert decode(b"<a>\x81\xe6</a>").text == "<a>\x81æ</a>"


def test_a_broken_file_with_a_mark_is_shown_with_its_faults_noted():
    decoded = decode(codecs.BOM_UTF8 + b"<a>\xe6</a>")

    assert decoded.text == "<a>\N{REPLACEMENT CHARACTER}</a>"
    assert len(decoded.notes) == 1
