"""How the jobs have run.

A run is for every kommune at once and has no owner, so how much it did is never read here: the
number would tell one kommune of the others.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, literal, select, union_all
from sqlalchemy.orm import Session

from rehab.domain.job_plans import Daily, JobPlan, counts_until
from rehab.domain.job_runs import JobHistory, NotedRun
from rehab.models import JobRun


def histories_of(
    session: Session, plans: Sequence[JobPlan], now: datetime
) -> Mapping[str, JobHistory]:
    """Return the last run of each job, and of each daily one the last that nothing stopped.

    One statement. Each of its parts reads a single row by the index on name and time, so a table
    that frequent jobs have filled for years is no slower. A run by hand for a day to come, as
    they could once be made, is noted at that day's noon, and is not looked at before then.
    """
    if not plans:
        return {}
    parts = [_latest(plan, now, is_done=False) for plan in plans]
    parts += [_latest(plan, now, is_done=True) for plan in plans if isinstance(plan.when, Daily)]
    last: dict[str, NotedRun] = {}
    done: dict[str, NotedRun] = {}
    for name, is_done, for_day, finished_at, fault in session.execute(union_all(*parts)):
        (done if is_done else last)[name] = NotedRun(for_day, finished_at, fault)
    return {plan.name: JobHistory(last.get(plan.name), done.get(plan.name)) for plan in plans}


def _latest(plan: JobPlan, now: datetime, *, is_done: bool) -> Select[*tuple[Any, ...]]:
    query = select(
        JobRun.name,
        literal(is_done).label("is_done"),
        JobRun.for_day,
        JobRun.finished_at,
        JobRun.fault,
    ).where(JobRun.name == plan.name, JobRun.finished_at <= counts_until(now))
    if is_done:
        query = query.where(JobRun.fault == "")
    newest = query.order_by(JobRun.finished_at.desc(), JobRun.id.desc()).limit(1).subquery()
    return select(newest)
