"""A mail a day of what waits: to who chose it, once, by numbers, over a real mail server."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from rehab.domain.access import SYSTEM, Role
from rehab.domain.digests import DigestChoice, DigestRefusedError
from rehab.domain.errors import NotPermittedError
from rehab.jobs.registry import JOBS
from rehab.jobs.runner import run
from rehab.models import Absence, AuditEvent, DigestMail, JobRun, Reminder
from rehab.services.digests import choose_digest, send_digests
from tests.conftest import NOW
from tests.support.smtp import mail_server
from tests.support.standings import settle

TODAY = NOW.date()


@pytest.fixture
def job(ctx_as):
    ctx = ctx_as(Role.KOORDINATOR)
    return replace(ctx, actor=SYSTEM)


@pytest.fixture
def person(make):
    def one(role=Role.TERAPEUT, **fields):
        login = fields.pop("login", "tove")
        chosen = {"digest": DigestChoice.DAILY, "email": f"{login}@testby.dk"}
        return make.user(role, login=login, **chosen | fields)

    return one


@pytest.fixture
def task(app, make, session):
    def one(holder, cause="soon:contact:1", *, is_escalation=False):
        case = make.case(contact_person=holder)
        make.save(
            Reminder(
                organisation_id=case.organisation_id,
                case_id=case.id,
                cause=cause,
                sentence="Fristen udløber.",
                due_on=TODAY,
                raised_at=NOW,
                is_escalation=is_escalation,
            )
        )
        settle(session, app)
        return case

    return one


def by(job, port, days=0, **settings):
    given = {"smtp_host": "127.0.0.1", "smtp_port": port, "smtp_security": "none"}
    given |= {"mail_sender": "kommunen@eksempel.dk", "public_address": "https://sager.eksempel.dk"}
    return replace(
        job, now=NOW + timedelta(days=days), settings=replace(job.settings, **given | settings)
    )


def send(job, port, days=0):
    ctx = by(job, port, days)
    with ctx.transaction():
        return send_digests(ctx)


def test_a_person_has_one_mail_a_day_of_what_waits(job, person, task):
    tove = person()
    cases = [task(tove), task(tove)]
    with mail_server() as (port, server):
        assert [send(job, port), send(job, port), send(job, port, days=1)] == [1, 0, 1]
    first, second = server.messages
    assert (first["To"], first["Subject"]) == ("tove@testby.dk", "2 påmindelser venter på dig")
    assert first["Message-ID"] != second["Message-ID"]
    text = first.get_content()
    assert all(case.number in text for case in cases)
    assert "https://sager.eksempel.dk/mine-sager" in text


def test_a_mail_names_nobody(job, person, task, make, session):
    case = task(person())
    citizen = session.get_one(type(make.citizen()), case.citizen_id)
    with mail_server() as (port, server):
        send(job, port)
    whole = server.messages[0].as_string()
    for secret in (citizen.surname, citizen.identifier, "Fristen", "Kontakt"):
        assert secret not in whole


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"digest": DigestChoice.NONE}, id="chose none"),
        pytest.param({"email": ""}, id="no address"),
        pytest.param({"active": False}, id="left"),
    ],
)
def test_who_is_not_to_have_one_has_none(job, person, task, fields):
    task(person(**fields))
    with mail_server() as (port, server):
        assert send(job, port) == 0
    assert server.messages == []


def test_nobody_is_mailed_about_nothing(job, person):
    person()
    with mail_server() as (port, _):
        assert send(job, port) == 0


def test_what_is_lifted_goes_to_the_koordinator_and_not_to_the_holder(job, person, task):
    case = task(person(), is_escalation=True)
    person(Role.KOORDINATOR, login="karen")
    with mail_server() as (port, server):
        assert send(job, port) == 1
    [mail] = server.messages
    assert mail["To"] == "karen@testby.dk"
    lines = mail.get_content().splitlines()
    assert lines[:2] == ["Sager, der er løftet til dig: 1", f"Sag {case.number}"]


def test_the_substitute_is_mailed_about_the_cases_of_who_is_away(job, person, task, make):
    away, substitute = make.user(Role.TERAPEUT, login="borte"), person()
    case = task(away)
    make.save(
        Absence(
            organisation_id=away.organisation_id,
            user_id=away.id,
            substitute_id=substitute.id,
            from_on=TODAY,
            until_on=TODAY,
            recorded_by=away.id,
            recorded_at=NOW,
        )
    )
    with mail_server() as (port, server):
        send(job, port)
    assert case.number in server.messages[0].get_content()


def test_a_server_that_is_away_is_noted_and_tried_again_by_the_next_run(job, person, task, session):
    tove = person()
    task(tove)
    with mail_server() as (port, server):
        server.answer = "451 later"
        assert run(by(job, port), JOBS["dagens-mail"]) == 0
        server.answer = ""
        assert run(by(job, port), JOBS["dagens-mail"]) == 1
    faults = session.scalars(select(JobRun.fault).order_by(JobRun.fault)).all()
    assert faults[0] == ""
    assert faults[1].startswith("Mailserveren svarer ikke")
    assert len(server.messages) == 1


def test_an_address_that_is_refused_keeps_no_other_from_the_mail(job, person, task, session):
    for login in ("tove", "tine"):
        task(person(login=login))
    with mail_server() as (port, server):
        server.answer_to_receiver = "550 no such user"
        assert [send(job, port), send(job, port)] == [0, 0]
    assert session.scalars(select(DigestMail.sent_at)).all() == [None, None]
    verbs = session.scalars(select(AuditEvent.verb).where(AuditEvent.verb.like("user.digest%")))
    assert verbs.all() == ["user.digest_refused"] * 2


def test_without_a_mail_server_nothing_is_sent(job, person, task):
    task(person())
    assert send_digests(job) == 0


def test_people_choose_for_themselves_and_the_administrator_for_them(ctx_as, make, session):
    tove = make.user(Role.TERAPEUT)
    for ctx, choice in ((ctx_as(Role.TERAPEUT), "daglig"), (ctx_as(Role.ADMINISTRATOR), "ingen")):
        with ctx.transaction():
            choose_digest(ctx, tove, DigestChoice(choice), "tove@testby.dk")
        assert (tove.digest, tove.email) == (choice, "tove@testby.dk")
    other = ctx_as(Role.KOORDINATOR)
    with pytest.raises(NotPermittedError):
        choose_digest(other, tove, DigestChoice.DAILY, "andre@testby.dk")
    with pytest.raises(DigestRefusedError):
        choose_digest(ctx_as(Role.TERAPEUT), tove, DigestChoice.DAILY, "")
