"""Reading consents: what is recorded on a case, and what of it a reader may be shown."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, defer

from rehab.domain.access import Actor, Permission
from rehab.domain.consent import ConsentFacts, ConsentForm, ConsentScope
from rehab.models import Case, Consent
from rehab.queries.visibility import visible_cases

# The recipient of every consent today: the unit of the kommune that helps people back to work.
EMPLOYMENT_UNIT: Final = "beskaeftigelse"
EMPLOYMENT_UNIT_LABEL: Final = "Kommunens beskæftigelsesindsats"


def find_consent(session: Session, actor: Actor, consent_id: UUID) -> tuple[Case, Consent] | None:
    """Return a consent with its case, or None when it is not there or not the actor's."""
    query = (
        select(Case, Consent)
        .join(Consent, Consent.case_id == Case.id)
        .where(Consent.id == consent_id, visible_cases(actor, Permission.CONSENT_RECORD))
    )
    row = session.execute(query).one_or_none()
    return None if row is None else (row[0], row[1])


def list_consents(session: Session, case_id: UUID) -> list[Consent]:
    """Return every consent of a case, newest first; for those who work with the case."""
    query = select(Consent).where(Consent.case_id == case_id)
    return list(
        session.scalars(
            query.order_by(Consent.given_on.desc(), Consent.recorded_at.desc(), Consent.id)
        )
    )


_TO_EMPLOYMENT: Final = (
    select(Consent)
    .where(
        Consent.case_id.in_(bindparam("ids", expanding=True)),
        Consent.recipient == EMPLOYMENT_UNIT,
    )
    .options(defer(Consent.considerations, raiseload=True))
    .order_by(Consent.given_on, Consent.recorded_at, Consent.id)
)


def consents_to_employment(
    session: Session, case_ids: Sequence[UUID], on: date
) -> Mapping[UUID, tuple[ConsentFacts, ...]]:
    """Return the consents of each case that hold for the employment unit on a day.

    The text about considerations is not among them: it is read only once it is known to be open.
    """
    found: dict[UUID, tuple[ConsentFacts, ...]] = {}
    for row in session.scalars(_TO_EMPLOYMENT, {"ids": list(case_ids)}):
        facts = facts_of_consent(row)
        if facts.is_in_force(on):
            found[row.case_id] = (*found.get(row.case_id, ()), facts)
    return found


def considerations_in_force(session: Session, case_id: UUID, on: date) -> tuple[str, ...]:
    """Return the texts about considerations that a consent in force opens, oldest first."""
    query = select(Consent).where(
        Consent.case_id == case_id,
        Consent.recipient == EMPLOYMENT_UNIT,
        Consent.withdrawn_on.is_(None),
        Consent.expires_on >= on,
    )
    return tuple(
        row.considerations
        for row in session.scalars(query.order_by(Consent.given_on, Consent.recorded_at))
        if ConsentScope.CONSIDERATIONS in row.scopes and facts_of_consent(row).is_in_force(on)
    )


def facts_of_consent(row: Consent) -> ConsentFacts:
    """Return a stored consent as the rule takes it."""
    return ConsentFacts(
        form=ConsentForm(row.form),
        recipient=row.recipient,
        scopes=frozenset(ConsentScope(scope) for scope in row.scopes),
        purpose=row.purpose,
        given_on=row.given_on,
        expires_on=row.expires_on,
        withdrawn_on=row.withdrawn_on,
    )
