"""What can be done about the clocks of each referral of a case: pause, or write to the citizen."""

from collections.abc import Mapping
from datetime import date

from rehab.domain.access import Actor, Permission, may
from rehab.domain.citizen_letters import LetterTemplate
from rehab.domain.free_choice import free_choice_due, is_written_to
from rehab.domain.programme import Programme
from rehab.models import Referral
from rehab.queries.case_page import CasePage
from rehab.queries.pauses import pause_record
from rehab.services.contacts import open_referrals
from rehab.web.case_head import Link
from rehab.web.cases.presenters import ActionView
from rehab.web.filters import danish_date


def clock_actions(
    page: CasePage, programme: Programme, actor: Actor, link: Link, today: date
) -> Mapping[str, tuple[ActionView, ...]]:
    """Return what can be done about the clocks of each referral, by the anchor of its card.

    A pause is set or ended; a citizen nobody reaches, or whose guarantee runs out without a time,
    can be written to (F22, F29).
    """
    if page.case.closed_on is not None or not may(actor, Permission.CASE_WRITE):
        return {}
    found = {}
    for referral in open_referrals(page.case):
        counted = page.counted.get(referral.id)
        if counted is None:
            continue
        choice_due = free_choice_due(
            counted.rules, counted.facts, programme.free_choice, today, counted.closed_days
        )
        letters = []
        if is_written_to(counted.facts, programme.silent_citizen, today):
            letters.append(("Skriv brev: har ikke henvendt sig", LetterTemplate.NOT_REACHED))
        if choice_due is not None:
            letters.append(("Skriv brev om frit valg", LetterTemplate.FREE_CHOICE))
        found[f"henvisning-{referral.id}"] = (
            *(
                ActionView(text, link("citizen_letters.write", case_id=page.case.id, skabelon=what))
                for text, what in letters
            ),
            *_pause(page, referral, programme, link, today, pressed=choice_due is not None),
        )
    return found


def _pause(
    page: CasePage,
    referral: Referral,
    programme: Programme,
    link: Link,
    today: date,
    *,
    pressed: bool,
) -> list[ActionView]:
    """Return the button that ends the pause of today, or those that set one.

    When the guarantee is about to run out, the citizen's wish to wait has a button of its own.
    """
    for row in page.moved.pauses.get(referral.id, ()):
        pause = pause_record(row).as_pause()
        if pause is not None and pause.covers(today):
            url = link("clocks.end_pause", case_id=page.case.id, pause_id=row.id)
            return [ActionView(f"Afslut pausen ({danish_date(pause.until_on)})", url)]
    where = {"case_id": page.case.id, "henvisning": referral.id}
    quick = [
        ActionView(reason.label, link("clocks.pause", **where, aarsag=reason.code))
        for reason in programme.pause_reasons
        if reason.one_click and pressed
    ]
    return [*quick, ActionView("Sæt på pause", link("clocks.pause", **where))]
