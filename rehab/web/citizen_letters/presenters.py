"""What the pages of letters to citizens show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from rehab.documents.citizen_letters import CitizenLetterPage, TimeRow
from rehab.documents.prose import Block, blocks_of
from rehab.domain.readability import LETTER_LIMIT, lix
from rehab.models import CitizenLetter, LetterState


@dataclass(frozen=True, slots=True)
class PaperLetter:
    """A letter as it will stand on paper, and how light it is to read."""

    kommune: str
    unit: str
    recipient: tuple[str, ...]
    heading: str
    greeting: str
    blocks: tuple[Block, ...]
    times: tuple[TimeRow, ...]
    answer: str
    signed_by: str
    reading: str
    is_heavy: bool


@dataclass(frozen=True, slots=True)
class BatchView:
    """How far a batch has come."""

    name: str
    lead: str
    progress: str
    total: int
    made: int
    waiting: bool
    failed: int


def paper_letter(page: CitizenLetterPage) -> PaperLetter:
    """Return a letter to be looked at before it is made."""
    measure = lix(page.text)
    heavy = measure > LETTER_LIMIT
    verdict = f"over {LETTER_LIMIT}: skriv kortere sætninger og ord" if heavy else "let at læse"
    [recipient] = page.recipients
    return PaperLetter(
        kommune=page.letterhead.kommune,
        unit=page.letterhead.unit,
        recipient=(recipient.name, *recipient.address_lines),
        heading=page.heading,
        greeting=page.greeting,
        blocks=blocks_of(page.text),
        times=page.times,
        answer=f"Ring til {page.answers} på telefon {page.phone}.",
        signed_by=page.signed_by,
        reading=f"Læsbarhed: LIX {measure}, {verdict}.",
        is_heavy=heavy,
    )


def batch_view(name: str, requested: str, who: str, counts: Mapping[LetterState, int]) -> BatchView:
    """Return how far a batch has come, in words."""
    total, made = sum(counts.values()), counts[LetterState.MADE]
    failed = counts[LetterState.FAILED]
    waiting = counts[LetterState.WAITING] > 0
    words = f"{made} af {total} breve er dannet."
    if failed:
        words += f" {failed} kunne ikke dannes."
    if waiting:
        words += " Du kan forlade siden: arbejdet går videre og ligger her, når du kommer igen."
    return BatchView(
        name=name,
        lead=f"Bestilt {requested} af {who}.",
        progress=words,
        total=total,
        made=made,
        waiting=waiting,
        failed=failed,
    )


def made_ids(letters: Sequence[CitizenLetter]) -> list[UUID]:
    """Return which letters can be printed."""
    return [letter.id for letter in letters if letter.state is LetterState.MADE]
