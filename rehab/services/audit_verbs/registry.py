"""Every verb there is, and the refusal of any other: the trail says only what is written here."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from rehab.services.audit_verbs.cases import CASES
from rehab.services.audit_verbs.courses import COURSES
from rehab.services.audit_verbs.kommune import KOMMUNE
from rehab.services.audit_verbs.letters import LETTERS
from rehab.services.audit_verbs.verb import Verb


class UnknownVerbError(RuntimeError):
    """A use case recorded something that is not registered here, or with other keys."""


VERBS: Final[Mapping[str, Verb]] = MappingProxyType(
    {verb.name: verb for verb in (*CASES, *COURSES, *LETTERS, *KOMMUNE)}
)


def check_verb(name: str, keys: frozenset[str]) -> None:
    """Refuse a verb that is not registered, or with other keys than it declares."""
    verb = VERBS.get(name)
    if verb is None:
        raise UnknownVerbError(f"unknown audit verb {name}")
    if keys != verb.keys:
        raise UnknownVerbError(f"{name} carries {sorted(keys)}, not {sorted(verb.keys)}")
