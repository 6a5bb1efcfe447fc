"""Read every message of the reference material; nothing there may surprise the reader."""

import json

import pytest

from rehab.medcom.errors import MessageError, UnknownLetterError, UnsupportedFormatError
from rehab.medcom.letters import LetterKind
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
EDIFACT_FILES = sorted(MEDCOM.glob("**/*.edi"))
NOT_RECEIVED_HERE = {"REF07_1.xml"}


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


@pytest.mark.parametrize("path", EDIFACT_FILES, ids=lambda path: path.name)
def test_every_edifact_file_is_recognised_as_such(path):
    with pytest.raises(UnsupportedFormatError) as refused:
        read_envelope(path.read_bytes())

    assert refused.value.format == "edifact"


def test_no_other_file_of_the_reference_material_makes_the_reader_fall():
    others = [
        path for path in MEDCOM.rglob("*") if path.is_file() and path.suffix not in {".xml", ".edi"}
    ]

    for path in others:
        with pytest.raises(MessageError):
            read_envelope(path.read_bytes())
