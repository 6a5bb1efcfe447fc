"""The settings: TOML by environment, then REHAB_* variables, checked all at once at start."""

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from types import MappingProxyType
from typing import Final

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from rehab.domain.calendar import ClosedDay, YearlyDay
from rehab.domain.next_actions import BoardColumn
from rehab.domain.workload import WEIGHED

ROOT: Final = Path(__file__).resolve().parent.parent
_DEVELOPMENT_SECRETS: Final = frozenset({"kun-til-udvikling", "kun-til-test"})
_WHOLE_NUMBER: Final = re.compile(r"0*[1-9][0-9]{0,5}")
_NUMBERS: Final = (
    "session_idle_minutes",
    "login_attempts",
    "login_lock_minutes",
    "contact_person_answer_days",
    "reminder_days",
    "smtp_port",
    "smtp_timeout_seconds",
    "seat_offer_hours",
    "seat_offer_letter_days",
    "pause_max_days",
    "warn_days",
    "silent_days",
    "unheld_days",
)
_ENGINES: Final = frozenset({"sqlite", "postgresql+psycopg"})
_SHORTEST_SECRET: Final = 32
_MONTH_DAY: Final = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
_WEIGHT: Final = re.compile(r"([a-z_]+)=([0-9]|[1-9][0-9])")
_LOCATION_NUMBER: Final = re.compile(r"\d{13}")
_SECURITIES: Final = frozenset({"none", "starttls", "tls"})
_SITE: Final = re.compile(r"https?://[a-zA-Z0-9.-]+(:[0-9]+)?/?")
_ADDRESS: Final = re.compile(r"[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+")


class SettingsError(RuntimeError):
    """The settings cannot be used; `faults` says everything that is wrong, in Danish."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("Indstillingerne kan ikke bruges:\n- " + "\n- ".join(faults))
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True)
class Settings:
    """What an installation decides. Paths are absolute."""

    environment: str
    database_url: str
    secret_key: str
    programme_file: Path
    medcom_schema_folder: Path | None
    secure_cookies: bool
    session_idle_minutes: int
    login_attempts: int
    login_lock_minutes: int
    local_closed_days: frozenset[YearlyDay]
    contact_person_answer_days: int
    workload_weights: Mapping[BoardColumn, int]
    receipt_counts_from: str
    inbox_folder: Path | None
    outbox_folder: Path | None
    xdis91_receivers: frozenset[str]
    seat_offer_hours: int
    seat_offer_letter_days: int
    pause_max_days: int
    warn_days: int
    silent_days: int
    unheld_days: int
    notice_folder: Path | None
    reminder_days: int
    public_address: str
    sms_gateway: str
    mail_sender: str
    smtp_host: str
    smtp_port: int
    smtp_security: str
    smtp_user: str
    smtp_password: str = field(repr=False)
    smtp_timeout_seconds: int


KEYS: Final = tuple(field.name for field in fields(Settings) if field.name != "environment")


def load_settings(
    environ: Mapping[str, str] = MappingProxyType(os.environ), root: Path = ROOT
) -> Settings:
    """Read the settings of the environment named by REHAB_ENV, `development` when it is unset.

    Raises `SettingsError` naming every fault at once.
    """
    environment = environ.get("REHAB_ENV", "development")
    values: dict[str, object] = dict(_toml(root / "config" / "default.toml"))
    faults: list[str] = []
    own_file = root / "config" / f"{environment}.toml"
    if own_file.exists():
        own = _toml(own_file)
        faults += [f"{own_file.name} har en ukendt nøgle: {key}" for key in own if key not in KEYS]
        values |= own
    for key in KEYS:
        if (given := environ.get(f"REHAB_{key.upper()}")) is not None:
            values[key] = given
    secret = str(values.get("secret_key", ""))
    if not secret:
        faults.append("secret_key mangler. Sæt REHAB_SECRET_KEY.")
    if environment == "production" and secret in _DEVELOPMENT_SECRETS:
        faults.append("secret_key er udviklingsnøglen. Sæt REHAB_SECRET_KEY.")
    elif environment == "production" and secret and len(secret) < _SHORTEST_SECRET:
        faults.append(f"secret_key skal have mindst {_SHORTEST_SECRET} tegn. Sæt REHAB_SECRET_KEY.")
    programme = root / str(values["programme_file"])
    if not programme.is_file():
        faults.append(f"programme_file findes ikke: {values['programme_file']}")
    folders = {
        key: _folder(key, values[key], root, faults)
        for key in ("medcom_schema_folder", "inbox_folder", "outbox_folder")
    }
    numbers = {key: _number(key, values[key], faults) for key in _NUMBERS}
    settings = Settings(
        environment=environment,
        database_url=_database_url(str(values["database_url"]), root, faults),
        secret_key=secret,
        programme_file=programme,
        medcom_schema_folder=folders["medcom_schema_folder"],
        secure_cookies=str(values["secure_cookies"]).lower() in {"true", "1", "ja"},
        session_idle_minutes=numbers["session_idle_minutes"],
        login_attempts=numbers["login_attempts"],
        login_lock_minutes=numbers["login_lock_minutes"],
        local_closed_days=_closed_days(values["local_closed_days"], faults),
        contact_person_answer_days=numbers["contact_person_answer_days"],
        workload_weights=_weights(values["workload_weights"], faults),
        receipt_counts_from=_receipt(str(values["receipt_counts_from"]), faults),
        inbox_folder=folders["inbox_folder"],
        outbox_folder=folders["outbox_folder"],
        xdis91_receivers=_location_numbers(values["xdis91_receivers"], faults),
        seat_offer_hours=numbers["seat_offer_hours"],
        seat_offer_letter_days=numbers["seat_offer_letter_days"],
        pause_max_days=numbers["pause_max_days"],
        warn_days=numbers["warn_days"],
        silent_days=numbers["silent_days"],
        unheld_days=numbers["unheld_days"],
        notice_folder=root / notices if (notices := str(values["notice_folder"])) else None,
        reminder_days=numbers["reminder_days"],
        public_address=_public_address(str(values["public_address"]), faults),
        sms_gateway=str(values["sms_gateway"]),
        mail_sender=str(values["mail_sender"]),
        smtp_host=str(values["smtp_host"]),
        smtp_port=numbers["smtp_port"],
        smtp_security=str(values["smtp_security"]),
        smtp_user=str(values["smtp_user"]),
        smtp_password=str(values["smtp_password"]),
        smtp_timeout_seconds=numbers["smtp_timeout_seconds"],
    )
    faults += _mail_faults(settings)
    if faults:
        raise SettingsError(faults)
    return settings


def _toml(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        raise SettingsError([f"{path.name} er ikke skrevet som TOML. Ret filen."]) from None


def _folder(key: str, value: object, root: Path, faults: list[str]) -> Path | None:
    text = str(value)
    if text and not (root / text).is_dir():
        faults.append(f"{key} findes ikke: {text}")
    return root / text if text else None


def _number(key: str, value: object, faults: list[str]) -> int:
    text = str(value)
    if not _WHOLE_NUMBER.fullmatch(text):
        faults.append(f"{key} skal være et helt tal over 0 på højst 6 cifre.")
        return 1
    return int(text)


def _receipt(value: str, faults: list[str]) -> str:
    if value not in {"message", "import"}:
        faults.append(f"receipt_counts_from skal være message eller import, ikke {value}.")
    return value


def _public_address(value: str, faults: list[str]) -> str:
    if value and not _SITE.fullmatch(value):
        faults.append("public_address skal være som https://sager.kommune.dk, uden mere efter.")
    return value.rstrip("/")


def _listed(value: object) -> list[str] | None:
    """Return a list as it stands in a file, or with commas in a variable; None for neither."""
    texts = value.split(",") if isinstance(value, str) else value
    if not isinstance(texts, list):
        return None
    return [text for text in (str(item).strip() for item in texts) if text]


def _mail_faults(settings: Settings) -> list[str]:
    """Return what is wrong with how notices leave the house."""
    faults = []
    if settings.smtp_security not in _SECURITIES:
        faults.append(f"smtp_security skal være {', '.join(sorted(_SECURITIES))}.")
    if settings.smtp_host and not _ADDRESS.fullmatch(settings.mail_sender):
        faults.append("mail_sender skal være en mailadresse, når smtp_host er sat.")
    if settings.sms_gateway and not (
        settings.smtp_host
        and "{number}" in settings.sms_gateway
        and _ADDRESS.fullmatch(settings.sms_gateway.replace("{number}", "1"))
    ):
        faults.append(
            "sms_gateway skal være en mailadresse med {number} i, fx {number}@sms.eksempel.dk, "
            "og smtp_host skal være sat."
        )
    return faults


def _location_numbers(value: object, faults: list[str]) -> frozenset[str]:
    texts = _listed(value)
    if texts is None:
        faults.append("xdis91_receivers skal være en liste af lokationsnumre på 13 cifre.")
        return frozenset()
    faults += [
        f"xdis91_receivers: {text} er ikke et lokationsnummer på 13 cifre."
        for text in texts
        if not _LOCATION_NUMBER.fullmatch(text)
    ]
    return frozenset(texts)


def _closed_days(value: object, faults: list[str]) -> frozenset[YearlyDay]:
    texts = _listed(value)
    if texts is None:
        faults.append("local_closed_days skal være en liste af måned-dag, fx 12-24.")
        return frozenset()
    days: set[YearlyDay] = set()
    for text in texts:
        if _MONTH_DAY.fullmatch(text):
            month, day = text.split("-")
            days.add((int(month), int(day)))
        elif text in set(ClosedDay):
            days.add(ClosedDay(text))
        else:
            named = ", ".join(ClosedDay)
            faults.append(f"local_closed_days: {text} er hverken måned-dag (12-24) eller {named}.")
    return frozenset(days)


def _weights(value: object, faults: list[str]) -> Mapping[BoardColumn, int]:
    """Return how much an open case counts in the workload in each phase; none else has a weight."""
    weights = {
        BoardColumn(match[1]): int(match[2])
        for text in _listed(value) or []
        if (match := _WEIGHT.fullmatch(text)) and match[1] in WEIGHED
    }
    if set(weights) != set(WEIGHED) or len(_listed(value) or []) != len(WEIGHED):
        named = ", ".join(f"{column}=1" for column in WEIGHED)
        faults.append(f"workload_weights skal give hver fase et tal fra 0 til 99, fx {named}.")
    return MappingProxyType(weights)


def _database_url(url: str, root: Path, faults: list[str]) -> str:
    """Return the URL with an SQLite file's path made absolute, so every process means the same.

    A URL of another kind is a fault, told without the URL: it may hold a password.
    """
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        parsed = None
    if (
        parsed is None
        or parsed.drivername not in _ENGINES
        or (parsed.drivername == "sqlite" and parsed.host)
    ):
        faults.append(
            "database_url skal være sqlite:///FIL eller postgresql+psycopg://BRUGER@VÆRT/DATABASE."
        )
        return url
    prefix = "sqlite:///"
    path = url.removeprefix(prefix)
    if not url.startswith(prefix) or path == ":memory:" or path.startswith("/"):
        return url
    return f"{prefix}{root / path}"
