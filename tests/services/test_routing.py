"""Whose letter it is."""

import pytest

from rehab.medcom.letters import Party
from rehab.services.routing import (
    NotForUsError,
    organisation_for,
    organisations_at,
    probable_organisation,
)
from tests.support.factories import AWAY

GLN = "5790000999019"


def receiver(gln=GLN, identifier="999", code="kommunenummer"):
    return Party(gln=gln, identifier=identifier, identifier_code=code)


def routed(session, party):
    return organisation_for(organisations_at(session, [party]), party)


@pytest.mark.parametrize(
    "party",
    [
        pytest.param(receiver(), id="three-digits"),
        pytest.param(receiver(identifier="0999"), id="four-digits"),
        pytest.param(receiver(identifier=GLN, code="lokationsnummer"), id="location-number"),
        pytest.param(receiver(identifier="099999", code="ydernummer"), id="no-register-of-ours"),
        pytest.param(receiver(identifier="325421000016001", code="sorkode"), id="sor-code"),
        pytest.param(receiver(identifier=None, code=None), id="no-identifier"),
    ],
)
def test_a_letter_to_our_number_is_ours(session, make, party):
    own = make.organisation()
    assert routed(session, party).id == own.id


@pytest.mark.parametrize(
    ("party", "code"),
    [
        pytest.param(receiver(gln="5790000999088"), "ukendt_lokationsnummer", id="not-ours"),
        pytest.param(receiver(gln=None), "ukendt_lokationsnummer", id="none"),
        pytest.param(receiver(identifier="101"), "problem_med_modtagerID", id="other-kommune"),
        pytest.param(
            receiver(identifier="5790000999088", code="lokationsnummer"),
            "problem_med_modtagerID",
            id="another-location-number",
        ),
    ],
)
def test_a_letter_to_somebody_else_is_refused(session, make, party, code):
    make.organisation()
    with pytest.raises(NotForUsError) as refusal:
        routed(session, party)
    assert refusal.value.refuse_code == code


def test_kommuner_that_share_a_location_number_are_told_apart_by_theirs(session, make):
    make.organisation()
    other = make.organisation(AWAY, gln=GLN)
    assert routed(session, receiver(identifier="998")).id == other.id
    with pytest.raises(NotForUsError, match=f"Flere kommuner deler lokationsnummeret {GLN}"):
        routed(session, receiver(identifier=GLN, code="lokationsnummer"))
    with pytest.raises(NotForUsError, match="Modtageren 101 hører ikke til"):
        routed(session, receiver(identifier="101"))


def test_a_file_that_names_one_of_us_is_looked_at_there(session, make):
    make.organisation()
    other = make.organisation(AWAY)
    assert probable_organisation(session, b"til " + other.gln.encode()).id == other.id
    assert probable_organisation(session, b"til ingen") is None
