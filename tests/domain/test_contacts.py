"""What may be registered as a contact, and what it counts as."""

from datetime import date

import pytest

from rehab.domain.clock_rules import EventKind
from rehab.domain.contacts import (
    CHANNEL_LABELS,
    KIND_LABELS,
    ContactChannel,
    ContactFacts,
    ContactRefusedError,
    check_contact,
    events_of,
)
from rehab.domain.plausible_days import ImplausibleDayError

TODAY = date(2026, 11, 23)
RECEIVED = date(2026, 11, 20)
AHEAD = date(2026, 12, 1)
ATTEMPTED, REACHED, OFFERED, HELD, INFORMED = EventKind


def contact(kind, on=TODAY, appointment_on=None, channel=ContactChannel.PHONE):
    return ContactFacts(kind, on, channel, appointment_on)


@pytest.mark.parametrize(
    "given",
    [
        pytest.param(contact(ATTEMPTED), id="an attempt today"),
        pytest.param(contact(REACHED, RECEIVED), id="reached the day it was received"),
        pytest.param(contact(REACHED, appointment_on=AHEAD), id="reached, and a time offered"),
        pytest.param(contact(OFFERED, appointment_on=AHEAD), id="a time that lies ahead"),
        pytest.param(contact(OFFERED, appointment_on=TODAY), id="a time the same day"),
        pytest.param(contact(HELD, channel=ContactChannel.VIDEO), id="held on video"),
        pytest.param(contact(INFORMED, channel=ContactChannel.LETTER), id="told by letter"),
    ],
)
def test_a_contact_that_may_have_been(given):
    check_contact(given, [RECEIVED], TODAY)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        pytest.param(contact(REACHED, AHEAD), "efter i dag", id="a contact in the future"),
        pytest.param(contact(HELD, AHEAD), "efter i dag", id="a meeting in the future"),
        pytest.param(
            contact(REACHED, date(2026, 11, 19)), "20.11.2026", id="before the referral came"
        ),
        pytest.param(contact(OFFERED), "Skriv dagen", id="an offer without a day"),
        pytest.param(
            contact(OFFERED, appointment_on=date(2026, 11, 22)), "før kontakten", id="offered back"
        ),
        pytest.param(contact(ATTEMPTED, appointment_on=AHEAD), "Slet dagen", id="attempt and day"),
        pytest.param(contact(HELD, appointment_on=AHEAD), "Slet dagen", id="held and day"),
        pytest.param(
            contact(HELD, channel=ContactChannel.LETTER), "i et brev", id="a meeting in a letter"
        ),
    ],
)
def test_a_contact_that_cannot_have_been_says_why(given, says):
    with pytest.raises(ContactRefusedError, match=says):
        check_contact(given, [RECEIVED], TODAY)


def test_a_time_is_not_offered_in_a_year_nobody_can_mean():
    given = contact(OFFERED, appointment_on=date.max)
    with pytest.raises(ImplausibleDayError, match="Den tilbudte dag kan ikke være"):
        check_contact(given, [RECEIVED], TODAY)


def test_a_contact_counts_for_at_least_one_referral():
    with pytest.raises(ContactRefusedError, match="Vælg mindst én"):
        check_contact(contact(REACHED), [], TODAY)


def test_a_contact_before_one_of_its_referrals_is_refused():
    with pytest.raises(ContactRefusedError, match="fravælg henvisningen"):
        check_contact(contact(REACHED, RECEIVED), [RECEIVED, TODAY], TODAY)


@pytest.mark.parametrize(
    ("given", "kinds"),
    [
        pytest.param(contact(ATTEMPTED), (ATTEMPTED,), id="attempted"),
        pytest.param(contact(REACHED), (REACHED,), id="reached"),
        pytest.param(contact(REACHED, appointment_on=AHEAD), (REACHED, OFFERED), id="both"),
        pytest.param(contact(OFFERED, appointment_on=AHEAD), (OFFERED,), id="offered"),
        pytest.param(contact(HELD), (HELD,), id="held"),
    ],
)
def test_what_a_contact_is_registered_as(given, kinds):
    assert events_of(given) == kinds


def test_every_kind_and_channel_has_a_name():
    assert set(KIND_LABELS) == set(EventKind)
    assert set(CHANNEL_LABELS) == set(ContactChannel)
