"""Telling whoever holds a case that a letter has come to it.

Nothing of what the letter says stands in the reminder: it is read on other screens than the
letter is (sundhedsloven §§41–43).
"""

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import select

from rehab.medcom.letters import LetterKind
from rehab.models import Case, IntakeOutcome, StoredLetter
from rehab.services.accounts import system_actor_in
from rehab.services.context import Context
from rehab.services.reminders import raise_once


def tell_of_replies(ctx: Context, letters: Iterable[StoredLetter]) -> None:
    """Raise a reminder in the open case of each correspondence that was placed there.

    Their cases are asked for once, and nothing is asked when there is no such letter.
    """
    replies = [row for row in letters if _is_reply(row)]
    if not replies:
        return
    query = select(Case).where(
        Case.citizen_id.in_({row.citizen_id for row in replies}), Case.closed_on.is_(None)
    )
    cases = {case.citizen_id: case for case in ctx.session.scalars(query)}
    for row in replies:
        case = cases.get(row.citizen_id) if row.citizen_id else None
        if case is not None:
            inside = replace(ctx, actor=system_actor_in(row.organisation_id))
            sender = row.sender_name or "ukendt afsender"
            raise_once(inside, case, f"letter:{row.id}", f"Nyt brev fra {sender}.", ctx.today)


def _is_reply(row: StoredLetter) -> bool:
    accepted = row.outcome is IntakeOutcome.ACCEPTED
    return accepted and row.kind == LetterKind.CORRESPONDENCE.value
