"""Every path a person names is given on, or said to be unusable."""

import os
from pathlib import Path

import pytest

from rehab.command_line.walking import found_files


def walk(*paths):
    return [(found.path.name, found.fault is None, found.lost) for found in found_files(paths)]


@pytest.fixture
def post(tmp_path):
    folder = tmp_path / "post"
    (folder / "b").mkdir(parents=True)
    for name in ("c.xml", "a.xml", "b/x.xml"):
        (folder / name).write_bytes(b"x")
    return folder


def test_a_folder_is_read_by_name_and_what_is_missing_is_lost(post):
    assert walk(str(post / "findes-ikke"), str(post), "") == [
        ("findes-ikke", False, True),
        ("a.xml", True, False),
        ("x.xml", True, False),
        ("c.xml", True, False),
        ("", False, True),
    ]


def test_a_link_in_a_ring_is_walked_once(post):
    (post / "b" / "ring").symlink_to(post)
    assert walk(str(post)) == [
        ("a.xml", True, False),
        ("ring", False, False),
        ("x.xml", True, False),
        ("c.xml", True, False),
    ]


def test_a_folder_named_twice_is_read_twice(post):
    assert len(walk(str(post), str(post))) == 6


def test_what_is_no_file_is_mentioned_in_a_folder_and_lost_when_named(post):
    os.mkfifo(post / "b" / "pipe")
    (post / "b" / "link").symlink_to("findes-ikke")
    (post / "b" / "selv").symlink_to("selv")
    inside = walk(str(post / "b"))
    assert inside == [
        ("link", False, False),
        ("pipe", False, False),
        ("selv", False, False),
        ("x.xml", True, False),
    ]
    named = walk(*(str(post / "b" / name) for name in ("link", "pipe", "selv")), "/dev/null")
    assert [(good, lost) for _name, good, lost in named] == [(False, True)] * 4


def test_a_folder_that_cannot_be_opened_is_lost_and_the_rest_is_read(post, monkeypatch):
    real = Path.iterdir

    def locked(folder):
        if folder.name == "b":
            raise PermissionError(13, "Permission denied", str(folder))
        return real(folder)

    monkeypatch.setattr(Path, "iterdir", locked)
    found = list(found_files((str(post),)))
    assert [one.path.name for one in found] == ["a.xml", "b", "c.xml"]
    assert (found[1].fault, found[1].lost) == (
        f"{post}/b kan ikke bruges: der er ikke adgang.",
        True,
    )
