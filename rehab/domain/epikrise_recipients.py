"""Decide who gets the closing epikrise of a referral, and who of them it is sent to by MedCom.

The doctor who referred is told how it went, and so is the citizen's own doctor, who holds the
threads of the whole course (4.1, 4.6; INF-1, INF-5, F83). A genoptræningsplan names itself who
gets its final result.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from rehab.domain.clock_rules import LegalBasis

REFERRER: Final = "henviser"
OWN_DOCTOR: Final = "egen læge"
FINAL_RESULT: Final = "slutresultat"


@dataclass(frozen=True, slots=True)
class Addressee:
    """One who may get the epikrise: by location number, or known by another number alone."""

    name: str
    role: str
    gln: str = ""
    identifier: str = ""
    identifier_code: str = ""
    department: str = ""
    person: str = ""


@dataclass(frozen=True, slots=True)
class EpikriseRecipients:
    """The one the letter is sent to, and those who get a copy."""

    receiver: Addressee
    copies: tuple[Addressee, ...] = ()

    @property
    def all(self) -> tuple[Addressee, ...]:
        """Return everyone, the receiver first."""
        return (self.receiver, *self.copies)


def recipients_of(
    legal_basis: LegalBasis, referrer: Addressee, answer_to: Iterable[Addressee]
) -> EpikriseRecipients:
    """Return who gets the epikrise, each once.

    A programme referral is answered to the one who referred and to everyone it asks to answer; a
    genoptræningsplan to those it names for the final result, or to the one who sent it when it
    names none, and to the own doctor. The receiver is the first with a location number, since
    MedCom sends to no other; when nobody has one it is the first, whose number must be asked for.
    """
    named = list(answer_to)
    if legal_basis is LegalBasis.SUNDHEDSLOVEN_140:
        results = [party for party in named if party.role == FINAL_RESULT] or [referrer]
        wanted = [*results, *(party for party in named if party.role != FINAL_RESULT)]
    else:
        wanted = [referrer, *named]
    each = _each_once(wanted)
    receiver = next((party for party in each if party.gln), each[0])
    return EpikriseRecipients(receiver, tuple(party for party in each if party is not receiver))


def _each_once(parties: list[Addressee]) -> list[Addressee]:
    each: list[Addressee] = []
    for party in parties:
        place = next((i for i, known in enumerate(each) if _same(known, party)), None)
        if place is None:
            each.append(party)
            continue
        known = each[place]
        each[place] = replace(
            known,
            role=OWN_DOCTOR if OWN_DOCTOR in {known.role, party.role} else known.role,
            gln=known.gln or party.gln,
            identifier=known.identifier or party.identifier,
            identifier_code=known.identifier_code or party.identifier_code,
        )
    return each


def _same(one: Addressee, other: Addressee) -> bool:
    if one.gln and other.gln:
        return one.gln == other.gln
    return bool(one.identifier) and (one.identifier, one.identifier_code) == (
        other.identifier,
        other.identifier_code,
    )
