"""Recording consents and taking them back."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from rehab.domain.access import Role
from rehab.domain.consent import ConsentError, ConsentForm, ConsentScope
from rehab.domain.errors import NotPermittedError
from rehab.domain.plausible_days import ImplausibleDayError
from rehab.models import AuditEvent, Consent
from rehab.queries.consents import consents_to_employment
from rehab.services.consents import RecordConsent, record_consent, withdraw_consent
from tests.conftest import NOW

TODAY = date(2026, 11, 23)
WRITTEN = RecordConsent(
    form=ConsentForm.WRITTEN,
    scopes=frozenset({ConsentScope.WORK_STATUS, ConsentScope.SCHEDULE}),
    purpose=" Plan for tilbagevenden ",
    given_on=TODAY,
    expires_on=None,
    considerations="",
)


def given(ctx, case, command=WRITTEN):
    with ctx.transaction():
        return record_consent(ctx, case, command)


def test_a_consent_says_to_whom_what_and_until_when(ctx_as, make, session):
    case = make.case()
    given(ctx_as(Role.KOORDINATOR), case)
    row = session.scalars(select(Consent)).one()
    assert row.recipient == "beskaeftigelse"
    assert row.scopes == ["schedule", "work_status"]
    assert row.purpose == "Plan for tilbagevenden"
    assert (row.given_on, row.expires_on) == (TODAY, date(2027, 11, 23))


def test_the_trail_has_what_was_opened_but_no_text(ctx_as, make, session):
    case = make.case()
    consent = given(ctx_as(Role.KOORDINATOR), case)
    event = session.scalars(select(AuditEvent).where(AuditEvent.verb == "consent.given")).one()
    assert event.data == {
        "consent_id": str(consent.id),
        "scopes": "schedule,work_status",
        "recipient": "beskaeftigelse",
    }


def test_a_consent_opens_from_the_same_day(ctx_as, make, session):
    case = make.case()
    given(ctx_as(Role.KOORDINATOR), case)
    [facts] = consents_to_employment(session, [case.id], TODAY)[case.id]
    assert facts.scopes == WRITTEN.scopes


def test_a_consent_given_on_the_last_day_there_is_gets_a_sentence(ctx_as, make):
    command = replace(WRITTEN, given_on=date.max, expires_on=None)
    with pytest.raises(ImplausibleDayError, match="Samtykket kan ikke være"):
        record_consent(ctx_as(Role.KOORDINATOR), make.case(), command)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        pytest.param({"form": ConsentForm.ORAL}, "skriftligt", id="oral"),
        pytest.param({"scopes": frozenset()}, "mindst én slags", id="nothing chosen"),
        pytest.param({"purpose": "  "}, "bruges til", id="no purpose"),
        pytest.param({"given_on": date(2026, 11, 24)}, "fremtiden", id="not given yet"),
        pytest.param({"expires_on": date(2027, 11, 24)}, "højst et år", id="too long"),
        pytest.param(
            {"scopes": frozenset({ConsentScope.CONSIDERATIONS})}, "Skriv de skånehensyn", id="blank"
        ),
        pytest.param({"considerations": "Ingen løft"}, "omfatter dem ikke", id="not covered"),
    ],
)
def test_a_consent_that_opens_nothing_or_too_much_is_refused(ctx_as, make, session, changes, says):
    ctx, case = ctx_as(Role.KOORDINATOR), make.case()
    with pytest.raises(ConsentError, match=says), ctx.transaction():
        record_consent(ctx, case, replace(WRITTEN, **changes))
    assert session.scalars(select(Consent)).all() == []


def test_a_withdrawn_consent_opens_nothing_from_that_day(ctx_as, make, session):
    ctx, case = ctx_as(Role.KOORDINATOR), make.case(closed_on=TODAY)
    consent = given(ctx, case)
    with ctx.transaction():
        withdraw_consent(ctx, case, consent)
    assert consent.withdrawn_on == TODAY
    assert consents_to_employment(session, [case.id], TODAY) == {}


def test_a_consent_is_withdrawn_once(ctx_as, make):
    ctx, case = ctx_as(Role.KOORDINATOR), make.case()
    consent = given(ctx, case)
    with ctx.transaction():
        withdraw_consent(ctx, case, consent)
    later = ctx_as(Role.KOORDINATOR, now=NOW + timedelta(days=3))
    with pytest.raises(ConsentError, match="allerede"):
        withdraw_consent(later, case, consent)
    assert consent.withdrawn_on == TODAY


@pytest.mark.parametrize("role", [Role.JOBKONSULENT, Role.LEDER, Role.ADMINISTRATOR, Role.TERAPEUT])
def test_no_one_else_opens_the_wall(ctx_as, make, role):
    case = make.case(employment_effort=True)
    consent = given(ctx_as(Role.KOORDINATOR), case)
    with pytest.raises(NotPermittedError):
        record_consent(ctx_as(role), case, WRITTEN)
    with pytest.raises(NotPermittedError):
        withdraw_consent(ctx_as(role), case, consent)
