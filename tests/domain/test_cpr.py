"""What the ten characters say, and what they must never be refused for."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rehab.domain.cpr import (
    IdentifierKind,
    InvalidIdentifierError,
    age_on,
    century_of,
    mask,
    parse_identifier,
    satisfies_modulus_11,
)


@pytest.mark.parametrize(
    ("year_in_century", "digits", "century"),
    [
        pytest.param(0, "0123", 1900, id="0-3 and 00"),
        pytest.param(99, "0123", 1900, id="0-3 and 99"),
        pytest.param(0, "49", 2000, id="4 or 9 and 00"),
        pytest.param(36, "49", 2000, id="4 or 9 and 36"),
        pytest.param(37, "49", 1900, id="4 or 9 and 37"),
        pytest.param(99, "49", 1900, id="4 or 9 and 99"),
        pytest.param(0, "5678", 2000, id="5-8 and 00"),
        pytest.param(57, "5678", 2000, id="5-8 and 57"),
        pytest.param(58, "5678", 1800, id="5-8 and 58"),
        pytest.param(99, "5678", 1800, id="5-8 and 99"),
    ],
)
def test_the_seventh_digit_and_the_year_give_the_century(year_in_century, digits, century):
    assert {century_of(year_in_century, int(digit)) for digit in digits} == {century}


@pytest.mark.parametrize(
    ("number", "born", "modulus"),
    [
        pytest.param("1704549942", date(1954, 4, 17), True, id="meets modulus 11"),
        pytest.param("170454-9942", date(1954, 4, 17), True, id="written with a hyphen"),
        pytest.param(" 170454 9942 ", date(1954, 4, 17), True, id="written with spaces"),
        pytest.param("2106739962", date(1973, 6, 21), True, id="seventh digit 9 after 1936"),
        pytest.param("0101649995", date(1964, 1, 1), False, id="valid without modulus 11"),
        pytest.param("3008579998", date(1957, 8, 30), False, id="another without modulus 11"),
    ],
)
def test_a_cpr_number_gives_its_birth_date_whatever_modulus_11_says(number, born, modulus):
    identifier = parse_identifier(number)

    assert identifier.kind is IdentifierKind.CPR
    assert identifier.birth_date == born
    assert identifier.satisfies_modulus_11 is modulus
    assert not identifier.is_replacement


def test_a_replacement_number_is_recognised_and_kept_as_written():
    identifier = parse_identifier("670190-9901")

    assert identifier.value == "6701909901"
    assert identifier.kind is IdentifierKind.REPLACEMENT
    assert identifier.birth_date == date(1990, 1, 7)
    assert identifier.satisfies_modulus_11 is None
    assert identifier.is_replacement


def test_a_number_with_letters_is_kept_without_a_birth_date():
    identifier = parse_identifier("010190x9a1")

    assert identifier.value == "010190X9A1"
    assert identifier.kind is IdentifierKind.REPLACEMENT_WITH_LETTERS
    assert identifier.birth_date is None
    assert identifier.is_replacement


@pytest.mark.parametrize(
    "number",
    [
        pytest.param("3102909901", id="31 February"),
        pytest.param("0013909901", id="day nought"),
        pytest.param("0113909901", id="month thirteen"),
        pytest.param("2902019901", id="29 February 2001"),
        pytest.param("6000009901", id="day sixty"),
        pytest.param("9201909901", id="replacement day thirty-two"),
    ],
)
def test_a_date_that_never_was_is_refused_with_a_sentence(number):
    with pytest.raises(InvalidIdentifierError, match="ikke en dato, der findes"):
        parse_identifier(number)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("17045499", id="too short"),
        pytest.param("17045499421", id="too long"),
        pytest.param("170454_942", id="a sign that is neither"),
        pytest.param("١٧٠٤٥٤٩٩٤٢", id="digits of another script"),
    ],
)
def test_what_has_not_ten_characters_is_refused_without_repeating_it(text):
    with pytest.raises(InvalidIdentifierError, match="ti cifre") as refused:
        parse_identifier(text)
    assert text == "" or text not in str(refused.value)


@pytest.mark.parametrize(
    ("day", "age"),
    [
        pytest.param(date(2026, 11, 22), 17, id="the day before the birthday"),
        pytest.param(date(2026, 11, 23), 18, id="the birthday"),
        pytest.param(date(2008, 11, 22), -1, id="before the birth"),
    ],
)
def test_the_age_counts_completed_years(day, age):
    assert age_on(date(2008, 11, 23), day) == age


@pytest.mark.parametrize(
    ("day", "age"),
    [
        pytest.param(date(2026, 2, 28), 17, id="28 February of a common year"),
        pytest.param(date(2026, 3, 1), 18, id="1 March of a common year"),
    ],
)
def test_someone_born_on_29_february_turns_a_year_older_on_1_march(day, age):
    assert age_on(date(2008, 2, 29), day) == age


def test_a_masked_number_shows_the_birth_date_only():
    assert mask("0101909901") == "010190-XXXX"
    assert parse_identifier("0101909901").masked == "010190-XXXX"


_BIRTHS = st.dates(min_value=date(1937, 1, 1), max_value=date(1999, 12, 31))


@given(born=_BIRTHS, serial=st.integers(min_value=9900, max_value=9999))
def test_any_birth_of_the_years_a_nine_covers_is_read_back(born, serial):
    number = f"{born:%d%m%y}{serial}"

    assert parse_identifier(number).birth_date == born


@given(born=_BIRTHS, serial=st.integers(min_value=9900, max_value=9999))
def test_adding_sixty_to_the_day_changes_the_kind_and_nothing_else(born, serial):
    number = f"{born.day + 60}{born:%m%y}{serial}"
    identifier = parse_identifier(number)

    assert (identifier.kind, identifier.birth_date) == (IdentifierKind.REPLACEMENT, born)


@given(born=_BIRTHS, serial=st.integers(min_value=9900, max_value=9999), step=st.integers(1, 9))
def test_modulus_11_sees_every_single_wrong_digit(born, serial, step):
    number = f"{born:%d%m%y}{serial}"
    wrong = number[:-1] + str((int(number[-1]) + step) % 10)

    assert not (satisfies_modulus_11(number) and satisfies_modulus_11(wrong))
