"""Keeping what the citizen agrees may be told to the employment side (sundhedsloven §§43–44)."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from rehab.domain.access import Permission
from rehab.domain.consent import (
    ConsentError,
    ConsentFacts,
    ConsentForm,
    ConsentScope,
    check_consent,
    default_expiry,
)
from rehab.domain.plausible_days import check_day
from rehab.domain.wording import has_words
from rehab.models import Case, Consent
from rehab.queries.cases import scope_of
from rehab.queries.consents import EMPLOYMENT_UNIT
from rehab.services.context import Context

MAX_CONSIDERATIONS: Final = 2000


@dataclass(frozen=True, slots=True)
class RecordConsent:
    """What the citizen agreed to; without an expiry day it holds as long as the law lets it."""

    form: ConsentForm
    scopes: frozenset[ConsentScope]
    purpose: str
    given_on: date
    expires_on: date | None
    considerations: str


def record_consent(ctx: Context, case: Case, command: RecordConsent) -> Consent:
    """Record a consent to tell the employment unit; what it opens is seen from the same day.

    Raises `ConsentError` as the rule does, and when the text about considerations and the choice
    to share it do not go together.
    """
    ctx.require(Permission.CONSENT_RECORD, scope_of(ctx.session, case))
    check_day(command.given_on, "Samtykket", ctx.today)
    expires_on = command.expires_on or default_expiry(command.given_on)
    check_consent(
        ConsentFacts(
            form=command.form,
            recipient=EMPLOYMENT_UNIT,
            scopes=command.scopes,
            purpose=command.purpose,
            given_on=command.given_on,
            expires_on=expires_on,
        ),
        ctx.today,
    )
    considerations = command.considerations.strip()
    if ConsentScope.CONSIDERATIONS in command.scopes and not has_words(considerations):
        raise ConsentError("Skriv de skånehensyn, som jobkonsulenten må læse.")
    if considerations and ConsentScope.CONSIDERATIONS not in command.scopes:
        raise ConsentError(
            "Du har skrevet skånehensyn, men samtykket omfatter dem ikke. Sæt hak ved "
            "skånehensyn, eller slet teksten."
        )
    row = Consent(
        case_id=case.id,
        form=command.form,
        recipient=EMPLOYMENT_UNIT,
        scopes=sorted(command.scopes),
        purpose=command.purpose.strip(),
        considerations=considerations,
        given_on=command.given_on,
        expires_on=expires_on,
        recorded_by=ctx.actor.id,
        recorded_at=ctx.now,
    )
    ctx.session.add(row)
    ctx.session.flush()
    ctx.record(
        "consent.given",
        case.id,
        consent_id=row.id,
        scopes=",".join(row.scopes),
        recipient=row.recipient,
    )
    return row


def withdraw_consent(ctx: Context, case: Case, consent: Consent) -> None:
    """Record that the citizen took a consent back; from today it opens nothing (DIS-8).

    A closed case is no hindrance: the right to withdraw does not end with the course.
    """
    ctx.require(Permission.CONSENT_RECORD, scope_of(ctx.session, case))
    if consent.withdrawn_on is not None:
        raise ConsentError("Samtykket er allerede trukket tilbage. Der er ikke mere at gøre.")
    consent.withdrawn_on = ctx.today
    ctx.record("consent.withdrawn", case.id, consent_id=consent.id)
