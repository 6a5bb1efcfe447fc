"""Taking a list out as a file: who, what and why is kept before the first line leaves (F105)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from rehab.domain.access import Permission
from rehab.domain.list_files import check_purpose
from rehab.domain.worklists import ListPage, WorklistFilter
from rehab.ids import new_id
from rehab.models import ListExport
from rehab.queries.worklists import CaseLine, stream
from rehab.services.context import Context

_SURFACE: Final = "worklist.export"
_BATCH: Final = 500


@dataclass(frozen=True, slots=True)
class TakeOut:
    """Which list is taken out, narrowed to what, how long it is, and what for."""

    page: ListPage
    query: str
    rows: int
    purpose: str


def note_export(ctx: Context, command: TakeOut) -> ListExport:
    """Keep that a list is taken out, and why. Raises `PurposeError`."""
    ctx.require(Permission.CASE_READ)
    row = ListExport(
        id=new_id(),
        organisation_id=ctx.organisation_id,
        exported_by=ctx.actor.id,
        exported_at=ctx.now,
        page=command.page,
        query=command.query,
        purpose=check_purpose(command.purpose),
        rows=command.rows,
    )
    ctx.session.add(row)
    ctx.record("worklist.exported", export_id=row.id, rows=command.rows)
    return row


def lines_taken_out(
    ctx: Context, wanted: WorklistFilter, size: int = _BATCH
) -> Iterator[Sequence[CaseLine]]:
    """Yield a list a batch at a time, each batch logged as read before it is given out (J-6).

    Memory does not grow with the list: nothing of a batch is kept when the next is read.
    """
    ctx.require(Permission.CASE_READ)
    for lines in stream(ctx.session, ctx.actor, wanted, ctx.today, size):
        log_taken_out(ctx, lines)
        yield lines


def log_taken_out(ctx: Context, lines: Sequence[CaseLine]) -> None:
    """Log each case of some lines as read."""
    ctx.note_readings(_SURFACE, [line.case_id for line in lines])
