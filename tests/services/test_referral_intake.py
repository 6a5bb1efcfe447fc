"""Referrals from letters and from the telephone, as they stand in the inbox."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from rehab.domain.access import SYSTEM, Role
from rehab.domain.clock_rules import LegalBasis
from rehab.domain.cpr import InvalidIdentifierError
from rehab.domain.errors import NotPermittedError
from rehab.domain.plausible_days import ImplausibleDayError
from rehab.domain.referrals import GopType, ReferralKind, SenderKind
from rehab.models import AuditEvent, Citizen, Referral
from rehab.queries.clocks import clocks_of
from rehab.queries.referrals import find_referral
from rehab.services.intake import receive
from rehab.services.referral_intake import (
    NameDiffersError,
    ReferralRefusedError,
    TypedReferral,
    type_in_referral,
)
from rehab.web.request_context import context_for
from tests.support.messages import emessage, ggop, xref15, xref15_letter

TYPED = TypedReferral(
    kind=ReferralKind.PHONE,
    identifier="170454-9942",
    given_name="Ella",
    surname="Prøvesen",
    phone="99999900",
    sender_kind=SenderKind.GP,
    sender_name="Lægehuset Prøvevej",
    referrer_name="Anna Prøvelæge",
    sender_gln="",
    received_on=date(2026, 11, 20),
    gop_type=None,
    discharged_on=None,
    diagnosis_code="L84",
    diagnosis_text="",
    history="Arbejdsevnen er truet.",
)


@pytest.fixture
def ctx(ctx_as):
    return ctx_as(Role.VISITATOR)


@pytest.fixture
def imported(app, session, make):
    make.organisation()

    def one(raw, **changes):
        (report,) = receive(replace(context_for(app, SYSTEM), **changes), "a.xml", raw)
        return report.result.referral

    return one


def test_a_typed_in_referral_is_one_to_the_programme_with_its_group(ctx):
    with ctx.transaction():
        referral = type_in_referral(ctx, TYPED)
    citizen = ctx.session.scalars(select(Citizen)).one()
    assert (citizen.identifier, citizen.name) == ("1704549942", "Ella Prøvesen")
    assert referral.legal_basis is LegalBasis.SUNDHEDSLOVEN_119
    assert (referral.received_on, referral.suggested_group) == (date(2026, 11, 20), 1)
    assert referral.work_ability_threatened is True
    assert "referral.typed_in" in set(ctx.session.scalars(select(AuditEvent.verb)))


def test_a_typed_in_plan_is_received_under_the_plans_own_law(ctx):
    command = replace(TYPED, gop_type=GopType.ALMEN, discharged_on=date(2026, 11, 18))
    with ctx.transaction():
        referral = type_in_referral(ctx, command)
    assert referral.legal_basis is LegalBasis.SUNDHEDSLOVEN_140


def test_what_is_known_of_a_citizen_is_kept_and_only_gaps_are_filled(ctx, make):
    citizen = make.citizen(identifier="1704549942", surname="Kendt", phone="")
    with pytest.raises(NameDiffersError, match="hører til Prøve Kendt"):
        type_in_referral(ctx, TYPED)
    with ctx.transaction():
        referral = type_in_referral(ctx, replace(TYPED, same_citizen=True))
    assert (referral.citizen_id, referral.received_name) == (citizen.id, "Ella Prøvesen")
    assert (citizen.surname, citizen.phone) == ("Kendt", "99999900")


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        pytest.param({"surname": "\u200b"}, ReferralRefusedError, id="no name to be seen"),
        pytest.param({"identifier": "12"}, InvalidIdentifierError, id="number"),
        pytest.param({"received_on": date(2026, 11, 24)}, ReferralRefusedError, id="tomorrow"),
        pytest.param({"gop_type": GopType.ALMEN}, ReferralRefusedError, id="no-discharge"),
    ],
)
def test_what_cannot_become_a_referral_is_refused(ctx, changes, refusal):
    with pytest.raises(refusal):
        type_in_referral(ctx, replace(TYPED, **changes))


@pytest.mark.parametrize("role", [Role.KOORDINATOR, Role.TERAPEUT, Role.LEDER, Role.JOBKONSULENT])
def test_only_a_visitator_types_in(ctx_as, role):
    with pytest.raises(NotPermittedError):
        type_in_referral(ctx_as(role), TYPED)


def test_a_letters_day_of_receipt_is_the_day_it_was_sent(imported):
    assert imported(xref15()).received_on == date(2026, 11, 3)


def test_a_letter_sent_near_midnight_is_received_on_the_danish_day(imported):
    raw = emessage(xref15_letter(), sent=("2026-11-03", "00:10"))
    assert imported(raw).received_on == date(2026, 11, 3)


def test_a_letter_dated_ahead_is_received_today(imported):
    now = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)
    assert imported(xref15(), now=now).received_on == date(2026, 11, 1)


def test_a_plan_keeps_its_discharge_and_all_who_shall_have_the_closing_letter(imported):
    plan = imported(ggop())
    assert (plan.kind, plan.gop_type) == (ReferralKind.GGOP, GopType.ALMEN)
    assert plan.discharged_on == date(2026, 11, 5)
    assert [(row["role"], row["name"]) for row in plan.answer_to] == [
        ("egen læge", "Lægehuset Prøvevej"),
        ("slutresultat", "Prøvehospitalet"),
        ("slutresultat", "Lægehuset Prøvevej"),
    ]


def test_one_citizen_with_two_referrals_is_one_citizen(imported, session):
    imported(xref15())
    imported(ggop())
    assert len(session.scalars(select(Citizen)).all()) == 1
    assert len(session.scalars(select(Referral)).all()) == 2


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "2027-01-23"])
def test_a_discharge_nobody_can_mean_is_left_for_the_visitator_to_type(imported, ctx_as, day):
    plan = imported(ggop(discharged=day))
    assert plan.discharged_on is None
    ctx = ctx_as(Role.VISITATOR)
    row = find_referral(ctx.session, ctx.actor, plan.id)
    clocks = clocks_of(ctx.session, ctx.programme_for, ctx.settings, [row], ctx.today)
    assert [reading.due for reading in clocks[plan.id]].count(None) == 1


@pytest.mark.parametrize("sent", [("0001-01-01", "00:00"), ("9999-12-31", "23:59")])
def test_a_letter_from_the_ends_of_the_calendar_is_received_today(imported, sent):
    referral = imported(emessage(xref15_letter(), sent=sent))
    assert (referral.received_on, referral.sent_at) == (date(2026, 11, 23), None)


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"received_on": date.min}, id="received"),
        pytest.param({"gop_type": GopType.ALMEN, "discharged_on": date.max}, id="discharged"),
        pytest.param({"discharged_on": date.max}, id="discharged without a plan"),
    ],
)
def test_a_day_nobody_can_mean_is_not_typed_in(ctx, changes):
    with pytest.raises(ImplausibleDayError):
        type_in_referral(ctx, replace(TYPED, **changes))
