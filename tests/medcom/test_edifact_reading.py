import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rehab.medcom.edifact_reading import open_edifact
from rehab.medcom.errors import Fault, MessageError, UnreadableMessageError
from rehab.medcom.letters import Wire
from rehab.medcom.reader import read_envelope
from tests.support.edifact import dis, edifact, letter, ref01, ref01_body
from tests.support.message_parts import GP
from tests.support.messages import vans

PIECES = st.sampled_from(
    [b"'", b"+", b":", b"?", b"UNT", b"UNB+", b"\xc3\xa6", b"\x00", b"S01+01'"]
)


def hash_of(raw):
    return read_envelope(raw).letters[0].content_hash


@pytest.mark.parametrize(
    ("raw", "wire"),
    [
        pytest.param(ref01(), Wire.EDIFACT, id="bare"),
        pytest.param(b"\r\n" + ref01(), Wire.EDIFACT, id="after-a-line-end"),
        pytest.param(ref01().partition(b"'")[2], Wire.EDIFACT, id="without-advice"),
        pytest.param(vans(ref01()), Wire.VANS_EDIFACT, id="in-a-vans-envelope"),
    ],
)
def test_an_edifact_delivery_is_read_however_it_comes(raw, wire):
    envelope = read_envelope(raw)

    assert (envelope.wire, envelope.wire.is_edifact) == (wire, True)
    assert (envelope.envelope_id, envelope.letters[0].letter_id) == ("PRK26110007", "PRB26110007")
    assert envelope.notes == ()


@pytest.mark.parametrize(
    "resent",
    [
        pytest.param(edifact(letter(ref01_body()), envelope_id="NY"), id="new-envelope"),
        pytest.param(edifact(letter(ref01_body()), signs=";*!~"), id="other-signs"),
        pytest.param(edifact(letter(ref01_body()), between="\r\n"), id="one-segment-a-line"),
        pytest.param(edifact(letter(ref01_body()), encoding="utf-8"), id="utf-8"),
        pytest.param(vans(ref01()), id="in-a-vans-envelope"),
    ],
)
def test_a_resend_has_the_same_fingerprint(resent):
    assert hash_of(resent) == hash_of(ref01())


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(ref01(anamnesis=("Ondt i benet.",)), id="other-words"),
        pytest.param(ref01(anamnesis=("Ondt", "i ryggen.")), id="other-lines"),
        pytest.param(ref01(state="HS"), id="other-code"),
        pytest.param(ref01(letter_id="PRB26110008"), id="other-number"),
        pytest.param(edifact(letter(ref01_body()), sender="5790000999033"), id="other-sender"),
        pytest.param(edifact(letter([*ref01_body(), ["ABC", "1"]])), id="segment-that-is-not-read"),
    ],
)
def test_other_content_has_another_fingerprint(other):
    assert hash_of(other) != hash_of(ref01())


@pytest.mark.parametrize(
    ("encoding", "noted"),
    [("iso-8859-1", None), ("utf-8", "UTF-8")],
)
def test_danish_letters_are_read_in_both_encodings(encoding, noted):
    envelope = read_envelope(edifact(letter(ref01_body()), encoding=encoding))

    assert envelope.letters[0].sender.organisation == GP.organisation
    assert [note for note in envelope.notes if noted in note] == list(envelope.notes)
    assert bool(envelope.notes) is (noted is not None)


def test_signs_from_windows_are_read_and_noted():
    envelope = read_envelope(ref01(anamnesis=("Ondt XX siden maj.",)).replace(b"XX", b"\x96"))

    assert envelope.letters[0].sections[0].body.plain() == "Ondt – siden maj."
    assert "Windows" in envelope.notes[0]


@pytest.mark.parametrize(
    ("put", "named"),
    [
        pytest.param("♙".encode(), "♙", id="sign-outside-latin-1"),
        pytest.param("–".encode(), "–", id="dash-in-utf-8"),
        pytest.param(b"\x07", "styretegn", id="control-character"),
    ],
)
def test_what_latin_1_cannot_hold_is_a_fault_and_the_sender_is_still_known(put, named):
    raw = ref01(anamnesis=("XX",)).replace(b"XX", put).decode("latin-1").encode("latin-1")
    raw = raw.replace("æ".encode("latin-1"), "æ".encode()).replace("ø".encode("latin-1"), b"o")
    raw = raw.replace("Ø".encode("latin-1"), b"O")

    with pytest.raises(UnreadableMessageError, match=named) as refused:
        read_envelope(raw)

    assert refused.value.reason_code is Fault.WRONG_CHARACTERS
    assert refused.value.identity.sender_gln == GP.gln


def test_a_file_that_was_cut_off_still_names_its_sender():
    with pytest.raises(UnreadableMessageError, match="midt i et segment") as refused:
        read_envelope(ref01()[:400])

    assert refused.value.identity.envelope_id == "PRK26110007"
    assert refused.value.identity.letter_id == "PRB26110007"


def test_a_file_that_is_too_large_is_not_opened():
    with pytest.raises(UnreadableMessageError) as refused:
        open_edifact(ref01(), max_bytes=100)

    assert refused.value.reason_code is Fault.TOO_LARGE


@given(st.data())
@settings(deadline=None, max_examples=200)
def test_no_damage_to_a_delivery_makes_the_reader_fall(data):
    raw = data.draw(st.sampled_from([ref01(), dis(), dis("DIS91", "D9134L"), vans(ref01())]))
    start = data.draw(st.integers(0, len(raw)))
    end = data.draw(st.integers(start, min(len(raw), start + 60)))
    put = data.draw(st.binary(max_size=8) | PIECES)
    try:
        envelope = read_envelope(raw[:start] + put + raw[end:])
    except MessageError as refused:
        assert refused.sentence  # noqa: PT017 - some damage leaves a message
    else:
        assert envelope.letters


@given(st.lists(PIECES | st.binary(max_size=20), max_size=30).map(b"".join))
@settings(deadline=None)
def test_no_bytes_after_an_opening_make_the_reader_fall(rest):
    try:
        envelope = read_envelope(b"UNA:+.? '" + rest)
    except MessageError as refused:
        assert refused.sentence  # noqa: PT017 - any bytes may also be a message
    else:
        assert envelope.letters
