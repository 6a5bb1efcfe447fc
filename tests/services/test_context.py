"""What every use case is given."""

import logging
from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy.exc import IntegrityError

from rehab.domain.access import Role
from rehab.domain.measures import MeasurePoint
from rehab.models import Measurement
from rehab.services.context import LostRaceError, UnknownProgrammeVersionError
from tests.conftest import NOW


def test_a_case_is_judged_by_the_version_it_began_with(ctx_as):
    ctx = ctx_as(Role.KOORDINATOR)
    later = replace(ctx.programme, version="2027")
    ctx = replace(ctx, programmes={"2027": later})
    assert ctx.programme_for("2027") is later
    assert ctx.programme_for(ctx.programme.version) is ctx.programme


def test_a_version_without_a_file_is_never_replaced_by_another(ctx_as):
    with pytest.raises(UnknownProgrammeVersionError, match="1999"):
        ctx_as(Role.KOORDINATOR).programme_for("1999")


def measurement(case_id, **fields):
    """A row there is room for one of in a case at each point, with words nobody else may read."""
    known = {"point": MeasurePoint.START, "measured_on": NOW.date(), "nrs_pain": 7}
    told = [{"activity": "gå tur med Ella", "score": "3"}]
    by = {"recorded_by": UUID(int=1), "recorded_at": NOW, "activities": told}
    return Measurement(case_id=case_id, **known | by | fields)


def save(ctx, row):
    with ctx.transaction():
        ctx.session.add(row)
        ctx.record("measure.recorded", point=MeasurePoint.START)


def test_a_row_that_is_there_already_was_somebody_elses(ctx_as, make, caplog):
    ctx, case_id = ctx_as(Role.KOORDINATOR), make.case().id
    make.save(measurement(case_id))
    with caplog.at_level(logging.DEBUG), pytest.raises(LostRaceError, match="er ikke gemt"):
        save(ctx, measurement(case_id))
    [record] = [row for row in caplog.records if row.name == "rehab.services.context"]
    assert "a row was there already" in record.getMessage()
    assert "context.py" in record.getMessage()
    assert "Ella" not in caplog.text
    assert str(case_id) not in caplog.text


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"case_id": UUID(int=9)}, id="of a case there is not"),
        pytest.param({"measured_on": None}, id="without a day"),
    ],
)
def test_a_row_refused_for_anything_else_is_a_fault_of_ours(ctx_as, make, fields):
    ctx, case_id = ctx_as(Role.KOORDINATOR), make.case().id
    row = measurement(**{"case_id": case_id} | fields)
    with pytest.raises(IntegrityError):
        save(ctx, row)
