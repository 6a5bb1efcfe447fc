"""Find the parts of an EDIFACT letter by the groups that its S-segments open.

A segment means one thing in one group and another in the next: a DTM under S05 is when the
referral came, under S11 when the treatment began.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from rehab.medcom.edifact_lexing import Segment

HEADER: Final = re.compile(r"S[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Group:
    """Hold the segments from one group header to the next; what stands first has no name."""

    name: str
    segments: tuple[Segment, ...]

    def all(self, tag: str, *qualifiers: str) -> Iterator[Segment]:
        """Yield the segments with a tag and, when given, one of some first codes."""
        for segment in self.segments:
            if segment.tag == tag and (not qualifiers or segment.part(1) in qualifiers):
                yield segment

    def first(self, tag: str, *qualifiers: str) -> Segment:
        """Return the first such segment, or one without any content."""
        return next(self.all(tag, *qualifiers), Segment(tag))

    def reference(self, qualifier: str) -> str:
        """Return the number that RFF gives under a qualifier, or nothing."""
        return self.first("RFF", qualifier).part(1, 2)


def group(segments: Sequence[Segment]) -> tuple[Group, ...]:
    """Return the groups of a letter in order, the nameless opening included."""
    parts: list[tuple[str, list[Segment]]] = [("", [])]
    for segment in segments:
        if HEADER.fullmatch(segment.tag):
            parts.append((segment.tag, []))
        else:
            parts[-1][1].append(segment)
    return tuple(Group(name, tuple(inner)) for name, inner in parts)


def named(groups: Sequence[Group], name: str) -> tuple[Group, ...]:
    """Return the groups with a name."""
    return tuple(each for each in groups if each.name == name)


def only(groups: Sequence[Group], name: str) -> Group:
    """Return the first group with a name, or an empty one."""
    return next(iter(named(groups, name)), Group(name, ()))
