"""Getting the signed document out from a terminal."""

from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from flask import Flask

from rehab import cli
from rehab.app_factory import create_app
from rehab.domain.access import Actor, Role
from rehab.domain.referrals import ReferralKind
from rehab.models import Referral, db
from rehab.models.schema import migrate
from rehab.queries.epikriser import closing_referral, find_document
from rehab.services.epikrise_drafts import SaveDraft, draft, save_draft
from rehab.services.epikriser import SignEpikrise, sign
from rehab.settings import load_settings
from rehab.web.request_context import context_for
from tests.conftest import NOW
from tests.support.closing import Closing, a_closing
from tests.support.factories import Factories


@dataclass
class Terminal:
    """A database of its own with one case ready to be closed, and the command on it."""

    app: Flask
    folder: Path
    closing: Closing
    other_referral: Referral
    therapist: Actor
    capsys: pytest.CaptureFixture[str]

    def run(self, *more: str) -> tuple[int, str, str]:
        with pytest.MonkeyPatch.context() as patch:
            number = self.closing.case.number
            out = ["--pdf", str(self.folder / "e.pdf"), "--xml", str(self.folder / "e.xml")]
            patch.setattr("sys.argv", ["rehab", "epikrise", number, *out, *more])
            with pytest.raises(SystemExit) as ended:
                cli.main()
        said = self.capsys.readouterr()
        return int(ended.value.code or 0), said.out, said.err

    def sign(self, referral_id) -> tuple[bytes, bytes]:
        ctx = context_for(self.app, self.therapist)
        ctx = replace(ctx, now=NOW)
        referral = closing_referral(ctx.session, referral_id)
        with ctx.transaction():
            save_draft(ctx, referral, SaveDraft({"given": "Træning på hold."}, 0))
            sign(ctx, referral, SignEpikrise(draft(ctx, referral).fingerprint))
        row = find_document(ctx.session, referral_id)
        return row.pdf, row.xml


@pytest.fixture
def terminal(tmp_path, monkeypatch, capsys):
    url = f"sqlite:///{tmp_path / 'command.db'}"
    monkeypatch.setenv("REHAB_ENV", "test")
    monkeypatch.setenv("REHAB_DATABASE_URL", url)
    migrate(url)
    app = create_app(load_settings(), clock=lambda: NOW)
    with app.app_context():
        make = Factories(db.session(), app.extensions["rehab_programme"], NOW)
        closing = a_closing(make, NOW)
        other = make.referral(case=closing.case, kind=ReferralKind.GGOP)
        yield Terminal(app, tmp_path, closing, other, make.user(Role.TERAPEUT).actor(), capsys)
        db.session.remove()
        db.engine.dispose()


def test_an_unsigned_epikrise_is_not_written(terminal):
    code, _, said = terminal.run()
    assert code == 1
    assert said.startswith("Fejl: Epikrisen i sag ")
    assert "ikke underskrevet endnu. Underskriv den først." in said
    assert not (terminal.folder / "e.pdf").exists()


def test_the_bytes_written_are_the_bytes_signed(terminal):
    pdf, xml = terminal.sign(terminal.closing.referral.id)
    code, said, _ = terminal.run()
    assert (code, said.startswith("Skrev ")) == (0, True)
    assert (terminal.folder / "e.pdf").read_bytes() == pdf
    assert (terminal.folder / "e.xml").read_bytes() == xml


def test_two_closings_must_be_told_apart(terminal):
    terminal.sign(terminal.closing.referral.id)
    pdf, _ = terminal.sign(terminal.other_referral.id)
    code, _, said = terminal.run()
    assert (code, "Vælg henvisning med --referral" in said) == (1, True)

    code, _, _ = terminal.run("--referral", str(terminal.other_referral.id))
    assert code == 0
    assert (terminal.folder / "e.pdf").read_bytes() == pdf


def test_one_file_for_both_is_refused_and_nothing_is_written(terminal):
    terminal.sign(terminal.closing.referral.id)
    code, _, said = terminal.run("--xml", str(terminal.folder / "e.pdf"))
    assert (code, "hver sin fil" in said) == (1, True)
    assert not (terminal.folder / "e.pdf").exists()


def test_when_the_xml_has_no_place_the_pdf_is_not_written_either(terminal):
    terminal.sign(terminal.closing.referral.id)
    lost = terminal.folder / "findes-ikke" / "e.xml"
    code, _, said = terminal.run("--xml", str(lost))
    assert (code, said) == (1, f"Fejl: {lost} kan ikke bruges: findes ikke.\n")
    assert not (terminal.folder / "e.pdf").exists()
