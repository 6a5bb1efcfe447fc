"""The demo's story: made-up referrals at every stage of the pathway, told through the use cases."""

from datetime import timedelta

from sqlalchemy import select

from rehab.domain.attendance import AttendanceMark
from rehab.domain.catalogue import Deliverer, OfferDetails
from rehab.domain.clock_rules import EventKind
from rehab.domain.consent import ConsentForm, ConsentScope
from rehab.domain.courses import CourseForm
from rehab.domain.employment import WorkStatus
from rehab.domain.measures import MeasurePoint
from rehab.models import Organisation, Referral
from rehab.queries.epikriser import closing_referral
from rehab.services.absences import RecordAbsence, record_absence
from rehab.services.consents import RecordConsent, record_consent
from rehab.services.context import Context
from rehab.services.demo_acts import Storyteller, weekday_from
from rehab.services.demo_courses import keep_a_template
from rehab.services.demo_messages import DEMO_REFERRALS, message_of
from rehab.services.epikrise_drafts import draft
from rehab.services.epikriser import SignEpikrise, sign
from rehab.services.intake import receive
from rehab.services.journal import write_note
from rehab.services.measures import RecordMeasurement, record_measurement
from rehab.services.meetings import put_on_agenda
from rehab.services.offers import ChangeOffer, change_offer, offer_named
from rehab.services.pauses import SetPause, set_pause
from rehab.services.work_status import RecordWorkStatus, record_work_status

_REACHED = EventKind.CONTACT_REACHED
_PRESENT, _EXCUSED = AttendanceMark.PRESENT, AttendanceMark.EXCUSED
_LATE = AttendanceMark.LATE


def tell_story(ctx: Context, organisation: Organisation) -> bool:
    """Fill the demo kommune, unless it has referrals already; tell whether anything was done.

    Commits as it goes: each file is received as a file is.
    """
    if ctx.session.scalar(
        select(Referral.id).where(Referral.organisation_id == organisation.id).limit(1)
    ):
        return False
    teller = Storyteller(ctx, organisation)
    for referral in sorted(DEMO_REFERRALS, key=lambda row: -row.days_ago):
        at = teller.on(referral.days_ago, hour=10)
        receive(at, f"demo-{referral.number}.xml", message_of(referral, ctx.today))
    receive(teller.on(1), "demo-aegte-rod.xml", b"<Emessage>5790000999019 afbrudt")
    with ctx.transaction():
        keep_a_template(teller)
        _others_help_to_give_the_offers(teller)
        _grethe_is_done(teller)
        _bo_trains_after_his_operation(teller)
        _inge_is_in_the_middle(teller)
        _lis_waits_for_a_call(teller)
        teller.accept(3, 3, "in_target_group", 2)
        teller.wait(3, "patientuddannelse_ryg", 1)
        _the_team_plans_ahead(teller)
    return True


def _others_help_to_give_the_offers(teller: Storyteller) -> None:
    """Let the koordinator say who holds the stop-smoking course, and what the rygskole is."""
    karen = teller.on(80, "karen")
    smoking = OfferDetails(
        "Seks møder over otte uger, i små grupper eller på telefon.",
        "Sundhedshuset",
        sessions=6,
        minutes=60,
        deliverer=Deliverer.PRIVATE,
        provider="Røgfri Testby",
    )
    rygskole = OfferDetails(
        "Træning, undervisning og øvelser til hjemmet sammen med op til elleve andre.",
        "Sundhedshuset, sal 2",
        sessions=12,
        minutes=60,
    )
    for code, details in (("rygestop", smoking), ("hold_ikke_opererede", rygskole)):
        change_offer(karen, offer_named(karen, code), ChangeOffer(details))


def _grethe_is_done(teller: Storyteller) -> None:
    """Tell of one referred in the autumn, trained eight times, and signed home."""
    today = teller.ctx.today
    teller.accept(8, 74, "in_target_group", 1)
    teller.assign(8, 74)
    teller.contact(8, 72, _REACHED, "Glad for opringningen. Vil gerne begynde hurtigt.")
    first = weekday_from(today - timedelta(days=66))
    course = teller.plan(
        "Individuel træning", "individuel_traening", first, 8, 72, CourseForm.INDIVIDUAL, hour=13
    )
    teller.book(8, course, 71)
    _measure(teller, 8, 66, MeasurePoint.START, 6, (("Gå en tur på 30 min.", 3), ("Luge", 2)))
    teller.attend(course, (_PRESENT, _PRESENT, _EXCUSED, *[_PRESENT] * 5))
    _measure(teller, 8, 30, MeasurePoint.END, 2, (("Gå en tur på 30 min.", 8), ("Luge", 7)))
    tove = teller.on(30, "tove", hour=15)
    case = teller.case(tove, 8)
    write_note(
        tove,
        case,
        "Oplevelse: Går tur hver dag igen og er tryg ved at bruge ryggen.\n\n"
        "Instruktion: Har fået hjemmeprogram med fire øvelser og ved, hvordan det øges.",
    )
    referral = closing_referral(tove.session, case.referrals[0].id)
    sign(tove, referral, SignEpikrise(draft(tove, referral).fingerprint))
    tove.session.flush()


def _bo_trains_after_his_operation(teller: Storyteller) -> None:
    """Tell of one operated, offered a start within seven days, and on the hold for it."""
    teller.accept(2, 11, "gop_almen", 2)
    teller.assign(2, 11)
    teller.contact(2, 10, EventKind.CONTACT_ATTEMPTED, "Telefonsvarer.")
    teller.contact(2, 9, _REACHED, "Kan møde om formiddagen.")
    first = weekday_from(teller.ctx.today - timedelta(days=6))
    course = teller.plan("Rygskole for rygopererede", "hold_opererede", first, 12, 10, hour=11)
    teller.book(2, course, 9)
    teller.attend(course, (_PRESENT, _LATE))
    _measure(teller, 2, 5, MeasurePoint.START, 5, (("Løfte en sæk", 2), ("Køre bil", 5)))


def _inge_is_in_the_middle(teller: Storyteller) -> None:
    """Tell of one sick-listed for seven weeks, in training, who has agreed to get help."""
    today = teller.ctx.today
    teller.accept(1, 8, "in_target_group", 1)
    teller.assign(1, 8)
    teller.contact(1, 6, _REACHED, "Bekymret for jobbet. Vil gerne på hold.")
    first = weekday_from(today - timedelta(days=3))
    course = teller.plan("Rygskole", "hold_ikke_opererede", first, 12, 12)
    teller.book(1, course, 5)
    teller.attend(course, (_PRESENT, _PRESENT))
    _measure(teller, 1, 2, MeasurePoint.START, 7, (("Stå ved komfuret", 3), ("Løfte gryder", 1)))
    tove = teller.on(5, "tove", hour=14)
    case = teller.case(tove, 1)
    sick_since = today - timedelta(days=49)
    record_work_status(
        tove,
        case,
        RecordWorkStatus(WorkStatus.FULL_SICK_LEAVE, sick_since, sick_since, asks_for_effort=True),
    )
    record_consent(
        tove,
        case,
        RecordConsent(
            form=ConsentForm.WRITTEN,
            scopes=frozenset(
                {
                    ConsentScope.WORK_STATUS,
                    ConsentScope.CONTACT_PERSON,
                    ConsentScope.CONSIDERATIONS,
                }
            ),
            purpose="Plan for tilbagevenden til arbejdet som køkkenassistent.",
            given_on=tove.today,
            expires_on=None,
            considerations="Skal kunne skifte stilling. Ingen løft over 8 kg foreløbig.",
        ),
    )
    tove.session.flush()


def _lis_waits_for_a_call(teller: Storyteller) -> None:
    """Tell of one called in vain while the fifth day passed, who is too ill to begin this week."""
    teller.accept(7, 5, "gop_almen", 2)
    teller.assign(7, 5)
    teller.contact(7, 3, EventKind.CONTACT_ATTEMPTED, "Ikke svar.")
    tove = teller.on(1, "tove", hour=10)
    case = teller.case(tove, 7)
    until = teller.ctx.today + timedelta(days=4)
    set_pause(tove, case, SetPause(case.referrals[0].id, "syg", tove.today, until))
    tove.session.flush()


def _the_team_plans_ahead(teller: Storyteller) -> None:
    """Tell of a question that waits for the meeting, and of leave with a substitute."""
    tove = teller.on(1, "tove", hour=13)
    question = "Skal arbejdspladsen besøges, inden hun begynder på nedsat tid?"
    put_on_agenda(tove, teller.case(tove, 1), question)
    begins = teller.ctx.today + timedelta(days=21)
    ends = begins + timedelta(days=6)
    record_absence(tove, RecordAbsence(tove.actor.id, teller.person("karen").id, begins, ends))
    tove.session.flush()


def _measure(
    teller: Storyteller,
    number: int,
    days_ago: int,
    point: MeasurePoint,
    pain: int,
    activities: tuple[tuple[str, int], ...],
) -> None:
    tove = teller.on(days_ago, "tove", hour=12)
    command = RecordMeasurement(tove.today, pain, activities)
    record_measurement(tove, teller.case(tove, number), point, command)
    tove.session.flush()
