"""Check messages against MedCom's schemas, which lie in a folder the kommune points at.

The schemas are MedCom's and are not part of this system. They are found by the root's
namespace, since one version code can live in two of them; compiled once and kept.
"""

import re
from pathlib import Path
from typing import Final

from lxml import etree

from rehab.medcom import receipt_writing, xdis15, xdis91
from rehab.medcom.errors import UnreadableMessageError
from rehab.medcom.vans import open_message

DATED: Final = re.compile(r"\{[^}]*/([0-9]{4}/[0-9]{2}/[0-9]{2})/\}")
FAULT: Final = re.compile(r"^[^:]*:([0-9]+):[0-9]+:[A-Z]+:\w+:\w+: ")
ENTRY_POINT: Final = "EMessage.xsd"
MAX_FAULTS: Final = 20
# What is written here, by the namespace it is written in: without its schema nothing leaves.
WRITTEN: Final = (
    (receipt_writing.NAMESPACE, "kvitteringer"),
    (xdis91.NAMESPACE, "korrespondance, XDIS91"),
    (xdis15.NAMESPACE, "epikriser, XDIS15"),
)


class Schemas:
    """Hold the compiled schemas of one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._compiled: dict[str, etree.XMLSchema] = {}

    def covers(self, raw: bytes) -> bool:
        """Tell whether the folder holds a schema for a message."""
        dated = _dated(open_message(raw).root.tag)
        return dated is not None and self._path(dated).is_file()

    def validate(self, raw: bytes) -> tuple[str, ...]:
        """Return the faults of a message in Danish sentences; none means that it is valid.

        A genoptræningsplan has no published schema and gives no faults. A message that cannot
        be read at all gives that as its one fault. Raises UnsupportedFormatError for formats
        of other families.
        """
        try:
            root = open_message(raw).root
        except UnreadableMessageError as fault:
            return (fault.sentence,)
        dated = _dated(root.tag)
        if dated is None:
            return ()
        if not self._path(dated).is_file():
            return (f"Skemaet for {dated} findes ikke i mappen med MedComs skemaer.",)
        try:
            schema = self._schema(dated)
        except etree.LxmlError:
            return (f"Skemaet for {dated} kan ikke læses: der mangler filer i dets mappe.",)
        if schema.validate(root):
            return ()
        return tuple(
            FAULT.sub(r"Linje \1: ", line)
            for line in str(schema.error_log).splitlines()[:MAX_FAULTS]
        )

    def missing(self) -> tuple[str, ...]:
        """Return what the folder lacks for checking what is written here; nothing when it is whole.

        A schema is one file that takes in many; it is compiled, so half a schema is told too.
        """
        faults: list[str] = []
        for namespace, what in WRITTEN:
            dated = _dated(f"{{{namespace}}}")
            if dated is None or not self._path(dated).is_file():
                faults.append(f"Skemaet {dated}/{ENTRY_POINT} mangler ({what}).")
                continue
            try:
                self._schema(dated)
            except etree.LxmlError as fault:
                first = " ".join(str(fault).split())[:200]
                faults.append(f"Skemaet {dated} er ikke helt ({what}): {first}")
        return tuple(faults)

    def _path(self, dated: str) -> Path:
        return self._folder.joinpath(*dated.split("/"), ENTRY_POINT)

    def _schema(self, dated: str) -> etree.XMLSchema:
        if dated not in self._compiled:
            parser = etree.XMLParser(no_network=True)
            document = etree.parse(str(self._path(dated)), parser)
            self._compiled[dated] = etree.XMLSchema(document)
        return self._compiled[dated]


def _dated(tag: str) -> str | None:
    """Return the date part of a MedCom namespace, which is also the schema's folder."""
    match = DATED.match(tag)
    return match.group(1) if match else None
