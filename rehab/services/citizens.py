"""Finding the citizen a letter is about, and registering one who is new."""

from sqlalchemy import select, update

from rehab.domain.cpr import InvalidIdentifierError, parse_identifier
from rehab.medcom.letters import Patient
from rehab.models import Citizen, StoredLetter
from rehab.services.context import Context


def is_usable(identifier: str) -> bool:
    """Tell whether a number can stand for one person: `0000000000` stands for anybody."""
    try:
        parse_identifier(identifier)
    except InvalidIdentifierError:
        return False
    return True


def find_citizen(ctx: Context, identifier: str) -> Citizen | None:
    """Return the organisation's citizen with this CPR or replacement number, or None."""
    if not is_usable(identifier):
        return None
    return ctx.session.scalars(
        select(Citizen).where(
            Citizen.organisation_id == ctx.organisation_id, Citizen.identifier == identifier
        )
    ).one_or_none()


def _claim_earlier_letters(ctx: Context, citizen: Citizen) -> None:
    """Give a new citizen the letters that came before anybody knew them, as a discharge letter."""
    ctx.session.execute(
        update(StoredLetter)
        .where(
            StoredLetter.organisation_id == citizen.organisation_id,
            StoredLetter.patient_identifier == citizen.identifier,
            StoredLetter.citizen_id.is_(None),
        )
        .values(citizen_id=citizen.id)
    )


def citizen_for(ctx: Context, patient: Patient) -> Citizen:
    """Return the citizen a letter is about, registered when new.

    What we already know is kept: only what is missing is filled in from the letter, because an
    address typed in yesterday is better than one a hospital copied last year. Raises
    `InvalidIdentifierError` for a number that cannot stand for one person.
    """
    parse_identifier(patient.identifier)
    citizen = find_citizen(ctx, patient.identifier)
    if citizen is None:
        citizen = Citizen(
            organisation_id=ctx.organisation_id,
            identifier=patient.identifier,
            identifier_is_cpr=patient.identifier_is_cpr,
            surname=patient.surname,
            given_name=patient.given_name or "",
            street="",
            postcode="",
            town="",
            phone="",
            email="",
        )
    is_new = citizen not in ctx.session
    citizen.street = citizen.street or (patient.street or "")[:80]
    citizen.postcode = citizen.postcode or (patient.postcode or "")[:9]
    citizen.town = citizen.town or (patient.district or "")[:60]
    citizen.phone = citizen.phone or (patient.phones[0] if patient.phones else "")[:40]
    citizen.email = citizen.email or (patient.email or "")[:70]
    ctx.session.add(citizen)
    ctx.session.flush()
    if is_new:
        _claim_earlier_letters(ctx, citizen)
    return citizen
