"""Recording the start's and the end's measurement."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from rehab.domain.access import Role
from rehab.domain.errors import NotPermittedError
from rehab.domain.measures import (
    DifferentActivitiesError,
    MeasurementError,
    MeasurePoint,
    PsfsActivitiesError,
    ScoreError,
)
from rehab.models import AuditEvent, Case
from rehab.queries.measures import measurements_of
from rehab.services.measures import (
    ClosedCaseMeasurementError,
    RecordMeasurement,
    record_measurement,
)
from tests.conftest import NOW

START, END = MeasurePoint.START, MeasurePoint.END
TODAY = NOW.date()
FIRST = RecordMeasurement(TODAY, 7, (("gå tur", 3), ("løfte barn", 2)))


@pytest.fixture
def ctx(ctx_as):
    return ctx_as(Role.TERAPEUT)


@pytest.fixture
def case(make, ctx) -> Case:
    return make.case(contact_person=make.user(Role.TERAPEUT))


def recorded(ctx, case, point, command):
    with ctx.transaction():
        record_measurement(ctx, case, point, command)
    return measurements_of(ctx.session, case.id)[point]


def test_the_start_is_recorded_with_its_trail(ctx, case):
    row = recorded(ctx, case, START, FIRST)
    event = ctx.session.scalars(select(AuditEvent).where(AuditEvent.case_id == case.id)).one()

    assert (row.nrs_pain, row.measured_on, row.recorded_by) == (7, TODAY, ctx.actor.id)
    assert row.activities == [
        {"activity": "gå tur", "score": "3"},
        {"activity": "løfte barn", "score": "2"},
    ]
    assert (event.verb, event.data) == ("measure.recorded", {"point": "start"})


def test_recording_again_puts_right_what_was_recorded(ctx, case):
    first = recorded(ctx, case, START, FIRST).id
    again = recorded(ctx, case, START, replace(FIRST, nrs_pain=6))
    events = ctx.session.scalars(select(AuditEvent).where(AuditEvent.case_id == case.id)).all()

    assert (again.id, again.nrs_pain, len(events)) == (first, 6, 2)


def test_the_end_is_on_the_activities_of_the_start(ctx, case):
    recorded(ctx, case, START, FIRST)
    with pytest.raises(DifferentActivitiesError, match="gå tur, løfte barn"):
        recorded(ctx, case, END, RecordMeasurement(TODAY, 3, (("gå tur", 7),)))
    row = recorded(ctx, case, END, RecordMeasurement(TODAY, 3, (("løfte barn", 8), ("Gå tur", 7))))
    assert row.point is END


def test_the_start_cannot_leave_the_end_without_its_activities(ctx, case):
    recorded(ctx, case, START, FIRST)
    recorded(ctx, case, END, FIRST)
    with pytest.raises(DifferentActivitiesError):
        recorded(ctx, case, START, RecordMeasurement(TODAY, 7, (("svømme", 1),)))


@pytest.mark.parametrize(
    ("command", "refusal"),
    [
        pytest.param(RecordMeasurement(TODAY, None), MeasurementError, id="nothing"),
        pytest.param(replace(FIRST, nrs_pain=11), ScoreError, id="too-much-pain"),
        pytest.param(replace(FIRST, activities=(("gå", -1),)), ScoreError, id="below-the-scale"),
        pytest.param(
            replace(FIRST, activities=(("gå", 1), ("Gå ", 2))), PsfsActivitiesError, id="twice"
        ),
        pytest.param(
            replace(FIRST, measured_on=TODAY + timedelta(days=1)), MeasurementError, id="tomorrow"
        ),
    ],
)
def test_what_cannot_be_measured_is_refused(ctx, case, command, refusal):
    with pytest.raises(refusal):
        recorded(ctx, case, START, command)
    assert measurements_of(ctx.session, case.id) == {}


def test_a_closed_case_is_not_measured(ctx, case, make):
    case.closed_on = TODAY
    make.save(case)
    with pytest.raises(ClosedCaseMeasurementError, match="afsluttet"):
        recorded(ctx, case, END, FIRST)


@pytest.mark.parametrize("role", [Role.LEDER, Role.JOBKONSULENT, Role.ADMINISTRATOR])
def test_those_who_do_not_treat_do_not_measure(ctx_as, case, role):
    with pytest.raises(NotPermittedError):
        recorded(ctx_as(role), case, START, FIRST)
