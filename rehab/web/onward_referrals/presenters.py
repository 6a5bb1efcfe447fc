"""What a case shows of what the citizen was sent on to."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from rehab.domain.access import Actor, Permission, may
from rehab.domain.onward_referrals import is_overdue
from rehab.domain.programme import Programme
from rehab.models import Case, OnwardReferral
from rehab.web.filters import danish_date

Link = Callable[..., str]


@dataclass(frozen=True, slots=True)
class OnwardItem:
    """One referral onwards in the plan; `url` is where its feedback is recorded, or None."""

    title: str
    provider: str
    state: str
    tone: str
    feedback: str
    url: str | None


@dataclass(frozen=True, slots=True)
class PlanMore:
    """What stands below the plan: referrals onwards, and where more is arranged."""

    onward: tuple[OnwardItem, ...]
    individual_url: str | None
    onward_url: str | None


def plan_more(
    case: Case,
    rows: Iterable[OnwardReferral],
    programme: Programme,
    actor: Actor,
    link: Link,
    today: date,
) -> PlanMore:
    """Return what stands below the plan of a case; a closed case arranges nothing more."""
    runs, writes = case.closed_on is None, may(actor, Permission.CASE_WRITE)
    books = runs and may(actor, Permission.COURSE_BOOK)
    return PlanMore(
        onward=tuple(_item(row, programme, link, today, writes=writes) for row in rows),
        individual_url=link("individual.times", case_id=case.id) if books else None,
        onward_url=link("onward_referrals.refer", case_id=case.id) if runs and writes else None,
    )


def onward_title(row: OnwardReferral, programme: Programme) -> str:
    """Return what the citizen was sent on to."""
    offer = programme.offer(row.offer_code)
    return offer.label if offer else row.offer_code


def _item(
    row: OnwardReferral, programme: Programme, link: Link, today: date, *, writes: bool
) -> OnwardItem:
    sent = f"henvist {danish_date(row.referred_on)}"
    if row.feedback_on is not None:
        state, tone = f"{sent}, svar {danish_date(row.feedback_on)}", "ok"
    elif is_overdue(row.feedback_due_on, row.feedback_on, today):
        state, tone = f"{sent}, svar mangler siden {danish_date(row.feedback_due_on)}", "warning"
    else:
        state, tone = f"{sent}, svar ventes {danish_date(row.feedback_due_on)}", "neutral"
    url = link("onward_referrals.feedback", onward_id=row.id)
    return OnwardItem(
        title=onward_title(row, programme),
        provider=row.provider,
        state=state,
        tone=tone,
        feedback=row.feedback,
        url=url if writes and row.feedback_on is None else None,
    )
