"""Who may do what to which case. Deny unless a line below grants it.

The rule has an SQL twin in `rehab.queries.visibility`; a test holds the two equal.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final
from uuid import UUID


class Role(StrEnum):
    """A person's function in the kommune."""

    VISITATOR = "visitator"
    KOORDINATOR = "koordinator"
    TERAPEUT = "terapeut"
    JOBKONSULENT = "jobkonsulent"
    LEDER = "leder"
    ADMINISTRATOR = "administrator"


class Permission(StrEnum):
    """Something a route or a use case can require."""

    HOME_READ = "home.read"
    REFERRAL_READ = "referral.read"
    REFERRAL_REGISTER = "referral.register"
    REFERRAL_TRIAGE = "referral.triage"
    QUARANTINE_READ = "quarantine.read"
    CASE_READ = "case.read"
    CASE_WRITE = "case.write"
    CONTACT_PERSON_ASSIGN = "contact_person.assign"
    COURSE_READ = "course.read"
    COURSE_PLAN = "course.plan"
    COURSE_BOOK = "course.book"
    ATTENDANCE_RECORD = "attendance.record"
    EPIKRISE_SIGN = "epikrise.sign"
    MEETING_HOLD = "meeting.hold"
    CONSENT_RECORD = "consent.record"
    EMPLOYMENT_READ = "employment.read"
    EMPLOYMENT_WRITE = "employment.write"
    OVERVIEW_READ = "overview.read"
    CLOCKS_SET = "clocks.set"
    ROUTING_SET = "routing.set"
    SECOND_OPINION_DRAW = "second_opinion.draw"
    VIEW_SHARE = "view.share"
    ABSENCE_RECORD = "absence.record"
    USERS_MANAGE = "users.manage"


_CARE: Final = frozenset(
    {
        Permission.CASE_READ,
        Permission.CASE_WRITE,
        Permission.COURSE_READ,
        Permission.COURSE_BOOK,
        Permission.CONSENT_RECORD,
    }
)

GRANTS: Final[Mapping[Role, frozenset[Permission]]] = MappingProxyType(
    {
        Role.VISITATOR: _CARE
        | {
            Permission.HOME_READ,
            Permission.ABSENCE_RECORD,
            Permission.REFERRAL_READ,
            Permission.REFERRAL_REGISTER,
            Permission.REFERRAL_TRIAGE,
            Permission.QUARANTINE_READ,
        },
        Role.KOORDINATOR: _CARE
        | {
            Permission.HOME_READ,
            Permission.ABSENCE_RECORD,
            Permission.REFERRAL_READ,
            Permission.CONTACT_PERSON_ASSIGN,
            Permission.COURSE_PLAN,
            Permission.ATTENDANCE_RECORD,
            Permission.EPIKRISE_SIGN,
            Permission.MEETING_HOLD,
            Permission.ROUTING_SET,
            Permission.VIEW_SHARE,
        },
        Role.TERAPEUT: _CARE
        | {
            Permission.HOME_READ,
            Permission.ABSENCE_RECORD,
            Permission.ATTENDANCE_RECORD,
            Permission.EPIKRISE_SIGN,
        },
        Role.JOBKONSULENT: frozenset(
            {Permission.HOME_READ, Permission.EMPLOYMENT_READ, Permission.EMPLOYMENT_WRITE}
        ),
        Role.LEDER: frozenset(
            {
                Permission.HOME_READ,
                Permission.ABSENCE_RECORD,
                Permission.CASE_READ,
                Permission.REFERRAL_READ,
                Permission.COURSE_READ,
                Permission.QUARANTINE_READ,
                Permission.CONTACT_PERSON_ASSIGN,
                Permission.OVERVIEW_READ,
                Permission.CLOCKS_SET,
                Permission.ROUTING_SET,
                Permission.SECOND_OPINION_DRAW,
                Permission.VIEW_SHARE,
            }
        ),
        Role.ADMINISTRATOR: frozenset({Permission.HOME_READ, Permission.USERS_MANAGE}),
    }
)

_WHOLE_KOMMUNE: Final = frozenset({Role.VISITATOR, Role.KOORDINATOR, Role.LEDER})


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, or the system itself, acting now in one organisation.

    `stands_in_for` are the people who are away today and have the actor as their substitute.
    """

    id: UUID
    organisation_id: UUID | None
    roles: frozenset[Role]
    stands_in_for: frozenset[UUID] = frozenset()

    @property
    def sees_whole_kommune(self) -> bool:
        """Tell whether the actor's work is with every case of the kommune, not only own ones."""
        return bool(self.roles & _WHOLE_KOMMUNE)


@dataclass(frozen=True, slots=True)
class CaseScope:
    """The facts about a case that decide who may see it.

    `carers` are the active kontaktperson and the therapists of the courses the citizen is booked
    on, and `holder_id` is the first of them; `employment_effort` says that the health side has
    asked for a return-to-work effort.
    """

    organisation_id: UUID
    carers: frozenset[UUID] = frozenset()
    holder_id: UUID | None = None
    employment_effort: bool = False


@dataclass(frozen=True, slots=True)
class LetterScope:
    """The facts about a received letter that decide who may read it.

    `cases` are those of its citizen that it came to, by `came_to_case`; a referral has none, since
    it is read at the one entrance and its words stand in the case.
    """

    organisation_id: UUID
    cases: tuple[CaseScope, ...] = ()


SYSTEM: Final = Actor(id=UUID(int=0), organisation_id=None, roles=frozenset())


def may(actor: Actor, permission: Permission) -> bool:
    """Tell whether any of the actor's roles is granted the permission at all."""
    return any(permission in GRANTS[role] for role in actor.roles)


def may_on_case(actor: Actor, permission: Permission, case: CaseScope) -> bool:
    """Tell whether the actor may use the permission on this case.

    A case belongs to one kommune. Visitator, koordinator and leder work with all of its cases; a
    therapist with those whose kontaktperson or therapist he is, and with those of a kontaktperson
    he stands in for as long as that lasts (F35); a jobkonsulent only with the employment side of
    cases where that effort was asked for (sundhedsloven §§41–43, purpose).
    """
    if not may(actor, permission) or actor.organisation_id != case.organisation_id:
        return False
    if permission in {Permission.EMPLOYMENT_READ, Permission.EMPLOYMENT_WRITE}:
        return case.employment_effort
    return (
        actor.sees_whole_kommune or actor.id in case.carers or case.holder_id in actor.stands_in_for
    )


def may_read_letter(actor: Actor, letter: LetterScope) -> bool:
    """Tell whether the actor may read a received letter.

    Those at the one entrance read what came to their kommune (4.4). Whoever may read a case reads
    the letters that came to it, since care is given from them (sundhedsloven §§41–43).
    """
    if actor.organisation_id != letter.organisation_id:
        return False
    return may(actor, Permission.REFERRAL_READ) or any(
        may_on_case(actor, Permission.CASE_READ, case) for case in letter.cases
    )


def came_to_case(received_on: date, closed_on: date | None) -> bool:
    """Tell whether a letter about a case's citizen came before the case was closed."""
    return closed_on is None or received_on <= closed_on
