"""The acts that can be done on many cases at once, each by the rules of the single act."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from rehab.domain.access import Permission
from rehab.domain.bulk import Outcome, RowAnswer
from rehab.domain.citizen_letters import (
    LetterTemplate,
    check_words,
    letter_sessions,
    letter_words,
)
from rehab.domain.errors import DomainError
from rehab.ids import new_id
from rehab.models import Case, LetterBatch
from rehab.queries.bulk import find_own_batch, holders_of, people_with_roles, written_in
from rehab.queries.citizen_letters import LetterSource, find_wording, letter_sources
from rehab.services.citizen_letters import needs_paper, queue_letter
from rehab.services.contact_persons import (
    active_holder,
    assign_contact_person,
    refusal_to_hold,
)
from rehab.services.context import Context
from rehab.services.turns import take_turn

_NOBODY: Final = "Der er ingen at foreslå. Vælg en person."
_TAKEN_NAME: Final = "Samlingen af breve findes ikke. Begynd forfra fra listen."


@dataclass(frozen=True, slots=True)
class Assignment:
    """To whom a case goes, and who held it when that was shown."""

    user_id: UUID | None
    instead_of: UUID | None


@dataclass(frozen=True, slots=True)
class GiveContactPerson:
    """Make a person kontaktperson in each case, as it stood in what was shown."""

    to: Mapping[UUID, Assignment]
    permission: Permission = Permission.CONTACT_PERSON_ASSIGN

    def foresee(self, ctx: Context, cases: Sequence[Case]) -> Mapping[UUID, RowAnswer]:
        """Return who would hold each case; by the rule that decides it when it is done."""
        holders = holders_of(ctx.session, [case.id for case in cases])
        wanted = {one.user_id for one in self.to.values() if one.user_id is not None}
        people = people_with_roles(ctx.session, wanted)
        answers = {}
        for case in cases:
            holder = holders.get(case.id)
            to = self.to[case.id].user_id if case.id in self.to else None
            if to is None or to not in people:
                answers[case.id] = RowAnswer(Outcome.REFUSED, _NOBODY)
                continue
            user, roles = people[to]
            refusal = refusal_to_hold(case, user, roles)
            if refusal is not None:
                answers[case.id] = RowAnswer(Outcome.REFUSED, str(refusal))
            elif holder is not None and holder.id == user.id:
                answers[case.id] = RowAnswer(Outcome.ALREADY, _holds_already(user.name))
            else:
                before = f" Afløser {holder.name}." if holder is not None else ""
                answers[case.id] = RowAnswer(Outcome.READY, f"Tildeles {user.name}.{before}")
        return answers

    def do(self, ctx: Context, case: Case) -> RowAnswer:
        """Assign the case, unless somebody else has been given it since it was shown."""
        asked = self.to.get(case.id)
        people = people_with_roles(ctx.session, [asked.user_id] if asked and asked.user_id else [])
        if asked is None or asked.user_id is None or asked.user_id not in people:
            return RowAnswer(Outcome.REFUSED, _NOBODY)
        user, _ = people[asked.user_id]
        take_turn(ctx, case)
        holder = active_holder(ctx, case.id)
        if holder is not None and holder.user_id == user.id:
            return RowAnswer(Outcome.ALREADY, _holds_already(user.name))
        assign_contact_person(ctx, case, user, instead_of=asked.instead_of)
        return RowAnswer(Outcome.DONE, f"Tildelt {user.name}.")


@dataclass(frozen=True, slots=True)
class WriteLetters:
    """Write the same letter to each citizen, kept together under an id that is made beforehand.

    The id is why a run can be taken up again: whoever has a letter in it gets no second one.
    """

    batch_id: UUID
    template: LetterTemplate
    text: str
    all_on_paper: bool
    permission: Permission = Permission.CASE_WRITE

    def foresee(self, ctx: Context, cases: Sequence[Case]) -> Mapping[UUID, RowAnswer]:
        """Return which letters can be written, by the rules of the single letter."""
        ids = [case.id for case in cases]
        sources = letter_sources(ctx.session, ids, ctx.now)
        written = written_in(ctx.session, self.batch_id, ids)
        own = find_wording(ctx.session, ctx.organisation_id, self.template)
        answers = {}
        for case in cases:
            if case.id in written:
                answers[case.id] = _WRITTEN
                continue
            source = sources[case.id]
            try:
                letter_sessions(self.template, source.facts)
                check_words(self._words(source, own))
            except DomainError as refusal:
                answers[case.id] = RowAnswer(Outcome.REFUSED, str(refusal))
            else:
                answers[case.id] = RowAnswer(Outcome.READY, f"Får brevet{self._way(source)}.")
        return answers

    def do(self, ctx: Context, case: Case) -> RowAnswer:
        """Keep one citizen's letter; the worker draws it."""
        take_turn(ctx, case)
        if written_in(ctx.session, self.batch_id, [case.id]):
            return _WRITTEN
        source = letter_sources(ctx.session, [case.id], ctx.now)[case.id]
        own = find_wording(ctx.session, case.organisation_id, self.template)
        queue_letter(
            ctx,
            source,
            self.template,
            self._words(source, own),
            to_print=self.all_on_paper or needs_paper(source.citizen),
            batch_id=self._batch(ctx).id,
        )
        return RowAnswer(Outcome.DONE, f"Brevet er bestilt{self._way(source)}.")

    def _batch(self, ctx: Context) -> LetterBatch:
        found = find_own_batch(ctx.session, ctx.actor, self.batch_id)
        if found is not None:
            return found
        if ctx.session.get(LetterBatch, self.batch_id) is not None:
            raise BatchNotYoursError(_TAKEN_NAME)
        batch = LetterBatch(
            id=self.batch_id,
            organisation_id=ctx.organisation_id,
            name="Breve til valgte sager",
            requested_by=ctx.actor.id,
            requested_at=ctx.now,
        )
        ctx.session.add(batch)
        ctx.session.flush()
        return batch

    def _words(self, source: LetterSource, own: str) -> str:
        return self.text.strip() or letter_words(self.template, source.facts, own)

    def _way(self, source: LetterSource) -> str:
        return " på papir" if self.all_on_paper or needs_paper(source.citizen) else ""


class BatchNotYoursError(DomainError):
    """Letters were to be put among those somebody else asked for."""


_WRITTEN: Final = RowAnswer(Outcome.ALREADY, "Brevet er allerede bestilt.")


def new_batch_id() -> UUID:
    """Return an id to keep some letters together under."""
    return new_id()


def _holds_already(name: str) -> str:
    return f"{name} er allerede kontaktperson."
