"""Decide what a recorded consent opens of a case, for whom, and until when.

Health information goes to another purpose than treatment, such as the return to work, with the
citizen's consent (sundhedsloven §43); it is written and lapses after a year (§44). Diagnosis,
measures and notes are no scopes, so no consent can open them (DIS-3, DIS-4, DIS-7, DIS-8).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from rehab.domain.calendar import danish_date
from rehab.domain.errors import DomainError
from rehab.domain.plausible_days import check_day
from rehab.domain.wording import has_words


class ConsentScope(StrEnum):
    """What of a case the employment side may be shown; nothing else can be opened.

    Considerations are what to take care of at work (skånehensyn), written for the reader.
    """

    WORK_STATUS = "work_status"
    CONTACT_PERSON = "contact_person"
    SCHEDULE = "schedule"
    CONSIDERATIONS = "considerations"


SCOPE_LABELS: Final = MappingProxyType(
    {
        ConsentScope.WORK_STATUS: "Arbejdsstatus og sygefravær",
        ConsentScope.CONTACT_PERSON: "Kontaktperson",
        ConsentScope.SCHEDULE: "Tider for forløbet",
        ConsentScope.CONSIDERATIONS: "Skånehensyn på arbejdet",
    }
)


class ConsentForm(StrEnum):
    """How a consent was given."""

    WRITTEN = "skriftlig"
    ORAL = "mundtlig"


FORM_LABELS: Final = MappingProxyType(
    {ConsentForm.WRITTEN: "Skriftligt", ConsentForm.ORAL: "Mundtligt"}
)


class ConsentError(DomainError):
    """A consent cannot be recorded as it is."""


@dataclass(frozen=True, slots=True)
class ConsentFacts:
    """A consent as recorded: to whom, what, for what purpose, and from when until when.

    `expires_on` is the last day it holds; on `withdrawn_on` it no longer does.
    """

    form: ConsentForm
    recipient: str
    scopes: frozenset[ConsentScope]
    purpose: str
    given_on: date
    expires_on: date
    withdrawn_on: date | None = None

    def is_in_force(self, on: date) -> bool:
        """Tell whether the consent opens anything on a day; an oral one never does (§44).

        Withdrawal stops what is shown from that day; what was disclosed before stays disclosed.
        """
        return (
            self.form is ConsentForm.WRITTEN
            and self.given_on <= on <= min(self.expires_on, default_expiry(self.given_on))
            and (self.withdrawn_on is None or on < self.withdrawn_on)
        )


def default_expiry(given_on: date) -> date:
    """Return the last day a consent can hold: the same date a year later (§44).

    One given on 29 February ends on the 28th.
    """
    try:
        return given_on.replace(year=given_on.year + 1)
    except ValueError:
        return date(given_on.year + 1, 2, 28)


def check_consent(consent: ConsentFacts, today: date) -> None:
    """Refuse to record a consent that could open nothing, or too much, with ConsentError.

    A day nobody can mean is refused with ImplausibleDayError.
    """
    check_day(consent.given_on, "Samtykket", today)
    check_day(consent.expires_on, "Udløbet", today)
    latest = default_expiry(consent.given_on)
    if consent.form is not ConsentForm.WRITTEN:
        raise ConsentError("Samtykket skal være skriftligt, før oplysninger kan videregives.")
    if not has_words(consent.recipient):
        raise ConsentError("Skriv, hvem samtykket giver lov til at få oplysningerne.")
    if not has_words(consent.purpose):
        raise ConsentError("Skriv, hvad oplysningerne skal bruges til.")
    if not consent.scopes:
        raise ConsentError("Vælg mindst én slags oplysninger, som samtykket omfatter.")
    if consent.given_on > today:
        raise ConsentError("Samtykket kan ikke være givet i fremtiden. Ret datoen.")
    if consent.expires_on < consent.given_on:
        raise ConsentError("Samtykket udløber, før det er givet. Ret udløbsdatoen.")
    if consent.expires_on > latest:
        raise ConsentError(
            f"Et samtykke gælder højst et år. Vælg en udløbsdato senest {danish_date(latest)}."
        )


def opened_scopes(
    consents: Iterable[ConsentFacts], recipient: str, on: date
) -> frozenset[ConsentScope]:
    """Return all that the consents in force open for a recipient; without a consent, nothing."""
    return frozenset(
        scope
        for consent in consents
        if consent.recipient == recipient and consent.is_in_force(on)
        for scope in consent.scopes
    )
