"""Registering a person from a terminal."""

import pytest
from click.testing import CliRunner
from sqlalchemy import create_engine, text

from rehab.cli import rehab
from rehab.domain.errors import DomainError
from rehab.services.passwords import is_right_password

ADD = ("user", "add", "--login", "Vera", "--navn", "Vera Visitator", "--rolle", "visitator")


@pytest.fixture
def database(tmp_path, monkeypatch):
    """An installation of its own with one kommune."""
    url = f"sqlite:///{tmp_path / 'rehab.db'}"
    monkeypatch.setenv("REHAB_ENV", "test")
    monkeypatch.setenv("REHAB_DATABASE_URL", url)
    run("init", "--kommune", "Testby Kommune", "--gln", "5790000999019", "--kommunekode", "999")
    return url


def run(*arguments, typed=""):
    answer = CliRunner().invoke(rehab, arguments, input=typed)
    if answer.exception is not None:
        raise answer.exception
    return answer.output


def stored(url, column):
    engine = create_engine(url, hide_parameters=True)
    with engine.connect() as connection:
        found = connection.execute(text(f"SELECT {column} FROM user_account")).scalars().all()  # noqa: S608 - a column's name
    engine.dispose()
    return found


def test_a_person_gets_a_password_that_is_shown_once(database):
    output = run(*ADD)
    [line] = [line for line in output.splitlines() if line.startswith("Adgangskode: ")]
    [kept] = stored(database, "password_hash")
    assert "Vera Visitator kan nu logge ind som vera." in output
    assert is_right_password(line.removeprefix("Adgangskode: "), kept)


def test_a_password_of_ones_own_is_not_shown(database):
    output = run(*ADD, "--password-stdin", typed="en lang adgangskode\n")
    [kept] = stored(database, "password_hash")
    assert "adgangskode" not in output.lower()
    assert is_right_password("en lang adgangskode", kept)


def test_a_person_may_have_several_roles(database):
    run(*ADD, "--rolle", "koordinator")
    assert stored(database, "login") == ["vera"]


@pytest.mark.parametrize(
    ("more", "typed", "says"),
    [
        pytest.param(("--rolle", "jobkonsulent"), "", "§ 43", id="both sides of the wall"),
        pytest.param(("--password-stdin",), "kort\n", "mindst 12 tegn", id="short password"),
        pytest.param(("--login", " "), "", "både brugernavn og", id="no login"),
        pytest.param(("--navn", ""), "", "både brugernavn og", id="no name"),
        pytest.param(("--password-stdin",), "", "er tom", id="no password"),
        pytest.param(("--password-stdin",), "\n", "er tom", id="an empty line"),
        pytest.param(("--kommune", "998"), "", "findes ikke", id="no such kommune"),
    ],
)
def test_a_person_who_cannot_be_is_refused(database, more, typed, says):
    with pytest.raises(DomainError, match=says):
        run(*ADD, *more, typed=typed)
    assert stored(database, "login") == []


def test_the_same_login_is_refused_the_second_time(database):
    run(*ADD)
    with pytest.raises(DomainError, match="optaget"):
        run(*ADD)
    assert stored(database, "login") == ["vera"]


def test_a_role_that_does_not_exist_is_named_with_those_that_do(database):
    answer = CliRunner().invoke(rehab, [*ADD, "--rolle", "chef"])
    assert answer.exit_code == 2
    assert "jobkonsulent" in answer.output
