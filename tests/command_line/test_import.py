"""What others script against: one JSON object per letter, in the order given, exit code 0."""

import json
import os

import pytest
from sqlalchemy import func, select

from rehab.command_line import importing
from rehab.models import Delivery, Referral
from tests.command_line.conftest import KOMMUNE
from tests.support.messages import emessage, ggop, xdis01, xref15, xref15_letter

KEYS = [
    "file",
    "outcome",
    "refuse_code",
    "reason",
    "kind",
    "letter_id",
    "envelope_id",
    "sender_gln",
    "sender_kind",
    "cpr",
    "gop_type",
    "diagnoses",
    "suggested_group",
    "flags",
    "referral_id",
]


@pytest.fixture
def load(run, tmp_path):
    """Import files that are written for the test, and return what was printed."""
    run("init", *KOMMUNE)

    def imported(**files):
        paths = []
        for name, content in files.items():
            path = tmp_path / f"{name}.xml"
            path.write_bytes(content)
            paths.append(path)
        result = run("import", *paths, "--json")
        return result, [json.loads(line) for line in result.stdout.splitlines()]

    return imported


def test_a_letter_is_one_object_with_the_keys_of_the_contract(load, tmp_path):
    result, (line,) = load(a=xref15())
    assert result.exit_code == 0
    assert list(line) == KEYS
    assert line | {"referral_id": None} == {
        "file": str(tmp_path / "a.xml"),
        "outcome": "accepted",
        "refuse_code": None,
        "reason": None,
        "kind": "XREF15",
        "letter_id": "PRB26110001",
        "envelope_id": "PRK26110001",
        "sender_gln": "5790000999026",
        "sender_kind": "gp",
        "cpr": "1112659911",
        "gop_type": None,
        "diagnoses": [{"role": "main", "code": "L84", "text": "Rygsyndrom uden smerteudstråling"}],
        "suggested_group": 1,
        "flags": ["cpr_modulus_11"],
        "referral_id": None,
    }
    assert line["referral_id"]


def test_a_plan_says_its_type_and_a_letter_is_no_referral(load):
    _, (plan, letter) = load(a=ggop(), b=xdis01())
    assert (plan["kind"], plan["gop_type"], plan["sender_kind"]) == ("GGOP", "almen", "hospital")
    assert (letter["kind"], letter["outcome"], letter["referral_id"]) == (
        "letter",
        "accepted",
        None,
    )


def test_two_letters_in_one_envelope_are_two_objects(load):
    letters = (xref15_letter(letter_id="PRB1"), xref15_letter(letter_id="PRB2"))
    _, lines = load(a=emessage(*letters))
    assert [line["letter_id"] for line in lines] == ["PRB1", "PRB2"]


def test_quarantine_and_refusal_are_dealt_with_and_end_in_zero(load):
    result, (unread, refused, twice, again) = load(
        a=b"ikke xml", b=xref15(version="XH9999R"), c=xref15(), d=xref15()
    )
    assert result.exit_code == 0
    assert (unread["outcome"], unread["kind"], unread["letter_id"]) == ("quarantined", None, None)
    assert (refused["outcome"], refused["refuse_code"]) == ("refused", "problem_med_version")
    assert (twice["outcome"], again["outcome"]) == ("accepted", "duplicate")
    assert again["referral_id"] == twice["referral_id"]


def test_paths_come_in_the_order_given_and_folders_by_name(run, tmp_path):
    run("init", *KOMMUNE)
    folder = tmp_path / "post"
    inner = folder / "b"
    inner.mkdir(parents=True)
    for path, number in ((folder / "c.xml", 3), (inner / "x.xml", 2), (folder / "a.xml", 1)):
        path.write_bytes(xref15(letter_id=f"PRB{number}"))
    last = tmp_path / "0.xml"
    last.write_bytes(xref15(letter_id="PRB0"))
    result = run("import", folder, last, "--json")
    ids = [json.loads(line)["letter_id"] for line in result.stdout.splitlines()]
    assert ids == ["PRB1", "PRB2", "PRB3", "PRB0"]


def test_the_lines_for_people_name_no_citizen(run, tmp_path):
    run("init", *KOMMUNE)
    path = tmp_path / "a.xml"
    path.write_bytes(xref15())
    result = run("import", path)
    assert result.output == f"{path}: accepted: XREF15 PRB26110001\n"


def test_a_file_that_could_not_be_stored_ends_in_one_and_the_others_come_in(
    load, monkeypatch, stored
):
    real = importing.read_file

    def unreadable_disk(path):
        if path.name == "a.xml":
            raise OSError
        return real(path)

    monkeypatch.setattr(importing, "read_file", unreadable_disk)
    result, (line,) = load(a=xref15(), b=xref15(letter_id="PRB2"))
    assert result.exit_code == 1
    assert "kunne ikke gemmes" in result.stderr
    assert line["letter_id"] == "PRB2"
    with stored() as session:
        assert session.scalar(select(func.count()).select_from(Delivery)) == 1
        assert session.scalar(select(func.count()).select_from(Referral)) == 1


def test_the_same_file_offered_again_is_recognised_and_stored_once(run, tmp_path, stored):
    run("init", *KOMMUNE)
    path = tmp_path / "a.xml"
    path.write_bytes(xref15())
    lines = [json.loads(run("import", path, "--json").stdout) for _ in range(2)]
    assert [line["outcome"] for line in lines] == ["accepted", "duplicate"]
    assert lines[0]["referral_id"] == lines[1]["referral_id"]
    with stored() as session:
        assert session.scalar(select(func.count()).select_from(Delivery)) == 1


def test_what_was_refused_stays_refused_and_a_new_letter_comes_in(run, tmp_path, stored):
    """The sender was told, and is asked for a new one; nobody acts on the old (MEDCOM 4.4)."""
    run("init", "--kommune", "Naboby Kommune", "--gln", "5790000999071", "--kommunekode", "998")
    path = tmp_path / "a.xml"
    path.write_bytes(xref15())
    lines = [json.loads(run("import", path, "--json").stdout) for _ in range(2)]
    run("init", *KOMMUNE)
    lines.append(json.loads(run("import", path, "--json").stdout))
    path.write_bytes(xref15(envelope_id="PRK26110002", letter_id="PRB26110002"))
    lines.append(json.loads(run("import", path, "--json").stdout))
    outcomes = [line["outcome"] for line in lines]
    assert outcomes == ["refused", "refused", "refused", "accepted"]
    with stored() as session:
        assert session.scalar(select(func.count()).select_from(Delivery)) == 2


def test_a_path_that_is_not_there_is_lost_and_the_others_come_in(run, tmp_path):
    run("init", *KOMMUNE)
    path = tmp_path / "a.xml"
    path.write_bytes(xref15())
    result = run("import", tmp_path / "findes-ikke.xml", path)
    assert result.exit_code == 1
    assert result.stderr == f"{tmp_path}/findes-ikke.xml kan ikke bruges: findes ikke.\n"
    assert result.stdout == f"{path}: accepted: XREF15 PRB26110001\n"


def test_a_pipe_in_a_folder_is_mentioned_and_nothing_is_lost(run, tmp_path):
    run("init", *KOMMUNE)
    folder = tmp_path / "post"
    folder.mkdir()
    os.mkfifo(folder / "pipe")
    result = run("import", folder)
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == f"{folder}/pipe er ikke en almindelig fil.\n"


@pytest.mark.parametrize("more", [(), ("--json",)])
def test_a_name_that_is_no_text_does_not_stop_the_run(run, tmp_path, stored, more):
    run("init", *KOMMUNE)
    folder = tmp_path / "post"
    folder.mkdir()
    path = folder / os.fsdecode(b"bl\xf8d.xml")
    path.write_bytes(xref15())
    result = run("import", folder, *more)
    assert result.exit_code == 0
    assert f"{folder}/bl\N{REPLACEMENT CHARACTER}d.xml" in result.stdout
    with stored() as session:
        source = session.scalars(select(Delivery.source)).one()
        assert source == "bl\\udcf8d.xml"
