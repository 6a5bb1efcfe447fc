"""Find words in a text that tell a stranger something about a citizen's health.

An SMS lies open on a telephone that others see, so it may say that somebody has a time, and never
for what (F88). The list is of Danish word stems and is meant to be read and added to.
"""

import re
from typing import Final

# Stems that never begin or end an innocent word of a message: found anywhere in a word.
HEALTH_STEMS: Final[tuple[str, ...]] = (
    "alkohol", "arbejdsevne", "behandl", "blodtryk", "depress", "diagnos", "diskus", "diæt",
    "epikrise", "ergoterap", "fysio", "genopt", "gigt", "handicap", "helbred", "henvis", "hospital",
    "invalid", "iskias", "kiropra", "kirurg", "klinik", "knogle", "kostvejled", "kræft", "lidelse",
    "lumbal", "lænd", "læge", "medicin", "muskel", "nerve", "neuro", "opere", "operation", "ortopæ",
    "overvægt", "patient", "prolaps", "psyk", "rehab", "reuma", "revalid", "rygestop", "rygpatient",
    "rygskole", "rygsmerte", "rygtræn", "røntgen", "scanning", "skadestu", "smerte", "spinal",
    "stenose", "stress", "sundhed", "sygdom", "sygehus", "sygemeld", "sygepleje", "symptom",
    "søvnbesvær", "terapi", "terapeut", "tobak", "træn", "udred", "udskriv", "vægttab",
)  # fmt: skip
# Short words that are parts of innocent ones (tryg, bryggen): found only where a word begins.
HEALTH_BEGINNINGS: Final[tuple[str, ...]] = (
    "ambulator", "diabet", "forløb", "gop", "kol", "kost", "krop", "motion", "ondt", "rask", "ryg",
    "røgfri", "syg", "visit",
)  # fmt: skip
_INNOCENT: Final = re.compile(r"(?:rygte|kolding|kolleg|koloni|kostald|kostume)\w*")
_WORD: Final = re.compile(r"[^\W\d_]+(?:-[^\W\d_]*)*")


def health_words_in(text: str) -> tuple[str, ...]:
    """Return the words of a text that say something about health, in the order they stand."""
    return tuple(found[0] for found in _WORD.finditer(text) if _is_about_health(found[0]))


def without_health_words(place: str) -> str:
    """Return a place without the words that tell what goes on there; empty when nothing is left.

    »Sundhedscenter Testby, Sal 1« is still found as »Testby, Sal 1«. A part that is only a number
    once its street is gone says nothing and goes too.
    """
    parts = []
    for part in place.split(","):
        words = _WORD.sub(lambda found: "" if _is_about_health(found[0]) else found[0], part)
        kept = " ".join(words.split()).strip(" .-/()")
        if any(sign.isalpha() for sign in kept):
            parts.append(kept)
    return ", ".join(parts)


def _is_about_health(word: str) -> bool:
    for part in re.split(r"(?<=\w{3})-", word.casefold()):
        if _INNOCENT.fullmatch(part):
            continue
        if part.startswith(HEALTH_BEGINNINGS) or any(stem in part for stem in HEALTH_STEMS):
            return True
    return False
