"""What the page of jobs shows: the answer first, then each job in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from rehab.domain.day_counting import plural
from rehab.domain.job_plans import Every, JobPlan
from rehab.domain.job_runs import (
    STATE_TEXTS,
    JobHistory,
    JobReport,
    JobState,
    WorkerSigns,
    danish_moment,
    in_order,
    report_of,
    worker_signs,
)

_TONES: Final = {
    JobState.STOPPED: "danger",
    JobState.LATE: "danger",
    JobState.DUE: "info",
    JobState.WAITING: "neutral",
    JobState.DONE: "ok",
    JobState.OFTEN: "neutral",
}


@dataclass(frozen=True, slots=True)
class JobLine:
    """A job on the page; `done` is when nothing stopped it last, or what to read instead."""

    name: str
    what: str
    when: str
    mark: tuple[str, str]
    sentence: str
    done: str


@dataclass(frozen=True, slots=True)
class JobsView:
    """The page: the answer, what to do when the worker stands still, and the jobs."""

    answer: str
    is_trouble: bool
    stands_still: str | None
    worker: str
    daily: tuple[JobLine, ...]
    often: tuple[JobLine, ...]


def jobs_view(
    plans: Sequence[JobPlan], histories: Mapping[str, JobHistory], now: datetime
) -> JobsView:
    """Return the page at an instant in Danish time."""
    reports = in_order(report_of(plan, histories[plan.name], now) for plan in plans)
    signs = worker_signs(reports, now)
    trouble = sum(report.is_trouble for report in reports)
    often = [report for report in reports if isinstance(report.plan.when, Every)]
    return JobsView(
        answer=_answer(trouble),
        is_trouble=bool(trouble),
        stands_still=_stands_still(signs, reports, now) if signs.stands_still else None,
        worker=_worker(signs, now),
        daily=tuple(_line(report, now) for report in reports if report not in often),
        often=tuple(_line(report, now) for report in often),
    )


def _answer(trouble: int) -> str:
    if not trouble:
        return "Alt det, der skulle have kørt af sig selv, har kørt."
    return (
        f"{plural(trouble, 'job', 'job')} har ikke gjort det, der skulle gøres. Hvorfor, og "
        "hvornår det prøves igen, står i listen. Er det der stadig om en time, så sig det til "
        "driften."
    )


def _stands_still(signs: WorkerSigns, reports: Sequence[JobReport], now: datetime) -> str:
    seen = "Den har aldrig givet et livstegn."
    if signs.last_sign is not None:
        seen = f"Sidste livstegn var {danish_moment(signs.last_sign, now)}."
    return (
        f"{seen} Så længe den står stille, får ingen påmindelser, og intet sendes eller hentes. "
        "Bed driften se efter, om processen »python -m rehab.worker« kører, og starte den igen. "
        f"{_made_up(reports)}"
    )


def _made_up(reports: Sequence[JobReport]) -> str:
    """Promise no more than the rows do: some work is too late in the evening, or not yet due."""
    taken_up = [report.is_taken_up for report in reports if report.is_trouble]
    if all(taken_up):
        return "Når den kører, indhentes dagens arbejde inden for få minutter."
    if any(taken_up):
        return (
            "Når den kører, indhentes inden for få minutter det, der kan nås endnu. "
            "Hvornår resten gøres næste gang, står i listen."
        )
    return (
        "Det, der mangler, kan ikke indhentes lige nu. Hvornår det gøres næste gang, står i listen."
    )


def _worker(signs: WorkerSigns, now: datetime) -> str:
    seen = "Baggrundsprocessen har endnu ikke givet et livstegn."
    if signs.last_sign is not None:
        seen = f"Baggrundsprocessens sidste livstegn var {danish_moment(signs.last_sign, now)}."
    if signs.stands_still or signs.next_sign is None:
        return seen
    return (
        f"{seen} Den ses kun på de daglige job: går den i stå nu, kan det tidligst ses "
        f"{danish_moment(signs.next_sign, now)}."
    )


def _line(report: JobReport, now: datetime) -> JobLine:
    plan, done = report.plan, report.history.done
    return JobLine(
        name=plan.name,
        what=plan.what,
        when=str(plan.when).replace("kl. ", "kl.\N{NO-BREAK SPACE}"),
        mark=(STATE_TEXTS[report.state], _TONES[report.state]),
        sentence=report.sentence,
        done="Aldrig" if done is None else danish_moment(done.finished_at, now),
    )
