from datetime import UTC, date, datetime

import pytest

from rehab.medcom.elements import child, day_at, instant_at, one_line, required, text_at
from rehab.medcom.errors import Fault, UnreadableMessageError
from rehab.medcom.xml import parse_document

LETTER = parse_document(
    b'<p:L xmlns:p="urn:one" xmlns:q="urn:two"><p:Sender><q:Name>  Rygcentret\n   Nord </q:Name>'
    b"<p:Empty> </p:Empty><p:Nothing>_</p:Nothing></p:Sender>"
    b"<q:Start><p:Date>2026-07-01</p:Date><q:Time>09:30</q:Time></q:Start></p:L>"
)


def test_names_are_found_in_any_namespace_and_read_on_one_line():
    assert text_at(LETTER, "Sender", "Name") == "Rygcentret Nord"


@pytest.mark.parametrize("name", ["Empty", "Nothing", "Missing"])
def test_an_element_that_says_nothing_is_none(name):
    assert text_at(LETTER, "Sender", name) is None


def test_a_missing_path_gives_none_all_the_way():
    assert child(LETTER, "Receiver", "Name") is None
    assert one_line(None) is None


def test_a_required_element_is_named_when_it_is_missing():
    with pytest.raises(UnreadableMessageError) as refused:
        required(LETTER, "Sender", "EANIdentifier")

    assert refused.value.reason_code is Fault.MISSING_ELEMENT
    assert "L/Sender/EANIdentifier" in refused.value.sentence


def test_dates_and_times_are_danish_time():
    assert day_at(LETTER, "Start") == date(2026, 7, 1)
    assert instant_at(LETTER, "Start") == datetime(2026, 7, 1, 7, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "clock", "expected"),
    [
        pytest.param("2026-01-05", None, datetime(2026, 1, 4, 23, 0, tzinfo=UTC), id="no-time"),
        pytest.param(
            "2026-01-05+01:00", "08:00:30", datetime(2026, 1, 5, 7, 0, tzinfo=UTC), id="zone"
        ),
        pytest.param("2026-01-05", "25:99", datetime(2026, 1, 4, 23, 0, tzinfo=UTC), id="bad-time"),
        pytest.param("2026-02-30", "08:00", None, id="no-such-day"),
        pytest.param("05.01.2026", "08:00", None, id="written-otherwise"),
        pytest.param("0001-01-01", "00:00", None, id="before-all-letters"),
    ],
)
def test_an_odd_date_never_makes_a_letter_unreadable(day, clock, expected):
    time = f"<Time>{clock}</Time>" if clock else ""
    letter = parse_document(f"<L><Sent><Date>{day}</Date>{time}</Sent></L>".encode())

    assert instant_at(letter, "Sent") == expected
