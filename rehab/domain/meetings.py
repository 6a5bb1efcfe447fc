"""Say what a team meeting may take up, and in which words it is written down.

The rehab team makes the citizen's course hang together (3.2): what it decides about a case is
written in the case's journal, and what somebody is to do becomes a task with a day.
"""

from dataclasses import dataclass
from datetime import date

from rehab.domain.calendar import danish_date
from rehab.domain.errors import DomainError
from rehab.domain.wording import has_words


class AgendaError(DomainError):
    """A case cannot be put on the agenda as asked."""


class AlreadyAskedError(AgendaError):
    """The case waits for a meeting already; another question must be put another way."""

    def __init__(self) -> None:
        """Say what to do with the question instead."""
        super().__init__(
            "Sagen står allerede på dagsordenen. Skriv dit spørgsmål som et notat i sagen, eller "
            "tag det op på mødet."
        )


class DecisionError(DomainError):
    """What was decided cannot be written down as it stands."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What the team decided about one case, and perhaps what is to be done by when."""

    text: str
    task: str = ""
    due_on: date | None = None


def check_question(question: str, *, is_closed: bool, is_waiting: bool) -> str:
    """Return what the team is asked, or refuse: nothing asked, a closed case, or asked before."""
    if is_closed:
        raise AgendaError("Sagen er afsluttet og kan ikke tages op på et møde.")
    if not has_words(question):
        raise AgendaError("Skriv, hvad teamet skal tage stilling til.")
    if is_waiting:
        raise AlreadyAskedError
    return question.strip()


def check_meeting_decision(decision: Decision, today: date) -> Decision:
    """Return the decision, or refuse one without words or a task without a day ahead."""
    if not has_words(decision.text):
        raise DecisionError("Skriv, hvad teamet besluttede, eller spring sagen over.")
    if not has_words(decision.task):
        if decision.due_on is not None:
            raise DecisionError("Skriv opgaven, eller slet dens dato.")
        return Decision(decision.text.strip())
    if decision.due_on is None:
        raise DecisionError("Skriv, hvornår opgaven skal være løst.")
    if decision.due_on < today:
        raise DecisionError(
            f"Opgaven kan ikke skulle være løst {danish_date(decision.due_on)}, som er forbi."
        )
    return Decision(decision.text.strip(), decision.task.strip(), decision.due_on)


def note_text(held_on: date, question: str, decision: Decision) -> str:
    """Return the journal note of what a meeting decided about a case (J-3)."""
    lines = [
        f"Teammøde {danish_date(held_on)}",
        f"Spørgsmål: {question}",
        f"Beslutning: {decision.text}",
    ]
    if decision.due_on is not None:
        lines.append(f"Opgave: {decision.task} (senest {danish_date(decision.due_on)})")
    return "\n".join(lines)
