from datetime import UTC, datetime

import pytest

from rehab.medcom.edifact_interchange import part_letters
from rehab.medcom.edifact_lexing import lex
from rehab.medcom.errors import Fault, MessageIdentity, UnreadableMessageError
from tests.support.edifact import interchange, letter, written
from tests.support.message_parts import GP, KOMMUNE_GLN

BODY = [["BGM", "HNV"], ["S01", "01"], ["NAD", "PO"]]
WHOLE = written(interchange(letter(BODY)))
OPENING, _, REST = WHOLE.partition("UNH")
REST = "UNH" + REST


def parted(text):
    return part_letters(lex(text))


def test_a_delivery_has_an_envelope_and_letters():
    delivery = parted(
        written(interchange(letter(BODY, letter_id="A"), letter(BODY, letter_id="B")))
    )

    assert (delivery.envelope_id, delivery.wants_receipt) == ("PRK26110007", True)
    assert (delivery.sender, delivery.receiver) == (GP.gln, KOMMUNE_GLN)
    assert delivery.sent_at == datetime(2026, 11, 3, 8, 41, tzinfo=UTC)
    assert [each.letter_id for each in delivery.letters] == ["A", "B"]
    assert (delivery.letters[0].family, delivery.letters[0].version) == ("MEDREF", "H0130R")
    assert delivery.letters[0].type_code == "REF01"


@pytest.mark.parametrize(
    ("written_as", "year"),
    [("991231:2359", 1999), ("691231:2359", 2069), ("20261231:2359", 2026), ("i går:nu", None)],
)
def test_the_year_of_sending_may_have_two_digits(written_as, year):
    sent_at = parted(WHOLE.replace("261103:0941", written_as)).sent_at

    assert (sent_at and sent_at.year) == year


@pytest.mark.parametrize("flag", ["0", "", "2"])
def test_only_a_one_asks_for_a_receipt(flag):
    assert parted(written(interchange(letter(BODY), wants=flag))).wants_receipt is False


@pytest.mark.parametrize(
    ("text", "code", "named"),
    [
        pytest.param(REST, Fault.BROKEN_INTERCHANGE, "mangler UNB", id="no-unb"),
        pytest.param("", Fault.BROKEN_INTERCHANGE, "mangler UNB", id="nothing"),
        pytest.param(OPENING + WHOLE, Fault.BROKEN_INTERCHANGE, "UNB to gange", id="unb-twice"),
        pytest.param(WHOLE * 2, Fault.BROKEN_INTERCHANGE, "to forsendelser", id="two-deliveries"),
        pytest.param(
            WHOLE.replace("+PRK26110007+++", "++++"),
            Fault.BROKEN_INTERCHANGE,
            "UNB mangler kuvertnummer",
            id="no-envelope-id",
        ),
        pytest.param(
            WHOLE.replace(GP.gln, ""),
            Fault.BROKEN_INTERCHANGE,
            "UNB mangler afsender",
            id="no-sender",
        ),
        pytest.param(
            OPENING + "UNZ+0+PRK26110007'",
            Fault.BROKEN_INTERCHANGE,
            "ingen breve",
            id="no-letters",
        ),
        pytest.param(
            OPENING + REST.partition("'")[2],
            Fault.BROKEN_INTERCHANGE,
            "mangler UNH før BGM",
            id="no-unh",
        ),
        pytest.param(
            OPENING + "UNH'" + REST.partition("'")[2],
            Fault.BROKEN_INTERCHANGE,
            "UNH er tomt",
            id="empty-unh",
        ),
        pytest.param(
            WHOLE.replace("UNH+PRB26110007", "UNH+PRB26110008"),
            Fault.IDS_DIFFER,
            "PRB26110008 i UNH, men PRB26110007 i UNT",
            id="unh-and-unt-differ",
        ),
        pytest.param(
            WHOLE.replace("UNT+5", "UNT+4"),
            Fault.WRONG_COUNT,
            "har 4 segmenter, men det har 5",
            id="wrong-number-of-segments",
        ),
        pytest.param(
            WHOLE.replace("UNT+5+PRB26110007'", ""),
            Fault.BROKEN_INTERCHANGE,
            "mangler UNT, som",
            id="no-unt",
        ),
        pytest.param(
            WHOLE.replace("UNT+5+PRB26110007'", "UNH+B+MEDREF'"),
            Fault.BROKEN_INTERCHANGE,
            "mangler UNT, før",
            id="no-unt-before-the-next",
        ),
        pytest.param(
            WHOLE.replace("UNT+5+PRB26110007'", "UNT'"),
            Fault.BROKEN_INTERCHANGE,
            "UNT er tomt",
            id="empty-unt",
        ),
        pytest.param(
            WHOLE.replace("UNZ+1+PRK26110007", "UNZ+1+PRK26110008"),
            Fault.IDS_DIFFER,
            "PRK26110007 i UNB, men PRK26110008 i UNZ",
            id="unb-and-unz-differ",
        ),
        pytest.param(
            WHOLE.replace("UNZ+1", "UNZ+2"),
            Fault.WRONG_COUNT,
            "har 2 breve, men den har 1",
            id="wrong-number-of-letters",
        ),
        pytest.param(
            WHOLE.replace("UNZ+1+", "UNZ+1:"),
            Fault.BROKEN_INTERCHANGE,
            "UNZ har et forkert skilletegn",
            id="wrong-sign-in-unz",
        ),
        pytest.param(
            WHOLE.replace("UNZ+1+PRK26110007'", ""),
            Fault.BROKEN_INTERCHANGE,
            "mangler UNZ",
            id="no-unz",
        ),
        pytest.param(
            WHOLE + "BGM+1'", Fault.BROKEN_INTERCHANGE, "efter UNZ", id="more-after-the-end"
        ),
        pytest.param(
            WHOLE.replace("NAD+PO", "NAD+PORT"),
            Fault.UNKNOWN_CODE,
            "NAD har koden PORT",
            id="role-that-no-letter-has",
        ),
    ],
)
def test_each_fault_of_the_service_segments_is_named(text, code, named):
    with pytest.raises(UnreadableMessageError, match=named) as refused:
        parted(text)

    assert refused.value.reason_code is code


def test_a_fault_comes_with_all_that_a_receipt_needs():
    with pytest.raises(UnreadableMessageError) as refused:
        parted(WHOLE.replace("UNT+5", "UNT+4"))

    assert refused.value.identity == MessageIdentity(
        element="HospitalReferral",
        version_code="H0130R",
        envelope_id="PRK26110007",
        letter_id="PRB26110007",
        sender_gln=GP.gln,
        receiver_gln=KOMMUNE_GLN,
        wants_receipt=True,
    )
