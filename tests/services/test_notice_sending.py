"""Sending what is queued: once when all goes well, again when it does not, and in time a letter."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from rehab.domain.access import SYSTEM, Role
from rehab.domain.notices import NoticeChannel, NoticeFacts, NoticeKind
from rehab.integrations.mail import MailRefusedError, MailUnavailableError
from rehab.models import CitizenLetter, Notice, NoticeStatus
from rehab.services.notice_sending import send_by, send_notices
from rehab.services.notices import notify
from tests.conftest import NOW
from tests.support.course_factories import FIRST
from tests.support.smtp import mail_server

SMS, EMAIL = NoticeChannel.SMS, NoticeChannel.EMAIL


class Carrier:
    """Takes notices over, or fails as it is told to."""

    def __init__(self, *faults):
        self.faults, self.taken = list(faults), []

    def carry(self, notice):
        if self.faults and (fault := self.faults.pop(0)) is not None:
            raise fault
        self.taken.append(notice)


@pytest.fixture
def ctx(ctx_as):
    return ctx_as(Role.KOORDINATOR)


@pytest.fixture
def job(ctx):
    return replace(ctx, actor=SYSTEM)


@pytest.fixture
def tell(ctx, make):
    def one(starts_at=FIRST + timedelta(days=30), **fields):
        facts = NoticeFacts(starts_at, "Sal 1", None, "99999999", "Testby Kommune")
        case = make.case(citizen=make.citizen(**fields))
        with ctx.transaction():
            notify(ctx, case, NoticeKind.SESSION_REMINDER, facts)
        return case

    return one


def notices(ctx):
    return ctx.session.scalars(select(Notice).order_by(Notice.queued_at, Notice.id)).all()


def at(job, minutes):
    return replace(job, now=NOW + timedelta(minutes=minutes))


def test_what_is_queued_is_sent_once(job, tell):
    tell()
    carrier = Carrier()
    assert [send_by(job, {SMS: carrier}), send_by(at(job, 60), {SMS: carrier})] == [1, 0]
    [notice] = notices(job)
    assert (notice.status, notice.sent_at, notice.attempts) == (NoticeStatus.SENT, NOW, 1)
    assert [each.id for each in carrier.taken] == [str(notice.id)]


def test_a_stop_between_sending_and_noting_sends_again_under_the_same_number(job, tell):
    tell()
    stopped = Carrier(KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        send_by(job, {SMS: stopped})
    carrier = Carrier()
    assert send_by(at(job, 4), {SMS: carrier}) == 0
    assert send_by(at(job, 6), {SMS: carrier}) == 1
    [notice] = notices(job)
    assert [each.id for each in carrier.taken] == [str(notice.id)]


def test_a_server_that_is_away_keeps_its_own_channel_waiting_only(job, tell):
    tell()
    tell()
    tell(phone="", email="borger@eksempel.dk")
    away, works = Carrier(MailUnavailableError("TimeoutError")), Carrier()
    assert send_by(job, {SMS: away, EMAIL: works}) == 1
    assert away.taken == []
    assert [each.address for each in works.taken] == ["borger@eksempel.dk"]
    assert send_by(job, {SMS: Carrier()}) == 1, "the other SMS was not even tried"


def test_the_waits_grow_and_then_a_letter_is_made(job, tell):
    tell()
    minute, tried = 0, []
    for _ in range(9):
        away = Carrier(OSError("disk full"))
        send_by(at(job, minute), {SMS: away})
        tried.append(not away.faults)
        minute += 500
    [notice] = notices(job)
    assert tried == [True] * 7 + [False] * 2
    assert (notice.status, notice.attempts) == (NoticeStatus.FAILED, 7)
    letter = job.session.get_one(CitizenLetter, notice.letter_id)
    assert (letter.to_print, letter.heading) == (True, "Besked til dig")
    assert "Husk, at du har en tid torsdag den 24. december 2026 kl. 10.00." in letter.page


def test_a_refused_address_gets_a_letter_at_once(job, tell):
    tell(phone="", email="findes-ikke@eksempel.dk")
    assert send_by(job, {EMAIL: Carrier(MailRefusedError("SMTP 550"))}) == 0
    [notice] = notices(job)
    assert (notice.status, notice.reason) == (
        NoticeStatus.FAILED,
        "Modtageren blev afvist (SMTP 550).",
    )
    assert notice.letter_id is not None


def test_nobody_is_reminded_of_what_is_over(job, tell):
    tell(starts_at=NOW + timedelta(hours=1))
    carrier = Carrier()
    assert send_by(at(job, 61), {SMS: carrier}) == 0
    [notice] = notices(job)
    assert (notice.status, notice.letter_id) == (NoticeStatus.FAILED, None)
    assert notice.reason == "Tiden var kommet, før beskeden kunne sendes."


def test_the_job_writes_files_where_a_folder_is_set(job, tell, tmp_path):
    tell()
    with_folder = replace(job, settings=replace(job.settings, notice_folder=tmp_path / "ud"))
    assert send_notices(with_folder) == 1
    [path] = (tmp_path / "ud").iterdir()
    assert json.loads(path.read_text(encoding="utf-8"))["to"] == "+4599999900"


def test_the_job_sends_over_smtp_where_a_server_is_set(job, tell):
    tell()
    tell(phone="", email="borger@eksempel.dk")
    with mail_server() as (port, handler):
        settings = replace(
            job.settings,
            smtp_host="127.0.0.1",
            smtp_port=port,
            smtp_security="none",
            mail_sender="rehab@testby.dk",
            sms_gateway="{number}@sms.eksempel.dk",
        )
        assert send_notices(replace(job, settings=settings)) == 2
    assert sorted(message["To"] for message in handler.messages) == [
        "4599999900@sms.eksempel.dk",
        "borger@eksempel.dk",
    ]


def test_without_a_way_out_everything_stays_in_the_queue(job, tell):
    tell()
    assert send_notices(job) == 0
    assert [notice.status for notice in notices(job)] == [NoticeStatus.QUEUED]
