"""Whose letter it is: receiver's location number and identifier together decide (MEDCOM 8.5)."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab.domain.errors import DomainError
from rehab.medcom.letters import Party
from rehab.models import Organisation


class NotForUsError(DomainError):
    """The letter belongs to somebody else; `refuse_code` is MedCom's word for why."""

    def __init__(self, refuse_code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.refuse_code = refuse_code


def organisations_at(session: Session, receivers: Iterable[Party]) -> Sequence[Organisation]:
    """Return those who have one of the location numbers that letters are addressed to."""
    numbers = {each.gln or "" for each in receivers}
    return session.scalars(select(Organisation).where(Organisation.gln.in_(numbers))).all()


def organisation_for(
    organisations: Sequence[Organisation], receiver: Party, only: UUID | None = None
) -> Organisation:
    """Return which of them a letter is addressed to; `only` when its sender may no other.

    One location number can serve several kommuner; the kommunenummer then tells them apart.
    Raises `NotForUsError`.
    """
    gln, identifier = receiver.gln or "", receiver.identifier or ""
    ours = [row for row in organisations if row.gln == gln and only in {None, row.id}]
    if not ours:
        raise NotForUsError(
            "ukendt_lokationsnummer",
            f"Lokationsnummeret {gln[:20] or '(intet)'} er ikke vores. "
            "Afsenderen skal sende til den rette modtager.",
        )
    if receiver.identifier_code != "kommunenummer" and len(ours) > 1:
        raise NotForUsError(
            "problem_med_modtagerID",
            f"Flere kommuner deler lokationsnummeret {gln}. "
            "Afsenderen skal skrive kommunenummeret på modtageren.",
        )
    if receiver.identifier_code == "kommunenummer":
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
