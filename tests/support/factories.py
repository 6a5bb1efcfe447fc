"""Builders with defaults that are always valid and boring; a test names only what it is about."""

from datetime import date, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from rehab.clock import civil_date
from rehab.domain.access import Role
from rehab.domain.clock_rules import LegalBasis
from rehab.domain.programme import Programme
from rehab.domain.referrals import ReferralKind, ReferralStatus, SenderKind
from rehab.models import (
    AuditEvent,
    Case,
    Citizen,
    ContactPerson,
    Diagnosis,
    OpenSession,
    Organisation,
    Referral,
    Team,
    User,
    UserRole,
)
from tests.support import standings

HOME, AWAY = "999", "998"
PASSWORD = "en lang adgangskode"
# argon2 of PASSWORD; hashing it anew for each user would cost 20 ms a time.
PASSWORD_HASH = "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0c2E$none"
_numbers = count(1)


def token_of(user: User) -> str:
    """The token of the session every made person has open on one device."""
    return f"token-{user.login}"


class Factories:
    def __init__(self, session: Session, programme: Programme, now: datetime) -> None:
        self._session, self._programme, self._now = session, programme, now

    def save(self, *rows: Any) -> None:
        """Save rows as a test arranges them, with the trace the guard asks for."""
        self._session.add_all(rows)
        self._session.add(AuditEvent(at=self._now, actor_id=UUID(int=0), verb="test.arranged"))
        self._session.flush()
        standings.note(self._session, rows)
        self._session.commit()

    def organisation(self, kommunekode: str = HOME, **fields: Any) -> Organisation:
        found = self._session.scalar(
            select(Organisation).where(Organisation.kommunekode == kommunekode)
        )
        if found:
            return found
        defaults: dict[str, Any] = {
            "name": "Testby Kommune" if kommunekode == HOME else "Naboby Kommune",
            "gln": "5790000999019" if kommunekode == HOME else "5790000999071",
            "street": "Rådhuspladsen 1",
            "postcode": "9999",
            "town": "Testby",
            "phone": "99999999",
            "programme_code": self._programme.code,
        }
        row = Organisation(kommunekode=kommunekode, **defaults | fields)
        self.save(row)
        return row

    def user(self, *roles: Role, kommunekode: str = HOME, login: str = "", **fields: Any) -> User:
        """The person with this login, made when missing; one per role unless a login is given."""
        login = login or f"{'-'.join(sorted(roles))}-{kommunekode}"
        query = select(User).where(User.login == login)
        query = query.options(selectinload(User.roles), joinedload(User.organisation))
        found = self._session.scalar(query)
        if found:
            return found
        row = User(
            organisation_id=self.organisation(kommunekode).id,
            login=login,
            **{
                "name": f"Test {'-'.join(sorted(roles)).capitalize()}",
                "title": "Fysioterapeut",
                "password_hash": PASSWORD_HASH,
            }
            | fields,
            roles=[UserRole(role=role) for role in roles],
        )
        self.save(row)
        self.save(OpenSession(token=token_of(row), user_id=row.id, started_at=self._now))
        return self._session.scalars(query).one()

    def citizen(self, *, kommunekode: str = HOME, **fields: Any) -> Citizen:
        number = next(_numbers)
        row = Citizen(
            organisation_id=self.organisation(kommunekode).id,
            **{
                "identifier": f"020170{9900 + number % 100}",
                "given_name": "Prøve",
                "surname": f"Testborger{number}",
                "street": "Fiktivvej 1",
                "postcode": "9999",
                "town": "Testby",
                "phone": "99999900",
            }
            | fields,
        )
        self.save(row)
        return row

    def referral(
        self,
        *,
        citizen: Citizen | None = None,
        case: Case | None = None,
        received_on: date | None = None,
        kind: ReferralKind = ReferralKind.XREF15,
        diagnoses: tuple[tuple[str, str], ...] = (("L84", "Rygsyndrom uden smerteudstråling"),),
        kommunekode: str = HOME,
        **fields: Any,
    ) -> Referral:
        """A referral received two days ago, not yet triaged unless a case is given."""
        received_on = received_on or civil_date(self._now) - timedelta(days=2)
        if citizen is None and case is not None:
            citizen = self._session.get_one(Citizen, case.citizen_id)
        citizen = citizen or self.citizen(kommunekode=kommunekode)
        is_gop = kind is ReferralKind.GGOP
        row = Referral(
            organisation_id=citizen.organisation_id,
            citizen_id=citizen.id,
            case_id=case.id if case else None,
            kind=kind,
            legal_basis=LegalBasis.SUNDHEDSLOVEN_140 if is_gop else LegalBasis.SUNDHEDSLOVEN_119,
            programme_version=self._programme.version,
            received_on=received_on,
            received_at=datetime(
                received_on.year, received_on.month, received_on.day, 9, tzinfo=self._now.tzinfo
            ),
            **{
                "status": ReferralStatus.ACCEPTED if case else ReferralStatus.RECEIVED,
                "sender_kind": SenderKind.HOSPITAL if is_gop else SenderKind.GP,
                "sender_gln": "5790000999026",
                "sender_identifier": "099999",
                "sender_identifier_code": "ydernummer",
                "sender_name": "Lægehuset Testvej",
                "letter_number": f"TEST{next(_numbers):010}",
                "episode_id": f"{next(_numbers):032x}",
                "sections": [
                    {
                        "key": "sygehistorie",
                        "heading": "Kort sygehistorie",
                        "text": "Ondt i ryggen.",
                    }
                ],
            }
            | fields,
            diagnoses=[
                Diagnosis(
                    position=position,
                    role="main" if position == 0 else "bidiagnose",
                    code=code,
                    type_code="ICPCkode",
                    text=text,
                )
                for position, (code, text) in enumerate(diagnoses)
            ],
        )
        self.save(row)
        return row

    def team(self, name: str, *, kommunekode: str = HOME, **fields: Any) -> Team:
        """A team of a kommune."""
        row = Team(organisation_id=self.organisation(kommunekode).id, name=name, **fields)
        self.save(row)
        return row

    def case(
        self,
        *,
        citizen: Citizen | None = None,
        contact_person: User | None = None,
        kommunekode: str = HOME,
        referrals: int = 1,
        **fields: Any,
    ) -> Case:
        """An open case with one accepted referral."""
        citizen = citizen or self.citizen(kommunekode=kommunekode)
        row = Case(
            organisation_id=citizen.organisation_id,
            citizen_id=citizen.id,
            **{
                "number": f"2026-{next(_numbers):05}",
                "programme_code": self._programme.code,
                "programme_version": self._programme.version,
                "opened_on": civil_date(self._now) - timedelta(days=1),
            }
            | fields,
        )
        self.save(row)
        for _ in range(referrals):
            self.referral(citizen=citizen, case=row)
        if contact_person is not None:
            self.save(
                ContactPerson(
                    case_id=row.id,
                    user_id=contact_person.id,
                    from_on=row.opened_on,
                    assigned_by=contact_person.id,
                    assigned_at=self._now,
                )
            )
        return row
