"""The watched folder: each file is stored once and then moved, whatever dies in between."""

import os
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from rehab.domain.access import SYSTEM
from rehab.integrations.inbox_folder import InboxFolder
from rehab.jobs.registry import JOBS
from rehab.jobs.runner import run
from rehab.models import Delivery, IntakeOutcome, JobRun, Referral
from rehab.services import inbox as service
from rehab.services import intake, placing
from rehab.services.inbox import take_in, watch_inbox
from rehab.services.intake import receive
from rehab.web.request_context import context_for
from tests.conftest import NOW
from tests.support.messages import xref15
from tests.support.rows import count


@pytest.fixture
def ctx(app, session, make):
    make.organisation()
    return context_for(app, SYSTEM)


@pytest.fixture
def folder(tmp_path):
    path = tmp_path / "medcom" / "ind"
    path.mkdir(parents=True)
    return path


def lay(folder, name, content, *, age=600):
    path = folder / name
    path.write_bytes(content)
    changed = NOW.timestamp() - age
    os.utime(path, (changed, changed))
    return path


def lying_in(folder):
    return sorted(
        f"{path.parent.name}/{path.name}" for path in folder.parent.rglob("*") if path.is_file()
    )


def test_a_file_is_stored_and_moved_to_where_it_belongs(ctx, folder):
    lay(folder, "a.xml", xref15())
    lay(folder, "b.xml", b"ikke xml")
    assert take_in(ctx, InboxFolder(folder)) == 2
    outcomes = ctx.session.scalars(select(Delivery.outcome).order_by(Delivery.source)).all()
    assert outcomes == [IntakeOutcome.ACCEPTED, IntakeOutcome.QUARANTINED]
    assert lying_in(folder) == ["behandlet/a.xml", "karantaene/b.xml"]


def test_a_crash_before_the_file_was_moved_makes_no_second_delivery(ctx, folder, monkeypatch):
    lay(folder, "a.xml", xref15())
    with monkeypatch.context() as broken:
        broken.setattr(service, "put_in", lambda *_: None)
        take_in(ctx, InboxFolder(folder))
    assert lying_in(folder) == ["ind/a.xml"]
    take_in(ctx, InboxFolder(folder))
    assert lying_in(folder) == ["behandlet/a.xml"]
    assert (count(ctx, Delivery), count(ctx, Referral)) == (1, 1)


def test_a_crash_before_a_broken_file_was_moved_does_not_fill_the_quarantine(
    ctx, folder, monkeypatch
):
    lay(folder, "a.xml", b"ikke xml")
    with monkeypatch.context() as broken:
        broken.setattr(service, "put_in", lambda *_: None)
        take_in(ctx, InboxFolder(folder))
    take_in(ctx, InboxFolder(folder))
    assert lying_in(folder) == ["karantaene/a.xml"]
    assert count(ctx, Delivery) == 1


def test_the_same_content_laid_there_once_more_is_a_delivery_of_its_own(ctx, folder):
    lay(folder, "a.xml", xref15())
    take_in(ctx, InboxFolder(folder))
    lay(folder, "a.xml", xref15())
    take_in(ctx, InboxFolder(folder))
    assert lying_in(folder) == ["behandlet/a-2.xml", "behandlet/a.xml"]
    assert (count(ctx, Delivery), count(ctx, Referral)) == (2, 1)


class UnforeseenError(RuntimeError):
    pass


def failing_on(letter_id, error):
    real = placing.place_letter

    def fail(ctx, known, envelope, letter):
        if letter.letter_id == letter_id:
            raise error
        return real(ctx, known, envelope, letter)

    return fail


def test_a_file_that_fails_unforeseen_stays_and_stops_no_other(ctx, folder, monkeypatch):
    lay(folder, "a.xml", xref15(letter_id="PRB1"))
    lay(folder, "b.xml", xref15(letter_id="PRB2"))
    monkeypatch.setattr(placing, "place_letter", failing_on("PRB1", UnforeseenError()))
    inbox = InboxFolder(folder)
    assert [take_in(ctx, inbox), take_in(ctx, inbox)] == [1, 0]
    assert lying_in(folder) == ["behandlet/b.xml", "ind/a.xml"]


def test_when_the_database_is_away_every_file_waits(ctx, folder, monkeypatch):
    lay(folder, "a.xml", xref15(letter_id="PRB1"))
    lay(folder, "b.xml", xref15(letter_id="PRB2"))
    away = OperationalError("select 1", {}, UnforeseenError())
    inbox = InboxFolder(folder)
    with monkeypatch.context() as broken:
        broken.setattr(placing, "place_letter", failing_on("PRB1", away))
        assert take_in(ctx, inbox) == 0
    assert lying_in(folder) == ["ind/a.xml", "ind/b.xml"]
    assert take_in(ctx, inbox) == 2


def test_an_enormous_file_is_set_aside_unread(ctx, folder, monkeypatch):
    monkeypatch.setattr("rehab.integrations.inbox_folder.MAX_FILE_BYTES", 3)
    lay(folder, "a.xml", xref15())
    take_in(ctx, InboxFolder(folder))
    assert lying_in(folder) == ["karantaene/a.xml"]
    assert count(ctx, Delivery) == 0


def test_what_was_stored_and_never_read_is_read_after_a_minute(ctx, monkeypatch):
    def crash(_raw):
        raise UnforeseenError

    with monkeypatch.context() as broken:
        broken.setattr(intake, "read_envelope", crash)
        with pytest.raises(UnforeseenError):
            receive(ctx, "http", xref15())
    assert watch_inbox(ctx) == 0
    assert watch_inbox(replace(ctx, now=NOW + timedelta(minutes=2))) == 1
    assert ctx.session.scalars(select(Delivery.outcome)).one() is IntakeOutcome.ACCEPTED


def test_a_name_that_is_no_text_is_taken_too(ctx, folder):
    name = os.fsdecode("blå.xml".encode("latin-1"))
    lay(folder, name, xref15())
    assert take_in(ctx, InboxFolder(folder)) == 1
    assert ctx.session.scalars(select(Delivery.source)).one() == "bl\\udce5.xml"


def test_the_job_watches_the_folder_of_the_settings(ctx, folder):
    lay(folder, "a.xml", xref15())
    own = replace(ctx, settings=replace(ctx.settings, inbox_folder=folder))
    assert [run(own, JOBS["receive"]), run(own, JOBS["receive"])] == [1, 0]
    assert len(ctx.session.scalars(select(JobRun)).all()) == 1


def test_a_folder_that_is_away_is_tried_next_time(ctx, folder):
    own = replace(ctx, settings=replace(ctx.settings, inbox_folder=folder / "væk"))
    assert watch_inbox(own) == 0
