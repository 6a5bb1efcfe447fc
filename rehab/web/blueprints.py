"""Every capability's pages, in the order of the pathway."""

from typing import Final

from rehab.web.absences.routes import blueprint as absences
from rehab.web.account.routes import blueprint as account
from rehab.web.administration.routes import blueprint as administration
from rehab.web.attendance.routes import blueprint as attendance
from rehab.web.bulk.export_routes import blueprint as bulk
from rehab.web.calendar_feeds.routes import blueprint as calendar_feeds
from rehab.web.cases.routes import blueprint as cases
from rehab.web.citizen_letters.many import blueprint as citizen_letters
from rehab.web.clocks.routes import blueprint as clocks
from rehab.web.clocks.settings_routes import blueprint as clock_settings
from rehab.web.consents.routes import blueprint as consents
from rehab.web.contact_persons.routes import blueprint as contact_persons
from rehab.web.courses.individual_routes import blueprint as individual
from rehab.web.courses.routes import blueprint as courses
from rehab.web.courses.series_routes import blueprint as series
from rehab.web.courses.template_routes import blueprint as course_templates
from rehab.web.employment.routes import blueprint as employment
from rehab.web.epikrise.routes import blueprint as epikrise
from rehab.web.handing_over.routes import blueprint as handing_over
from rehab.web.home.routes import blueprint as home
from rehab.web.job_runs.routes import blueprint as job_runs
from rehab.web.letters.routes import blueprint as letters
from rehab.web.mailbox.routes import blueprint as mailbox
from rehab.web.measures.routes import blueprint as measures
from rehab.web.meetings.routes import blueprint as meetings
from rehab.web.messages.routes import blueprint as messages
from rehab.web.notices.routes import blueprint as notices
from rehab.web.offers.routes import blueprint as offers
from rehab.web.onward_referrals.routes import blueprint as onward_referrals
from rehab.web.overview.routes import blueprint as overview
from rehab.web.quarantine.routes import blueprint as quarantine
from rehab.web.referrals.routes import blueprint as referrals
from rehab.web.risk_factors.routes import blueprint as risk_factors
from rehab.web.saved_views.routes import blueprint as saved_views
from rehab.web.second_opinions.routes import blueprint as second_opinions
from rehab.web.teams.routes import blueprint as teams
from rehab.web.waiting_list.routes import blueprint as waiting_list
from rehab.web.work_status.routes import blueprint as work_status
from rehab.web.worklist.routes import blueprint as worklist

BLUEPRINTS: Final = (
    account,
    home,
    referrals,
    letters,
    meetings,
    messages,
    quarantine,
    mailbox,
    worklist,
    bulk,
    saved_views,
    cases,
    citizen_letters,
    notices,
    clocks,
    contact_persons,
    absences,
    handing_over,
    courses,
    waiting_list,
    course_templates,
    series,
    individual,
    onward_referrals,
    attendance,
    calendar_feeds,
    risk_factors,
    work_status,
    measures,
    epikrise,
    consents,
    employment,
    offers,
    overview,
    second_opinions,
    clock_settings,
    teams,
    administration,
    job_runs,
)
