"""A process that dies in the middle, or two at once: everything is there exactly once."""

import pytest

from rehab.models import Delivery
from rehab.services.intake_batch import BATCH_FILES
from tests.robustness.installation import expected_of, finish, installation, write_files

MANY, SOME = 1_000, 200
# Good files are placed a batch at a time; the others break the row up.
all_or_most_good = pytest.mark.parametrize(
    "all_good", [pytest.param(True, id="all-good"), pytest.param(False, id="most-good")]
)


@pytest.fixture
def folder(tmp_path):
    path = tmp_path / "medcom" / "ind"
    path.mkdir(parents=True)
    return path


@pytest.fixture
def house(own_database, folder):
    with installation(own_database, folder) as made:
        yield made


def test_an_import_killed_in_the_middle_and_started_again_has_everything_once(house, folder):
    write_files(folder, MANY)
    for part in (MANY // 4, MANY // 2):
        running = house.start("import", folder)
        house.kill_when(running, lambda part=part: house.count(Delivery) >= part)
        assert house.count(Delivery) < MANY
    house.run("import", folder)
    assert house.tally() == expected_of(MANY)


def test_an_import_killed_while_a_batch_is_placed_places_it_once_the_next_time(house, folder):
    write_files(folder, SOME, all_good=True)
    running = house.start("import", folder)
    house.kill_when(running, lambda: house.count(Delivery) > 0)
    found = house.tally()
    assert found["unread"] == found["deliveries"] == BATCH_FILES
    house.run("import", folder)
    assert house.tally() == expected_of(SOME, all_good=True)


@all_or_most_good
def test_two_imports_of_one_folder_at_once_have_everything_once(house, folder, all_good):
    write_files(folder, SOME, all_good=all_good)
    together = [house.start("import", folder) for _ in range(2)]
    for process in together:
        finish(process)
    assert house.tally() == expected_of(SOME, all_good=all_good)


@all_or_most_good
def test_the_same_letters_from_two_boxes_at_once_are_one_referral_each(house, folder, all_good):
    for box in ("a", "b"):
        write_files(folder / box, SOME, all_good=all_good)
    for process in [house.start("import", folder / box) for box in ("a", "b")]:
        finish(process)
    once, found = expected_of(SOME, all_good=all_good), house.tally()
    assert found["deliveries"] == 2 * once["deliveries"]
    assert found["letters"] == 2 * once["letters"]
    assert (found["referrals"], found["accepted"]) == (once["referrals"], once["accepted"])
    assert found["receipts"] == found["receipted"] == 2 * once["receipts"]


def test_a_watched_folder_whose_worker_is_killed_loses_and_repeats_nothing(house, folder):
    write_files(folder, SOME)
    running = house.start("run-job", "receive")
    house.kill_when(running, lambda: house.count(Delivery) >= SOME // 2)
    house.run("run-job", "receive")
    assert house.tally() == expected_of(SOME)
    lying = {place.name: len(list(place.iterdir())) for place in folder.parent.iterdir()}
    assert lying == {"ind": 0, "behandlet": SOME * 9 // 10, "karantaene": SOME // 10}
