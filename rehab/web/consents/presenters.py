"""What the consent page shows of the consents recorded before."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from rehab.domain.consent import FORM_LABELS, SCOPE_LABELS, ConsentFacts
from rehab.models import Consent
from rehab.queries.consents import facts_of_consent
from rehab.web.filters import danish_date


@dataclass(frozen=True, slots=True)
class ConsentLine:
    """A consent as recorded, how it stands, and whether it can be taken back."""

    consent_id: UUID
    heading: str
    state: str
    tone: str
    facts: tuple[tuple[str, str], ...]
    can_be_withdrawn: bool


def consent_line(row: Consent, today: date) -> ConsentLine:
    """Return a consent as the page shows it."""
    facts = facts_of_consent(row)
    state, tone = _state(facts, today)
    considerations = (("Skånehensyn", row.considerations),) if row.considerations else ()
    return ConsentLine(
        consent_id=row.id,
        heading=f"{FORM_LABELS[facts.form]} samtykke {danish_date(facts.given_on)}",
        state=state,
        tone=tone,
        facts=(
            (
                "Omfatter",
                ", ".join(text for scope, text in SCOPE_LABELS.items() if scope in facts.scopes),
            ),
            ("Formål", facts.purpose),
            ("Gælder til og med", danish_date(facts.expires_on)),
            *considerations,
        ),
        can_be_withdrawn=facts.is_in_force(today),
    )


def consent_lines(rows: Iterable[Consent], today: date) -> tuple[ConsentLine, ...]:
    """Return the consents as the page shows them, in the order given."""
    return tuple(consent_line(row, today) for row in rows)


def _state(facts: ConsentFacts, today: date) -> tuple[str, str]:
    if facts.is_in_force(today):
        return "Gælder", "ok"
    if facts.withdrawn_on is not None:
        return f"Trukket tilbage {danish_date(facts.withdrawn_on)}", "neutral"
    return ("Udløbet", "neutral") if today > facts.expires_on else ("Gælder ikke", "neutral")
