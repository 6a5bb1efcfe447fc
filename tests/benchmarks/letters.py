"""Measure letters: two hundred in one batch with every core, beside WeasyPrint alone.

The limit is one process that draws the same pages with WeasyPrint's own calls, fonts and style
sheets parsed once, and does nothing else. Ours begins with letters that wait in the database and
ends when each is kept in it with its fingerprint and its trace. Both start cold, and both are
measured in turns, so that a busy machine slows both.

What is compared is letters for each second of a core: the processor's own time, which does not
count what other programs on the machine take. Seconds by the clock are printed beside it.
"""

import resource
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from os import cpu_count, getloadavg
from time import perf_counter, process_time
from typing import Final

from sqlalchemy import select, update
from sqlalchemy.orm import undefer

from rehab.app_factory import create_app
from rehab.documents.pdf import ASSET_ROOTS, STYLESHEETS
from rehab.domain.access import SYSTEM, Role
from rehab.domain.citizen_letters import LetterTemplate
from rehab.models import AuditEvent, CitizenLetter, LetterState, db
from rehab.models.schema import migrate
from rehab.services.letter_batches import WriteToMany, draw_waiting, write_to_course
from rehab.settings import load_settings
from rehab.web.request_context import context_for
from tests.support import databases
from tests.support.course_factories import make_booking, make_course
from tests.support.factories import Factories

TARGET: Final = 0.9
ROUNDS: Final = 2
NOW: Final = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Spent:
    """What a measured stretch took: seconds of processors, and seconds by the clock."""

    cpu: float
    wall: float


class Watch:
    """Counts this process and the children it has waited for."""

    def __init__(self) -> None:
        self._cpu, self._wall = _cpu(), perf_counter()

    def spent(self) -> Spent:
        return Spent(_cpu() - self._cpu, perf_counter() - self._wall)


def _cpu() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return process_time() + children.ru_utime + children.ru_stime


def draw_with_weasyprint_alone(pages: list[str]) -> int:
    """What is run in a process of its own: nothing of ours but the template's output."""
    from weasyprint import CSS, HTML  # noqa: PLC0415 - counted as the start it is
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415

    fonts, base = FontConfiguration(), ASSET_ROOTS[0].as_uri() + "/"
    sheets = [CSS(filename=path, font_config=fonts) for path in STYLESHEETS]
    drawn = 0
    for page in pages:
        document = HTML(string=page, base_url=base)
        pdf = document.write_pdf(stylesheets=sheets, font_config=fonts, pdf_variant="pdf/a-3a")
        drawn += pdf.startswith(b"%PDF")
    return drawn


def bare(pages: list[str]) -> Spent:
    """One process, one core."""
    watch = Watch()
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        drawn = pool.submit(draw_with_weasyprint_alone, pages).result()
    assert drawn == len(pages)
    return watch.spent()


def batch(ctx, count: int) -> Spent:
    """The worker's own job, from letters that wait to letters that are kept."""
    with ctx.transaction():
        ctx.session.execute(
            update(CitizenLetter).values(state=LetterState.WAITING, pdf=None, pdf_sha256=None)
        )
        ctx.session.add(AuditEvent(at=NOW, actor_id=SYSTEM.id, verb="test.arranged"))
    watch = Watch()
    kept = draw_waiting(ctx)
    spent = watch.spent()
    assert kept == count
    return spent


def arranged(ctx, count: int) -> list[str]:
    """A course with so many on it, a letter asked for to each; return their pages."""
    make = Factories(ctx.session, ctx.programme, NOW)
    course = make_course(make, capacity=count, sessions=8, first=NOW + timedelta(days=1))
    for number in range(count):
        citizen = make.citizen(identifier=f"{1 + number % 28:02}0170{9900 + number // 28:04}")
        make_booking(make, make.case(citizen=citizen, referrals=0), course)
    actor = make.user(Role.KOORDINATOR).actor()
    asking = type(ctx)(ctx.session, actor, NOW, ctx.programme, ctx.settings, ctx.programmes)
    watch = Watch()
    with asking.transaction():
        write_to_course(asking, course, WriteToMany(LetterTemplate.INVITATION, "", False))
    print(f"asked for {count} letters in {watch.spent().wall:.1f} s", flush=True)
    query = select(CitizenLetter).options(undefer(CitizenLetter.page))
    return [letter.page for letter in ctx.session.scalars(query)]


def main(count: int = 200) -> int:
    """Print letters a second of a core, ours and the limit's; 1 when under nine tenths."""
    cores = cpu_count() or 1
    with databases.postgres_url() as url:
        migrate(url)
        settings = load_settings({"REHAB_ENV": "test", "REHAB_DATABASE_URL": url})
        app = create_app(settings, clock=lambda: NOW)
        with app.app_context():
            ctx = context_for(app, SYSTEM)
            pages = arranged(ctx, count)
            rounds = []
            for number in range(1, ROUNDS + 1):
                limit, ours = bare(pages), batch(ctx, count)
                rounds.append((limit, ours))
                print(
                    f"round {number}: WeasyPrint alone {count / limit.wall:.1f}/s by the clock, "
                    f"{count / limit.cpu:.1f}/s of its core; ours {count / ours.wall:.1f}/s by "
                    f"the clock on {cores} cores, {count / ours.cpu:.1f}/s of a core "
                    f"(load {getloadavg()[0]:.1f})"
                )
            db.engine.dispose()
    limit_rate = max(count / limit.cpu for limit, _ in rounds)
    our_rate = max(count / ours.cpu for _, ours in rounds)
    by_the_clock = max(count / o.wall for _, o in rounds) / max(count / b.wall for b, _ in rounds)
    ratio = our_rate / limit_rate
    print(f"letters: {our_rate:.1f} a second of a core, limit {limit_rate:.1f}, {ratio:.2f} of it")
    print(f"by the clock {by_the_clock:.2f} times one process ({by_the_clock / cores:.2f} a core)")
    return 0 if ratio >= TARGET else 1
