"""Tell whether all that happens by itself has happened, and what is wrong when it has not.

A nightly job that stopped without a word means reminders nobody gets. The programme says nothing
of it; the limits are our own. A daily job is judged by the day its work is for. A frequent one
notes a run only when there was something to do, so its silence says nothing, and it is never late.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from rehab.domain.calendar import danish_date
from rehab.domain.job_plans import TAKEN_UP_EVERY, TRIED_AGAIN_AFTER, Daily, JobPlan, clock_time

# Three of the worker's rounds: one may be missed while another job is being done.
LATE_AFTER: Final = 3 * TAKEN_UP_EVERY
_AS_SOON_AS: Final = "så snart baggrundsprocessen kommer til det"
_ONE_DAY: Final = timedelta(days=1)
_CLASS_NAME: Final = re.compile(r"[A-Za-z_]\w*", re.ASCII)
_FAULTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "OperationalError": "Databasen svarede ikke, eller en anden havde låst den",
        "InterfaceError": "Databasen svarede ikke",
        "IntegrityError": "Databasen afviste det, fordi en anden havde gemt det samme",
        "StaleDataError": "En anden rettede det samme imens",
        "LostRaceError": "En anden rettede eller gemte det samme imens",
        "FileNotFoundError": "En fil eller mappe manglede",
        "PermissionError": "Programmet må ikke læse eller skrive i en mappe",
        "OSError": "En fil kunne ikke læses eller skrives; måske er disken fuld",
        "MemoryError": "Maskinen manglede hukommelse",
        "TimeoutError": "En tjeneste svarede ikke i tide",
    }
)


class JobState(StrEnum):
    """How it stands with a job: what is wrong comes first."""

    STOPPED = "stopped"
    LATE = "late"
    DUE = "due"
    WAITING = "waiting"
    DONE = "done"
    OFTEN = "often"


TROUBLE: Final = frozenset({JobState.STOPPED, JobState.LATE})
STATE_TEXTS: Final[Mapping[JobState, str]] = MappingProxyType(
    {
        JobState.STOPPED: "stoppede",
        JobState.LATE: "skulle have kørt",
        JobState.DUE: "skal køre nu",
        JobState.WAITING: "venter på sin tid",
        JobState.DONE: "kørt i dag",
        JobState.OFTEN: "kører løbende",
    }
)


@dataclass(frozen=True, slots=True)
class NotedRun:
    """A run as it was noted: the day its work was for, when it ended, and what stopped it."""

    for_day: date
    finished_at: datetime
    fault: str = ""


@dataclass(frozen=True, slots=True)
class JobHistory:
    """The last run of a job, and the last that nothing stopped."""

    last: NotedRun | None = None
    done: NotedRun | None = None


@dataclass(frozen=True, slots=True)
class JobReport:
    """How it stands with a job; `waits_from` is from when the worker should do what is undone.

    `is_taken_up` tells whether the worker does at its next round what was missed or stopped.
    """

    plan: JobPlan
    state: JobState
    sentence: str
    history: JobHistory
    waits_from: datetime | None = None
    is_taken_up: bool = False

    @property
    def is_trouble(self) -> bool:
        """Tell whether somebody must look at it."""
        return self.state in TROUBLE


@dataclass(frozen=True, slots=True)
class WorkerSigns:
    """Whether the worker seems to live: its last sign, and when the next must have come."""

    stands_still: bool
    last_sign: datetime | None
    next_sign: datetime | None


def report_of(plan: JobPlan, history: JobHistory, now: datetime) -> JobReport:
    """Return how it stands with a job at an instant in Danish time.

    It is late a quarter of an hour after its time, and stays so until the day's work is done: a day
    that was missed is still missed at midnight, until the next time comes. A job that was never
    run is not asked for yesterday, when the system may not have been there.
    """
    when, done, last = plan.when, history.done, history.last
    if not isinstance(when, Daily):
        return JobReport(plan, JobState.OFTEN, _said_often(last, now), history)
    today = now.date()
    planned = when.planned_on(today, now)
    is_late = _is_past(planned, now, by=LATE_AFTER)
    asked_for = today if is_late else today - _ONE_DAY
    stopped = last if last is not None and last.fault else None
    if done is not None and done.for_day >= today:
        said = f"Næste gang er {danish_moment(when.planned_on(today + _ONE_DAY, now), now)}."
        return JobReport(plan, JobState.DONE, said, history)
    if stopped is not None and stopped.for_day >= today:
        return _stopped(plan, when, history, stopped, now)
    if (done is not None and done.for_day >= asked_for) or (last is None and not is_late):
        state = JobState.DUE if _is_past(planned, now) else JobState.WAITING
        return JobReport(plan, state, f"Næste gang er {danish_moment(planned, now)}.", history)
    if stopped is not None and stopped.for_day >= asked_for:
        return _stopped(plan, when, history, stopped, now)
    return _late(plan, when, history, when.planned_on(asked_for, now), now)


def in_order(reports: Iterable[JobReport]) -> tuple[JobReport, ...]:
    """Return the reports with what is wrong first, then by the time of day, then by name."""
    ranks = {state: rank for rank, state in enumerate(JobState)}

    def place(report: JobReport) -> tuple[int, int, int, str]:
        when = report.plan.when
        hour, minute = (when.hour, when.minute) if isinstance(when, Daily) else (0, 0)
        return ranks[report.state], hour, minute, report.plan.name

    return tuple(sorted(reports, key=place))


def worker_signs(reports: Iterable[JobReport], now: datetime) -> WorkerSigns:
    """Tell whether the worker seems to stand still: work has waited, and no run was noted since.

    One job that is late beside others that were done is that job's fault and not the worker's.
    Between the last daily job of a day and the first of the next there is nothing to tell by:
    `next_sign` says when there is again: what stopped is waited for from when it is tried again, if
    the worker looks before the day's work can no longer be made up for.
    """
    told = list(reports)
    runs = [report.history.last.finished_at for report in told if report.history.last is not None]
    last = max(runs, default=None)
    waits = [since for report in told if (since := report.waits_from) is not None]
    waited = [since for since in waits if _is_past(since, now, by=LATE_AFTER)]
    still = any(last is None or last.astimezone(UTC) < since.astimezone(UTC) for since in waited)
    waits += [planned for report in told for planned in _planned_signs(report, now)]
    coming = [
        _after(since, LATE_AFTER, now) for since in waits if not _is_past(since, now, by=LATE_AFTER)
    ]
    return WorkerSigns(stands_still=still, last_sign=last, next_sign=min(coming, default=None))


def explain_fault(fault: str) -> str:
    """Say what stopped a job, from what its run noted, in words that help.

    A run notes sentences without names, or the class of an error; never what the error said, which
    can hold a citizen's data.
    """
    return " ".join(_explained(part) for part in fault.split("; ") if part)


def danish_moment(instant: datetime, now: datetime) -> str:
    """Write an instant as seen from now: `i dag kl. 5.10`, `i går kl. 8.05`, or with its date."""
    here = instant.astimezone(now.tzinfo)
    days = (here.date() - now.date()).days
    day = {-1: "i går", 0: "i dag", 1: "i morgen"}.get(days, danish_date(here.date()))
    return f"{day} kl. {clock_time(here.time())}"


def _is_past(moment: datetime, now: datetime, *, by: timedelta = timedelta()) -> bool:
    return now.astimezone(UTC) >= moment.astimezone(UTC) + by


def _after(moment: datetime, by: timedelta, now: datetime) -> datetime:
    """Return the Danish time so much later, also across the hour that is skipped or repeated."""
    return (moment.astimezone(UTC) + by).astimezone(now.tzinfo)


def _planned_signs(report: JobReport, now: datetime) -> tuple[datetime, ...]:
    """Return when a daily job is planned today and tomorrow; today not when it has already run."""
    when, last, today = report.plan.when, report.history.last, now.date()
    if not isinstance(when, Daily):
        return ()
    tomorrow = when.planned_on(today + _ONE_DAY, now)
    if last is not None and last.for_day >= today:
        return (tomorrow,)
    return when.planned_on(today, now), tomorrow


def _said_often(last: NotedRun | None, now: datetime) -> str:
    if last is None:
        return "Har endnu ikke haft noget at gøre."
    return f"Havde sidst noget at gøre {danish_moment(last.finished_at, now)}."


def _stopped(
    plan: JobPlan, when: Daily, history: JobHistory, last: NotedRun, now: datetime
) -> JobReport:
    said = f"{explain_fault(last.fault)} Det stoppede {danish_moment(last.finished_at, now)}"
    retry = _retry_of(when, last, now)
    is_of_today = last.for_day == now.date()
    may_be_tried = not is_of_today or (retry is not None and _is_past(retry, now))
    is_taken_up = may_be_tried and when.is_due(now)
    if is_taken_up:
        said += f" og prøves igen, {_AS_SOON_AS}."
    elif is_of_today and retry is not None and not _is_past(retry, now):
        said += f" og prøves igen fra kl. {clock_time(retry.time())}."
    else:
        said += f" og prøves igen {_next_time(when, now)}."
    waits_from = retry if retry is not None and _fits_a_round(when, last, retry, now) else None
    return JobReport(plan, JobState.STOPPED, said, history, waits_from, is_taken_up)


def _fits_a_round(when: Daily, stopped: NotedRun, retry: datetime, now: datetime) -> bool:
    """Tell whether the worker surely looks between a retry's instant and the end of its day."""
    ends = when.ends_on(stopped.for_day, now)
    return _is_past(retry, ends, by=TAKEN_UP_EVERY)


def _retry_of(when: Daily, stopped: NotedRun, now: datetime) -> datetime | None:
    """Return from when what stopped is tried again on the day its work is for, if it can be.

    Not before the job's own time, when it was run by hand before that, and not when the day's work
    can no longer be made up for.
    """
    again = _after(stopped.finished_at, TRIED_AGAIN_AFTER, now)
    planned = when.planned_on(stopped.for_day, now)
    retry = again if _is_past(planned, again) else planned
    return None if _is_past(when.ends_on(stopped.for_day, now), retry) else retry


def _late(
    plan: JobPlan, when: Daily, history: JobHistory, planned: datetime, now: datetime
) -> JobReport:
    said = f"Har ventet siden {danish_moment(planned, now)}."
    is_taken_up = when.is_due(now)
    if is_taken_up:
        said += f" Det indhentes, {_AS_SOON_AS}."
    else:
        said += f" Næste gang er {_next_time(when, now)}."
    return JobReport(plan, JobState.LATE, said, history, planned, is_taken_up)


def _next_time(when: Daily, now: datetime) -> str:
    planned = when.planned_on(now.date(), now)
    if _is_past(planned, now):
        planned = when.planned_on(now.date() + _ONE_DAY, now)
    return danish_moment(planned, now)


def _explained(part: str) -> str:
    if not _CLASS_NAME.fullmatch(part):
        return part
    return f"{_FAULTS.get(part, 'Der er en fejl i programmet')} ({part})."
