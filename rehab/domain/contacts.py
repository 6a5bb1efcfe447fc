"""Decide whether a contact with the citizen can be registered as it was typed.

Attempted, reached, offered and held are four happenings and never one (programme 4.5; F22): an
attempt is no contact, and an offered first meeting keeps its day also when it is later cancelled
(SL-9, F24). What a clock makes of them is for the deadlines to say.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from rehab.domain.calendar import danish_date
from rehab.domain.clock_rules import EventKind
from rehab.domain.errors import DomainError
from rehab.domain.plausible_days import check_day


class ContactChannel(StrEnum):
    """How somebody tried to reach the citizen, or met."""

    PHONE = "telefon"
    LETTER = "brev"
    IN_PERSON = "fremmoede"
    VIDEO = "video"


CHANNEL_LABELS: Final = MappingProxyType(
    {
        ContactChannel.PHONE: "Telefon",
        ContactChannel.LETTER: "Brev eller Digital Post",
        ContactChannel.IN_PERSON: "Fremmøde",
        ContactChannel.VIDEO: "Video",
    }
)

KIND_LABELS: Final = MappingProxyType(
    {
        EventKind.CONTACT_ATTEMPTED: "Forsøgt uden kontakt",
        EventKind.CONTACT_REACHED: "Kontakt opnået",
        EventKind.FIRST_CONTACT_OFFERED: "Første tid tilbudt",
        EventKind.FIRST_CONTACT_HELD: "Første fremmøde holdt",
        EventKind.INFORMATION_GIVEN: "Borgeren er orienteret",
    }
)

_MAY_OFFER: Final = frozenset({EventKind.CONTACT_REACHED, EventKind.FIRST_CONTACT_OFFERED})


class ContactRefusedError(DomainError):
    """A contact cannot be registered, or taken back, as it was typed."""


@dataclass(frozen=True, slots=True)
class ContactFacts:
    """A contact as it was typed: what, when, how, and the day of the first meeting if offered."""

    kind: EventKind
    on: date
    channel: ContactChannel
    appointment_on: date | None = None


def check_contact(contact: ContactFacts, received_on: Collection[date], today: date) -> None:
    """Refuse a contact that cannot have been, with a ContactRefusedError or ImplausibleDayError.

    `received_on` are the days the referrals it counts for were received; a contact before that day
    was about something else. Only the day offered for the first meeting may lie ahead.
    """
    if not received_on:
        raise ContactRefusedError("Vælg mindst én åben henvisning, som kontakten gælder.")
    if contact.on > today:
        raise ContactRefusedError("Kontakten kan ikke ligge efter i dag. Ret dagen.")
    check_day(contact.appointment_on, "Den tilbudte dag", today)
    latest = max(received_on)
    if contact.on < latest:
        raise ContactRefusedError(
            f"Kontakten kan ikke ligge før {danish_date(latest)}, da henvisningen blev modtaget. "
            "Ret dagen, eller fravælg henvisningen."
        )
    if contact.kind is EventKind.FIRST_CONTACT_HELD and contact.channel is ContactChannel.LETTER:
        raise ContactRefusedError(
            "Et første fremmøde kan ikke holdes i et brev. Vælg fremmøde, video eller telefon."
        )
    _check_appointment(contact)


def events_of(contact: ContactFacts) -> tuple[EventKind, ...]:
    """Return the happenings a contact is.

    One call that reaches the citizen and offers a time is two, since two clocks may hang on it.
    """
    if contact.kind is EventKind.CONTACT_REACHED and contact.appointment_on is not None:
        return (EventKind.CONTACT_REACHED, EventKind.FIRST_CONTACT_OFFERED)
    return (contact.kind,)


def _check_appointment(contact: ContactFacts) -> None:
    offered = contact.appointment_on
    if offered is None:
        if contact.kind is EventKind.FIRST_CONTACT_OFFERED:
            raise ContactRefusedError("Skriv dagen for den tid, borgeren er tilbudt.")
        return
    if contact.kind not in _MAY_OFFER:
        raise ContactRefusedError(
            f"En tilbudt dag hører ikke til »{KIND_LABELS[contact.kind]}«. Slet dagen, eller "
            "registrér tilbuddet for sig."
        )
    if offered < contact.on:
        raise ContactRefusedError("Den tilbudte dag kan ikke ligge før kontakten. Ret dagen.")
