from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rehab.medcom.errors import (
    Fault,
    MessageError,
    MessageIdentity,
    UnknownLetterError,
    UnknownVersionError,
    UnreadableMessageError,
)
from rehab.medcom.letters import LetterKind, Wire
from rehab.medcom.reader import read_envelope
from tests.support.messages import (
    GP,
    KOMMUNE_GLN,
    NS_2016,
    UTF_8,
    Print,
    emessage,
    ggop,
    vans,
    xdis01,
    xref01,
    xref15,
    xref15_letter,
)

PIECES = st.sampled_from(
    [b"<", b">", b"</", b"/>", b"Emessage", b"Envelope", b"&", b"<![CDATA[", b"\xe6", b'="', b" "]
)


def test_an_envelope_is_read_with_when_and_how_it_came():
    envelope = read_envelope(xref15(envelope_id="PRK1"))

    assert (envelope.envelope_id, envelope.wants_receipt) == ("PRK1", True)
    assert envelope.sent_at == datetime(2026, 11, 3, 8, 41, tzinfo=UTC)
    assert (envelope.wire, envelope.notes) == (Wire.OIOXML, ())


def test_one_envelope_may_hold_several_letters_and_local_elements():
    raw = emessage(
        xref15_letter(letter_id="A"),
        "<Local_Elements><X/></Local_Elements>",
        xref15_letter(letter_id="B"),
    )

    assert [letter.letter_id for letter in read_envelope(raw).letters] == ["A", "B"]


def test_a_message_inside_a_vans_envelope_is_read():
    envelope = read_envelope(vans(xref15()))

    assert (envelope.wire, envelope.letters[0].kind) == (Wire.VANS, LetterKind.XREF15)


@pytest.mark.parametrize(
    ("printed", "noted"),
    [
        pytest.param(Print(), False, id="latin-1-as-said"),
        pytest.param(UTF_8, False, id="utf-8-as-said"),
        pytest.param(Print("utf-8", "ISO-8859-1"), True, id="utf-8-said-to-be-latin-1"),
        pytest.param(Print("iso-8859-1", None), True, id="latin-1-said-to-be-nothing"),
        pytest.param(Print("iso-8859-1", "UTF-8"), True, id="latin-1-said-to-be-utf-8"),
        pytest.param(Print("utf-8", "UTF-8", bom=b"\xef\xbb\xbf"), False, id="with-a-mark"),
    ],
)
def test_a_wrong_declaration_is_read_and_noted(printed, noted):
    envelope = read_envelope(xref15(printed=printed))

    assert envelope.letters[0].sender.organisation == "Lægehuset Prøvevej"
    assert bool(envelope.notes) is noted


def test_an_unknown_type_of_letter_is_named_with_all_that_a_receipt_needs():
    raw = emessage(
        xref15_letter().replace("MunicipalityReferral", "Flyttebesked"), envelope_id="K9"
    )

    with pytest.raises(UnknownLetterError) as refused:
        read_envelope(raw)

    assert "Flyttebesked" in refused.value.sentence
    assert refused.value.identity == MessageIdentity(
        element="Flyttebesked",
        version_code="XH1530R",
        envelope_id="K9",
        letter_id="PRB26110001",
        sender_gln=GP.gln,
        receiver_gln=KOMMUNE_GLN,
        receiver_identifier="999",
        receiver_identifier_code="kommunenummer",
        wants_receipt=True,
    )


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(xref15(version="XH1529R"), id="xref15"),
        pytest.param(xref01(version="XH0129R"), id="xref01"),
        pytest.param(ggop(version="GGOP200"), id="ggop"),
        pytest.param(xdis01(version="XD0132L"), id="xdis01"),
        pytest.param(xref15(version="XD1530L"), id="version-of-another-type"),
    ],
)
def test_a_known_letter_in_an_unknown_version_is_told_apart(raw):
    with pytest.raises(UnknownVersionError) as refused:
        read_envelope(raw)

    assert refused.value.identity.version_code in refused.value.sentence
    assert refused.value.identity.letter_id is not None


@pytest.mark.parametrize(
    ("gone", "named"),
    [
        pytest.param("<Identifier>PRB26110001</Identifier>", "Letter/Identifier", id="letter-id"),
        pytest.param(f"<EANIdentifier>{GP.gln}</EANIdentifier>", "EANIdentifier", id="sender"),
        pytest.param(
            "<CivilRegistrationNumber>1112659911</CivilRegistrationNumber>", "Patient", id="citizen"
        ),
        pytest.param(
            "<Identifier>PRK26110001</Identifier>", "Envelope/Identifier", id="envelope-id"
        ),
    ],
)
def test_a_referral_without_what_it_must_have_names_the_element(gone, named):
    with pytest.raises(UnreadableMessageError) as refused:
        read_envelope(xref15().replace(gone.encode(), b""))

    assert refused.value.reason_code is Fault.MISSING_ELEMENT
    assert named in refused.value.sentence
    assert refused.value.identity.element == "MunicipalityReferral"


def test_an_envelope_without_letters_is_unreadable():
    with pytest.raises(UnreadableMessageError) as refused:
        read_envelope(emessage(envelope_id="K7"))

    assert refused.value.identity.envelope_id == "K7"


def test_an_odd_sending_time_does_not_stop_a_referral():
    raw = emessage(xref15_letter(), sent=("i går", "nu"))

    assert read_envelope(raw).sent_at is None


@given(st.binary(max_size=400) | st.lists(PIECES, max_size=40).map(b"".join))
@settings(deadline=None)
def test_no_bytes_make_the_reader_fall(raw):
    try:
        read_envelope(raw)
    except MessageError as refused:
        assert refused.sentence  # noqa: PT017 - any bytes may also be a message


@given(st.data())
@settings(deadline=None, max_examples=150)
def test_no_damage_to_a_message_makes_the_reader_fall(data):
    raw = data.draw(st.sampled_from([xref15(), ggop(), xdis01(), vans(xref15())]))
    start = data.draw(st.integers(0, len(raw)))
    end = data.draw(st.integers(start, min(len(raw), start + 60)))
    put = data.draw(st.binary(max_size=8) | PIECES)
    try:
        envelope = read_envelope(raw[:start] + put + raw[end:])
    except MessageError as refused:
        assert refused.sentence  # noqa: PT017 - some damage leaves a message
    else:
        assert envelope.letters


def test_every_namespace_is_good_enough():
    assert read_envelope(emessage(xref15_letter(), namespace=NS_2016 + "nyt/")).letters


def test_half_a_million_attributes_are_not_looked_at():
    crowd = " ".join(f'a{number}="1"' for number in range(500_000))
    raw = xref15(anamnesis=f"<Bold {crowd}>Ondt</Bold>")

    assert read_envelope(raw).letters[0].sections[0].heading == "Ondt"
