"""What every use case is given."""

import logging
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from traceback import format_tb
from types import MappingProxyType
from typing import Final
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from rehab.clock import civil_date
from rehab.domain.access import Actor, CaseScope, Permission, may, may_on_case
from rehab.domain.errors import DomainError, NotPermittedError
from rehab.domain.programme import Programme
from rehab.models import AccessLog
from rehab.models.audit import note_event
from rehab.models.engines import is_double
from rehab.queries.standings import Reckoning
from rehab.services.audit_verbs.registry import check_verb
from rehab.services.standings import forget, project, touch
from rehab.settings import Settings

log = logging.getLogger(__name__)
_MOVES_NO_CASE: Final = ("message.", "note.", "reminder.", "token.", "user.")


class UnknownProgrammeVersionError(RuntimeError):
    """A referral was received under a version of the programme whose file is no longer there."""


class LostRaceError(DomainError):
    """Two people changed or added the same in the same instant, and the other one's was kept."""

    def __init__(self) -> None:
        super().__init__(
            "En anden har ændret det samme, lige da du gemte, og dit er ikke gemt. Åbn siden i en "
            "ny fane, se, hvad der er ændret, og gem igen, hvis dit stadig er rigtigt."
        )


@dataclass(frozen=True, slots=True)
class Context:
    """Who acts, at what instant, on which transaction, by which programme and settings.

    One instant for a whole request: one that crosses midnight does not see two days. `programme`
    is the version new referrals get; `programmes` are the earlier ones that older ones keep.
    """

    session: Session
    actor: Actor
    now: datetime
    programme: Programme
    settings: Settings
    programmes: Mapping[str, Programme] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def today(self) -> date:
        """Return the day it is in Denmark."""
        return civil_date(self.now)

    @property
    def organisation_id(self) -> UUID:
        """Return the organisation the actor works in; raises when the actor has none."""
        if self.actor.organisation_id is None:
            raise NotPermittedError("Handlingen hører til en kommune. Log ind i en kommune først.")
        return self.actor.organisation_id

    def programme_for(self, version: str) -> Programme:
        """Return the version of the programme a case or a referral began with (7).

        Raises `UnknownProgrammeVersionError` rather than judge it by another version's rules.
        """
        if version == self.programme.version:
            return self.programme
        if version not in self.programmes:
            raise UnknownProgrammeVersionError(
                f"programme {self.programme.code} has no version {version} in config/programmes"
            )
        return self.programmes[version]

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Save everything done inside, or nothing; with it goes where each case then stands.

        Raises `LostRaceError` for a row that somebody else changed meanwhile, or added where
        there is room for one, so that a page answers it as any other refusal: with what was typed
        still there. Whatever else a database refuses is a fault of ours and stays one.
        """
        try:
            yield
            project(self.session, Reckoning(self.programme_for, self.settings, self.now))
            self.session.commit()
        except BaseException as error:
            self.session.rollback()
            forget(self.session)
            if isinstance(error, StaleDataError):
                raise LostRaceError from error
            if isinstance(error, IntegrityError) and is_double(error):
                # A fault of ours could look the same, so where it was stands in the log, and by
                # that alone: a database quotes the row it refused.
                log.warning("a row was there already\n%s", "".join(format_tb(error.__traceback__)))
                raise LostRaceError from error
            raise

    def require(self, permission: Permission, scope: CaseScope | None = None) -> None:
        """Refuse unless the actor may, on this case when one is given.

        Raises `NotPermittedError`. Use cases ask here too: jobs, imports and the command line do
        not pass the guard of the web.
        """
        allowed = (
            may(self.actor, permission)
            if scope is None
            else may_on_case(self.actor, permission, scope)
        )
        if not allowed:
            raise NotPermittedError("Du har ikke adgang til det her. Spørg din leder om adgang.")

    def record(self, verb: str, case_id: UUID | None = None, **data: object) -> None:
        """Add a line to the audit trail, in the same transaction as the change it explains.

        The verb and its keys are registered in `audit_verbs`; others raise `UnknownVerbError`.
        """
        check_verb(verb, frozenset(data))
        if not verb.startswith(_MOVES_NO_CASE):
            referral_id = data.get("referral_id")
            touch(
                self.session,
                case_ids=() if case_id is None else (case_id,),
                referral_ids=(referral_id,) if isinstance(referral_id, UUID) else (),
            )
        note_event(
            self.session,
            at=self.now,
            organisation_id=self.actor.organisation_id,
            actor_id=self.actor.id,
            verb=verb,
            case_id=case_id,
            data={key: str(value) for key, value in data.items()},
        )

    def note_reading(
        self, surface: str, *, case_id: UUID | None = None, referral_id: UUID | None = None
    ) -> None:
        """Log that something about a citizen was opened, and save that at once (J-6)."""
        self.session.add(
            AccessLog(
                at=self.now,
                organisation_id=self.actor.organisation_id,
                actor_id=self.actor.id,
                surface=surface,
                case_id=case_id,
                referral_id=referral_id,
            )
        )
        self.session.commit()

    def note_readings(self, surface: str, case_ids: Iterable[UUID]) -> None:
        """Log that something about each of several citizens was opened at once (J-6)."""
        self.session.add_all(
            AccessLog(
                at=self.now,
                organisation_id=self.actor.organisation_id,
                actor_id=self.actor.id,
                surface=surface,
                case_id=case_id,
            )
            for case_id in case_ids
        )
        self.session.commit()
