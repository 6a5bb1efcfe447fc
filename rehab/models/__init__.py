"""What is stored: columns, constraints and relationships. No rules."""

from rehab.models.absences import Absence
from rehab.models.audit import AccessLog, AuditEvent
from rehab.models.base import Base, db
from rehab.models.calendar_feeds import CalendarFeed
from rehab.models.cases import Case, CaseNumber, ContactPerson, JournalNote, Reminder
from rehab.models.citizen_letters import (
    CitizenLetter,
    LetterBatch,
    LetterState,
    LetterWording,
)
from rehab.models.citizens import Citizen
from rehab.models.clocks import (
    ClockSettingRow,
    ClosedPeriodRow,
    DateCorrectionRow,
    LocalPauseReasonRow,
    PauseEndRow,
    PauseRow,
)
from rehab.models.course_templates import ConflictOverride, CourseTemplate
from rehab.models.courses import (
    Attendance,
    Booking,
    BookingReferral,
    Course,
    CourseSession,
    HeldSeat,
    Seat,
)
from rehab.models.digest_mails import DigestMail
from rehab.models.employment import Consent, ReturnToWorkPlan, WorkplaceContact, WorkStatusRow
from rehab.models.epikriser import Epikrise
from rehab.models.handovers import Handover, HandoverItem
from rehab.models.job_runs import JobRun
from rehab.models.mailboxes import SenderToken
from rehab.models.measures import Measurement
from rehab.models.meetings import AgendaItem, TeamMeeting
from rehab.models.messages import Delivery, IntakeOutcome, LetterObject, StoredLetter
from rehab.models.notices import Notice, NoticeStatus
from rehab.models.offers import OfferDetailsRow, OfferDeviationRow
from rehab.models.onward_referrals import OnwardReferral
from rehab.models.organisations import Organisation
from rehab.models.outgoing import OutgoingKind, OutgoingMessage, OutgoingStatus
from rehab.models.people import OpenSession, User, UserRole
from rehab.models.referrals import Diagnosis, PathwayEventRow, Referral, TriageRecord
from rehab.models.risk_assessments import RiskAssessmentRow
from rehab.models.saved_views import ListExport, SavedView, SavedViewDefault, SavedViewNotice
from rehab.models.second_opinions import SecondOpinion, SecondOpinionDraw
from rehab.models.sheets import AttendanceTap, CourseDropout, Encounter, SessionNote
from rehab.models.standings import (
    CaseStanding,
    ClockStanding,
    EmploymentStanding,
    ReferralStanding,
    StandingTally,
)
from rehab.models.teams import RoutingTable, Team
from rehab.models.waiting_list import SeatOffer, WaitingEntry, WaitingReferral

__all__ = [
    "Absence",
    "AccessLog",
    "AgendaItem",
    "Attendance",
    "AttendanceTap",
    "AuditEvent",
    "Base",
    "Booking",
    "BookingReferral",
    "CalendarFeed",
    "Case",
    "CaseNumber",
    "CaseStanding",
    "Citizen",
    "CitizenLetter",
    "ClockSettingRow",
    "ClockStanding",
    "ClosedPeriodRow",
    "ConflictOverride",
    "Consent",
    "ContactPerson",
    "Course",
    "CourseDropout",
    "CourseSession",
    "CourseTemplate",
    "DateCorrectionRow",
    "Delivery",
    "Diagnosis",
    "DigestMail",
    "EmploymentStanding",
    "Encounter",
    "Epikrise",
    "Handover",
    "HandoverItem",
    "HeldSeat",
    "IntakeOutcome",
    "JobRun",
    "JournalNote",
    "LetterBatch",
    "LetterObject",
    "LetterState",
    "LetterWording",
    "ListExport",
    "LocalPauseReasonRow",
    "Measurement",
    "Notice",
    "NoticeStatus",
    "OfferDetailsRow",
    "OfferDeviationRow",
    "OnwardReferral",
    "OpenSession",
    "Organisation",
    "OutgoingKind",
    "OutgoingMessage",
    "OutgoingStatus",
    "PathwayEventRow",
    "PauseEndRow",
    "PauseRow",
    "Referral",
    "ReferralStanding",
    "Reminder",
    "ReturnToWorkPlan",
    "RiskAssessmentRow",
    "RoutingTable",
    "SavedView",
    "SavedViewDefault",
    "SavedViewNotice",
    "Seat",
    "SeatOffer",
    "SecondOpinion",
    "SecondOpinionDraw",
    "SenderToken",
    "SessionNote",
    "StandingTally",
    "StoredLetter",
    "Team",
    "TeamMeeting",
    "TriageRecord",
    "User",
    "UserRole",
    "WaitingEntry",
    "WaitingReferral",
    "WorkStatusRow",
    "WorkplaceContact",
    "db",
]
