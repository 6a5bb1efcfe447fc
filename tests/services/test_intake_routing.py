"""Whose a file is: ours, somebody else's, or what several could be meant by."""

import pytest
from sqlalchemy import select

from rehab.domain.access import SYSTEM
from rehab.models import Citizen, Delivery, Referral, StoredLetter
from rehab.services.intake import receive
from rehab.web.request_context import context_for
from tests.support.edifact import edifact, letter, ref01_body
from tests.support.factories import AWAY
from tests.support.messages import KOMMUNE, Who, xref15
from tests.support.outbox import letter_in, queued
from tests.support.rows import count

OTHER = Who("5790000999088", "999", "kommunenummer", "Fremmed Kommune")
WRONG_NUMBER = Who(KOMMUNE.gln, "101", "kommunenummer", "Fremmed Kommune")
NEIGHBOUR = Who(KOMMUNE.gln, "998", "kommunenummer", "Naboby Kommune")
ONLY_THE_LOCATION = Who(KOMMUNE.gln, KOMMUNE.gln, "lokationsnummer", "Prøveby Kommune")


@pytest.fixture
def ctx(app, session, make):
    make.organisation()
    return context_for(app, SYSTEM)


def written_for(receiver, *letters):
    """An EDIFACT delivery for one of those who share the location number."""
    raw = edifact(*letters)
    asked = f"NAD+SSP+{KOMMUNE.identifier}:KOM".encode()
    assert asked in raw
    return raw.replace(asked, f"NAD+SSP+{receiver.identifier}:KOM".encode())


@pytest.mark.parametrize(
    ("raw", "refuse_code"),
    [
        pytest.param(xref15(receiver=OTHER), "ukendt_lokationsnummer", id="location-number"),
        pytest.param(xref15(receiver=WRONG_NUMBER), "problem_med_modtagerID", id="kommunenummer"),
        pytest.param(xref15(version="XH9999R"), "problem_med_version", id="version"),
    ],
)
def test_what_is_not_for_us_is_refused_with_medcoms_code(ctx, raw, refuse_code):
    (report,) = receive(ctx, "a.xml", raw)
    assert (report.outcome.value, report.refuse_code) == ("refused", refuse_code)
    assert report.delivery.reason == report.reason
    assert (count(ctx, Referral), count(ctx, Citizen), count(ctx, StoredLetter)) == (0, 0, 0)


def unknown_type(receiver):
    return xref15(receiver=receiver).replace(b"MunicipalityReferral", b"Flyttebesked")


def unknown_version(receiver):
    return xref15(receiver=receiver, version="XH9999R")


def without_patient(receiver):
    return xref15(receiver=receiver).replace(b"CivilRegistrationNumber", b"Ukendt")


NOT_UNDERSTOOD = [
    pytest.param(unknown_type, id="type"),
    pytest.param(unknown_version, id="version"),
    pytest.param(without_patient, id="content"),
]


@pytest.mark.parametrize("message", NOT_UNDERSTOOD)
def test_what_is_for_somebody_else_is_refused_as_such_before_it_is_judged(ctx, message):
    (report,) = receive(ctx, "a.xml", message(OTHER))
    assert (report.outcome.value, report.refuse_code) == ("refused", "ukendt_lokationsnummer")
    assert [row.kind.value for row in queued(ctx.session)] == ["XCTL02"]


@pytest.mark.parametrize(
    ("raw", "outcome"),
    [
        pytest.param(unknown_type(NEIGHBOUR), "parked", id="type"),
        pytest.param(unknown_version(NEIGHBOUR), "refused", id="version"),
        pytest.param(without_patient(NEIGHBOUR), "quarantined", id="content"),
        pytest.param(
            written_for(NEIGHBOUR, letter(ref01_body(), kind="REF99")), "parked", id="edifact-type"
        ),
        pytest.param(
            written_for(NEIGHBOUR, letter(ref01_body(), version="H9930R")),
            "refused",
            id="edifact-version",
        ),
        pytest.param(
            written_for(NEIGHBOUR, letter(ref01_body())).replace(b"UNZ+1", b"UNZ+2"),
            "quarantined",
            id="edifact-count",
        ),
        pytest.param(
            written_for(NEIGHBOUR, letter(ref01_body(when="202611"))), "quarantined", id="edifact"
        ),
    ],
)
def test_what_is_not_understood_lands_with_the_kommune_it_names(ctx, make, raw, outcome):
    other = make.organisation(AWAY, gln=KOMMUNE.gln)
    (report,) = receive(ctx, "a", raw)
    assert (report.outcome.value, report.delivery.organisation_id) == (outcome, other.id)


@pytest.mark.parametrize("message", [unknown_type, unknown_version])
def test_what_could_be_for_several_is_refused_and_never_said_to_be_received(ctx, make, message):
    make.organisation(AWAY, gln=KOMMUNE.gln)
    (report,) = receive(ctx, "a.xml", message(ONLY_THE_LOCATION))
    assert (report.outcome.value, report.refuse_code) == ("refused", "problem_med_modtagerID")
    (row,) = queued(ctx.session)
    assert letter_in(row).receipt.refuse_code == "problem_med_modtagerID"


def test_a_file_that_could_be_anybodys_is_shown_to_nobody(ctx, make):
    make.organisation(AWAY)
    receive(ctx, "a.xml", b"ikke xml")
    assert ctx.session.scalars(select(Delivery.organisation_id)).one() is None
