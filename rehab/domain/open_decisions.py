"""Tell which triage decisions a referral is still open to, and what may be done about the rest.

The status says what can follow (4.4, Boks 7), the programme what it rules out. A page that offers
what is always refused, and a refusal that asks for the same again, lead nowhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from rehab.domain.errors import DomainError
from rehab.domain.programme import Programme
from rehab.domain.referrals import TRANSITIONS, ReferralStatus, ReferralStep, TriageDecision
from rehab.domain.triage_decisions import RegisterOnlyError, TriageRefusedError, ruled_out
from rehab.domain.triage_facts import ReferralFacts

_ENDED: Final = "Henvisningen er afsluttet. Et nyt forsøg er en ny henvisning med sin egen frist."
_RESTS: Final[Mapping[ReferralStatus, str]] = MappingProxyType(
    {
        ReferralStatus.ACCEPTED: (
            "Henvisningen er accepteret. Herfra kan borgeren kun udgå af programmet; ellers "
            "afsluttes henvisningen med en epikrise."
        ),
        ReferralStatus.REGISTERED: (
            "Planen er registreret. Den kan kun accepteres, og først når hospitalet har ændret "
            "dens type. Typen rettes under »Ret datoer«."
        ),
        ReferralStatus.RETURNED: _ENDED,
        ReferralStatus.REDIRECTED: _ENDED,
        ReferralStatus.LEFT_PROGRAMME: _ENDED,
        ReferralStatus.CLOSED: _ENDED,
    }
)


class AlreadyDecidedError(DomainError):
    """Refuse a decision about a referral that was decided while it was being written."""


@dataclass(frozen=True, slots=True)
class OpenDecision:
    """One decision the status allows, and why the programme rules it out, if it does."""

    decision: TriageDecision
    refusal: TriageRefusedError | None


def decisions_at(
    programme: Programme, facts: ReferralFacts, status: ReferralStatus
) -> tuple[OpenDecision, ...]:
    """Return the decisions to offer, in the order of the programme.

    Registering is only for the plans that are registered, and accepting one that already is must
    wait until its type is changed: neither is offered before (4.4).
    """
    found = (OpenDecision(one, ruled_out(programme, facts, one)) for one in _open_to(status))
    return tuple(row for row in found if not _goes_without_saying(row, status))


def check_still_open(status: ReferralStatus, decision: TriageDecision | None) -> None:
    """Refuse a decision that the status no longer allows; None asks that any is allowed.

    Raises AlreadyDecidedError.
    """
    allowed = _open_to(status)
    if decision in allowed or (decision is None and allowed):
        return
    raise AlreadyDecidedError(
        "Henvisningen er afgjort, mens du skrev, og kan ikke længere afgøres sådan. Under "
        "»Afgjort« står, hvem der afgjorde den og hvorfor: tal med dem, hvis du er uenig. Det, du "
        "skrev, er ikke gemt, men står på siden, så du kan kopiere det."
    )


def rest_text(status: ReferralStatus) -> str | None:
    """Say what is left to do with a referral that was decided, or None for one that was not."""
    return _RESTS.get(status)


def _open_to(status: ReferralStatus) -> tuple[TriageDecision, ...]:
    return tuple(one for one in TriageDecision if (status, ReferralStep(one.value)) in TRANSITIONS)


def _goes_without_saying(row: OpenDecision, status: ReferralStatus) -> bool:
    registering = row.decision is TriageDecision.REGISTER or status is ReferralStatus.REGISTERED
    return registering and isinstance(row.refusal, RegisterOnlyError)
