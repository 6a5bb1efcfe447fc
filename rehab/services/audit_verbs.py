"""Every verb of the audit trail: its keys, and the Danish sentence that says what was done.

Data holds ids, codes and dates only, never names or health text, so nothing here needs erasing
when a citizen's record is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


class UnknownVerbError(RuntimeError):
    """A use case recorded something that is not registered here, or with other keys."""


@dataclass(frozen=True, slots=True)
class Verb:
    """One thing that can be done, and the keys its audit events carry."""

    name: str
    sentence: str
    keys: frozenset[str] = frozenset()


def _verb(name: str, sentence: str, *keys: str) -> Verb:
    return Verb(name, sentence, frozenset(keys))


VERBS: Final[Mapping[str, Verb]] = MappingProxyType(
    {
        verb.name: verb
        for verb in (
            _verb("organisation.created", "oprettede kommunen", "organisation_id"),
            _verb("organisation.updated", "ændrede kommunens oplysninger", "organisation_id"),
            _verb("user.created", "oprettede en bruger", "user_id", "roles"),
            _verb("user.changed", "ændrede en bruger", "user_id", "roles", "active"),
            _verb("user.password_set", "satte en ny adgangskode", "user_id"),
            _verb("user.signed_in", "loggede ind", "user_id"),
            _verb("user.sign_in_failed", "kunne ikke logge ind", "user_id", "failures"),
            _verb("user.signed_out", "loggede ud", "user_id"),
            _verb("delivery.stored", "modtog en fil", "delivery_id", "sha256"),
            _verb("delivery.dealt_with", "behandlede en fil", "delivery_id", "outcome"),
            _verb("delivery.put_away", "lagde en fil væk", "delivery_id"),
            _verb("letter.stored", "modtog et brev", "letter_id", "kind", "outcome"),
            _verb(
                "letter.made_referral",
                "oprettede et brev som henvisning",
                "letter_id",
                "referral_id",
            ),
            _verb("letter.filed", "arkiverede et brev", "letter_id"),
            _verb("referral.received", "modtog en henvisning", "referral_id", "kind"),
            _verb("referral.typed_in", "indtastede en henvisning", "referral_id", "kind"),
            _verb(
                "referral.triaged",
                "visiterede en henvisning",
                "referral_id",
                "decision",
                "reason_code",
                "red_flags",
            ),
            _verb(
                "second_opinion.drawn",
                "trak afgørelser til en anden vurdering",
                "draw_id",
                "drawn",
                "first_day",
                "last_day",
            ),
            _verb("second_opinion.given", "gav en anden vurdering", "opinion_id"),
            _verb("second_opinion.withdrawn", "trak en anden vurdering tilbage", "opinion_id"),
            _verb("referral.dates_corrected", "rettede datoer", "referral_id", "before", "after"),
            _verb("referral.replaced", "erstattede en henvisning", "referral_id", "replaced_by"),
            _verb("referral.closed", "afsluttede en henvisning", "referral_id"),
            _verb("case.opened", "åbnede sagen", "number"),
            _verb("case.linked", "knyttede en henvisning til sagen", "referral_id"),
            _verb("case.closed", "afsluttede sagen"),
            _verb("contact_person.accepted", "sagde ja til sagen", "user_id"),
            _verb("contact_person.declined", "sagde nej til sagen", "user_id"),
            _verb("contact_person.returned", "lagde sagen tilbage i køen", "user_id"),
            _verb(
                "contact_person.handed_over",
                "overdrog sagen",
                "user_id",
                "before",
                "handover_id",
            ),
            _verb(
                "contact_person.taken_back",
                "fortrød en overdragelse af sagen",
                "user_id",
                "before",
                "handover_id",
            ),
            _verb("handover.done", "overdrog sager", "handover_id", "user_id", "cases", "sessions"),
            _verb(
                "session.handed_over",
                "overdrog en gang",
                "session_id",
                "user_id",
                "before",
                "handover_id",
            ),
            _verb(
                "session.taken_back",
                "fortrød overdragelsen af en gang",
                "session_id",
                "user_id",
                "before",
                "handover_id",
            ),
            _verb("handover.undone", "fortrød en overdragelse", "handover_id", "user_id"),
            _verb(
                "absence.recorded",
                "registrerede fravær",
                "absence_id",
                "user_id",
                "substitute_id",
                "from_on",
                "until_on",
            ),
            _verb("absence.ended", "afsluttede et fravær", "absence_id", "user_id"),
            _verb("citizen.language_noted", "noterede borgerens sprog"),
            _verb("contact_person.assigned", "tildelte kontaktperson", "user_id", "before"),
            _verb("pathway.recorded", "registrerede kontakt", "referral_id", "kind", "on"),
            _verb("pathway.cancelled", "tilbageførte en kontakt", "referral_id", "event_id"),
            _verb(
                "pause.set",
                "satte en henvisning på pause",
                "referral_id",
                "pause_id",
                "reason",
                "from_on",
                "until_on",
            ),
            _verb("clock.set", "satte en frist", "setting_id", "code", "days", "valid_from"),
            _verb("closing.set", "satte en lukkedag", "closing_id"),
            _verb("closing.withdrawn", "fjernede en lukkedag", "closing_id"),
            _verb("pause_reason.added", "tilføjede en pauseårsag", "reason_id", "counts"),
            _verb("pause_reason.withdrawn", "fjernede en pauseårsag", "reason_id"),
            _verb("pause.ended", "afsluttede en pause", "referral_id", "pause_id", "until_on"),
            _verb("note.written", "skrev et notat", "note_id"),
            _verb("agenda.asked", "satte sagen på dagsordenen", "item_id"),
            _verb("agenda.taken_off", "tog sagen af dagsordenen", "item_id"),
            _verb("agenda.decided", "besluttede på et teammøde", "item_id", "meeting_id"),
            _verb("meeting.begun", "begyndte et teammøde", "meeting_id"),
            _verb("meeting.ended", "afsluttede et teammøde", "meeting_id"),
            _verb("team.added", "oprettede et team", "team_id"),
            _verb("team.retired", "nedlagde et team", "team_id"),
            _verb("routing.set", "satte reglerne for teams", "table_id", "rules"),
            _verb("case.team_routed", "gav sagen et team efter reglerne", "team_id", "table_id"),
            _verb("case.team_undecided", "fandt intet team efter reglerne", "table_id"),
            _verb("case.team_chosen", "valgte sagens team", "team_id", "before"),
            _verb("course.planned", "oprettede et forløb", "course_id", "offer_code"),
            _verb(
                "course.conflicts_accepted",
                "gemte gange, selv om noget var dobbeltbooket",
                "course_id",
                "conflicts",
            ),
            _verb("course.template_saved", "gemte en skabelon", "template_id"),
            _verb("course.template_retired", "tog en skabelon ud af brug", "template_id"),
            _verb("course.settings_changed", "ændrede et forløb", "course_id", "before", "after"),
            _verb("course.sessions_changed", "ændrede gange", "course_id", "reach", "sessions"),
            _verb("course.session_added", "tilføjede en gang", "course_id", "session_id"),
            _verb(
                "course.session_cancelled",
                "aflyste en gang",
                "course_id",
                "session_id",
                "replaced_by",
            ),
            _verb("course.seat_finished", "gav pladsen videre efter sidste gang", "booking_id"),
            _verb("course.cancelled", "aflyste et forløb", "course_id"),
            _verb("course.sessions_moved", "flyttede borgerens tid", "course_id", "sessions"),
            _verb("course.session_lost", "aflyste borgerens tid", "course_id", "session_id"),
            _verb("course.arranged", "aftalte individuelle tider", "course_id"),
            _verb("onward.referred", "henviste videre", "onward_id", "offer_code", "due_on"),
            _verb("onward.answered", "registrerede tilbagemelding", "onward_id", "on"),
            _verb("organisation.offers_chosen", "valgte frivillige tilbud", "before", "after"),
            _verb("offer.described", "beskrev et tilbud", "offer_code", "deliverer"),
            _verb("offer.deviated", "fraveg en minimumsstandard", "offer_code", "deviation_id"),
            _verb("offer.deviation_ended", "afsluttede en afvigelse", "offer_code", "deviation_id"),
            _verb("course.booked", "bookede et forløb", "course_id", "seat"),
            _verb("course.booking_cancelled", "aflyste en booking", "course_id", "booking_id"),
            _verb("course.counts_for", "lod et forløb tælle for", "booking_id", "referral_id"),
            _verb(
                "waiting.put_on",
                "satte borgeren på venteliste",
                "entry_id",
                "offer_code",
                "course_id",
            ),
            _verb("waiting.moved_first", "flyttede borgeren forrest på ventelisten", "entry_id"),
            _verb("waiting.moved_back", "tog en flytning på ventelisten tilbage", "entry_id"),
            _verb("waiting.ended", "tog borgeren af ventelisten", "entry_id", "ending"),
            _verb(
                "waiting.passed_over",
                "sprang borgeren over på ventelisten",
                "entry_id",
                "course_id",
                "reason",
            ),
            _verb("seat_offer.made", "tilbød en ledig plads", "offer_id", "course_id", "answer_by"),
            _verb(
                "seat_offer.ended",
                "afsluttede et tilbud om plads",
                "offer_id",
                "course_id",
                "answer",
            ),
            _verb("attendance.recorded", "førte fremmøde", "session_id", "marks"),
            _verb("session.noted", "skrev et notat om gangen", "session_id", "note_id"),
            _verb("session.substitute_set", "satte en afløser på gangen", "session_id", "user_id"),
            _verb("course.left", "registrerede frafald", "booking_id", "reason"),
            _verb("attendance.taps_received", "sendte fremmøde ind", "session_id", "taps"),
            _verb("attendance.marked", "registrerede fremmøde", "session_id", "mark"),
            _verb("measure.recorded", "registrerede måling", "point"),
            _verb(
                "risk_factors.assessed", "vurderede risikofaktorer", "assessment_id", "new", "told"
            ),
            _verb("work_status.recorded", "registrerede arbejdsstatus", "status"),
            _verb("employment.effort_requested", "bad om beskæftigelsesindsats"),
            _verb("employment.plan_written", "skrev plan for tilbagevenden", "plan_id"),
            _verb("employment.workplace_contacted", "registrerede kontakt til arbejdsplads"),
            _verb("consent.given", "registrerede samtykke", "consent_id", "scopes", "recipient"),
            _verb("consent.withdrawn", "registrerede tilbagekaldt samtykke", "consent_id"),
            _verb("epikrise.saved", "gemte udkast til epikrise", "referral_id"),
            _verb("epikrise.signed", "underskrev epikrise", "referral_id", "pdf_sha256"),
            _verb(
                "message.queued",
                "lagde en meddelelse til afsendelse",
                "message_id",
                "kind",
                "status",
            ),
            _verb("message.sent", "sendte en meddelelse", "message_id"),
            _verb("message.answered", "modtog kvittering", "message_id", "status"),
            _verb("message.answered_again", "modtog en kvittering til", "message_id", "status"),
            _verb("message.released", "lagde en tilbageholdt kvittering i køen", "message_id"),
            _verb("message.resent", "sendte en meddelelse igen", "message_id", "resend_id"),
            _verb("token.added", "oprettede en nøgle til aflevering", "token_id"),
            _verb("token.revoked", "trak en nøgle til aflevering tilbage", "token_id"),
            _verb("reminder.raised", "oprettede en påmindelse", "cause", "due_on"),
            _verb("reminder.withdrawn", "fjernede en påmindelse", "cause", "due_on"),
            _verb("reminder.done", "afsluttede en påmindelse", "reminder_id"),
            _verb(
                "notice.queued", "lagde en besked til borgeren i kø", "notice_id", "kind", "channel"
            ),
            _verb(
                "citizen.reach_set", "ændrede, hvordan borgeren får besked", "exempt", "declines"
            ),
            _verb("notice.tried", "prøvede at sende en besked til borgeren", "notice_id"),
            _verb("notice.put_off", "udsatte en besked til borgeren", "notice_id"),
            _verb("notice.sent", "sendte en besked til borgeren", "notice_id"),
            _verb("notice.withdrawn", "trak en besked til borgeren tilbage", "notice_id"),
            _verb("notice.failed", "kunne ikke sende en besked til borgeren", "notice_id"),
            _verb(
                "citizen_letter.written",
                "skrev et brev til borgeren",
                "citizen_letter_id",
                "template",
                "to_print",
            ),
            _verb(
                "citizen_letter.made",
                "dannede et brev til borgeren",
                "citizen_letter_id",
                "pdf_sha256",
            ),
            _verb("citizen_letter.failed", "kunne ikke danne et brev", "citizen_letter_id"),
            _verb("citizen_letter.withdrawn", "trak et brev tilbage", "citizen_letter_id"),
            _verb("citizen_letter.printed", "printede et brev til borgeren", "citizen_letter_id"),
            _verb("letter_batch.asked_for", "bad om breve til flere", "batch_id", "letters"),
            _verb("citizen_letter.tried_again", "prøvede et brev igen", "citizen_letter_id"),
            _verb("letter_wording.set", "ændrede kommunens ord i et brev", "template"),
            _verb("worklist.exported", "trak en liste ud som fil", "export_id", "rows"),
            _verb("saved_view.saved", "gemte en visning", "view_id", "page", "shared"),
            _verb("saved_view.changed", "ændrede en visning", "view_id", "page", "shared"),
            _verb("saved_view.deleted", "slettede en visning", "view_id", "page"),
            _verb("saved_view.made_default", "valgte sin faste visning", "view_id", "page"),
            _verb("saved_view.default_dropped", "fjernede sin faste visning", "page"),
            _verb(
                "saved_view.notice_set", "valgte mail om en visning", "view_id", "rhythm", "limit"
            ),
            _verb("saved_view.notice_dropped", "fravalgte mail om en visning", "view_id"),
            _verb("demo.filled", "fyldte demokommunen med opdigtede sager", "cases"),
            _verb("calendar_feed.opened", "lavede en adresse til sin kalender", "feed_id"),
            _verb("calendar_feed.closed", "lukkede en adresse til sin kalender", "feed_id"),
            _verb("user.digest_set", "valgte mail om påmindelser", "user_id", "choice"),
            _verb("user.digest_sent", "sendte mail om påmindelser", "user_id", "for_day"),
            _verb("user.digest_refused", "fik afvist mail om påmindelser", "user_id", "for_day"),
            _verb("user.views_settled", "så på visninger uden at sende", "user_id", "for_day"),
            _verb("job.ran", "kørte et job", "name", "did"),
        )
    }
)


def check_verb(name: str, keys: frozenset[str]) -> None:
    """Refuse a verb that is not registered, or with other keys than it declares."""
    verb = VERBS.get(name)
    if verb is None:
        raise UnknownVerbError(f"unknown audit verb {name}")
    if keys != verb.keys:
        raise UnknownVerbError(f"{name} carries {sorted(keys)}, not {sorted(verb.keys)}")
