"""Find the words a person can read in a message of a family that is not read here.

A parked FHIR message or an eDelivery package is dealt with by hand. The text in it is looked for
in a few known places, and nothing else of it is believed (MEDCOM 7).
"""

import base64
import binascii
import json
import re
from collections.abc import Iterator
from typing import Final, TypeAlias

from rehab.medcom.elements import child, local_name
from rehab.medcom.errors import UnreadableMessageError
from rehab.medcom.xml import MAX_BYTES, Element, parse_document

_WRAPPINGS: Final = 4
_TEXT_KEYS: Final = frozenset({"contentString", "div"})
_TAG: Final = re.compile(r"<[^<>]{0,200}>")
_SPACE: Final = re.compile(r"\s+")
Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"


def foreign_text(raw: bytes) -> tuple[str, ...]:
    """Return the texts of a FHIR message, bare or packed by VANS or eDelivery; empty when none.

    Never fails: what cannot be opened has no text.
    """
    try:
        for _ in range(_WRAPPINGS):
            if raw.lstrip()[:1] == b"{":
                return _distinct(_in_json(json.loads(raw[:MAX_BYTES])))
            root = parse_document(raw)
            packed = _packed(root)
            if packed is None:
                return _distinct(_in_xml(root))
            raw = base64.b64decode("".join(packed.split()), validate=True)
    except (UnreadableMessageError, binascii.Error, ValueError, RecursionError):
        pass
    return ()


def _packed(root: Element) -> str | None:
    """Return the base64 that an envelope carries, or None when there is no envelope."""
    if local_name(root) == "VANSEnvelope":
        data = child(root, "Message", "Data")
        return None if data is None else "".join(str(part) for part in data.itertext())
    if local_name(root) == "StandardBusinessDocument":
        for each in root.iter():
            if local_name(each) == "BinaryContent":
                return "".join(str(part) for part in each.itertext())
    return None


def _in_xml(root: Element) -> Iterator[str]:
    for each in root.iter():
        name = local_name(each)
        if name == "contentString":
            yield str(each.get("value", ""))
        elif name == "div":
            yield " ".join(str(part) for part in each.itertext())


def _in_json(value: Json) -> Iterator[str]:
    if isinstance(value, list):
        for each in value:
            yield from _in_json(each)
    elif isinstance(value, dict):
        for key, each in value.items():
            if key in _TEXT_KEYS and isinstance(each, str):
                yield _TAG.sub(" ", each)
            else:
                yield from _in_json(each)


def _distinct(texts: Iterator[str]) -> tuple[str, ...]:
    """Return the texts in order, each once, with the printing's white space taken out."""
    cleaned = (_SPACE.sub(" ", text).strip() for text in texts)
    return tuple(dict.fromkeys(text for text in cleaned if text))
