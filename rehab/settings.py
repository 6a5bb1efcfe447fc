"""The settings: TOML by environment, then REHAB_* variables, checked all at once at start."""

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from types import MappingProxyType
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
_DEVELOPMENT_SECRETS: Final = frozenset({"kun-til-udvikling", "kun-til-test"})
_MONTH_DAY: Final = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")


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
    local_closed_days: frozenset[tuple[int, int]]
    receipt_counts_from: str


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
    programme = root / str(values["programme_file"])
    if not programme.is_file():
        faults.append(f"programme_file findes ikke: {values['programme_file']}")
    schemas = str(values["medcom_schema_folder"])
    if schemas and not (root / schemas).is_dir():
        faults.append(f"medcom_schema_folder findes ikke: {schemas}")
    numbers = {
        key: _number(key, values[key], faults)
        for key in ("session_idle_minutes", "login_attempts", "login_lock_minutes")
    }
    settings = Settings(
        environment=environment,
        database_url=_database_url(str(values["database_url"]), root),
        secret_key=secret,
        programme_file=programme,
        medcom_schema_folder=(root / schemas) if schemas else None,
        secure_cookies=str(values["secure_cookies"]).lower() in {"true", "1", "ja"},
        session_idle_minutes=numbers["session_idle_minutes"],
        login_attempts=numbers["login_attempts"],
        login_lock_minutes=numbers["login_lock_minutes"],
        local_closed_days=_closed_days(values["local_closed_days"], faults),
        receipt_counts_from=_receipt(str(values["receipt_counts_from"]), faults),
    )
    if faults:
        raise SettingsError(faults)
    return settings


def _toml(path: Path) -> dict[str, object]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _number(key: str, value: object, faults: list[str]) -> int:
    text = str(value)
    if not text.isdigit() or int(text) < 1:
        faults.append(f"{key} skal være et helt tal over 0, ikke {text}.")
        return 1
    return int(text)


def _receipt(value: str, faults: list[str]) -> str:
    if value not in {"message", "import"}:
        faults.append(f"receipt_counts_from skal være message eller import, ikke {value}.")
    return value


def _closed_days(value: object, faults: list[str]) -> frozenset[tuple[int, int]]:
    texts = value.split(",") if isinstance(value, str) else value
    if not isinstance(texts, list):
        faults.append("local_closed_days skal være en liste af måned-dag, fx 12-24.")
        return frozenset()
    days = set()
    for text in (str(item).strip() for item in texts if str(item).strip()):
        if _MONTH_DAY.fullmatch(text):
            month, day = text.split("-")
            days.add((int(month), int(day)))
        else:
            faults.append(f"local_closed_days: {text} er ikke måned-dag, fx 12-24.")
    return frozenset(days)


def _database_url(url: str, root: Path) -> str:
    """Return the URL with an SQLite file's path made absolute, so every process means the same."""
    prefix = "sqlite:///"
    path = url.removeprefix(prefix)
    if not url.startswith(prefix) or path == ":memory:" or path.startswith("/"):
        return url
    return f"{prefix}{root / path}"
