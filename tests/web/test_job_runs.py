"""The page that tells whether all that happens by itself has happened."""

from datetime import timedelta

import pytest

from rehab.domain.access import Role
from rehab.jobs.registry import JOBS
from rehab.models import JobRun
from tests.conftest import NOW

DAILY = [name for name, job in JOBS.items() if not job.frequent]
# Monday at 10 in Denmark: every daily job of the day has had its time.
DID = 4711


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


def test_how_much_was_done_is_not_shown_since_it_tells_of_other_kommuner(adam, ran):
    ran(JOBS)
    assert str(DID) not in str(adam.get("job_runs.index"))


def test_only_the_administrator_has_it_in_the_menu(adam, browse):
    assert "Automatiske job" in adam.get("administration.users").text_of("nav a")
    leader = browse(Role.LEDER)
    leader.get("job_runs.index", expect=403)
    assert "Automatiske job" not in leader.get("overview.show").text_of("nav a")
