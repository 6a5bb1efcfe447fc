"""Who a letter is from, to and about, in MedCom's words, from the rows that say so."""

from rehab.domain.epikrise_recipients import Addressee
from rehab.medcom.letters import Party, Patient
from rehab.medcom.xml_writing import IDENTIFIER_CODES
from rehab.models import Citizen, Organisation


def sender_of(organisation: Organisation) -> Party:
    """Return the kommune as a sender."""
    return Party(
        gln=organisation.gln,
        identifier=organisation.kommunekode,
        identifier_code="kommunenummer",
        organisation=organisation.name,
        department=organisation.department,
        street=organisation.street,
        district=organisation.town,
        postcode=organisation.postcode,
        phone=organisation.phone,
    )


def has_known_number(party: Addressee) -> bool:
    """Tell whether a party has a number of a kind that letters can carry."""
    return bool(party.identifier) and party.identifier_code in IDENTIFIER_CODES


def party_of(party: Addressee, gln: str) -> Party:
    """Return a party; one whose own number MedCom knows no type for goes by location number."""
    own = has_known_number(party)
    return Party(
        gln=gln or None,
        identifier=party.identifier if own else None,
        identifier_code=party.identifier_code if own else None,
        organisation=party.name,
        department=party.department or None,
    )


def patient_of(citizen: Citizen) -> Patient:
    """Return the citizen; a protected address stays here (CPR-loven § 28)."""
    shown = not citizen.address_protected
    return Patient(
        identifier=citizen.identifier,
        identifier_is_cpr=citizen.identifier_is_cpr,
        surname=citizen.surname,
        given_name=citizen.given_name or None,
        street=citizen.street if shown else None,
        district=citizen.town if shown else None,
        postcode=citizen.postcode if shown else None,
    )
