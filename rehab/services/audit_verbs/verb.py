"""What a verb of the audit trail is: its keys, and the Danish sentence that says what was done."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Verb:
    """One thing that can be done, and the keys its audit events carry."""

    name: str
    sentence: str
    keys: frozenset[str] = frozenset()


def verb(name: str, sentence: str, *keys: str) -> Verb:
    """Write one line of a table of verbs."""
    return Verb(name, sentence, frozenset(keys))
