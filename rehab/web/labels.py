"""What every coded value is called on a page. Complete by test."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

from rehab.domain.access import Role
from rehab.domain.clock_rules import LegalBasis
from rehab.domain.referrals import (
    GopType,
    ReferralKind,
    ReferralStatus,
    SenderKind,
    TriageDecision,
)
from rehab.medcom.letters import LetterKind
from rehab.models import IntakeOutcome, OutgoingStatus

ROLE_LABELS: Final[Mapping[Role, str]] = MappingProxyType(
    {
        Role.VISITATOR: "visitator",
        Role.KOORDINATOR: "koordinator",
        Role.TERAPEUT: "terapeut",
        Role.JOBKONSULENT: "jobkonsulent",
        Role.LEDER: "leder",
        Role.ADMINISTRATOR: "administrator",
    }
)
KIND_LABELS: Final[Mapping[ReferralKind, str]] = MappingProxyType(
    {
        ReferralKind.XREF15: "XREF15",
        ReferralKind.REF01: "REF01",
        ReferralKind.GGOP: "GOP",
        ReferralKind.PHONE: "telefon",
        ReferralKind.LETTER: "brev",
    }
)
REFERRAL_NAMES: Final[Mapping[ReferralKind, str]] = MappingProxyType(
    dict(KIND_LABELS)
    | {
        ReferralKind.PHONE: "Henvisning pr. telefon",
        ReferralKind.LETTER: "Henvisning pr. brev",
    }
)
STATUS_LABELS: Final[Mapping[ReferralStatus, str]] = MappingProxyType(
    {
        ReferralStatus.RECEIVED: "Ny",
        ReferralStatus.ACCEPTED: "Accepteret",
        ReferralStatus.REGISTERED: "Registreret",
        ReferralStatus.RETURNED: "Returneret",
        ReferralStatus.REDIRECTED: "Sendt videre",
        ReferralStatus.LEFT_PROGRAMME: "Udgået",
        ReferralStatus.CLOSED: "Afsluttet",
    }
)
SENDER_LABELS: Final[Mapping[SenderKind, str]] = MappingProxyType(
    {
        SenderKind.GP: "alment praktiserende læge",
        SenderKind.SPECIALIST: "praktiserende speciallæge",
        SenderKind.HOSPITAL: "hospital",
        SenderKind.CHIROPRACTOR: "kiropraktor",
        SenderKind.OTHER: "anden afsender",
    }
)
GOP_LABELS: Final[Mapping[GopType, str]] = MappingProxyType(
    {
        GopType.ALMEN: "almen genoptræning",
        GopType.SPECIALISERET: "genoptræning på specialiseret niveau",
        GopType.REHABILITERING: "rehabilitering på specialiseret niveau",
    }
)
DECISION_LABELS: Final[Mapping[TriageDecision, str]] = MappingProxyType(
    {
        TriageDecision.ACCEPT: "Acceptér",
        TriageDecision.RETURN_TO_SENDER: "Returnér til afsender",
        TriageDecision.REDIRECT: "Send videre",
        TriageDecision.LEAVE_PROGRAMME: "Udgår af programmet",
        TriageDecision.REGISTER: "Registrér uden at starte",
    }
)
DECIDED_LABELS: Final[Mapping[TriageDecision, str]] = MappingProxyType(
    {
        TriageDecision.ACCEPT: "Accepteret",
        TriageDecision.RETURN_TO_SENDER: "Returneret til afsender",
        TriageDecision.REDIRECT: "Sendt videre",
        TriageDecision.LEAVE_PROGRAMME: "Udgået af programmet",
        TriageDecision.REGISTER: "Registreret uden at starte",
    }
)
LEGAL_BASIS_LABELS: Final[Mapping[LegalBasis, str]] = MappingProxyType(
    {
        LegalBasis.SUNDHEDSLOVEN_140: "sundhedsloven § 140",
        LegalBasis.SUNDHEDSLOVEN_119: "sundhedsloven § 119",
    }
)
OUTCOME_LABELS: Final[Mapping[IntakeOutcome, str]] = MappingProxyType(
    {
        IntakeOutcome.ACCEPTED: "Modtaget",
        IntakeOutcome.DUPLICATE: "Modtaget før",
        IntakeOutcome.PARKED: "Venter på dig",
        IntakeOutcome.QUARANTINED: "Karantæne",
        IntakeOutcome.REFUSED: "Ikke til os",
    }
)
LETTER_WORDS: Final[Mapping[str, str]] = {
    LetterKind.XREF15: "henvisning (XREF15)",
    LetterKind.REF01: "henvisning (REF01)",
    LetterKind.GGOP: "genoptræningsplan",
    LetterKind.LETTER: "udskrivningsbrev",
    LetterKind.CORRESPONDENCE: "korrespondance",
    LetterKind.RECEIPT: "kvittering",
    "attachment": "bilag",
}
OUTGOING_LABELS: Final[Mapping[OutgoingStatus, str]] = MappingProxyType(
    {
        OutgoingStatus.QUEUED: "I kø",
        OutgoingStatus.HELD_BACK: "Holdt tilbage",
        OutgoingStatus.SENT: "Sendt",
        OutgoingStatus.POSITIVE: "Modtaget",
        OutgoingStatus.REJECTED: "Afvist",
    }
)
LABELLED: Final[tuple[tuple[type[StrEnum], Mapping[Any, str]], ...]] = (
    (Role, ROLE_LABELS),
    (ReferralKind, KIND_LABELS),
    (ReferralStatus, STATUS_LABELS),
    (SenderKind, SENDER_LABELS),
    (GopType, GOP_LABELS),
    (TriageDecision, DECISION_LABELS),
    (TriageDecision, DECIDED_LABELS),
    (LegalBasis, LEGAL_BASIS_LABELS),
    (IntakeOutcome, OUTCOME_LABELS),
    (OutgoingStatus, OUTGOING_LABELS),
)


def label_of(value: StrEnum) -> str:
    """Return what a coded value is called. The template filter `navn`."""
    for kind, labels in LABELLED:
        if isinstance(value, kind):
            return labels[value]
    raise KeyError(value)
