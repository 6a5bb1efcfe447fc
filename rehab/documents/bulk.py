"""Drawing many letters at once, with every core of the machine.

WeasyPrint holds the interpreter all the time, so threads only slow each other down: each core gets
a process of its own, with fonts and style sheets parsed once. The processes know no database; they
get pages and give bytes.
"""

import gc
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import datetime
from multiprocessing import get_context
from typing import Final

from rehab.documents.pdf import shared_renderer

# Under this many a second process costs more to start than it saves.
WORTH_PROCESSES: Final = 16
_CHUNK: Final = 5


@dataclass(frozen=True, slots=True)
class PageToDraw:
    """A letter's page and what it is called here; `created` is the instant written in the PDF."""

    key: str
    html: str
    created: datetime


@dataclass(frozen=True, slots=True)
class Drawn:
    """What came of a page: its PDF, or the kind of fault that stopped it."""

    key: str
    pdf: bytes | None
    fault: str = ""


def draw_pages(
    pages: Sequence[PageToDraw], *, processes: int | None = None
) -> Iterator[Sequence[Drawn]]:
    """Yield pages as PDF, some at a time as they are finished, in no order.

    A page that cannot be drawn is yielded with its fault and stops no other. Raises
    `BrokenProcessPool` when a process is killed; what was not yielded is not lost, only not drawn.
    """
    processes = processes or os.cpu_count() or 1
    chunks = [pages[start : start + _CHUNK] for start in range(0, len(pages), _CHUNK)]
    if processes == 1 or len(pages) < WORTH_PROCESSES:
        yield from map(_draw, chunks)
        return
    with ProcessPoolExecutor(
        processes, mp_context=get_context("spawn"), initializer=_prepare
    ) as pool:
        try:
            for done in as_completed([pool.submit(_draw, chunk) for chunk in chunks]):
                yield done.result()
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _prepare() -> None:
    """Build the renderer before the first page, and let the collector look less often.

    A page makes a hundred thousand short-lived objects, and what lives as long as the process
    need not be looked through for each of them: some four per cent of the time.
    """
    shared_renderer()
    gc.collect()
    gc.freeze()
    gc.set_threshold(5000, 50, 1000)


def _draw(pages: Sequence[PageToDraw]) -> Sequence[Drawn]:
    drawn = []
    for page in pages:
        try:
            pdf = shared_renderer().render(page.html, created=page.created)
        except Exception as fault:  # noqa: BLE001 - one letter must not stop the other hundred
            drawn.append(Drawn(page.key, None, type(fault).__name__))
        else:
            drawn.append(Drawn(page.key, pdf))
    return drawn
