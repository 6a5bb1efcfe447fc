"""What carries a notice: a file for each, or an e-mail, also to the gateway of SMS."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from rehab.domain.notices import NoticeChannel
from rehab.integrations.mail import SmtpMail
from rehab.integrations.notice_files import (
    FileCarrier,
    FinishedNotice,
    MailCarrier,
    carrier_for,
)
from rehab.settings import load_settings

SETTINGS = load_settings({"REHAB_ENV": "test"})
SMS = FinishedNotice(
    id="11111111-2222-3333-4444-555555555555",
    channel=NoticeChannel.SMS,
    address="+4599999900",
    subject="Besked fra Testby Kommune",
    text="Husk din tid tirs. 24/11 kl. 10.00, Sal 1.",
    written_at=datetime(2026, 11, 23, 9, 0, tzinfo=UTC),
)
EMAIL = replace(SMS, channel=NoticeChannel.EMAIL, address="borger@eksempel.dk")


def test_a_notice_is_one_file_that_a_second_attempt_replaces(tmp_path):
    carrier = FileCarrier(tmp_path / "beskeder")
    carrier.carry(SMS)
    carrier.carry(SMS)
    [path] = (tmp_path / "beskeder").iterdir()
    assert path.name == f"{SMS.id}.json"
    assert json.loads(path.read_text(encoding="utf-8")) == {
        "id": SMS.id,
        "channel": "sms",
        "to": "+4599999900",
        "subject": "Besked fra Testby Kommune",
        "text": "Husk din tid tirs. 24/11 kl. 10.00, Sal 1.",
        "written_at": "2026-11-23T09:00:00+00:00",
    }


@pytest.mark.parametrize(
    ("notice", "to"), [(EMAIL, "borger@eksempel.dk"), (SMS, "4599999900@sms.eksempel.dk")]
)
def test_an_e_mail_has_the_notice_s_own_number(notice, to):
    carrier = MailCarrier(SmtpMail(SETTINGS), "rehab@testby.dk", "{number}@sms.eksempel.dk")
    mail = carrier.message_of(notice)
    assert mail["To"] == to
    assert mail["Message-ID"] == f"<{SMS.id}@testby.dk>"
    assert mail["Subject"] == "Besked fra Testby Kommune"
    assert mail.get_content() == "Husk din tid tirs. 24/11 kl. 10.00, Sal 1.\n"


@pytest.mark.parametrize(
    ("fields", "sms", "email"),
    [
        pytest.param({}, "NoneType", "NoneType", id="nothing is set"),
        pytest.param({"folder": True}, "FileCarrier", "FileCarrier", id="a folder"),
        pytest.param({"smtp_host": "m"}, "NoneType", "MailCarrier", id="a mail server"),
        pytest.param({"smtp_host": "m", "folder": True}, "FileCarrier", "MailCarrier", id="both"),
        pytest.param(
            {"smtp_host": "m", "sms_gateway": "{number}@sms.dk"},
            "MailCarrier",
            "MailCarrier",
            id="a gateway",
        ),
    ],
)
def test_the_settings_decide_who_carries_what(tmp_path, fields, sms, email):
    folder = tmp_path if fields.pop("folder", False) else None
    settings = replace(SETTINGS, notice_folder=folder, **fields)
    found = [
        type(carrier_for(settings, channel)).__name__
        for channel in (NoticeChannel.SMS, NoticeChannel.EMAIL)
    ]
    assert found == [sms, email]
