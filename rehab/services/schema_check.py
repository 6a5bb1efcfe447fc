"""Checking what is to be sent against MedCom's schemas, where the kommune has them."""

from functools import cache
from pathlib import Path

from rehab.medcom.schemas import Schemas


def schema_faults(folder: Path | None, message: bytes) -> tuple[str, ...]:
    """Return what MedCom's schema says is wrong with a message; nothing without a folder."""
    return _schemas(folder).validate(message) if folder else ()


def missing_schemas(folder: Path) -> tuple[str, ...]:
    """Return what a folder lacks of the schemas for what is sent; nothing when it has them all."""
    return _schemas(folder).missing()


@cache
def _schemas(folder: Path) -> Schemas:
    return Schemas(folder)
