"""Read, with great caution, two things that only a referral's free text may say.

No field of a message carries whether the work ability is threatened, nor a red flag. Text is
full of negations, so what is not said in plain words is left to the person who reads it.
"""

import re
from typing import Final

from rehab.domain.programme import Programme, RedFlag

_CLAUSE_END: Final = re.compile(r"[.;!?\n]|<br\s*/?>", re.IGNORECASE)
_VERB: Final = r"(?:er|vurderes|skønnes|anses|forventes|synes)"
_DEGREE: Final = (
    r"(?:(?:at være|som|for|fortsat|aktuelt|nu|dermed|derfor|klart|stærkt|alvorligt|betydeligt)"
    r"\s+)*"
)
_ABILITY: Final = r"arbejdsevne(?:n)?"
_THREATENED: Final = re.compile(
    rf"\b{_ABILITY}\b\s*(?::|–|-)?\s*(?:{_VERB}\s+)?{_DEGREE}truet\b"
    rf"|\btruet\s+(?:på\s+)?(?:funktions-\s+og\s+)?{_ABILITY}\b"
)
_NOT_THREATENED: Final = re.compile(
    rf"\b{_ABILITY}\b\s*(?::|–|-)?\s*(?:{_VERB}\s+)?(?:aktuelt\s+|fortsat\s+)?ikke\s+"
    rf"{_DEGREE}truet\b"
    rf"|\bikke\s+(?:er\s+)?truet\s+(?:på\s+)?{_ABILITY}\b"
    rf"|\b{_ABILITY}\b\s*(?::|–|-)?\s*(?:er\s+)?(?:ikke\s+(?:relevant|aktuel)|irrelevant|uaktuel)\b"
    rf"|\b{_ABILITY}\b\s*:\s*(?:er\s+)?ikke\s+på\s+arbejdsmarkedet\b"
)
_DOUBT: Final = re.compile(
    r"\b(?:om|hvis|ikke|ingen|næppe|uvist|uafklaret|måske|muligvis|tidligere|kan|kunne|risiko)\b"
)


def work_ability_threatened(text: str) -> bool | None:
    """Tell whether a text says that the work ability is threatened, or None when it does not.

    The referral should say it clearly (3.2). False means that the text calls it not
    threatened or not relevant. Being on sick leave or out of work says neither, a doubt in
    the same sentence says neither, and sentences that contradict each other say neither.
    """
    answers = {
        answer
        for clause in _CLAUSE_END.split(text.lower())
        if (answer := _read(clause)) is not None
    }
    return answers.pop() if len(answers) == 1 else None


def _read(clause: str) -> bool | None:
    """Read one sentence; a word of doubt before the statement makes it no statement."""
    if _NOT_THREATENED.search(clause):
        return False
    stated = _THREATENED.search(clause)
    if stated is None or _DOUBT.search(clause[: stated.start()].rpartition(",")[2]):
        return None
    return True


def red_flag_words(programme: Programme, text: str) -> tuple[tuple[RedFlag, str], ...]:
    """Return each red flag that has a word in the text, with the first such word.

    A word is a reason to read the text, never a finding: referrals mostly mention these
    words to deny them.
    """
    lowered = text.lower()
    found = []
    for flag in programme.red_flags:
        word = next((word for word in flag.words if word.lower() in lowered), None)
        if word is not None:
            found.append((flag, word))
    return tuple(found)
