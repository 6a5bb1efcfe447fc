"""How long an SMS is, and to which number it goes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rehab.domain.sms import in_gsm, sms_length, sms_number, spaced_number


@pytest.mark.parametrize(
    ("text", "units", "limit"),
    [
        pytest.param("", 0, 160, id="nothing"),
        pytest.param("æøåÆØÅ", 6, 160, id="Danish letters are in the alphabet"),
        pytest.param("[a]", 5, 160, id="brackets take two"),
        pytest.param("10 € ~", 8, 160, id="so do the euro and the tilde"),
        pytest.param("kl. 10–11", 9, 70, id="a dash makes all of it UCS-2"),
        pytest.param("ş", 1, 70, id="a letter of another alphabet"),
        pytest.param("😀", 2, 70, id="a sign of two units"),
        pytest.param("ô", 1, 70, id="a circumflex is in no table"),
    ],
)
def test_a_text_is_as_long_as_the_network_says(text, units, limit):
    length = sms_length(text)
    assert (length.units, length.limit) == (units, limit)


@pytest.mark.parametrize(
    ("sign", "times", "fits"),
    [("a", 160, True), ("a", 161, False), ("€", 80, True), ("€", 81, False), ("–", 71, False)],
)
def test_one_sms_has_room_for_160_or_70(sign, times, fits):
    assert sms_length(sign * times).fits is fits


@pytest.mark.parametrize(
    ("text", "written"),
    [
        pytest.param("Sal 1 – “Nord”", 'Sal 1 - "Nord"', id="typographic signs"),
        pytest.param("Høje Tåstrup", "Høje Tåstrup", id="Danish stays"),
        pytest.param("Şen Café", "Sen Café", id="an accent that is in the alphabet stays"),
        pytest.param("a\u00a0b\tc\nd", "a b c d", id="space"),
        pytest.param("Hal 😀 3", "Hal 3", id="a picture goes"),
        pytest.param("A\u030al", "Ål", id="a letter in two signs"),
    ],
)
def test_a_text_is_written_in_the_alphabet_that_is_counted_lowest(text, written):
    assert in_gsm(text) == written


@given(st.text())
def test_what_is_written_for_the_network_has_single_signs_only(text):
    written = in_gsm(text)
    assert sms_length(written).units == len(written)
    assert sms_length(written).limit == 160


@pytest.mark.parametrize(
    ("phone", "number"),
    [
        ("99 99 99 00", "+4599999900"),
        ("+45 99999900", "+4599999900"),
        ("004599999900", "+4599999900"),
        ("+46 70 123 45 67", "+46701234567"),
        ("9999990", None),
        ("19999900", None),
        ("99999900 (datter)", None),
        ("ukendt", None),
        ("", None),
        ("+45 123", None),
    ],
)
def test_only_a_whole_number_gets_an_sms(phone, number):
    assert sms_number(phone) == number


@pytest.mark.parametrize(
    ("phone", "spoken"),
    [("99999900", "99 99 99 00"), ("99 99 9900", "99 99 99 00"), ("112", "112"), ("", "")],
)
def test_a_number_is_written_as_it_is_read_aloud(phone, spoken):
    assert spaced_number(phone) == spoken
