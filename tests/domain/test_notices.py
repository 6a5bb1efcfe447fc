"""What a citizen is told: one SMS, with when, where and whom to ring, and nothing about health."""

from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rehab.domain.health_words import health_words_in
from rehab.domain.notices import (
    LETTER_OF,
    NoticeChannel,
    NoticeFacts,
    NoticeKind,
    Reach,
    channel_for,
    next_wait,
    notice_subject,
    notice_text,
    paper_text,
    wants_reminder,
)
from rehab.domain.readability import is_light
from rehab.domain.sms import sms_length
from tests.support.programmes import laenderyg

WHEN, PLACE = "tirs. 24/11 kl. 10.00", "Medborgerhuset, Sal 1"
SPOKEN = "tirsdag den 24. november 2026 kl. 10.00"
ANSWER = "Svar senest mandag den 23. november 2026 kl. 12.30."
RING = "ring 99 99 99 99. Hilsen Testby Kommune"
FACTS = NoticeFacts(
    starts_at=datetime(2026, 11, 24, 9, 0, tzinfo=UTC),
    place=PLACE,
    answer_by=datetime(2026, 11, 23, 11, 30, tzinfo=UTC),
    phone="99 99 99 99",
    kommune="Testby Kommune",
)


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        (NoticeKind.SESSION_CANCELLED, f"Din tid {WHEN} er aflyst. Spørgsmål: {RING}"),
        (NoticeKind.SESSION_MOVED, f"Din tid er flyttet til {WHEN}, {PLACE}. Afbud: {RING}"),
        (NoticeKind.SEAT_BOOKED, f"Du har fået en plads: {WHEN}, {PLACE}. Afbud: {RING}"),
        (
            NoticeKind.SEAT_OFFERED,
            f"Ledig plads til dig: {WHEN}, {PLACE}. Svar senest man. 23/11 kl. 12.30: {RING}",
        ),
        (NoticeKind.SEAT_WITHDRAWN, f"Pladsen {WHEN} er ikke ledig mere. Spørgsmål: {RING}"),
        (NoticeKind.SESSION_REMINDER, f"Husk din tid {WHEN}, {PLACE}. Afbud: {RING}"),
        (
            NoticeKind.CONTACT_PERSON_CHANGED,
            f"Du har fået en ny kontaktperson. Spørgsmål: {RING}",
        ),
    ],
)
def test_a_notice_says_when_where_and_whom_to_ring(kind, sentence):
    assert notice_text(kind, FACTS) == sentence


def test_no_offer_of_the_catalogue_gets_into_a_notice():
    for kind, offer in product(NoticeKind, laenderyg().offers):
        facts = NoticeFacts(FACTS.starts_at, offer.label, FACTS.answer_by, "99999999", "Testby")
        assert health_words_in(notice_text(kind, facts)) == (), offer.label


def test_a_place_that_tells_too_much_is_left_for_the_letter():
    facts = NoticeFacts(FACTS.starts_at, "Rygskolen", None, "99999999", "Testby Kommune")
    assert notice_text(NoticeKind.SESSION_REMINDER, facts) == (
        "Husk din tid tirs. 24/11 kl. 10.00, sted: se dit brev. Afbud: ring 99999999. "
        "Hilsen Testby Kommune"
    )


@given(
    kind=st.sampled_from(NoticeKind),
    place=st.text(max_size=120),
    phone=st.text(max_size=25),
    kommune=st.text(max_size=80),
    starts=st.none() | st.datetimes(timezones=st.just(UTC)),
)
def test_whatever_the_facts_a_notice_is_one_sms(kind, place, phone, kommune, starts):
    text = notice_text(kind, NoticeFacts(starts, place, starts, phone, kommune))
    length = sms_length(text)
    assert (length.fits, length.limit) == (True, 160)


def test_a_long_place_is_cut_at_a_word():
    place = "Det gamle medborgerhus ved havnen i Nørre Testby over for stationen, lokale 114"
    text = notice_text(
        NoticeKind.SEAT_OFFERED,
        NoticeFacts(FACTS.starts_at, place, FACTS.answer_by, "99 99 99 99", "Testby Kommune"),
    )
    assert "Det gamle medborgerhus ved havnen i Nørre. Svar" in text
    assert sms_length(text).fits


def test_the_subject_of_an_e_mail_says_only_who_writes():
    assert notice_subject(FACTS) == "Besked fra Testby Kommune"


@pytest.mark.parametrize(
    ("reach", "channel"),
    [
        pytest.param(Reach("99999900", "a@b.dk"), NoticeChannel.SMS, id="telephone first"),
        pytest.param(Reach("", "a@b.dk"), NoticeChannel.EMAIL, id="then e-mail"),
        pytest.param(Reach("ukendt", "a@b.dk"), NoticeChannel.EMAIL, id="a number it is not"),
        pytest.param(Reach("", ""), NoticeChannel.LETTER, id="neither"),
        pytest.param(Reach("", "spørg datter"), NoticeChannel.LETTER, id="no address"),
        pytest.param(Reach("99999900", "", exempt=True), NoticeChannel.LETTER, id="exempt"),
        pytest.param(Reach("99999900", "", declines=True), NoticeChannel.LETTER, id="declines"),
    ],
)
def test_a_citizen_is_told_where_it_is_read(reach, channel):
    assert channel_for(reach) is channel


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (
            NoticeKind.SESSION_CANCELLED,
            "Din tid tirsdag den 24. november 2026 kl. 10.00 er aflyst. Det er vi kede af.",
        ),
        (
            NoticeKind.SESSION_MOVED,
            f"Din tid er flyttet. Du skal nu komme {SPOKEN}. Stedet er {PLACE}.",
        ),
        (
            NoticeKind.SEAT_BOOKED,
            f"Du har fået en plads. Du skal komme første gang {SPOKEN}. Stedet er {PLACE}.",
        ),
        (
            NoticeKind.SEAT_OFFERED,
            f"Der er en ledig plads til dig. Første gang er {SPOKEN}. {ANSWER} Stedet er {PLACE}.",
        ),
        (
            NoticeKind.SEAT_WITHDRAWN,
            (
                f"Du fik tilbudt en plads {SPOKEN}. Pladsen er ikke ledig mere. "
                "Du skal ikke komme. Vi ringer til dig om en ny plads."
            ),
        ),
        (NoticeKind.SESSION_REMINDER, f"Husk, at du har en tid {SPOKEN}. Stedet er {PLACE}."),
        (NoticeKind.CONTACT_PERSON_CHANGED, "Du har fået en ny kontaktperson hos os."),
    ],
)
def test_a_letter_tells_the_same_in_whole_sentences(kind, words):
    assert paper_text(kind, FACTS) == words
    assert is_light(words)
    assert kind in LETTER_OF


def test_the_waits_grow_until_a_letter_is_the_better_way():
    waits = [next_wait(attempts) for attempts in range(1, 8)]
    assert waits[:6] == sorted(waits[:6])
    assert waits[0] == timedelta(minutes=1)
    assert waits[6] is None


@pytest.mark.parametrize(
    ("booked", "today", "wanted"),
    [
        pytest.param(date(2026, 11, 1), date(2026, 11, 21), False, id="three days before"),
        pytest.param(date(2026, 11, 1), date(2026, 11, 22), True, id="two days before"),
        pytest.param(date(2026, 11, 1), date(2026, 11, 23), True, id="made up for the day before"),
        pytest.param(date(2026, 11, 1), date(2026, 11, 24), False, id="not on the day"),
        pytest.param(date(2026, 11, 22), date(2026, 11, 22), False, id="just booked and told"),
        pytest.param(date(2026, 11, 21), date(2026, 11, 22), True, id="booked the day before"),
    ],
)
def test_a_session_is_reminded_of_some_days_before(booked, today, wanted):
    assert wants_reminder(date(2026, 11, 24), booked, today, 2) is wanted
