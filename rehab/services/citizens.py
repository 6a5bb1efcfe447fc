"""Finding the citizen a letter is about, and registering one who is new."""

from collections.abc import Sequence

from sqlalchemy import select, update

from rehab.domain.cpr import InvalidIdentifierError, parse_identifier
from rehab.ids import new_id
from rehab.medcom.letters import Patient
from rehab.models import Citizen, Organisation, StoredLetter
from rehab.services.context import Context
from rehab.services.turns import take_turn


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


def wait_to_register(ctx: Context) -> None:
    """Let one person at a time register citizens of a kommune, and find whom the one before did."""
    take_turn(ctx, ctx.session.get_one(Organisation, ctx.organisation_id))


def claim_earlier_letters(ctx: Context, citizens: Sequence[Citizen]) -> None:
    """Give new citizens the letters that came before anybody knew them, as a discharge letter."""
    if not citizens:
        return
    owner = (
        select(Citizen.id)
        .where(
            Citizen.organisation_id == StoredLetter.organisation_id,
            Citizen.identifier == StoredLetter.patient_identifier,
        )
        .correlate(StoredLetter)
        .scalar_subquery()
    )
    ctx.session.execute(
        update(StoredLetter)
        .where(
            StoredLetter.organisation_id.in_({each.organisation_id for each in citizens}),
            StoredLetter.patient_identifier.in_({each.identifier for each in citizens}),
            StoredLetter.citizen_id.is_(None),
        )
        .values(citizen_id=owner)
        .execution_options(synchronize_session="fetch")
    )


def citizen_for(ctx: Context, patient: Patient) -> Citizen:
    """Return the citizen a letter is about, registered when new.

    Raises `InvalidIdentifierError` for a number that cannot stand for one person.
    """
    parse_identifier(patient.identifier)
    known = find_citizen(ctx, patient.identifier)
    citizen = filled_in(ctx, known, patient)
    ctx.session.add(citizen)
    ctx.session.flush()
    if known is None:
        claim_earlier_letters(ctx, [citizen])
    return citizen


def filled_in(ctx: Context, citizen: Citizen | None, patient: Patient) -> Citizen:
    """Return a citizen with what a letter says of them, or a new one that is not saved yet.

    What we already know is kept: only what is missing is filled in from the letter, because an
    address typed in yesterday is better than one a hospital copied last year.
    """
    if citizen is None:
        citizen = Citizen(
            id=new_id(),
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
            language="",
            digital_post_exempt=False,
            declines_messages=False,
        )
    citizen.street = citizen.street or (patient.street or "")[:80]
    citizen.postcode = citizen.postcode or (patient.postcode or "")[:9]
    citizen.town = citizen.town or (patient.district or "")[:60]
    citizen.phone = citizen.phone or (patient.phones[0] if patient.phones else "")[:40]
    citizen.email = citizen.email or (patient.email or "")[:70]
    return citizen
