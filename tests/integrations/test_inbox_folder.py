"""A file is taken when nobody writes it any more, and never written over or taken twice."""

import fcntl
import os
from datetime import UTC, datetime, timedelta

import pytest

from rehab.integrations import inbox_folder
from rehab.integrations.inbox_folder import (
    DEALT_WITH,
    SET_ASIDE,
    FileTooLargeError,
    InboxFolder,
    put_in,
    take,
)

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path):
    path = tmp_path / "ind"
    path.mkdir()
    return path


def lay(folder, name, content=b"<a/>", *, age=10):
    path = folder / name
    path.write_bytes(content)
    changed = NOW.timestamp() - age
    os.utime(path, (changed, changed))
    return path


def names(paths):
    return [path.name for path in paths]


def test_a_file_that_looks_the_same_twice_and_has_lain_still_is_ready(folder):
    lay(folder, "a.xml")
    inbox = InboxFolder(folder)
    assert [names(inbox.ready(NOW)), names(inbox.ready(NOW))] == [[], ["a.xml"]]


def test_a_file_that_grew_between_two_looks_waits(folder):
    path = lay(folder, "a.xml")
    inbox = InboxFolder(folder)
    inbox.ready(NOW)
    with path.open("ab") as file:
        file.write(b"mere")
    changed = NOW.timestamp() - 10
    os.utime(path, (changed, changed))
    assert inbox.ready(NOW) == ()
    assert names(inbox.ready(NOW)) == ["a.xml"]


def test_a_file_just_written_waits_however_often_it_is_looked_at(folder):
    lay(folder, "a.xml", age=2)
    inbox = InboxFolder(folder)
    assert [inbox.ready(NOW), inbox.ready(NOW)] == [(), ()]
    assert names(inbox.ready(NOW + timedelta(seconds=3))) == ["a.xml"]


def test_a_file_left_alone_for_minutes_is_ready_at_the_first_look(folder):
    lay(folder, "a.xml", age=121)
    assert names(InboxFolder(folder).ready(NOW)) == ["a.xml"]


def test_a_file_from_a_clock_that_is_ahead_is_ready_when_it_lies_still(folder):
    lay(folder, "a.xml", age=-3600)
    inbox = InboxFolder(folder)
    assert [names(inbox.ready(NOW)), names(inbox.ready(NOW))] == [[], ["a.xml"]]


def test_the_oldest_comes_first_and_then_the_name(folder):
    for name, age in (("c.xml", 200), ("b.xml", 300), ("a.xml", 200)):
        lay(folder, name, age=age)
    assert names(InboxFolder(folder).ready(NOW)) == ["b.xml", "a.xml", "c.xml"]


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(".skjult.xml", id="hidden"),
        pytest.param("a.xml.tmp", id="tmp"),
        pytest.param("a.PART", id="part"),
    ],
)
def test_a_file_whose_name_says_unfinished_is_left_alone(folder, name):
    lay(folder, name, age=9999)
    assert InboxFolder(folder).ready(NOW) == ()


def test_links_folders_and_pipes_are_left_alone(folder, tmp_path):
    outside = lay(tmp_path, "hemmelig.xml", age=9999)
    (folder / "peger.xml").symlink_to(outside)
    (folder / "mappe.xml").mkdir()
    os.mkfifo(folder / "roer.xml")
    assert InboxFolder(folder).ready(NOW + timedelta(days=1)) == ()


def test_a_link_put_in_the_file_s_place_is_not_followed(folder, tmp_path):
    outside = lay(tmp_path, "hemmelig.xml")
    (folder / "a.xml").symlink_to(outside)
    with pytest.raises(OSError, match=r"a\.xml"):
        take(folder / "a.xml")


def test_a_file_that_is_open_for_writing_is_not_taken(folder):
    path = lay(folder, "a.xml")
    with path.open("ab"):
        assert take(path) is None
    assert take(path).raw == b"<a/>"


def test_a_file_that_another_process_locks_is_not_taken(folder):
    path = lay(folder, "a.xml")
    with path.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        assert take(path) is None
    assert take(path) is not None


def test_a_file_that_went_away_is_not_taken(folder):
    assert take(folder / "a.xml") is None


def test_an_enormous_file_is_not_read(folder, monkeypatch):
    monkeypatch.setattr(inbox_folder, "MAX_FILE_BYTES", 3)
    with pytest.raises(FileTooLargeError):
        take(lay(folder, "a.xml"))


def test_the_key_follows_the_file_and_not_its_content(folder):
    first = take(lay(folder, "a.xml"))
    assert take(folder / "a.xml").key == first.key
    assert take(lay(folder, "b.xml")).key != first.key
    moved = put_in(folder / "a.xml", DEALT_WITH)
    assert moved.read_bytes() == b"<a/>"
    assert take(lay(folder, "a.xml")).key != first.key


def test_a_name_that_is_taken_gets_a_number_and_nothing_is_written_over(folder):
    moved = [put_in(lay(folder, "a.xml", text), SET_ASIDE) for text in (b"1", b"2", b"3")]
    assert names(moved) == ["a.xml", "a-2.xml", "a-3.xml"]
    assert [path.read_bytes() for path in moved] == [b"1", b"2", b"3"]
    assert not list(folder.iterdir())


def test_another_file_that_came_in_its_place_is_not_moved(folder):
    taken = take(lay(folder, "a.xml"))
    newer = lay(folder, ".ny", b"<b/>")
    newer.replace(folder / "a.xml")
    assert put_in(folder / "a.xml", DEALT_WITH, taken) is None
    assert (folder / "a.xml").read_bytes() == b"<b/>"


def test_a_file_that_was_given_up_comes_back_when_it_changes(folder):
    path = lay(folder, "a.xml", age=200)
    inbox = InboxFolder(folder)
    inbox.give_up(path)
    assert inbox.ready(NOW) == ()
    lay(folder, "a.xml", b"<b/>", age=190)
    assert names(inbox.ready(NOW)) == ["a.xml"]


def test_only_one_process_takes_from_the_folder_at_a_time(folder):
    with InboxFolder(folder).alone() as mine, InboxFolder(folder).alone() as theirs:
        assert (mine, theirs) == (True, False)
    with InboxFolder(folder).alone() as again:
        assert again
