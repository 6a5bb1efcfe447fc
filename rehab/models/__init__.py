"""What is stored: columns, constraints and relationships. No rules."""

from rehab.models.audit import AccessLog, AuditEvent
from rehab.models.base import Base, db
from rehab.models.cases import Case, CaseNumber, ContactPerson, JournalNote, Reminder
from rehab.models.citizens import Citizen
from rehab.models.course_templates import ConflictOverride, CourseTemplate
from rehab.models.courses import Attendance, Booking, BookingReferral, Course, CourseSession
from rehab.models.employment import Consent, ReturnToWorkPlan, WorkplaceContact, WorkStatusRow
from rehab.models.epikriser import Epikrise
from rehab.models.job_runs import JobRun
from rehab.models.mailboxes import SenderToken
from rehab.models.measures import Measurement
from rehab.models.messages import Delivery, IntakeOutcome, LetterObject, StoredLetter
from rehab.models.onward_referrals import OnwardReferral
from rehab.models.organisations import Organisation
from rehab.models.outgoing import OutgoingKind, OutgoingMessage, OutgoingStatus
from rehab.models.people import OpenSession, User, UserRole
from rehab.models.referrals import Diagnosis, PathwayEventRow, Referral, TriageRecord

__all__ = [
    "AccessLog",
    "Attendance",
    "AuditEvent",
    "Base",
    "Booking",
    "BookingReferral",
    "Case",
    "CaseNumber",
    "Citizen",
    "ConflictOverride",
    "Consent",
    "ContactPerson",
    "Course",
    "CourseSession",
    "CourseTemplate",
    "Delivery",
    "Diagnosis",
    "Epikrise",
    "IntakeOutcome",
    "JobRun",
    "JournalNote",
    "LetterObject",
    "Measurement",
    "OnwardReferral",
    "OpenSession",
    "Organisation",
    "OutgoingKind",
    "OutgoingMessage",
    "OutgoingStatus",
    "PathwayEventRow",
    "Referral",
    "Reminder",
    "ReturnToWorkPlan",
    "SenderToken",
    "StoredLetter",
    "TriageRecord",
    "User",
    "UserRole",
    "WorkStatusRow",
    "WorkplaceContact",
    "db",
]
