"""What the page of a case shows of letters and notices to the citizen."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from rehab.domain.access import Actor, Permission, may
from rehab.domain.day_counting import plural
from rehab.models import Case, NoticeStatus
from rehab.queries.cases import people_by_id
from rehab.queries.citizen_letters import list_letters_to_citizen
from rehab.queries.notices import kinds_of_letters, list_notices_of_case
from rehab.services.notices import reach_text
from rehab.web.to_citizen.rows import LetterRow, Link, letter_row


@dataclass(frozen=True, slots=True)
class ToCitizen:
    """Letters and notices of a case; the addresses are None for who may only read."""

    letters: tuple[LetterRow, ...]
    reached: str
    notices_text: str
    write_url: str | None
    invite_url: str | None
    notices_url: str | None


def to_citizen(
    session: Session, actor: Actor, case: Case, link: Link, *, has_plan: bool
) -> ToCitizen:
    """Return what a case's citizen was written and told. Needs `citizen` loaded."""
    may_write = may(actor, Permission.CASE_WRITE)
    people = people_by_id(session, case.organisation_id)
    notices = [
        row
        for row in list_notices_of_case(session, case.id)
        if row.status is not NoticeStatus.WITHDRAWN
    ]
    letters = list_letters_to_citizen(session, case.id)
    kinds = kinds_of_letters(session, [row.id for row in letters])
    told = plural(len(notices), "besked", "beskeder")
    return ToCitizen(
        letters=tuple(letter_row(row, people, link, kind=kinds.get(row.id)) for row in letters),
        reached=reach_text(case.citizen),
        notices_text=f"Der er sendt eller lagt {told} i kø." if notices else "",
        write_url=link("citizen_letters.write", case_id=case.id) if may_write else None,
        invite_url=link("citizen_letters.invite", case_id=case.id)
        if may_write and has_plan
        else None,
        notices_url=link("notices.reach", case_id=case.id) if may_write else None,
    )
