"""Sending e-mail over SMTP. Who writes it, to whom and why is decided elsewhere."""

import smtplib
import ssl
from email.message import EmailMessage
from typing import Protocol

from rehab.settings import Settings


class MailRefusedError(Exception):
    """The mail server will never take this message, as for an address that does not exist."""


class MailUnavailableError(Exception):
    """The mail server cannot be reached, or cannot take anything now: try again later.

    A log-in that is refused is one of these, because mending the settings mends it.
    """


class Mail(Protocol):
    """Takes a finished message, and answers when the server has taken it over."""

    def send(self, message: EmailMessage) -> None:
        """Hand a message over. Raises `MailRefusedError` and `MailUnavailableError`."""


class SmtpMail:
    """A mail server. Each message has a connection of its own, so none waits for another's fault.

    The certificate is checked against the machine's trusted ones, with the name of the host.
    """

    def __init__(self, settings: Settings, trust: ssl.SSLContext | None = None) -> None:
        self._settings = settings
        self._trust = trust or ssl.create_default_context()

    def send(self, message: EmailMessage) -> None:
        """Hand a message to the server, for the addresses it names itself.

        Raises `MailRefusedError` when the server refuses it for good (an answer in the five
        hundreds to the message or to its receivers), and `MailUnavailableError` otherwise.
        """
        try:
            with self._connected() as server:
                self._hand_over(server, message)
        except (OSError, smtplib.SMTPException) as fault:
            raise MailUnavailableError(type(fault).__name__) from fault

    def _connected(self) -> smtplib.SMTP:
        given = self._settings
        where = (given.smtp_host, given.smtp_port)
        if given.smtp_security == "tls":
            return smtplib.SMTP_SSL(*where, timeout=given.smtp_timeout_seconds, context=self._trust)
        return smtplib.SMTP(*where, timeout=given.smtp_timeout_seconds)

    def _hand_over(self, server: smtplib.SMTP, message: EmailMessage) -> None:
        given = self._settings
        if given.smtp_security == "starttls":
            server.starttls(context=self._trust)
        if given.smtp_user:
            server.login(given.smtp_user, given.smtp_password)
        try:
            server.send_message(message)
        except smtplib.SMTPRecipientsRefused as refused:
            codes = {code for code, _ in refused.recipients.values()}
            if all(_is_final(code) for code in codes):
                raise MailRefusedError(f"SMTP {min(codes)}") from refused
            raise
        except smtplib.SMTPNotSupportedError as refused:
            raise MailRefusedError("SMTPNotSupportedError") from refused
        except smtplib.SMTPResponseException as refused:
            if _is_final(refused.smtp_code):
                raise MailRefusedError(f"SMTP {refused.smtp_code}") from refused
            raise


def mail_of(settings: Settings) -> Mail | None:
    """Return the mail server of an installation, or None for one that has none."""
    return SmtpMail(settings) if settings.smtp_host else None


def _is_final(code: int) -> bool:
    return code // 100 == 5  # noqa: PLR2004 - RFC 5321, 4.2.1: permanent negative completion
