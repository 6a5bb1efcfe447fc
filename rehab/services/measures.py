"""Recording what is measured at the start and at the end of a case."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from rehab.domain.access import Permission
from rehab.domain.errors import DomainError
from rehab.domain.measures import (
    Measured,
    MeasurePoint,
    Psfs,
    PsfsActivity,
    check_recordable,
    check_same_activities,
)
from rehab.models import Case, Measurement
from rehab.queries.cases import scope_of
from rehab.queries.measures import measured_fact, measurements_of
from rehab.services.context import Context


class ClosedCaseMeasurementError(DomainError):
    """A closed case was to be measured."""


@dataclass(frozen=True, slots=True)
class RecordMeasurement:
    """What was measured on a day; the activities are the citizen's own words with a score."""

    measured_on: date
    nrs_pain: int | None
    activities: tuple[tuple[str, int], ...] = ()


def record_measurement(
    ctx: Context, case: Case, point: MeasurePoint, command: RecordMeasurement
) -> Measurement:
    """Record the start or the end of a case, or put right what was recorded before.

    The end is on the start's activities, or nothing could be compared (chapter 5). Raises
    `ScoreError`, `PsfsActivitiesError`, `MeasurementError`, `DifferentActivitiesError`, and
    `ClosedCaseMeasurementError` when the epikrise that told of them is signed.
    """
    ctx.require(Permission.CASE_WRITE, scope_of(ctx.session, case))
    if case.closed_on is not None:
        raise ClosedCaseMeasurementError(
            "Sagen er afsluttet, så der kan ikke måles mere. Skriv et notat, hvis noget er forkert."
        )
    activities = tuple(PsfsActivity(name, score) for name, score in command.activities)
    measured = Measured(command.nrs_pain, Psfs(activities) if activities else None)
    check_recordable(measured, command.measured_on, ctx.today)
    recorded = measurements_of(ctx.session, case.id)
    _check_against_the_other(recorded, point, measured)
    row = recorded.get(point)
    if row is None:
        row = Measurement(case_id=case.id, point=point)
        ctx.session.add(row)
    row.measured_on = command.measured_on
    row.nrs_pain = command.nrs_pain
    row.activities = [{"activity": item.activity, "score": str(item.score)} for item in activities]
    row.recorded_by = ctx.actor.id
    row.recorded_at = ctx.now
    ctx.record("measure.recorded", case.id, point=point)
    ctx.session.flush()
    return row


def _check_against_the_other(
    recorded: Mapping[MeasurePoint, Measurement], point: MeasurePoint, measured: Measured
) -> None:
    other = measured_fact(
        recorded.get(MeasurePoint.END if point is MeasurePoint.START else MeasurePoint.START)
    )
    if measured.psfs is None or other.psfs is None:
        return
    if point is MeasurePoint.START:
        check_same_activities(measured.psfs, other.psfs)
    else:
        check_same_activities(other.psfs, measured.psfs)
