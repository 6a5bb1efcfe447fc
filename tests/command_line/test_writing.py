"""Two files are written together or not at all."""

import pytest

from rehab.command_line.application import CommandRefusedError
from rehab.command_line.writing import write_together


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_both_are_written_and_nothing_else_is_left(tmp_path):
    (tmp_path / "e.pdf").write_bytes(b"gammel")
    write_together((tmp_path / "e.pdf", b"pdf"), (tmp_path / "e.xml", b"xml"))
    assert names(tmp_path) == ["e.pdf", "e.xml"]
    assert (tmp_path / "e.pdf").read_bytes() == b"pdf"
    assert (tmp_path / "e.xml").read_bytes() == b"xml"


@pytest.mark.parametrize("second", ["findes-ikke/e.xml", "mappe"])
def test_when_one_cannot_be_written_the_other_is_not(tmp_path, second):
    (tmp_path / "mappe").mkdir()
    with pytest.raises(OSError, match=second) as fault:
        write_together((tmp_path / "e.pdf", b"pdf"), (tmp_path / second, b"xml"))
    assert fault.value.filename == str(tmp_path / second)
    assert names(tmp_path) == ["mappe"]


def test_one_file_under_two_names_is_refused(tmp_path):
    (tmp_path / "link").symlink_to("e.pdf")
    with pytest.raises(CommandRefusedError, match="hver sin fil"):
        write_together((tmp_path / "e.pdf", b"pdf"), (tmp_path / "link", b"xml"))
    assert names(tmp_path) == ["link"]


def test_a_device_is_written_to_and_stays(tmp_path):
    fifo = tmp_path / "null"
    fifo.symlink_to("/dev/null")
    write_together((tmp_path / "e.pdf", b"pdf"), (fifo, b"xml"))
    assert (fifo.is_char_device(), names(tmp_path)) == (True, ["e.pdf", "null"])
