"""Whatever goes wrong at a terminal is one Danish sentence and an exit code."""

import errno
import sqlite3
from collections.abc import Callable

import pytest
from sqlalchemy.exc import IntegrityError, OperationalError

from rehab import cli
from rehab.command_line.faults import sentence, shown
from tests.command_line.conftest import KOMMUNE

Main = Callable[..., tuple[int, str, str]]


@pytest.fixture
def main(database, monkeypatch, capsys) -> Main:
    """The entry point itself: the exit code, and what was said on each stream."""

    def command(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["rehab", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = capsys.readouterr()
        return int(ended.value.code or 0), said.out, said.err

    return command


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        pytest.param(("findes-ikke",), "Kommandoen findes ikke. Vælg en af: case, ", id="command"),
        pytest.param(("case", "x"), "Vælg en af: list, show. Se: rehab case --help", id="inner"),
        pytest.param(("case", "list", "--jsn"), "Mente du --json?", id="option"),
        pytest.param(("init",), "--kommune mangler. Se: rehab init --help", id="missing option"),
        pytest.param(("case", "show"), "NUMBER mangler.", id="missing argument"),
        pytest.param(("case", "list", "--on"), "--on skal følges af en værdi.", id="no value"),
        pytest.param(("case", "list", "--json=1"), "--json tager ingen værdi.", id="a value"),
        pytest.param(("run-job", "x"), "NAME kan ikke bruges, som det står. Vælg en", id="choice"),
        pytest.param(
            ("epikrise", "1", "--pdf", "/", "--xml", "x"), "Skriv stien til en fil", id="folder"
        ),
        pytest.param(("case", "list", "0101709911"), "Der står mere, end", id="one too many"),
    ],
)
def test_a_command_written_wrongly_is_told_in_danish_and_ends_in_two(main, arguments, says):
    code, out, said = main(*arguments)
    assert (code, out) == (2, "")
    assert said.startswith("Fejl: ")
    assert says in said
    assert "0101709911" not in said


def test_a_group_alone_shows_its_help(main):
    code, _, said = main("case")
    assert (code, said.startswith("Brug: rehab case")) == (2, True)


@pytest.mark.parametrize(
    ("url", "says"),
    [
        pytest.param("bogus", "database_url skal være", id="no url"),
        pytest.param("mysql://bent:hemmelig@x/y", "database_url skal være", id="another engine"),
        pytest.param("postgresql://bent:hemmelig@x/y", "database_url skal være", id="driver"),
        pytest.param(
            "postgresql+psycopg://bent:hemmelig@/x?host=/findes/ikke", "kan ikke nås", id="away"
        ),
        pytest.param("sqlite:////proc/x.db", "kan ikke nås", id="no place for a file"),
        pytest.param("sqlite:////proc/x/y.db", "/proc/x kan ikke bruges: findes ikke", id="folder"),
    ],
)
def test_a_database_that_cannot_be_used_is_one_sentence(main, monkeypatch, url, says):
    monkeypatch.setenv("REHAB_DATABASE_URL", url)
    code, out, said = main("init", *KOMMUNE)
    assert (code, out) == (1, "")
    assert says in said
    assert "hemmelig" not in said
    assert main("case", "list")[0] == 1


def test_a_file_that_is_no_database_is_one_sentence(main, tmp_path):
    (tmp_path / "rehab.db").write_bytes(b"Kaere Bent, her er filen. " * 100)
    code, _, said = main("case", "list")
    assert (code, said) == (1, "Fejl: Databasefilen er ikke en database. Ret REHAB_DATABASE_URL.\n")


def test_bytes_that_are_no_text_are_one_sentence(main):
    main("init", *KOMMUNE)
    code, _, said = main("case", "show", "sag-\udcff")
    assert (code, "som ikke er UTF-8" in said) == (1, True)


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        pytest.param(
            OperationalError("UPDATE", {}, sqlite3.OperationalError("database is locked")),
            "Databasen er optaget af et andet program. Prøv igen om lidt.",
            id="locked",
        ),
        pytest.param(
            IntegrityError("INSERT", {"cpr": "0101709911"}, Exception("0101709911 is there")),
            "Databasen kunne ikke udføre det (IntegrityError). Intet er gemt.",
            id="values",
        ),
        pytest.param(
            PermissionError(errno.EACCES, "Permission denied", "/post"),
            "/post kan ikke bruges: der er ikke adgang.",
            id="no access",
        ),
        pytest.param(OSError(), "En fil kan ikke bruges: kan ikke læses eller skrives.", id="any"),
    ],
)
def test_a_fault_is_told_without_the_values(fault, says):
    assert sentence(fault) == says


def test_a_name_of_any_bytes_can_be_shown():
    assert shown("bl\udcf8d.xml") == "bl\N{REPLACEMENT CHARACTER}d.xml"
