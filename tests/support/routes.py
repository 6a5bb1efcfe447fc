"""Who may open what, as a table, and how a route is asked."""

from typing import Any, Final

from flask import Flask
from sqlalchemy.orm import Session

from tests.support.world import World
from tests.web.browser import Browser, Page

WHO: Final = (
    "visitator",
    "koordinator",
    "terapeut",
    "stranger",
    "jobkonsulent",
    "leder",
    "administrator",
    "other",
)
YES, NO, GONE, NO_TOKEN = "allowed", "403", "404", "401"

#                        visitator koordin. terapeut stranger jobkons. leder administr. other
EVERYONE: Final = (YES, YES, YES, YES, YES, YES, YES, YES)
ENTRANCE_LIST: Final = (YES, YES, NO, NO, NO, YES, NO, YES)
ENTRANCE: Final = (YES, YES, NO, NO, NO, YES, NO, GONE)
LETTER_OF_NO_CASE: Final = (YES, YES, GONE, GONE, NO, YES, NO, GONE)
TRIAGE_LIST: Final = (YES, NO, NO, NO, NO, NO, NO, YES)
TRIAGE: Final = (YES, NO, NO, NO, NO, NO, NO, GONE)
QUARANTINE_LIST: Final = (YES, NO, NO, NO, NO, YES, NO, YES)
QUARANTINE: Final = (YES, NO, NO, NO, NO, YES, NO, GONE)
CASE_LIST: Final = (YES, YES, YES, YES, NO, YES, NO, YES)
CASE: Final = (YES, YES, YES, GONE, NO, YES, NO, GONE)
CARE: Final = (YES, YES, YES, GONE, NO, NO, NO, GONE)
ASSIGN_LIST: Final = (NO, YES, NO, NO, NO, YES, NO, YES)
ASSIGN: Final = (NO, YES, NO, NO, NO, YES, NO, GONE)
PLAN_LIST: Final = (NO, YES, NO, NO, NO, NO, NO, YES)
PLAN: Final = (NO, YES, NO, NO, NO, NO, NO, GONE)
PLANS_SESSION: Final = (GONE, YES, GONE, GONE, NO, NO, NO, GONE)
SHEET_OR_GONE: Final = (GONE, YES, YES, GONE, NO, NO, NO, GONE)
COURSE: Final = (YES, YES, YES, YES, NO, YES, NO, GONE)
SHEET_LIST: Final = (NO, YES, YES, YES, NO, NO, NO, YES)
SHEET: Final = (NO, YES, YES, GONE, NO, NO, NO, GONE)
SIGN: Final = (NO, YES, YES, GONE, NO, NO, NO, GONE)
EMPLOYMENT: Final = (NO, NO, NO, NO, YES, NO, NO, NO)
LEADER: Final = (NO, NO, NO, NO, NO, YES, NO, NO)
ADMINISTRATOR: Final = (NO, NO, NO, NO, NO, NO, YES, NO)
SHARED_VIEW: Final = (GONE, YES, GONE, GONE, NO, YES, NO, GONE)
# The koordinator, who asks before the leder, has deleted it by then.
ONCE_SHARED_VIEW: Final = (GONE, YES, GONE, GONE, NO, GONE, NO, GONE)
SEEN_VIEW: Final = (YES, YES, YES, YES, NO, YES, NO, GONE)
# A view of the board is for those who have the board.
OPENABLE_VIEW: Final = (GONE, YES, GONE, GONE, NO, YES, NO, GONE)
CARE_LIST: Final = (YES, YES, YES, YES, NO, NO, NO, YES)
CARE_COURSE: Final = (YES, YES, YES, YES, NO, NO, NO, GONE)
OWN_FEED: Final = (NO, GONE, YES, GONE, NO, NO, NO, GONE)
STATIC: Final = EVERYONE
# A person is nobody to it: a program shows a token of its own instead of a session and a form.
TOKEN_ONLY: Final = (NO_TOKEN,) * len(WHO)

MATRIX: Final[dict[str, tuple[str, ...]]] = {
    "static": STATIC,
    "home.show": EVERYONE,
    "home.health": EVERYONE,
    "home.accessibility": EVERYONE,
    "account.sign_in": EVERYONE,
    "account.sign_out": EVERYONE,
    "account.digest": CASE_LIST,
    "referrals.inbox": ENTRANCE_LIST,
    "referrals.show": ENTRANCE,
    "referrals.raw": ENTRANCE,
    "referrals.decide": TRIAGE,
    "referrals.correct_dates": TRIAGE,
    "referrals.type_in": TRIAGE_LIST,
    "referrals.ask": TRIAGE,
    "messages.index": ENTRANCE_LIST,
    "messages.raw": ENTRANCE,
    "messages.resend": CARE,
    "letters.write": CARE,
    "letters.index": ENTRANCE_LIST,
    "letters.show": CASE,
    "letters.raw": ENTRANCE,
    "letters.attachment": LETTER_OF_NO_CASE,
    "letters.begin": TRIAGE,
    "letters.file": TRIAGE,
    "mailbox.hand_in": TOKEN_ONLY,
    "quarantine.index": QUARANTINE_LIST,
    "quarantine.show": QUARANTINE,
    "quarantine.raw": QUARANTINE,
    "quarantine.try_again": TRIAGE,
    "quarantine.put_away": TRIAGE,
    "worklist.board": ASSIGN_LIST,
    "worklist.mine": (YES, YES, YES, YES, NO, NO, NO, YES),
    "worklist.finish_reminder": CARE,
    "worklist.reminders": (YES, YES, YES, YES, NO, NO, NO, YES),
    "saved_views.index": CASE_LIST,
    "saved_views.new": CASE_LIST,
    "saved_views.change": SHARED_VIEW,
    "saved_views.delete": ONCE_SHARED_VIEW,
    "saved_views.use": SEEN_VIEW,
    "saved_views.open": OPENABLE_VIEW,
    "saved_views.notify": OPENABLE_VIEW,
    "bulk.assign": ASSIGN_LIST,
    "bulk.place": CARE_LIST,
    "bulk.write": CARE_LIST,
    "bulk.export_list": CASE_LIST,
    "bulk.export_chosen": CASE_LIST,
    "citizen_letters.write": CARE,
    "citizen_letters.invite": CARE,
    "citizen_letters.pdf": CASE,
    "citizen_letters.print_list": CARE_LIST,
    "citizen_letters.print_again": CARE_LIST,
    "citizen_letters.to_course": CARE_COURSE,
    "citizen_letters.batch": CARE,
    "citizen_letters.batch_again": CARE,
    "citizen_letters.batch_pdf": CARE,
    "citizen_letters.wording": PLAN_LIST,
    "notices.reach": CARE,
    "calendar_feeds.index": SHEET_LIST,
    "calendar_feeds.close": OWN_FEED,
    "calendar_feeds.ics": EVERYONE,
    "cases.search": CASE_LIST,
    "cases.found_again": CASE_LIST,
    "cases.show": CASE,
    "cases.assign": ASSIGN,
    "handing_over.index": ASSIGN_LIST,
    "handing_over.workload": ASSIGN_LIST,
    "handing_over.prepare": ASSIGN,
    "handing_over.show": ASSIGN,
    "handing_over.undo": ASSIGN,
    "absences.index": (YES, YES, YES, YES, NO, YES, NO, YES),
    "absences.end": (GONE, YES, YES, YES, NO, YES, NO, GONE),
    "contact_persons.accept": CARE,
    "contact_persons.accept_all": (YES, YES, YES, YES, NO, NO, NO, YES),
    "contact_persons.decline": CARE,
    "contact_persons.language": ASSIGN,
    "cases.contact": CARE,
    "cases.cancel_contact": CARE,
    "cases.note": CARE,
    "clocks.pause": CARE,
    "clocks.end_pause": CARE,
    "work_status.record": CARE,
    "consents.record": CARE,
    "consents.withdraw": CARE,
    "measures.record": CARE,
    "risk_factors.assess": CARE,
    "courses.index": CASE_LIST,
    "courses.show": COURSE,
    "courses.new": PLAN_LIST,
    "individual.times": CARE,
    "onward_referrals.refer": CARE,
    "onward_referrals.feedback": CARE,
    "series.change": PLANS_SESSION,
    "series.cancel_session": SHEET_OR_GONE,
    "series.settings": PLAN,
    "series.cancel_course": PLAN,
    "course_templates.index": PLAN_LIST,
    "course_templates.new": PLAN_LIST,
    "course_templates.change": PLAN,
    "course_templates.content": PLAN,
    "course_templates.retire": PLAN,
    "courses.book": CARE,
    "courses.cancel_booking": CARE,
    "courses.count_for": CARE,
    "waiting_list.index": CASE_LIST,
    "waiting_list.put_on": CARE,
    "waiting_list.move_first": CARE,
    "waiting_list.move_back": CARE,
    "waiting_list.leave": CARE,
    "waiting_list.answer": CARE,
    "attendance.today": SHEET_LIST,
    "attendance.sheet": SHEET,
    "attendance.taps": SHEET,
    "attendance.state": SHEET,
    "attendance.copy": SHEET,
    "attendance.worker": EVERYONE,
    "attendance.hold_note": SHEET,
    "attendance.participant_note": SHEET,
    "attendance.substitute": (NO, YES, NO, NO, NO, NO, NO, GONE),
    "attendance.paper": SHEET,
    "attendance.leave": CARE,
    "epikrise.edit": CASE,
    "epikrise.sign": SIGN,
    "epikrise.preview": CASE,
    "epikrise.pdf": CASE,
    "epikrise.xml": CASE,
    "employment.index": EMPLOYMENT,
    "employment.show": EMPLOYMENT,
    "employment.plan": EMPLOYMENT,
    "employment.workplace": EMPLOYMENT,
    "offers.index": CASE_LIST,
    "offers.change": PLAN_LIST,
    "offers.leave_out": PLAN_LIST,
    "offers.take_in": PLAN_LIST,
    "offers.entrance": EVERYONE,
    "offers.feed": EVERYONE,
    "meetings.index": PLAN_LIST,
    "meetings.begin": PLAN_LIST,
    "meetings.show": PLAN,
    "meetings.decide_item": PLAN,
    "meetings.end": PLAN,
    "meetings.ask": CARE,
    "meetings.take_off": CARE,
    "overview.show": LEADER,
    "second_opinions.index": LEADER,
    "second_opinions.show": LEADER,
    "second_opinions.withdraw": LEADER,
    "second_opinions.withdraw_rest": LEADER,
    "second_opinions.waiting": TRIAGE_LIST,
    "second_opinions.answer": TRIAGE,
    "teams.index": ASSIGN_LIST,
    "teams.add": ASSIGN_LIST,
    "teams.retire": ASSIGN,
    "teams.choose": ASSIGN,
    "clock_settings.index": LEADER,
    "clock_settings.change": LEADER,
    "clock_settings.add_reason": LEADER,
    "clock_settings.withdraw_reason": LEADER,
    "clock_settings.close_days": LEADER,
    "clock_settings.open_days": LEADER,
    "administration.users": ADMINISTRATOR,
    "administration.new_user": ADMINISTRATOR,
    "administration.change_user": ADMINISTRATOR,
    "administration.set_password": ADMINISTRATOR,
    "job_runs.index": ADMINISTRATOR,
}
WITH_A_TOKEN: Final = frozenset({"mailbox.hand_in"})
ANONYMOUS_SEES: Final = frozenset(
    {
        "calendar_feeds.ics",
        "account.sign_in",
        "attendance.worker",
        "home.health",
        "home.accessibility",
        "offers.entrance",
        "offers.feed",
        "static",
    }
)


def url_of(browser: Browser, endpoint: str, world: World) -> str:
    [rule] = [r for r in browser.app.url_map.iter_rules() if r.endpoint == endpoint]
    values: dict[str, Any] = {name: world.values[name] for name in rule.arguments}
    if endpoint == "letters.show":
        values["letter_id"] = world.values["case_letter_id"]
    if endpoint == "letters.attachment":
        values["letter_id"] = world.values["attachment_letter_id"]
    if endpoint.startswith("epikrise.") and "referral_id" in values:
        signed = endpoint in {"epikrise.pdf", "epikrise.xml"}
        values["referral_id"] = world.values["signed_id" if signed else "accepted_referral_id"]
    return browser.url(endpoint, **values)


def answer_of(app: Flask, session: Session, world: World, endpoint: str, who: str) -> str:
    """Ask a route as somebody, by GET where it can be, and say in one word what came back."""
    browser = Browser(app, session, world.people[who])
    url = url_of(browser, endpoint, world)
    [rule] = [r for r in app.url_map.iter_rules() if r.endpoint == endpoint]
    if "GET" in (rule.methods or ()):
        response = browser.open(url)
    else:
        response = browser.open(url, method="POST", data={"csrf_token": token_of(browser)})
    if response.status_code == 302 and "/konto/log-ind?next=" in (response.location or ""):
        return "login"
    if response.status_code in {401, 403, 404}:
        return str(response.status_code)
    assert response.status_code < 500, f"{endpoint} as {who}: {response.status_code}"
    return YES


def token_of(browser: Browser) -> str:
    """A token of the browser's own session, from the log-in page that everyone can open."""
    page = Page(browser.open("/konto/log-ind").get_data(as_text=True), "html.parser")
    return page.select_one("input[name=csrf_token]")["value"]
