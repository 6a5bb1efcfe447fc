"""Check messages against MedCom's schemas, which lie in a folder the kommune points at.

The schemas are MedCom's and are not part of this system. They are found by the root's
namespace, since one version code can live in two of them; compiled once and kept.
"""

import re
from pathlib import Path
from typing import Final

from lxml import etree

from rehab.medcom.errors import UnreadableMessageError
from rehab.medcom.vans import open_message
from rehab.medcom.xml import Element

DATED: Final = re.compile(r"\{[^}]*/([0-9]{4}/[0-9]{2}/[0-9]{2})/\}")
FAULT: Final = re.compile(r"^[^:]*:([0-9]+):[0-9]+:[A-Z]+:\w+:\w+: ")
ENTRY_POINT: Final = "EMessage.xsd"
MAX_FAULTS: Final = 20


class Schemas:
    """Hold the compiled schemas of one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._compiled: dict[str, etree.XMLSchema] = {}

    def covers(self, raw: bytes) -> bool:
        """Tell whether the folder holds a schema for a message."""
        dated = _dated(open_message(raw).root)
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
        dated = _dated(root)
        if dated is None:
            return ()
        if not self._path(dated).is_file():
            return (f"Skemaet for {dated} findes ikke i mappen med MedComs skemaer.",)
        schema = self._schema(dated)
        if schema.validate(root):
            return ()
        return tuple(
            FAULT.sub(r"Linje \1: ", line)
            for line in str(schema.error_log).splitlines()[:MAX_FAULTS]
        )

    def _path(self, dated: str) -> Path:
        return self._folder.joinpath(*dated.split("/"), ENTRY_POINT)

    def _schema(self, dated: str) -> etree.XMLSchema:
        if dated not in self._compiled:
            parser = etree.XMLParser(no_network=True)
            document = etree.parse(str(self._path(dated)), parser)
            self._compiled[dated] = etree.XMLSchema(document)
        return self._compiled[dated]


def _dated(root: Element) -> str | None:
    """Return the date part of a MedCom namespace, which is also the schema's folder."""
    match = DATED.match(str(root.tag))
    return match.group(1) if match else None
