"""Gathering what the inbox and the triage page show, so that the views stay short."""

from collections.abc import Mapping
from functools import partial
from uuid import UUID

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from rehab.domain.access import Permission, may
from rehab.domain.groups import GroupSuggestion, suggest_group
from rehab.domain.open_decisions import AlreadyDecidedError, rest_text
from rehab.models import Referral
from rehab.queries.attachments import attachments_of
from rehab.queries.cases import people_by_id
from rehab.queries.clocks import counted_of, read_counted
from rehab.queries.inbox import InboxFilter, list_inbox
from rehab.queries.inbox_counts import InboxCounts, count_inbox
from rehab.queries.letters import find_letter
from rehab.queries.raw_files import is_own_file
from rehab.queries.referrals import (
    SURFACE,
    find_referral,
    open_case_beside,
    opened_by_others,
    other_referrals,
)
from rehab.queries.start_forecast import start_forecasts
from rehab.services.context import Context
from rehab.services.correspondence import can_be_asked_about
from rehab.services.facts import diagnosis_facts, referral_facts
from rehab.web.downloads import FileView, file_view
from rehab.web.filters import danish_date
from rehab.web.labels import KIND_LABELS, STATUS_LABELS
from rehab.web.letters.attachments import AttachmentView, attachment_views
from rehab.web.letters.formatting import LineView, marked_texts
from rehab.web.letters.presenters import content_of
from rehab.web.links import page_links
from rehab.web.lists import ChipView, TileView
from rehab.web.paging import Turns
from rehab.web.presenters import clock_view, person_view
from rehab.web.referrals import decision_view, triage_view
from rehab.web.referrals.forms import TriageForm
from rehab.web.referrals.presenters import (
    EMPTY_TEXTS,
    FILTER_LABELS,
    inbox_row,
)


def referral_or_404(ctx: Context, referral_id: UUID, *, reading: bool = False) -> Referral:
    """Return the referral with all a page shows; with `reading`, log first that it is opened."""
    referral = find_referral(ctx.session, ctx.actor, referral_id)
    if referral is not None and reading:
        ctx.note_reading(SURFACE, case_id=referral.case_id, referral_id=referral_id)
        referral = find_referral(ctx.session, ctx.actor, referral_id)
    if referral is None:
        raise NotFound
    return referral


def inbox_page(
    ctx: Context, which: InboxFilter, after: UUID | None, before: UUID | None
) -> ResponseReturnValue:
    """Render a page of one list of the inbox."""
    found = list_inbox(ctx.session, ctx.actor, which, after=after, before=before)
    ids = [row.referral_id for row in found.rows]
    opened = opened_by_others(ctx.session, ctx.actor, ids, ctx.now)
    counts = count_inbox(ctx.session, ctx.actor)
    link = page_links()
    turn = partial(link, "referrals.inbox", vis=which.value)
    return render_template(
        "referrals/inbox.html",
        rows=[
            inbox_row(
                row,
                ctx.programme_for(row.programme_version),
                ctx.today,
                link,
                opened.get(row.referral_id),
            )
            for row in found.rows
        ],
        tiles=_tiles(ctx, counts, which),
        chips=[
            ChipView(
                label, link("referrals.inbox", vis=name.value), name is which, counts.lists[name]
            )
            for name, label in FILTER_LABELS.items()
        ],
        caption=FILTER_LABELS[which],
        empty_text=EMPTY_TEXTS[which],
        may_register=may(ctx.actor, Permission.REFERRAL_REGISTER),
        turns=Turns(
            turn(foer=ids[0]) if found.has_before and ids else None,
            turn(efter=ids[-1]) if found.has_after and ids else None,
        ),
    )


def triage_form(ctx: Context, referral: Referral, *, typed: bool = True) -> TriageForm:
    """Return the form of a decision, with the programme's choices and what is known filled in.

    A group that Bilag 4 contradicts the text about is not chosen beforehand: a person must. Without
    `typed` the form is as nobody had typed in it.
    """
    form = TriageForm() if typed else TriageForm(formdata=None)
    suggestion = _suggestion(ctx, referral)
    known = referral.patient_group
    trusted = suggestion.group if suggestion.warning is None else None
    form.offer(
        ctx.programme_for(referral.programme_version),
        referral,
        known if known is not None else trusted,
        typed=typed and form.is_submitted(),
    )
    return form


def decided_meanwhile(
    ctx: Context, referral: Referral, typed: TriageForm, refusal: AlreadyDecidedError
) -> ResponseReturnValue:
    """Render a referral that was decided while another decision was typed.

    What was typed is shown for copying and stands under no other decision.
    """
    form = triage_form(ctx, referral, typed=False)
    form.form_errors.append(str(refusal))
    programme = ctx.programme_for(referral.programme_version)
    return triage_page(ctx, referral, form, decision_view.unsaved_view(programme, typed))


def triage_page(
    ctx: Context,
    referral: Referral,
    form: TriageForm,
    unsaved: decision_view.UnsavedView | None = None,
) -> ResponseReturnValue:
    """Render a referral with its checklist and the decisions that can be taken."""
    programme = ctx.programme_for(referral.programme_version)
    facts = referral_facts(ctx, referral)
    counted = counted_of(ctx.session, ctx.programme_for, ctx.settings, [referral], ctx.today)
    clocks = read_counted(counted, [referral], ctx.today)
    starts = start_forecasts(
        ctx.session,
        ctx.actor,
        referral,
        counted=counted.get(referral.id),
        readings=clocks[referral.id],
        programme=programme,
        now=ctx.now,
    )
    beside = open_case_beside(ctx.session, ctx.actor, referral)
    others = opened_by_others(ctx.session, ctx.actor, [referral.id], ctx.now)
    people = people_by_id(ctx.session, referral.organisation_id)
    page = render_template(
        "referrals/show.html",
        form=form,
        referral_id=referral.id,
        heading=f"Henvisning modtaget {danish_date(referral.received_on)}",
        status=STATUS_LABELS[referral.status],
        source=KIND_LABELS[referral.kind],
        who=person_view(referral.citizen, ctx.today),
        clocks=[clock_view(reading, ctx.today) for reading in clocks[referral.id]],
        forecast=triage_view.forecast_view(starts),
        facts=triage_view.facts_of_message(referral),
        parts=triage_view.message_parts(programme, referral, facts.text),
        checklist=triage_view.checklist(programme, facts),
        confirm_name=facts.names is not None and facts.names.differ,
        suggestion=triage_view.suggestion_text(programme, _suggestion(ctx, referral)),
        red_flags=decision_view.red_flags(programme, facts, form.red_flags.data or ()),
        decisions=decision_view.decisions(programme, facts, referral, form.choice.data),
        rest=rest_text(referral.status),
        unsaved=unsaved,
        records=decision_view.record_views(programme, referral.triage_decisions, people),
        beside=triage_view.case_view(beside, ctx.today) if beside else None,
        this_referral=triage_view.referral_pairs(referral),
        others=[
            (
                url_for(".show", referral_id=row.id),
                f"{KIND_LABELS[row.kind]}, modtaget {danish_date(row.received_on)}",
                STATUS_LABELS[row.status],
            )
            for row in other_referrals(ctx.session, ctx.actor, referral)
        ],
        opened_by=others.get(referral.id),
        case_id=referral.case_id,
        file=_file(ctx, referral),
        marked=_marked(ctx, referral),
        attachments=_attachments(ctx, referral),
        may_ask=can_be_asked_about(referral),
        may_triage=may(ctx.actor, Permission.REFERRAL_TRIAGE),
    )
    return page, 422 if form.errors else 200


def _suggestion(ctx: Context, referral: Referral) -> GroupSuggestion:
    programme = ctx.programme_for(referral.programme_version)
    return suggest_group(programme, diagnosis_facts(referral.diagnoses))


def _attachments(ctx: Context, referral: Referral) -> list[AttachmentView]:
    if referral.letter_id is None:
        return []
    return attachment_views(attachments_of(ctx.session, ctx.actor, referral.letter_id))


def _marked(ctx: Context, referral: Referral) -> Mapping[str, tuple[LineView, ...]]:
    """Return the texts that the sender marked words in, read anew from the message."""
    if referral.letter_id is None:
        return {}
    letter = find_letter(ctx.session, ctx.actor, referral.letter_id)
    return marked_texts(content_of(letter).sections) if letter else {}


def _file(ctx: Context, referral: Referral) -> FileView | None:
    if referral.letter_id is None:
        return None
    is_own = is_own_file(ctx.session, ctx.actor, referral.letter_id)
    return file_view(
        url_for(".raw", referral_id=referral.id), "den oprindelige meddelelse", is_own=is_own
    )


def _tiles(ctx: Context, counts: InboxCounts, which: InboxFilter) -> list[TileView]:
    link = page_links()
    waiting, held = counts.letters, counts.quarantined
    tiles = [
        TileView(
            counts.lists[InboxFilter.NEW],
            "nye",
            link("referrals.inbox"),
            current=which is InboxFilter.NEW,
            tone="neutral",
        ),
        TileView(
            waiting,
            "breve venter på dig",
            link("letters.index"),
            current=False,
            tone="warning" if waiting else "neutral",
        ),
    ]
    if may(ctx.actor, Permission.QUARANTINE_READ):
        tone = "danger" if held else "neutral"
        url = link("quarantine.index")
        tiles.append(TileView(held, "i karantæne", url, current=False, tone=tone))
    if counts.opinions:
        label, url = "venter på din vurdering", link("second_opinions.waiting")
        tiles.append(TileView(counts.opinions, label, url, current=False, tone="neutral"))
    return tiles
