"""The letters a kommune writes to a citizen, by the names they have in an address."""

from enum import StrEnum


class LetterTemplate(StrEnum):
    """Which letter; the value stands in addresses, so it is Danish and without special letters."""

    INVITATION = "indkaldelse"
    PLAN = "plan"
    NOT_REACHED = "ikke-henvendt"
    FREE_CHOICE = "frit-valg"
    CANCELLATION = "aflysning"
    NEW_CONTACT_PERSON = "ny-kontaktperson"
    MESSAGE = "besked"
