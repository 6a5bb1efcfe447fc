"""What a referral is, who sent it, and the states it may pass through.

The enums here are shared words: the programme file, the triage rules and the stored rows
all use them. Reading a message is not done here; the caller hands over what stood in it.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from rehab.domain.clock_rules import LegalBasis
from rehab.domain.errors import DomainError


class ReferralKind(StrEnum):
    """Tell in what form a referral came to the kommune's one entrance (4.4, 4.6)."""

    XREF15 = "XREF15"
    REF01 = "REF01"
    GGOP = "GGOP"
    PHONE = "telefon"
    LETTER = "brev"


class SenderKind(StrEnum):
    """Tell what kind of clinician or place a referral comes from (3.2, 4.1, Boks 8 note 2)."""

    GP = "gp"
    SPECIALIST = "specialist"
    HOSPITAL = "hospital"
    CHIROPRACTOR = "chiropractor"
    OTHER = "other"


class GopType(StrEnum):
    """Tell which of the three kinds of training a genoptræningsplan asks for (4.4)."""

    ALMEN = "almen"
    SPECIALISERET = "specialiseret"
    REHABILITERING = "rehabilitering"


class TriageDecision(StrEnum):
    """Name what a visitator may decide about a referral."""

    ACCEPT = "accept"
    RETURN_TO_SENDER = "return_to_sender"
    REDIRECT = "redirect"
    LEAVE_PROGRAMME = "leave_programme"
    REGISTER = "register"


class ReferralStep(StrEnum):
    """Name what may happen to a referral: the five triage decisions, and its end."""

    ACCEPT = "accept"
    RETURN_TO_SENDER = "return_to_sender"
    REDIRECT = "redirect"
    LEAVE_PROGRAMME = "leave_programme"
    REGISTER = "register"
    CLOSE = "close"


class ReferralStatus(StrEnum):
    """Tell how far a referral has come; linked referrals each keep their own (4.4, Boks 7)."""

    RECEIVED = "received"
    ACCEPTED = "accepted"
    REGISTERED = "registered"
    RETURNED = "returned"
    REDIRECTED = "redirected"
    LEFT_PROGRAMME = "left_programme"
    CLOSED = "closed"


# A case is open as long as one of its referrals is in one of these (4.4).
KEEPS_CASE_OPEN: Final = frozenset({ReferralStatus.ACCEPTED, ReferralStatus.REGISTERED})


class IllegalReferralStepError(DomainError):
    """Refuse a step that the referral's status does not allow."""

    def __init__(self, status: ReferralStatus, step: ReferralStep) -> None:
        self.status = status
        self.step = step
        super().__init__(
            "Henvisningens status er ændret, så dette kan ikke længere gøres. "
            "Åbn henvisningen igen, og se, hvad der er sket med den."
        )


TRANSITIONS: Final[Mapping[tuple[ReferralStatus, ReferralStep], ReferralStatus]] = MappingProxyType(
    {
        (ReferralStatus.RECEIVED, ReferralStep.ACCEPT): ReferralStatus.ACCEPTED,
        (ReferralStatus.RECEIVED, ReferralStep.REGISTER): ReferralStatus.REGISTERED,
        (ReferralStatus.RECEIVED, ReferralStep.RETURN_TO_SENDER): ReferralStatus.RETURNED,
        (ReferralStatus.RECEIVED, ReferralStep.REDIRECT): ReferralStatus.REDIRECTED,
        (ReferralStatus.RECEIVED, ReferralStep.LEAVE_PROGRAMME): ReferralStatus.LEFT_PROGRAMME,
        # A specialised plan whose type the hospital changes to almen becomes the kommune's.
        (ReferralStatus.REGISTERED, ReferralStep.ACCEPT): ReferralStatus.ACCEPTED,
        # A red flag found during the course takes the citizen out of it (3.3, 4.3).
        (ReferralStatus.ACCEPTED, ReferralStep.LEAVE_PROGRAMME): ReferralStatus.LEFT_PROGRAMME,
        (ReferralStatus.ACCEPTED, ReferralStep.CLOSE): ReferralStatus.CLOSED,
        (ReferralStatus.REGISTERED, ReferralStep.CLOSE): ReferralStatus.CLOSED,
    }
)


def advance(status: ReferralStatus, step: ReferralStep | TriageDecision) -> ReferralStatus:
    """Return the status a step leads to, or refuse it.

    A referral that was returned, redirected, left or closed stays so: a new attempt is a
    new referral with its own clock. Raises IllegalReferralStepError.
    """
    wanted = ReferralStep(step.value)
    try:
        return TRANSITIONS[status, wanted]
    except KeyError:
        raise IllegalReferralStepError(status, wanted) from None


def runs_clocks(
    status: ReferralStatus, gop_type: GopType | None, register_only: frozenset[GopType]
) -> bool:
    """Tell whether a referral's deadlines are the kommune's to keep.

    A specialised plan is trained at the hospital: it is registered and watched, before triage as
    after it, and starts no clock here (4.4; sundhedsloven §140 on specialised level).
    """
    return status is not ReferralStatus.REGISTERED and gop_type not in register_only


def legal_basis_of(kind: ReferralKind, gop_type: GopType | None = None) -> LegalBasis:
    """Return the part of the law a referral is received under (4.4, Boks 7).

    A genoptræningsplan is a §140 matter in whatever form it came, so one that was typed in
    from a letter is known by its type; every other referral is to the programme.
    """
    if kind is ReferralKind.GGOP or gop_type is not None:
        return LegalBasis.SUNDHEDSLOVEN_140
    return LegalBasis.SUNDHEDSLOVEN_119


_UNSAID: Final = frozenset({"", "ikkeklassificeret", "blandet"})
_GENERAL_PRACTICE: Final = frozenset(
    {
        "almen_medicin",
        "almenlaege_laegevagt",
        "almenlaege_vagtkoersel",
        "almenlaege_vagtlaegehjaelp",
    }
)
_NOT_DOCTORS: Final = (
    "fysioterapi",
    "ridefysioterapi",
    "tandlaege",
    "tandplejere",
    "hospitalsodontologi",
    "briller",
    "fodterapi",
    "fodbehandl",
    "med_laboratorier",
    "omegnslaboratorier",
    "psykolog",
    "akut",
)
_PRACTICE_SPECIALITIES: Final = frozenset(
    {
        "boernepsykiatri",
        "klinisk_kemi",
        "neuromedicin",
        "oejenlaege",
        "oere_naese_halslaege",
        "patologi",
        "plastkirurgi",
        "paediatri",
        "reumatologi_fysiurgi",
        "roentgen",
        "roentgen_kbh",
        "tropemedicin",
    }
)
_HOSPITAL_SPECIALITIES: Final = frozenset(
    {
        "arbejdsmedicin",
        "boerne_ungdomspsykiatri",
        "diagnostisk_radiologi",
        "geriatri",
        "haematologi",
        "hepatologi",
        "infektionsmedicin",
        "kardiologi",
        "karkirurgi",
        "nefrologi",
        "neurokirurgi",
        "neurologi",
        "oftalmologi",
        "onkologi",
        "oto_rhino_laryngologi",
        "palliativ",
        "patologisk_anatomi",
        "plastikkirurgi",
        "retsmedicin",
        "reumatologi",
        "samfundsmedicin",
        "sexologi",
        "thoraxkirurgi",
        "urologi",
    }
)
_HOSPITAL_FAMILIES: Final = ("kir_", "klin_", "med_")
_NO_CLINICIAN: Final = frozenset({"kommunenummer", "amt", "region"})


def sender_kind(
    identifier_code: str | None, speciality: str | None, *names: str | None
) -> SenderKind:
    """Tell what kind of sender the codes of a message describe.

    The identifier's type and the speciality decide; names (organisation, department, the
    referrer's title) are only consulted where the speciality is not said, or is no word of
    MedCom's list. What cannot be told is `other`, so that a person looks at it rather than an
    entitlement being assumed.
    """
    code = (identifier_code or "").strip().lower()
    field = (speciality or "").strip().lower()
    if code == "sygehusafdelingsnummer":
        return SenderKind.HOSPITAL
    if code in _NO_CLINICIAN:
        return SenderKind.OTHER
    said = " ".join(name for name in names if name).lower()
    if field in _UNSAID:
        return _kind_by_name(code, said)
    kind = _kind_by_speciality(code, field)
    if kind is not None:
        return kind
    by_name = _kind_by_name(code, said)
    if by_name in {SenderKind.CHIROPRACTOR, SenderKind.OTHER}:
        return by_name
    return SenderKind.SPECIALIST if code == "ydernummer" else SenderKind.HOSPITAL


def _kind_by_speciality(code: str, field: str) -> SenderKind | None:
    """Read the kind from the speciality, or None for a word that is none of the code list's.

    Some words are used by hospitals and practices alike.
    """
    if field.startswith("kiroprak"):
        return SenderKind.CHIROPRACTOR
    if field in _GENERAL_PRACTICE:
        return SenderKind.GP
    if field.endswith("_sygehus") and code != "ydernummer":
        return SenderKind.HOSPITAL
    if field.startswith(_NOT_DOCTORS):
        return SenderKind.OTHER
    practice = field in _PRACTICE_SPECIALITIES or field.endswith("_praksis")
    hospital = field in _HOSPITAL_SPECIALITIES or field.startswith(_HOSPITAL_FAMILIES)
    if practice or (hospital and code == "ydernummer"):
        return SenderKind.SPECIALIST
    return SenderKind.HOSPITAL if hospital else None


def _kind_by_name(code: str, names: str) -> SenderKind:
    """Read the kind from the names when no speciality is given; a ydernummer alone is a GP."""
    if "kiroprakt" in names:
        return SenderKind.CHIROPRACTOR
    if code == "ydernummer":
        return SenderKind.OTHER if "fysioterap" in names else SenderKind.GP
    if "hospital" in names or "sygehus" in names:
        return SenderKind.HOSPITAL
    return SenderKind.OTHER
