"""A real mail server for tests: it speaks SMTP on a port of its own, keeps what it takes."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from subprocess import run

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

USER, PASSWORD = "rehab", "et kodeord, kun til test"


class _OnAFreePort(Controller):
    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


class Handler:
    """Takes mail, or answers as it is told to."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.secure: list[bool] = []
        self.answer = ""
        self.answer_to_receiver = ""

    async def handle_RCPT(  # noqa: N802 - the name aiosmtpd calls
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list
    ) -> str:
        if self.answer_to_receiver:
            return self.answer_to_receiver
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - the name aiosmtpd calls
        self, server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        if self.answer:
            return self.answer
        self.messages.append(message_from_bytes(envelope.content, policy=policy.default))
        self.secure.append(server.transport.get_extra_info("ssl_object") is not None)
        return "250 OK"


@contextmanager
def mail_server(
    *,
    tls: ssl.SSLContext | None = None,
    from_the_first_byte: bool = False,
    log_in: bool = False,
    utf8: bool = True,
) -> Iterator[tuple[int, Handler]]:
    """Serve on a free port until the block ends."""
    handler = Handler()

    def authenticate(_server, _session, _envelope, _mechanism, data) -> AuthResult:
        right = isinstance(data, LoginPassword) and (data.login, data.password) == (
            USER.encode(),
            PASSWORD.encode(),
        )
        return AuthResult(success=right, handled=False)

    controller = _OnAFreePort(
        handler,
        hostname="127.0.0.1",
        port=0,
        ssl_context=tls if from_the_first_byte else None,
        tls_context=None if from_the_first_byte else tls,
        require_starttls=tls is not None and not from_the_first_byte,
        enable_SMTPUTF8=utf8,
        authenticator=authenticate,
        auth_required=log_in and not from_the_first_byte,  # it knows STARTTLS only
        auth_require_tls=tls is not None and not from_the_first_byte,
    )
    controller.start()
    try:
        yield controller.port, handler
    finally:
        controller.stop()


def certificate(folder: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """The server's side and the client's side of a certificate for 127.0.0.1."""
    key, cert = folder / "key.pem", folder / "cert.pem"
    made = f"req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout {key}"
    named = f"-out {cert} -days 2 -subj /CN=localhost -addext subjectAltName=IP:127.0.0.1"
    run(["openssl", *f"{made} {named}".split()], check=True, capture_output=True)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(cert, key)
    return server, ssl.create_default_context(cafile=str(cert))
