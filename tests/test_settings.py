"""The settings say everything that is wrong at once, and no file invents a key."""

import tomllib
from pathlib import Path

import pytest

from rehab.domain.calendar import ClosedDay
from rehab.settings import KEYS, ROOT, SettingsError, load_settings

ENVIRONMENTS = ("development", "test", "production.example")


def toml(name: str) -> dict[str, object]:
    return tomllib.loads((ROOT / f"config/{name}.toml").read_text(encoding="utf-8"))


def test_every_key_stands_in_the_default_file():
    assert set(toml("default")) == set(KEYS)


@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_no_environment_invents_a_key(name):
    assert set(toml(name)) <= set(KEYS)


def test_a_variable_wins_over_the_files():
    settings = load_settings({"REHAB_ENV": "test", "REHAB_LOGIN_ATTEMPTS": "9"})
    assert settings.login_attempts == 9


def test_every_fault_is_named_at_once():
    given = {
        "REHAB_ENV": "production",
        "REHAB_SECRET_KEY": "kun-til-test",
        "REHAB_PROGRAMME_FILE": "config/findes-ikke.toml",
        "REHAB_LOGIN_ATTEMPTS": "mange",
        "REHAB_LOCAL_CLOSED_DAYS": "12-24,13-40",
        "REHAB_WORKLOAD_WEIGHTS": "tildelt=3, kontaktet=2, i_gang=1, klart=2",
        "REHAB_RECEIPT_COUNTS_FROM": "posten",
        "REHAB_MEDCOM_SCHEMA_FOLDER": "findes/ikke",
        "REHAB_INBOX_FOLDER": "ej/heller",
        "REHAB_OUTBOX_FOLDER": "heller/ikke",
        "REHAB_XDIS91_RECEIVERS": "5790000999026, 579",
        "REHAB_SMTP_HOST": "mail.testby.dk",
        "REHAB_SMTP_SECURITY": "ssl",
        "REHAB_MAIL_SENDER": "Testby Kommune",
        "REHAB_SMS_GATEWAY": "sms@testby.dk",
    }
    with pytest.raises(SettingsError) as error:
        load_settings(given)
    words = (
        "udviklingsnøglen",
        "programme_file",
        "login_attempts",
        "13-40",
        "workload_weights",
        "receipt_counts_from",
        "medcom_schema_folder",
        "inbox_folder",
        "outbox_folder",
        "xdis91_receivers: 579 ",
        "smtp_security",
        "mail_sender",
        "sms_gateway",
    )
    assert len(error.value.faults) == len(words)
    assert all(any(word in fault for fault in error.value.faults) for word in words)


def test_production_does_not_start_without_a_secret():
    with pytest.raises(SettingsError, match="REHAB_SECRET_KEY"):
        load_settings({"REHAB_ENV": "production"})


@pytest.mark.parametrize("secret", ["1", "x" * 31])
def test_production_does_not_start_with_a_short_secret(secret):
    with pytest.raises(SettingsError, match="mindst 32 tegn"):
        load_settings({"REHAB_ENV": "production", "REHAB_SECRET_KEY": secret})


def test_production_starts_with_a_secret_of_32_signs():
    given = {"REHAB_ENV": "production", "REHAB_SECRET_KEY": "x" * 32}
    assert load_settings(given).secret_key == "x" * 32


def test_an_sqlite_path_means_the_same_from_every_folder():
    settings = load_settings({"REHAB_ENV": "test", "REHAB_DATABASE_URL": "sqlite:///var/x.db"})
    assert settings.database_url == f"sqlite:///{ROOT}/var/x.db"


def test_an_unknown_key_in_a_file_is_a_fault(tmp_path: Path):
    (tmp_path / "config").mkdir()
    for name in ("default", "test"):
        text = (ROOT / f"config/{name}.toml").read_text(encoding="utf-8")
        (tmp_path / f"config/{name}.toml").write_text(text, encoding="utf-8")
    with (tmp_path / "config/test.toml").open("a", encoding="utf-8") as file:
        file.write('stavefjel = "x"\n')
    with pytest.raises(SettingsError, match="stavefjel"):
        load_settings({"REHAB_ENV": "test"}, root=tmp_path)


def test_location_numbers_are_a_list_in_a_file_and_have_commas_in_a_variable():
    given = {"REHAB_ENV": "test", "REHAB_XDIS91_RECEIVERS": "5790000999026, 5790000999033"}
    wanted = frozenset({"5790000999026", "5790000999033"})
    assert load_settings(given).xdis91_receivers == wanted
    assert load_settings({"REHAB_ENV": "test"}).xdis91_receivers == frozenset()


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("bogus", id="no-url"),
        pytest.param("", id="empty"),
        pytest.param("mysql://bent:hemmelig@vaert/x", id="another-engine"),
        pytest.param("postgresql://bent:hemmelig@vaert/x", id="another-driver"),
        pytest.param("postgresql+psycopg://bent:hemmelig@vaert:port/x", id="no-port"),
        pytest.param("sqlite://var/rehab.db", id="two-slashes"),
    ],
)
def test_a_database_of_another_kind_is_a_fault_told_without_its_password(url):
    with pytest.raises(SettingsError, match="database_url skal være sqlite") as error:
        load_settings({"REHAB_ENV": "test", "REHAB_DATABASE_URL": url})
    assert "hemmelig" not in str(error.value)


@pytest.mark.parametrize(
    "number", ["\N{SUPERSCRIPT TWO}", "\N{ARABIC-INDIC DIGIT TWO}", "0", "1" * 9]
)
def test_a_number_is_written_with_few_plain_digits(number):
    with pytest.raises(SettingsError, match="session_idle_minutes"):
        load_settings({"REHAB_ENV": "test", "REHAB_SESSION_IDLE_MINUTES": number})


@pytest.mark.parametrize("content", [b"login_attempts = mange", b"town = '\xf8'"])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, content):
    (tmp_path / "config").mkdir()
    (tmp_path / "config/default.toml").write_bytes(content)
    with pytest.raises(SettingsError, match=r"default\.toml er ikke skrevet som TOML"):
        load_settings({"REHAB_ENV": "test"}, root=tmp_path)


def test_a_closed_day_is_a_day_of_the_year_or_one_by_its_name():
    given = "12-24, dagen_efter_kristi_himmelfart"
    settings = load_settings({"REHAB_ENV": "test", "REHAB_LOCAL_CLOSED_DAYS": given})
    wanted = frozenset({(12, 24), ClosedDay.DAY_AFTER_ASCENSION})
    assert settings.local_closed_days == wanted
    with pytest.raises(SettingsError, match="pinse er hverken måned-dag"):
        load_settings({"REHAB_ENV": "test", "REHAB_LOCAL_CLOSED_DAYS": "pinse"})
