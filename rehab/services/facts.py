"""From stored rows to the facts that rules are given."""

from collections.abc import Iterable

from sqlalchemy import select

from rehab.domain.cpr import CitizenIdentifier, InvalidIdentifierError, age_on, parse_identifier
from rehab.domain.groups import Diagnosis as DiagnosisFact
from rehab.domain.names import NamesOfOneNumber
from rehab.domain.triage_facts import ReferralFacts
from rehab.models import Case, Citizen, Diagnosis, Referral
from rehab.services.context import Context


def diagnosis_facts(rows: Iterable[Diagnosis]) -> tuple[DiagnosisFact, ...]:
    """Return the diagnoses of a referral that carry a code."""
    return tuple(
        DiagnosisFact(code=row.code, is_main=row.role == "main", text=row.text)
        for row in rows
        if row.code
    )


def identifier_of(citizen: Citizen) -> CitizenIdentifier | None:
    """Return what a citizen's number says of itself, or None when it says nothing."""
    try:
        return parse_identifier(citizen.identifier)
    except InvalidIdentifierError:
        return None


def referral_facts(ctx: Context, referral: Referral) -> ReferralFacts:
    """Return what triage looks at. Needs the referral's `diagnoses` loaded or just made."""
    citizen = ctx.session.get_one(Citizen, referral.citizen_id)
    return facts_of(referral, citizen, has_open_case=_has_open_case(ctx, referral))


def facts_of(referral: Referral, citizen: Citizen, *, has_open_case: bool) -> ReferralFacts:
    """Return what triage looks at, of a referral that need not be saved yet."""
    identifier = identifier_of(citizen)
    born = identifier.birth_date if identifier else None
    sections: dict[str, str] = {}
    for part in referral.sections:
        sections[part["key"]] = f"{sections.get(part['key'], '')}\n{part['text']}".strip()
    return ReferralFacts(
        kind=referral.kind,
        sender_kind=referral.sender_kind,
        identifier=identifier,
        age_on_receipt=age_on(born, referral.received_on) if born else None,
        diagnoses=diagnosis_facts(referral.diagnoses),
        sections=sections,
        gop_type=referral.gop_type,
        work_ability_threatened=referral.work_ability_threatened,
        names=NamesOfOneNumber(referral.received_name, citizen.given_name, citizen.surname),
        has_open_case=has_open_case,
    )


def _has_open_case(ctx: Context, referral: Referral) -> bool:
    return (
        ctx.session.scalar(
            select(Case.id).where(
                Case.organisation_id == referral.organisation_id,
                Case.citizen_id == referral.citizen_id,
                Case.closed_on.is_(None),
                Case.id != referral.case_id if referral.case_id else Case.id.is_not(None),
            )
        )
        is not None
    )
