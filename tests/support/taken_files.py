"""Files as the import takes them from a folder, several at once."""

from pathlib import Path

from rehab.integrations.inbox_folder import TakenFile
from rehab.services.context import Context
from rehab.services.intake_batch import Received, receive_files


def file_of(number: int, raw: bytes) -> TakenFile:
    """A file that came as number so and so."""
    return TakenFile(Path(f"{number:03}.xml"), raw, number, 0)


def together(ctx: Context, *messages: bytes) -> list[Received]:
    """What became of messages that were taken together."""
    files = [file_of(number, raw) for number, raw in enumerate(messages)]
    return [received for _, received in receive_files(ctx, files)]


def outcomes(received: list[Received]) -> list[list[str]]:
    """How each letter of each file ended."""
    return [[report.outcome.value for report in each.reports] for each in received]
