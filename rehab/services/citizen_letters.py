"""Writing letters to citizens: what is written is kept as it was seen, and drawn once."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from rehab.clock import civil_date
from rehab.documents.citizen_letters import CitizenLetterPage, TimeRow, citizen_letter_html
from rehab.documents.epikrise import Letterhead, Recipient
from rehab.documents.pdf import shared_renderer
from rehab.domain.access import Permission
from rehab.domain.citizen_letters import (
    HEADINGS,
    LetterTemplate,
    check_words,
    letter_sessions,
    letter_words,
    spoken_day,
    spoken_time,
)
from rehab.domain.notices import NoticeChannel, Reach, channel_for
from rehab.domain.sms import spaced_number
from rehab.ids import new_id
from rehab.models import (
    Case,
    Citizen,
    CitizenLetter,
    LetterState,
    LetterWording,
    Organisation,
)
from rehab.queries.cases import scope_of
from rehab.queries.citizen_letters import LetterSource, find_wording, letter_sources
from rehab.services.context import Context


@dataclass(frozen=True, slots=True)
class WriteToCitizen:
    """A letter as somebody wants it: which, with which words, and whether it goes by post."""

    template: LetterTemplate
    text: str
    to_print: bool


@dataclass(frozen=True, slots=True)
class LetterDraft:
    """A letter before it is made: its words, and whether this citizen needs it on paper."""

    source: LetterSource
    template: LetterTemplate
    text: str
    to_print: bool


def draft_letter(ctx: Context, case: Case, template: LetterTemplate) -> LetterDraft:
    """Return the letter a person begins from, in the kommune's own words where it has some.

    Raises `NothingPlannedError` for a letter about times when there are none.
    """
    ctx.require(Permission.CASE_WRITE, scope_of(ctx.session, case))
    source = letter_sources(ctx.session, [case.id], ctx.now)[case.id]
    letter_sessions(template, source.facts)
    own = find_wording(ctx.session, case.organisation_id, template)
    return LetterDraft(
        source=source,
        template=template,
        text=letter_words(template, source.facts, own),
        to_print=needs_paper(source.citizen),
    )


def write_to_citizen(ctx: Context, case: Case, command: WriteToCitizen) -> CitizenLetter:
    """Make a letter as PDF now and keep it. Raises `LetterTextError` and `NothingPlannedError`."""
    ctx.require(Permission.CASE_WRITE, scope_of(ctx.session, case))
    source = letter_sources(ctx.session, [case.id], ctx.now)[case.id]
    letter = queue_letter(ctx, source, command.template, command.text, to_print=command.to_print)
    store_pdf(ctx, letter, shared_renderer().render(letter.page, created=ctx.now))
    return letter


def queue_letter(
    ctx: Context,
    source: LetterSource,
    template: LetterTemplate,
    text: str,
    *,
    to_print: bool,
    batch_id: UUID | None = None,
) -> CitizenLetter:
    """Keep a letter as a page that the worker draws; who may write it is asked by the caller.

    Raises `LetterTextError` and `NothingPlannedError`.
    """
    page = page_of(ctx, source, template, check_words(text))
    letter = CitizenLetter(
        id=new_id(),
        organisation_id=source.case.organisation_id,
        case_id=source.case.id,
        batch_id=batch_id,
        template=template,
        heading=page.heading,
        page=citizen_letter_html(page),
        state=LetterState.WAITING,
        requested_by=ctx.actor.id,
        requested_at=ctx.now,
        to_print=to_print,
    )
    ctx.session.add(letter)
    ctx.record(
        "citizen_letter.written",
        source.case.id,
        citizen_letter_id=letter.id,
        template=template,
        to_print=to_print,
    )
    return letter


def store_pdf(ctx: Context, letter: CitizenLetter, pdf: bytes) -> None:
    """Keep the PDF of a letter with its fingerprint; it is never drawn again (ADR 0011)."""
    letter.pdf, letter.pdf_sha256 = pdf, hashlib.sha256(pdf).hexdigest()
    letter.state, letter.made_at, letter.reason = LetterState.MADE, ctx.now, ""
    ctx.record(
        "citizen_letter.made",
        letter.case_id,
        citizen_letter_id=letter.id,
        pdf_sha256=letter.pdf_sha256,
    )


def page_of(
    ctx: Context, source: LetterSource, template: LetterTemplate, text: str
) -> CitizenLetterPage:
    """Return a letter as it stands on paper. Raises `NothingPlannedError`."""
    organisation, citizen = source.organisation, source.citizen
    return CitizenLetterPage(
        letterhead=_letterhead(organisation),
        recipients=(
            Recipient(citizen.name, _lines(citizen.street, citizen.postcode, citizen.town)),
        ),
        heading=HEADINGS[template],
        greeting=f"Kære {citizen.given_name or citizen.name}",
        text=text,
        times=tuple(
            TimeRow(
                day=spoken_day(row.starts_at),
                hours=f"{spoken_time(row.starts_at)}–{spoken_time(row.ends_at)}",
                what=row.course,
                place=row.place,
            )
            for row in letter_sessions(template, source.facts)
        ),
        answers=source.facts.contact_person or "os",
        phone=spaced_number(source.facts.phone),
        signed_by=source.facts.contact_person or organisation.department,
        written_on=civil_date(ctx.now),
        case_number=source.case.number,
    )


def needs_paper(citizen: Citizen) -> bool:
    """Tell whether letters to a citizen go by post rather than by Digital Post (F89)."""
    reach = Reach(
        citizen.phone, citizen.email, citizen.digital_post_exempt, citizen.declines_messages
    )
    return channel_for(reach) is NoticeChannel.LETTER


def mark_printed(ctx: Context, letters: Iterable[CitizenLetter]) -> int:
    """Note that letters were printed and posted, by whom and when; return how many were new."""
    marked = 0
    for letter in letters:
        case = ctx.session.get_one(Case, letter.case_id)
        ctx.require(Permission.CASE_WRITE, scope_of(ctx.session, case))
        ctx.session.refresh(letter, ["state", "printed_at"], with_for_update=True)
        if letter.printed_at is None and letter.state is LetterState.MADE:
            letter.printed_at, letter.printed_by = ctx.now, ctx.actor.id
            ctx.record("citizen_letter.printed", letter.case_id, citizen_letter_id=letter.id)
            marked += 1
    return marked


def set_wording(ctx: Context, template: LetterTemplate, text: str) -> None:
    """Keep a kommune's own words for a letter; none gives those of the system back.

    Raises `LetterTextError` for words that say nothing.
    """
    ctx.require(Permission.COURSE_PLAN)
    row = ctx.session.scalars(
        select(LetterWording).where(
            LetterWording.organisation_id == ctx.organisation_id,
            LetterWording.template == template,
        )
    ).one_or_none()
    if not text.strip():
        if row is not None:
            ctx.session.delete(row)
    elif row is None:
        row = LetterWording(organisation_id=ctx.organisation_id, template=template)
        row.text = check_words(text)
        ctx.session.add(row)
    else:
        row.text = check_words(text)
    ctx.record("letter_wording.set", template=template)


def _letterhead(organisation: Organisation) -> Letterhead:
    return Letterhead(
        kommune=organisation.name,
        unit=organisation.department,
        address_lines=_lines(organisation.street, organisation.postcode, organisation.town),
        phone=organisation.phone,
        gln=organisation.gln,
    )


def _lines(street: str, postcode: str, town: str) -> tuple[str, ...]:
    return tuple(line for line in (street, f"{postcode} {town}".strip()) if line)
