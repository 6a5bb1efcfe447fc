"""Stored bytes are handed out as files that nothing runs."""

import pytest

from rehab.web.downloads import message_name


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"UNA:+.? 'UNB+", "brev.edi"),
        (b"\r\nUNB+UNOC:3", "brev.edi"),
        (b"<?xml version='1.0'?>", "brev.xml"),
        (b"", "brev.xml"),
    ],
    ids=["with UNA", "with UNB", "xml", "nothing"],
)
def test_a_message_is_named_by_what_it_is(content, name):
    assert message_name("brev", content) == name
