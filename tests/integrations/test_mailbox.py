"""A file stands in the outbox under its name as a whole or not at all."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from rehab.integrations.mailbox import FolderMailbox, mailbox_of


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_message_is_a_file_with_its_bytes_and_nothing_else(tmp_path):
    FolderMailbox(tmp_path).put("K1.xml", b"<Emessage/>")
    assert names(tmp_path) == ["K1.xml"]
    assert (tmp_path / "K1.xml").read_bytes() == b"<Emessage/>"


def test_the_same_message_again_is_the_same_file(tmp_path):
    box = FolderMailbox(tmp_path)
    for _ in range(2):
        box.put("K1.xml", b"<Emessage/>")
    assert names(tmp_path) == ["K1.xml"]


def test_nobody_who_looks_sees_half_a_file(tmp_path, monkeypatch):
    """Everything is on the disk before the name is there: what is seen at the sync is unnamed."""
    seen = []
    sync = os.fsync

    def look(handle):
        seen.append([name for name in names(tmp_path) if not name.startswith(".")])
        sync(handle)

    monkeypatch.setattr(os, "fsync", look)
    FolderMailbox(tmp_path).put("K1.xml", b"<Emessage/>")
    assert seen == [[], ["K1.xml"]]


def test_a_stop_while_writing_leaves_no_file_by_that_name(tmp_path, monkeypatch):
    def stop(_handle):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", stop)
    with pytest.raises(KeyboardInterrupt):
        FolderMailbox(tmp_path).put("K1.xml", b"<Emessage/>")
    assert names(tmp_path) == [".K1.xml.tmp"]

    monkeypatch.undo()
    FolderMailbox(tmp_path).put("K1.xml", b"<Emessage/>")
    assert names(tmp_path) == ["K1.xml"]


def test_a_folder_that_is_gone_is_an_error_that_can_be_told(tmp_path):
    with pytest.raises(FileNotFoundError):
        FolderMailbox(tmp_path / "væk").put("K1.xml", b"<Emessage/>")


def test_without_a_folder_there_is_no_mailbox(settings, tmp_path):
    assert mailbox_of(settings) is None
    assert isinstance(mailbox_of(replace(settings, outbox_folder=tmp_path)), FolderMailbox)
