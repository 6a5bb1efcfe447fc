"""Recording the citizen's work status, and asking for an effort."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from rehab.domain.access import Role
from rehab.domain.employment import WorkStatus
from rehab.domain.errors import NotPermittedError
from rehab.domain.return_to_work import WorkStatusRefusedError
from rehab.models import AuditEvent, WorkStatusRow
from rehab.services.work_status import RecordWorkStatus, record_work_status

SICK = RecordWorkStatus(
    WorkStatus.FULL_SICK_LEAVE, date(2026, 11, 20), date(2026, 10, 5), asks_for_effort=False
)


def verbs(session, case):
    query = select(AuditEvent.verb).where(AuditEvent.case_id == case.id)
    return sorted(session.scalars(query))


def test_a_sick_leave_is_kept_with_its_first_day(ctx_as, make, session):
    ctx, case = ctx_as(Role.KOORDINATOR), make.case()
    with ctx.transaction():
        record_work_status(ctx, case, SICK)
    row = session.scalars(select(WorkStatusRow)).one()
    assert (row.case_id, row.status, row.from_on) == (case.id, SICK.status, SICK.from_on)
    assert row.sick_since == date(2026, 10, 5)
    assert row.recorded_by == ctx.actor.id
    assert verbs(session, case) == ["work_status.recorded"]


def test_earlier_statuses_are_kept(ctx_as, make, session):
    ctx, case = ctx_as(Role.KOORDINATOR), make.case()
    back = RecordWorkStatus(WorkStatus.AT_WORK, date(2026, 11, 23), None, asks_for_effort=False)
    with ctx.transaction():
        record_work_status(ctx, case, SICK)
        record_work_status(ctx, case, back)
    assert {row.status for row in session.scalars(select(WorkStatusRow))} == {
        WorkStatus.FULL_SICK_LEAVE,
        WorkStatus.AT_WORK,
    }


def test_asking_for_an_effort_opens_the_employment_side_once(ctx_as, make, session):
    ctx, case = ctx_as(Role.KOORDINATOR), make.case()
    asking = replace(SICK, asks_for_effort=True)
    with ctx.transaction():
        record_work_status(ctx, case, asking)
        record_work_status(ctx, case, asking)
    assert case.employment_effort
    assert verbs(session, case).count("employment.effort_requested") == 1


def test_an_effort_once_asked_for_stays(ctx_as, make):
    ctx, case = ctx_as(Role.KOORDINATOR), make.case(employment_effort=True)
    with ctx.transaction():
        record_work_status(ctx, case, SICK)
    assert case.employment_effort


def test_days_that_contradict_each_other_change_nothing(ctx_as, make, session):
    ctx, case = ctx_as(Role.KOORDINATOR), make.case()
    with pytest.raises(WorkStatusRefusedError), ctx.transaction():
        record_work_status(ctx, case, replace(SICK, sick_since=None, asks_for_effort=True))
    assert session.scalars(select(WorkStatusRow)).all() == []
    assert not case.employment_effort


def test_a_closed_case_keeps_the_status_it_ended_with(ctx_as, make):
    ctx, case = ctx_as(Role.KOORDINATOR), make.case(closed_on=date(2026, 11, 20))
    with pytest.raises(WorkStatusRefusedError, match="afsluttet"):
        record_work_status(ctx, case, SICK)


@pytest.mark.parametrize("role", [Role.JOBKONSULENT, Role.LEDER, Role.ADMINISTRATOR, Role.TERAPEUT])
def test_only_those_who_care_for_the_citizen_record_it(ctx_as, make, role):
    ctx, case = ctx_as(role), make.case(employment_effort=True)
    with pytest.raises(NotPermittedError):
        record_work_status(ctx, case, SICK)
