"""Putting right the dates that a referral's clocks are counted from (F26)."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from rehab.domain.access import CaseScope, Permission
from rehab.domain.clock_rules import LegalBasis
from rehab.domain.errors import DomainError
from rehab.domain.plausible_days import check_discharge, check_earliest_start, check_received
from rehab.domain.referrals import GopType, ReferralStatus
from rehab.models import DateCorrectionRow, Referral
from rehab.services.context import Context
from rehab.services.turns import take_turn

_DATES: Final = ("received_on", "discharged_on", "earliest_start_on", "gop_type")


class DatesRefusedError(DomainError):
    """Refuse dates that cannot be right, or that were typed over others than the ones there are."""


@dataclass(frozen=True, slots=True)
class DateCorrection:
    """The dates clocks are counted from, as they should be, and the type of a plan.

    `version` is the referral's when the page was opened.
    """

    received_on: date
    discharged_on: date | None
    earliest_start_on: date | None
    gop_type: GopType | None
    version: int | None = None


def correct_dates(ctx: Context, referral: Referral, command: DateCorrection) -> None:
    """Put right what the clocks are counted from; what stood before is kept in a row (F26).

    Each clock is counted anew and goes on telling the due day it had. A discharge date may lie
    ahead, since a plan is often sent before it. Raises
    `DatesRefusedError`, also when somebody changed the referral meanwhile, or
    `ImplausibleDayError` for a day that nobody can mean.
    """
    ctx.require(Permission.REFERRAL_TRIAGE, CaseScope(referral.organisation_id))
    take_turn(ctx, referral)
    ctx.session.refresh(referral, [*_DATES, "closed_on", "status", "version"])
    if command.version is not None and command.version != referral.version:
        raise DatesRefusedError(
            "En anden har ændret henvisningen, mens du skrev. Nu står der: "
            f"{_stand(referral)}. Dine datoer står her endnu: gem igen, hvis de er de rigtige."
        )
    _check_may_correct(ctx, referral, command)
    _check_dates(ctx, command, is_plan=is_plan(referral))
    before, stood = _dates(referral), _stood(ctx, referral)
    referral.received_on = command.received_on
    if is_plan(referral):
        referral.discharged_on = command.discharged_on
        referral.earliest_start_on = command.earliest_start_on
        referral.gop_type = command.gop_type
    after = _dates(referral)
    if (referral.received_on, referral.discharged_on, referral.earliest_start_on) != (
        stood.received_on,
        stood.discharged_on,
        stood.earliest_start_on,
    ):
        ctx.session.add(stood)
    ctx.record(
        "referral.dates_corrected",
        referral.case_id,
        referral_id=referral.id,
        before=before,
        after=after,
    )


def _stood(ctx: Context, referral: Referral) -> DateCorrectionRow:
    return DateCorrectionRow(
        referral_id=referral.id,
        received_on=referral.received_on,
        discharged_on=referral.discharged_on,
        earliest_start_on=referral.earliest_start_on,
        recorded_by=ctx.actor.id,
        recorded_at=ctx.now,
    )


def is_plan(referral: Referral) -> bool:
    """Tell whether a referral is a genoptræningsplan, whose clock starts at the discharge."""
    return referral.legal_basis is LegalBasis.SUNDHEDSLOVEN_140


def _check_may_correct(ctx: Context, referral: Referral, command: DateCorrection) -> None:
    """Let what is closed stand, and make nothing under way here a hospital's own plan (4.4)."""
    if referral.closed_on is not None:
        raise DatesRefusedError(
            "Henvisningen er afsluttet og kan ikke rettes. Skriv et notat på sagen i stedet."
        )
    register_only = ctx.programme_for(referral.programme_version).triage.register_only
    if referral.status is ReferralStatus.ACCEPTED and command.gop_type in register_only:
        raise DatesRefusedError(
            "Henvisningen er accepteret og kan ikke gøres til en plan, som hospitalet træner. "
            "Luk den med en epikrise, eller behold typen, og registrér den nye plan for sig."
        )


def _check_dates(ctx: Context, command: DateCorrection, *, is_plan: bool) -> None:
    if command.received_on > ctx.today:
        raise DatesRefusedError("Henvisningen kan ikke være modtaget efter i dag. Ret datoen.")
    check_received(command.received_on, ctx.today)
    if not is_plan:
        return
    if command.discharged_on is None:
        raise DatesRefusedError(
            "Skriv udskrivningsdatoen: fristen på 7 dage regnes fra den (sundhedsloven § 140)."
        )
    check_discharge(command.discharged_on, ctx.today)
    earliest = command.earliest_start_on
    check_earliest_start(earliest, command.discharged_on)
    if earliest is not None and earliest < command.discharged_on:
        raise DatesRefusedError(
            "Tidligste start kan ikke ligge før udskrivningen. Ret en af de to datoer."
        )


def _dates(referral: Referral) -> str:
    parts = {
        "modtaget": referral.received_on,
        "udskrevet": referral.discharged_on,
        "tidligst": referral.earliest_start_on,
        "type": referral.gop_type,
    }
    return ", ".join(f"{name} {value or '-'}" for name, value in parts.items())


def _stand(referral: Referral) -> str:
    """Say the dates as they stand, for somebody who typed others."""
    days = {
        "modtaget": referral.received_on,
        "udskrevet": referral.discharged_on,
        "tidligste start": referral.earliest_start_on,
    }
    said = [f"{name} {day:%d.%m.%Y}" for name, day in days.items() if day is not None]
    if referral.gop_type is not None:
        said.append(f"type {referral.gop_type}")
    return ", ".join(said)
