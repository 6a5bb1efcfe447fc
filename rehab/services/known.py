"""What is already known of the letters in hand, asked for once however many they are.

What is placed is noted here too, so that the next letter in hand finds it, and is saved together.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeAlias
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab.medcom.letters import Letter
from rehab.models import Case, Citizen, Referral, StoredLetter
from rehab.services.citizens import claim_earlier_letters, is_usable
from rehab.services.context import Context
from rehab.services.standings import arrive

# Sender, number and type: what a letter is known by, whatever envelope it came in (MEDCOM 4).
Identity: TypeAlias = tuple[UUID, str, str, str]
CitizenKey: TypeAlias = tuple[UUID, str]


@dataclass(slots=True)
class Known:
    """The letters, citizens and open cases that letters in hand may have to do with."""

    letters: dict[Identity, StoredLetter]
    citizens: dict[CitizenKey, Citizen]
    with_open_case: frozenset[UUID]
    new_letters: dict[Identity, StoredLetter] = field(default_factory=dict)
    more_letters: list[StoredLetter] = field(default_factory=list)
    new_citizens: dict[CitizenKey, Citizen] = field(default_factory=dict)
    new_referrals: list[Referral] = field(default_factory=list)
    placed: list[StoredLetter] = field(default_factory=list)

    def letter(self, organisation_id: UUID, letter: Letter) -> StoredLetter | None:
        """Return the letter that counts as the first with the same sender, number and type."""
        key = identity_of(organisation_id, letter)
        return self.new_letters.get(key) or self.letters.get(key)

    def citizen(self, organisation_id: UUID, identifier: str) -> Citizen | None:
        """Return the organisation's citizen with a CPR or replacement number."""
        key = (organisation_id, identifier)
        return self.new_citizens.get(key) or self.citizens.get(key)

    def add_citizen(self, citizen: Citizen) -> None:
        """Note a citizen that is new."""
        self.new_citizens[citizen.organisation_id, citizen.identifier] = citizen

    def add_letter(self, row: StoredLetter) -> None:
        """Note a letter that is to be saved; only the first of its identity is found again."""
        self.placed.append(row)
        key = (row.organisation_id, row.sender_gln, row.letter_id, row.element)
        if row.first:
            self.new_letters[key] = row
        else:
            self.more_letters.append(row)

    def save(self, ctx: Context) -> None:
        """Write what is new to the database, within the caller's transaction.

        Citizens come before letters and letters before referrals, each kind in the order of its
        keys: two processes that place the same letters then wait for each other, never in a ring.
        """
        for stage in (
            [self.new_citizens[key] for key in sorted(self.new_citizens)],
            [self.new_letters[key] for key in sorted(self.new_letters)] + self.more_letters,
            self.new_referrals,
        ):
            ctx.session.add_all(stage)
            ctx.session.flush()
        arrive(ctx.session, self.new_referrals)
        claim_earlier_letters(ctx, list(self.new_citizens.values()))
        self.letters |= self.new_letters
        self.citizens |= self.new_citizens
        self.new_letters, self.more_letters = {}, []
        self.new_citizens, self.new_referrals = {}, []


def known_of(session: Session, letters: Sequence[tuple[UUID, Letter]]) -> Known:
    """Return what is known of letters, each given with the organisation that it is for."""
    citizens = _citizens(session, letters)
    return Known(
        letters=_letters(session, letters),
        citizens=citizens,
        with_open_case=_with_open_case(session, citizens),
    )


def identity_of(organisation_id: UUID, letter: Letter) -> Identity:
    """Return what a letter is known by in an organisation."""
    return (organisation_id, letter.sender.gln or "", letter.letter_id[:40], letter.element)


def _letters(
    session: Session, letters: Sequence[tuple[UUID, Letter]]
) -> dict[Identity, StoredLetter]:
    wanted = {identity_of(*each) for each in letters}
    query = select(StoredLetter).where(
        StoredLetter.organisation_id.in_({key[0] for key in wanted}),
        StoredLetter.sender_gln.in_({key[1] for key in wanted}),
        StoredLetter.letter_id.in_({key[2] for key in wanted}),
        StoredLetter.first.is_(True),
    )
    return {
        (row.organisation_id, row.sender_gln, row.letter_id, row.element): row
        for row in session.scalars(query)
    }


def _citizens(
    session: Session, letters: Sequence[tuple[UUID, Letter]]
) -> dict[CitizenKey, Citizen]:
    wanted = {
        (organisation_id, letter.patient.identifier)
        for organisation_id, letter in letters
        if letter.patient and is_usable(letter.patient.identifier)
    }
    if not wanted:
        return {}
    query = select(Citizen).where(
        Citizen.organisation_id.in_({key[0] for key in wanted}),
        Citizen.identifier.in_({key[1] for key in wanted}),
    )
    return {(row.organisation_id, row.identifier): row for row in session.scalars(query)}


def _with_open_case(session: Session, citizens: dict[CitizenKey, Citizen]) -> frozenset[UUID]:
    if not citizens:
        return frozenset()
    ids = [each.id for each in citizens.values()]
    query = select(Case.citizen_id).where(Case.citizen_id.in_(ids), Case.closed_on.is_(None))
    return frozenset(session.scalars(query))
