"""Whose letter it is: receiver's location number and identifier together decide (MEDCOM 8.5).

A receipt names no identifier, so it belongs to the one who sent what it answers.
"""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab.domain.errors import DomainError
from rehab.medcom.letters import Letter, Party
from rehab.models import Organisation, OutgoingMessage


class NotForUsError(DomainError):
    """The letter belongs to somebody else; `refuse_code` is MedCom's word for why."""

    def __init__(self, refuse_code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.refuse_code = refuse_code


def organisations_at(session: Session, receivers: Iterable[Party]) -> Sequence[Organisation]:
    """Return those who have one of the location numbers that letters are addressed to."""
    numbers = {each.gln or "" for each in receivers}
    return session.scalars(select(Organisation).where(Organisation.gln.in_(numbers))).all()


def senders_of_answered(session: Session, letters: Iterable[Letter]) -> Mapping[str, UUID]:
    """Return who sent the envelopes that receipts among some letters answer, by their numbers."""
    numbers = {each.receipt.original_envelope_id for each in letters if each.receipt is not None}
    if not numbers:
        return {}
    query = select(OutgoingMessage.envelope_id, OutgoingMessage.organisation_id).where(
        OutgoingMessage.envelope_id.in_(number for number in numbers if number),
        OutgoingMessage.organisation_id.is_not(None),
    )
    return {number: sender for number, sender in session.execute(query) if sender}


def organisation_for(
    organisations: Sequence[Organisation],
    receiver: Party,
    only: UUID | None = None,
    sent_by: UUID | None = None,
) -> Organisation:
    """Return which of them a letter is addressed to; `only` when its sender may no other.

    One location number can serve several kommuner; the kommunenummer then tells them apart, and
    for a receipt the one that what it answers was `sent_by`. A number of another kind than these
    two (a ydernummer, a SOR code) stands in no register of ours, so it decides nothing where the
    location number does. Raises `NotForUsError`.
    """
    gln, code = receiver.gln or "", receiver.identifier_code
    identifier = receiver.identifier or ""
    ours = [row for row in organisations if row.gln == gln and only in {None, row.id}]
    if not ours:
        raise NotForUsError(
            "ukendt_lokationsnummer",
            f"Lokationsnummeret {gln[:20] or '(intet)'} er ikke vores. "
            "Afsenderen skal sende til den rette modtager.",
        )
    senders = [row for row in ours if row.id == sent_by]
    if senders:
        return senders[0]
    if code == "lokationsnummer" and identifier not in {"", gln}:
        raise NotForUsError(
            "problem_med_modtagerID",
            f"Modtageren {identifier[:20]} er et andet lokationsnummer end vores, {gln}. "
            "Afsenderen skal rette modtageren.",
        )
    if code != "kommunenummer" and len(ours) > 1:
        raise NotForUsError(
            "problem_med_modtagerID",
            f"Flere kommuner deler lokationsnummeret {gln}. "
            "Afsenderen skal skrive kommunenummeret på modtageren.",
        )
    if code == "kommunenummer":
        ours = [row for row in ours if row.kommunekode.lstrip("0") == identifier.lstrip("0")]
    if len(ours) != 1:
        raise NotForUsError(
            "problem_med_modtagerID",
            f"Modtageren {identifier[:20] or '(ingen)'} hører ikke til lokationsnummeret {gln}. "
            "Afsenderen skal rette kommunenummeret.",
        )
    return ours[0]


def probable_organisation(session: Session, raw: bytes) -> Organisation | None:
    """Return the organisation whose staff should look at a file that could not be placed.

    It is the one whose location number stands in the bytes, or the only one there is. A file
    that could be anybody's is shown to nobody: it may hold another kommune's citizens.
    """
    everyone = list(session.scalars(select(Organisation)))
    named = [row for row in everyone if row.gln.encode() in raw]
    if len(named) == 1:
        return named[0]
    return everyone[0] if len(everyone) == 1 else None
