"""Plain text as a person typed it, as paragraphs and bullet lists a template can mark up.

The text stays text: the template escapes each line, so nothing typed can become markup.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import Final

_BULLET: Final = re.compile(r"^\s*[-–•*]\s+(?=\S)")
_BLANK_LINE: Final = re.compile(r"\n[^\S\n]*\n")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\ufeff]")
# Copies from a word processor bring hyphens and spaces that the letter's typeface lacks; left
# alone they would pull in a second typeface and break searching in the file.
_PLAIN: Final = str.maketrans(
    {
        "\u2010": "-",
        "\u2011": "-",
        "\u2012": "–",
        "\u2007": "\u00a0",
        "\u2009": " ",
        "\u202f": "\u00a0",
        "\t": " ",
        "\u2028": "\n",
        "\u2029": "\n\n",
    }
)


class BlockKind(StrEnum):
    """What a stretch of text is."""

    PARAGRAPH = "paragraph"
    BULLETS = "bullets"


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph with its lines, or a bullet list with its items."""

    kind: BlockKind
    lines: tuple[str, ...]


def blocks_of(text: str) -> tuple[Block, ...]:
    """Split text into paragraphs at blank lines and bullet lists at lines beginning with a dash.

    A line break inside a paragraph is kept, since people use it for short lists of their own.
    """
    blocks: list[Block] = []
    for stretch in _BLANK_LINE.split(_tidied(text)):
        lines = [line for line in stretch.split("\n") if line.strip()]
        for kind, group in groupby(lines, key=_kind_of):
            blocks.append(Block(kind, tuple(_BULLET.sub("", line).strip() for line in group)))
    return tuple(blocks)


def _kind_of(line: str) -> BlockKind:
    return BlockKind.BULLETS if _BULLET.match(line) else BlockKind.PARAGRAPH


def _tidied(text: str) -> str:
    unix = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n")
    return _CONTROL.sub("", unix.translate(_PLAIN)).replace("§ ", "§\u00a0")
