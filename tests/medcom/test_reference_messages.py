"""Read every message of the reference material; nothing there may surprise the reader."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rehab.medcom.errors import (
    Fault,
    MessageError,
    UnknownLetterError,
    UnreadableMessageError,
)
from rehab.medcom.letters import LetterKind, Wire
from rehab.medcom.reader import read_envelope
from rehab.medcom.schemas import Schemas
from tests.support.shared import SHARED, needs_shared

pytestmark = needs_shared

MEDCOM = SHARED / "medcom"
SCHEMAS = Schemas(MEDCOM / "xsd")
CASES = sorted(MEDCOM.glob("cases/*/expected.json"))
XML_FILES = sorted(
    path
    for folder in ("cases", "constructed", "samples")
    for path in MEDCOM.glob(f"{folder}/**/*.xml")
)
NOT_RECEIVED_HERE = {"REF07_1.xml"}
PAIRS = MEDCOM / "samples" / "edifact_converter" / "edifact"
BROKEN = PAIRS.parent / "broken"
MESSAGES = [*XML_FILES, *sorted(MEDCOM.glob("**/*.edi"))]
PAIRED = [path for path in sorted(PAIRS.glob("*.edi")) if path.stem != "REF07_1"]


def read_letter(path):
    (letter,) = read_envelope(path.read_bytes()).letters
    return letter


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.parent.name)
def test_a_case_gives_the_referrals_it_should(path):
    expected = json.loads(path.read_text(encoding="utf-8"))
    read = [
        read_letter(path.parent / each["file"])
        for each in expected["files"]
        if each["outcome"] == "accepted"
    ]
    referrals = [
        letter
        for letter in read
        if letter.kind in {LetterKind.XREF15, LetterKind.REF01, LetterKind.GGOP}
    ]

    assert [letter.letter_id for letter in read] == [
        each["letter_id"] for each in expected["files"]
    ]
    assert [
        {
            "kind": letter.kind,
            "letter_id": letter.letter_id,
            "cpr": letter.patient.identifier,
            "diagnoses": [
                {"role": d.role, "code": d.code, "type_code": d.type_code, "text": d.text}
                for d in letter.diagnoses
            ],
            "gop_type": letter.gop_type,
            "discharge": letter.contact_end and letter.contact_end.isoformat(),
        }
        for letter in referrals
    ] == [
        {
            "kind": each["kind"],
            "letter_id": each["letter_id"],
            "cpr": each["cpr"],
            "diagnoses": each["diagnoses"],
            "gop_type": each["gop_type"],
            "discharge": each.get("discharge_date"),
        }
        for each in expected["referrals"]
    ]


@pytest.mark.parametrize("path", XML_FILES, ids=lambda path: path.name)
def test_every_xml_file_is_read_or_refused_by_name(path):
    raw = path.read_bytes()
    if path.name in NOT_RECEIVED_HERE:
        with pytest.raises(UnknownLetterError):
            read_envelope(raw)
        return

    letters = read_envelope(raw).letters

    assert all(letter.letter_id and letter.sender.gln for letter in letters)
    assert SCHEMAS.validate(raw) == ()


@pytest.mark.parametrize("path", PAIRED, ids=lambda path: path.stem)
def test_a_letter_says_the_same_in_edifact_and_in_xml(path):
    edifact = read_envelope(path.read_bytes())
    twin = read_envelope(path.parents[1].joinpath("xml", f"{path.stem}.xml").read_bytes())

    assert edifact.wire.is_edifact is not twin.wire.is_edifact
    assert comparable(edifact) == comparable(twin)


def comparable(envelope):
    """All of an envelope but the four things that the two formats cannot share.

    `wire` is the format itself, and `content_hash` is taken of the form a letter came in.
    `version_code`, `statistical_code` and `type_code` begin with an X in XML (XREF01, XH0130R)
    and are alike after it.
    """
    return replace(
        envelope,
        wire=Wire.OIOXML,
        letters=tuple(
            replace(
                letter,
                content_hash="",
                version_code=letter.version_code.removeprefix("X"),
                statistical_code=(letter.statistical_code or "").removeprefix("X"),
                type_code=(letter.type_code or "").removeprefix("X"),
            )
            for letter in envelope.letters
        ),
    )


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("REF01_H0130R.edi", LetterKind.REF01),
        ("DIS91_D9134L.edi", LetterKind.CORRESPONDENCE),
    ],
)
def test_a_constructed_edifact_letter_is_read(name, kind):
    letter = read_letter(MEDCOM / "constructed" / name)

    assert (letter.kind, letter.patient.identifier) == (kind, "2512489996")
    assert letter.sections


@pytest.mark.parametrize(
    ("name", "code", "named"),
    [
        ("ENC0", Fault.WRONG_CHARACTERS, "ISO-8859-1"),
        ("UNB0", Fault.BROKEN_INTERCHANGE, "UNB mangler kuvertnummer"),
        ("UNH0", Fault.BROKEN_INTERCHANGE, "UNH er tomt"),
        ("UNT0", Fault.WRONG_COUNT, "25 segmenter, men det har 26"),
        ("UNZ0", Fault.IDS_DIFFER, "123456788 i UNB, men 123456789 i UNZ"),
        ("XSL0", Fault.UNKNOWN_CODE, "NAD har koden SORT"),
    ],
)
def test_each_broken_file_is_refused_for_its_one_fault(name, code, named):
    with pytest.raises(UnreadableMessageError, match=named) as refused:
        read_envelope((BROKEN / f"DIS20_ERROR_{name}.edi").read_bytes())

    assert refused.value.reason_code is code
    assert refused.value.identity.sender_gln == "5790000143054"


@pytest.mark.parametrize(
    "path", [BROKEN / "DIS20_ok.edi", PAIRS / "REF07_1.edi"], ids=lambda path: path.name
)
def test_an_edifact_letter_of_another_type_is_parked_with_its_identity(path):
    with pytest.raises(UnknownLetterError, match=path.name[:5]) as refused:
        read_envelope(path.read_bytes())

    assert refused.value.identity.envelope_id
    assert refused.value.identity.letter_id


def test_no_other_file_of_the_reference_material_makes_the_reader_fall():
    others = [
        path for path in MEDCOM.rglob("*") if path.is_file() and path.suffix not in {".xml", ".edi"}
    ]

    for path in others:
        with pytest.raises(MessageError):
            read_envelope(path.read_bytes())


@given(st.data())
@settings(deadline=None, max_examples=300)
def test_no_damage_to_a_reference_message_makes_the_reader_fall(data):
    raw = data.draw(st.sampled_from(MESSAGES)).read_bytes()
    start = data.draw(st.integers(0, len(raw)))
    end = data.draw(st.integers(start, min(len(raw), start + 80)))
    put = data.draw(st.binary(max_size=10))
    try:
        envelope = read_envelope(raw[:start] + put + raw[end:])
    except MessageError as refused:
        assert refused.sentence  # noqa: PT017 - some damage leaves a message
    else:
        assert envelope.letters
