"""What is done about training: offers, courses, seats, the waiting list and attendance."""

from typing import Final

from rehab.services.audit_verbs.verb import Verb, verb

COURSES: Final[tuple[Verb, ...]] = (
    verb(
        "session.handed_over", "overdrog en gang", "session_id", "user_id", "before", "handover_id"
    ),
    verb(
        "session.taken_back",
        "fortrød overdragelsen af en gang",
        "session_id",
        "user_id",
        "before",
        "handover_id",
    ),
    verb("course.planned", "oprettede et forløb", "course_id", "offer_code"),
    verb(
        "course.conflicts_accepted",
        "gemte gange, selv om noget var dobbeltbooket",
        "course_id",
        "conflicts",
    ),
    verb("course.template_saved", "gemte en skabelon", "template_id"),
    verb("course.template_retired", "tog en skabelon ud af brug", "template_id"),
    verb("course.settings_changed", "ændrede et forløb", "course_id", "before", "after"),
    verb("course.sessions_changed", "ændrede gange", "course_id", "reach", "sessions"),
    verb("course.session_added", "tilføjede en gang", "course_id", "session_id"),
    verb("course.session_cancelled", "aflyste en gang", "course_id", "session_id", "replaced_by"),
    verb("course.seat_finished", "gav pladsen videre efter sidste gang", "booking_id"),
    verb("course.cancelled", "aflyste et forløb", "course_id"),
    verb("course.sessions_moved", "flyttede borgerens tid", "course_id", "sessions"),
    verb("course.session_lost", "aflyste borgerens tid", "course_id", "session_id"),
    verb("course.arranged", "aftalte individuelle tider", "course_id"),
    verb("onward.referred", "henviste videre", "onward_id", "offer_code", "due_on"),
    verb("onward.answered", "registrerede tilbagemelding", "onward_id", "on"),
    verb("offer.described", "beskrev et tilbud", "offer_code", "deliverer"),
    verb("offer.deviated", "fraveg en minimumsstandard", "offer_code", "deviation_id"),
    verb("offer.deviation_ended", "afsluttede en afvigelse", "offer_code", "deviation_id"),
    verb("course.booked", "bookede et forløb", "course_id", "seat"),
    verb("course.booking_cancelled", "aflyste en booking", "course_id", "booking_id"),
    verb("course.counts_for", "lod et forløb tælle for", "booking_id", "referral_id"),
    verb("waiting.put_on", "satte borgeren på venteliste", "entry_id", "offer_code", "course_id"),
    verb("waiting.moved_first", "flyttede borgeren forrest på ventelisten", "entry_id"),
    verb("waiting.moved_back", "tog en flytning på ventelisten tilbage", "entry_id"),
    verb("waiting.ended", "tog borgeren af ventelisten", "entry_id", "ending"),
    verb(
        "waiting.passed_over",
        "sprang borgeren over på ventelisten",
        "entry_id",
        "course_id",
        "reason",
    ),
    verb("seat_offer.made", "tilbød en ledig plads", "offer_id", "course_id", "answer_by"),
    verb("seat_offer.ended", "afsluttede et tilbud om plads", "offer_id", "course_id", "answer"),
    verb("attendance.recorded", "førte fremmøde", "session_id", "marks"),
    verb("session.noted", "skrev et notat om gangen", "session_id", "note_id"),
    verb("session.substitute_set", "satte en afløser på gangen", "session_id", "user_id"),
    verb("course.left", "registrerede frafald", "booking_id", "reason"),
    verb("attendance.taps_received", "sendte fremmøde ind", "session_id", "taps"),
    verb("attendance.marked", "registrerede fremmøde", "session_id", "mark"),
)
