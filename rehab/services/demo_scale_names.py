"""What the large demo kommune is drawn from: made-up names, codes, and how far cases have come."""

from dataclasses import dataclass
from typing import Final

GIVEN_NAMES: Final = (
    "Prøvine", "Testa", "Fiktus", "Eksempla", "Opdigte", "Syntia", "Modellus", "Mønstra",
    "Skabelone", "Demonia", "Påfunda", "Tænkte", "Figurine", "Attrap", "Udkasta", "Skitsa",
)  # fmt: skip
SURNAMES: Final = (
    "Prøvesen", "Testrup", "Fiktivsen", "Eksempelgaard", "Opdigtsen", "Mønsterberg",
    "Skabelund", "Modelgaard", "Demokær", "Påfundsen", "Tænkeholm", "Attraphøj",
)  # fmt: skip
DIAGNOSES: Final = (
    ("L84", "Rygsyndrom uden smerteudstråling"),
    ("L86", "Rygsyndrom med smerteudstråling"),
    ("L03", "Symptom fra lænd"),
    ("DM511", "Diskusprolaps med rodtryk"),
    ("DM545", "Lænderygbesvær"),
)


@dataclass(frozen=True, slots=True)
class Stage:
    """How far some of the cases have come, and how many of a hundred they are."""

    share: int
    received: tuple[int, int]
    is_held: bool = True
    attempts: int = 0
    is_reached: bool = False
    first_session: tuple[int, int] | None = None
    is_measured: bool = False


WAITING: Final = (0, 12)
STAGES: Final = (
    Stage(8, (0, 8), is_held=False),
    Stage(12, (0, 9)),
    Stage(4, (2, 12), attempts=2),
    Stage(8, (2, 14), is_reached=True),
    Stage(10, (3, 16), is_reached=True, first_session=(-10, -1)),
    Stage(24, (20, 60), is_reached=True, first_session=(1, 20)),
    Stage(26, (30, 70), is_reached=True, first_session=(10, 40), is_measured=True),
    Stage(8, (70, 110), is_reached=True, first_session=(57, 64), is_measured=True),
)
