"""Sending over SMTP, against a server that really speaks it."""

import ssl
from contextlib import closing
from dataclasses import replace
from email.message import EmailMessage
from socket import create_server

import pytest

from rehab.integrations.mail import MailRefusedError, MailUnavailableError, SmtpMail, mail_of
from rehab.settings import load_settings
from tests.support.smtp import PASSWORD, USER, certificate, mail_server

SETTINGS = replace(
    load_settings({"REHAB_ENV": "test"}),
    smtp_host="127.0.0.1",
    smtp_security="none",
    mail_sender="rehab@testby.dk",
    smtp_timeout_seconds=3,
)


def message(to="borger@eksempel.dk"):
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "rehab@testby.dk", to, "Besked fra Testby Kommune"
    mail["Message-ID"] = "<1@testby.dk>"
    mail.set_content("Husk din tid kl. 10.00. Æ, ø og å.")
    return mail


def on(port, **fields):
    return replace(SETTINGS, smtp_port=port, **fields)


@pytest.fixture(scope="module")
def trust(tmp_path_factory):
    return certificate(tmp_path_factory.mktemp("smtp"))


def test_a_message_arrives_as_it_was_written():
    with mail_server() as (port, handler):
        SmtpMail(on(port)).send(message())
    [taken] = handler.messages
    assert (taken["To"], taken["Message-ID"]) == ("borger@eksempel.dk", "<1@testby.dk>")
    assert taken.get_content().splitlines() == ["Husk din tid kl. 10.00. Æ, ø og å."]


@pytest.mark.parametrize(("security", "from_the_first_byte"), [("starttls", False), ("tls", True)])
def test_the_way_is_encrypted_and_the_sender_logs_in(trust, security, from_the_first_byte):
    server, client = trust
    given = {"smtp_security": security, "smtp_user": USER, "smtp_password": PASSWORD}
    with mail_server(tls=server, from_the_first_byte=from_the_first_byte, log_in=True) as (
        port,
        handler,
    ):
        SmtpMail(on(port, **given), client).send(message())
    assert handler.secure == [True]


def test_a_server_with_another_s_certificate_gets_nothing(trust):
    with mail_server(tls=trust[0]) as (port, handler):
        mail = SmtpMail(on(port, smtp_security="starttls"), ssl.create_default_context())
        with pytest.raises(MailUnavailableError, match="SSLCertVerificationError"):
            mail.send(message())
    assert handler.messages == []


def test_a_wrong_password_is_for_the_settings_and_not_for_the_message(trust):
    given = {"smtp_security": "starttls", "smtp_user": USER, "smtp_password": "forkert"}
    with mail_server(tls=trust[0], log_in=True) as (port, _handler):
        mail = SmtpMail(on(port, **given), trust[1])
        with pytest.raises(MailUnavailableError, match="SMTPAuthenticationError"):
            mail.send(message())


@pytest.mark.parametrize(
    ("field", "answer", "refusal"),
    [
        ("answer_to_receiver", "550 No such user", MailRefusedError),
        ("answer_to_receiver", "451 Try again later", MailUnavailableError),
        ("answer", "554 Not here", MailRefusedError),
        ("answer", "452 Full", MailUnavailableError),
    ],
)
def test_what_is_refused_for_good_is_told_from_what_may_work_later(field, answer, refusal):
    with mail_server() as (port, handler):
        setattr(handler, field, answer)
        with pytest.raises(refusal):
            SmtpMail(on(port)).send(message())


def test_an_address_the_server_has_no_letters_for_is_refused():
    with mail_server(utf8=False) as (port, _handler):
        mail = SmtpMail(on(port))
        with pytest.raises(MailRefusedError, match="SMTPNotSupportedError"):
            mail.send(message("børge@eksempel.dk"))


def test_a_server_that_is_not_there_is_tried_later():
    with closing(create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(MailUnavailableError, match="ConnectionRefusedError"):
        SmtpMail(on(port)).send(message())


def test_a_server_that_never_answers_is_left_after_the_time_set():
    with closing(create_server(("127.0.0.1", 0))) as silent:
        port = silent.getsockname()[1]
        with pytest.raises(MailUnavailableError, match=r"SMTPServerDisconnected|TimeoutError"):
            SmtpMail(on(port, smtp_timeout_seconds=1)).send(message())


def test_an_installation_without_a_server_has_no_mail():
    assert mail_of(replace(SETTINGS, smtp_host="")) is None
