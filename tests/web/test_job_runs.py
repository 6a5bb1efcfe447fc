"""The page that tells whether all that happens by itself has happened."""

from datetime import date, datetime, time, timedelta

import pytest

from rehab.clock import COPENHAGEN
from rehab.domain.access import Role
from rehab.domain.job_runs import JobHistory, NotedRun
from rehab.jobs.registry import JOBS
from rehab.models import JobRun
from rehab.web.job_runs.presenters import jobs_view
from tests.conftest import NOW

DAILY = [name for name, job in JOBS.items() if not job.frequent]
# Monday at 10 in Denmark: every daily job of the day has had its time.
DID = 4711
TODAY = NOW.date()


@pytest.fixture
def adam(browse):
    return browse(Role.ADMINISTRATOR)


@pytest.fixture
def ran(make, session):
    def add(names, days=0, fault=""):
        at = NOW - timedelta(days=days, minutes=30)
        for name in names:
            session.add(JobRun(name=name, for_day=at.date(), finished_at=at, did=DID, fault=fault))
        make.save()

    return add


def notices(page):
    return [box.get_text(" ", strip=True) for box in page.select(".notice")]


def states(page):
    return page.text_of("#hver-dag .mark")


def test_when_all_has_run_the_page_says_so_first(adam, ran):
    ran(JOBS)
    page = adam.get("job_runs.index")
    assert notices(page) == ["Alt det, der skulle have kørt af sig selv, har kørt."]
    assert set(states(page)) == {"kørt i dag"}
    assert len(page.select("tbody tr")) == len(JOBS)


def test_what_is_late_or_stopped_stands_first_with_what_is_wrong(adam, ran):
    ran([name for name in DAILY if name not in {"paamindelser", "husk"}])
    ran(["paamindelser", "husk"], days=1)
    ran(["husk"], fault="KeyError")
    page = adam.get("job_runs.index")
    [answer] = notices(page)
    assert answer.startswith("2 job har ikke gjort det, der skulle gøres.")
    assert states(page)[:3] == ["stoppede", "skulle have kørt", "kørt i dag"]
    first, second = page.text_of("#hver-dag td:first-child .sub")[:2]
    assert first.startswith("Der er en fejl i programmet (KeyError).")
    assert second.startswith("Har ventet siden i dag kl. 5.10.")


def test_a_worker_that_gives_no_sign_is_told_of_with_what_to_do(adam, ran):
    ran(DAILY, days=1)
    [told] = notices(adam.get("job_runs.index"))
    assert told.startswith("Baggrundsprocessen ser ud til at stå stille")
    assert "Sidste livstegn var i går kl. 9.30." in told
    assert "python -m rehab.worker" in told


ALL_NOW = "Når den kører, indhentes dagens arbejde inden for få minutter."
SOME_NOW = (
    "Når den kører, indhentes inden for få minutter det, der kan nås endnu. "
    "Hvornår resten gøres næste gang, står i listen."
)
NONE_NOW = (
    "Det, der mangler, kan ikke indhentes lige nu. Hvornår det gøres næste gang, står i listen."
)
LATE_OF_DAY = {"dagens-mail", "husk"}


@pytest.mark.parametrize(
    ("missed", "day", "clock", "said"),
    [
        pytest.param(set(DAILY), 23, time(12), ALL_NOW, id="all, at noon"),
        pytest.param(LATE_OF_DAY, 23, time(19, 59), ALL_NOW, id="two, at the last minute"),
        pytest.param(LATE_OF_DAY, 23, time(20), NONE_NOW, id="two, too late"),
        pytest.param(LATE_OF_DAY, 23, time(21), NONE_NOW, id="two, in the evening"),
        pytest.param({"husk", "paamindelser"}, 23, time(21), SOME_NOW, id="one can be made up"),
        pytest.param(set(DAILY), 23, time(21), SOME_NOW, id="all, in the evening"),
        pytest.param(set(DAILY), 23, time(23, 59), SOME_NOW, id="all, before midnight"),
        pytest.param(set(DAILY), 24, time(0), NONE_NOW, id="all, at midnight"),
        pytest.param(set(DAILY), 24, time(5, 10), SOME_NOW, id="all, the first are due again"),
        pytest.param(set(DAILY), 24, time(8, 5), ALL_NOW, id="all are due again"),
    ],
)
def test_no_more_is_promised_than_can_be_made_up(missed, day, clock, said):
    """The others ran on time on the 23rd; what was missed ran the day before."""
    now = datetime.combine(date(2026, 11, day), clock, COPENHAGEN)
    plans = [job.plan for job in JOBS.values() if not job.frequent]
    histories = {}
    for plan in plans:
        ran_on = date(2026, 11, 22 if plan.name in missed else 23)
        run = NotedRun(ran_on, plan.when.planned_on(ran_on, now))
        histories[plan.name] = JobHistory(run, run)
    view = jobs_view(plans, histories, now)
    assert (view.stands_still or "").endswith(said)
    rows = [line.sentence for line in view.daily if line.mark[0] == "skulle have kørt"]
    promised = ["indhentes, så snart" in row for row in rows]
    assert {ALL_NOW: all(promised), NONE_NOW: not any(promised)}.get(
        said, any(promised) and not all(promised)
    )


@pytest.mark.parametrize(
    ("clock", "said"),
    [
        pytest.param(time(19, 30), ALL_NOW, id="to be tried now"),
        pytest.param(time(20, 6), NONE_NOW, id="not tried in time"),
    ],
)
def test_what_stopped_is_promised_only_while_it_is_tried_again(clock, said):
    now = datetime.combine(TODAY, clock, COPENHAGEN)
    stopped = NotedRun(TODAY, now.replace(hour=18, minute=40), "KeyError")
    view = jobs_view([JOBS["husk"].plan], {"husk": JobHistory(stopped)}, now)
    assert (view.stands_still or "").endswith(said)


def test_how_much_was_done_is_not_shown_since_it_tells_of_other_kommuner(adam, ran):
    ran(JOBS)
    assert str(DID) not in str(adam.get("job_runs.index"))


def test_only_the_administrator_has_it_in_the_menu(adam, browse):
    assert "Automatiske job" in adam.get("administration.users").text_of("nav a")
    leader = browse(Role.LEDER)
    leader.get("job_runs.index", expect=403)
    assert "Automatiske job" not in leader.get("overview.show").text_of("nav a")
