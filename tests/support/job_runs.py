"""Jobs and the histories their runs leave, to judge by, on days of November 2026."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from rehab.domain.job_plans import Daily, Every, JobPlan
from rehab.domain.job_runs import JobHistory, NotedRun

DANISH = ZoneInfo("Europe/Copenhagen")
REMINDERS = JobPlan("paamindelser", "Påminder.", Daily(5, 10))
SMS = JobPlan("husk", "Minder borgere.", Daily(8, 5, until_hour=20))
SENDING = JobPlan("send", "Sender.", Every(10))
MAIL_DOWN = "Mailserveren svarer ikke (TimeoutError)."


def at(hour, minute=0, day=23, month=11):
    return datetime(2026, month, day, hour, minute, tzinfo=DANISH)


def ran(day, hour=5, minute=10, fault="", month=11):
    instant = at(hour, minute, day, month).astimezone(UTC)
    return NotedRun(date(2026, month, day), instant, fault)


def history(*runs):
    """The history that these runs leave, the newest last."""
    done = [run for run in runs if not run.fault]
    return JobHistory(runs[-1] if runs else None, done[-1] if done else None)
