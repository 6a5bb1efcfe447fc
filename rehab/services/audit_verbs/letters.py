"""What is done with letters: those that come in, those that go out, and what citizens get."""

from typing import Final

from rehab.services.audit_verbs.verb import Verb, verb

LETTERS: Final[tuple[Verb, ...]] = (
    verb("delivery.stored", "modtog en fil", "delivery_id", "sha256"),
    verb("delivery.dealt_with", "behandlede en fil", "delivery_id", "outcome"),
    verb("delivery.put_away", "lagde en fil væk", "delivery_id"),
    verb("letter.stored", "modtog et brev", "letter_id", "kind", "outcome"),
    verb("letter.made_referral", "oprettede et brev som henvisning", "letter_id", "referral_id"),
    verb("letter.filed", "arkiverede et brev", "letter_id"),
    verb("message.queued", "lagde en meddelelse til afsendelse", "message_id", "kind", "status"),
    verb("message.sent", "sendte en meddelelse", "message_id"),
    verb("message.answered", "modtog kvittering", "message_id", "status"),
    verb("message.answered_again", "modtog en kvittering til", "message_id", "status"),
    verb("message.released", "lagde en tilbageholdt kvittering i køen", "message_id"),
    verb("message.resent", "sendte en meddelelse igen", "message_id", "resend_id"),
    verb("notice.queued", "lagde en besked til borgeren i kø", "notice_id", "kind", "channel"),
    verb("citizen.reach_set", "ændrede, hvordan borgeren får besked", "exempt", "declines"),
    verb("notice.tried", "prøvede at sende en besked til borgeren", "notice_id"),
    verb("notice.put_off", "udsatte en besked til borgeren", "notice_id"),
    verb("notice.sent", "sendte en besked til borgeren", "notice_id"),
    verb("notice.withdrawn", "trak en besked til borgeren tilbage", "notice_id"),
    verb("notice.failed", "kunne ikke sende en besked til borgeren", "notice_id"),
    verb(
        "citizen_letter.written",
        "skrev et brev til borgeren",
        "citizen_letter_id",
        "template",
        "to_print",
    ),
    verb("citizen_letter.made", "dannede et brev til borgeren", "citizen_letter_id", "pdf_sha256"),
    verb("citizen_letter.failed", "kunne ikke danne et brev", "citizen_letter_id"),
    verb("citizen_letter.withdrawn", "trak et brev tilbage", "citizen_letter_id"),
    verb("citizen_letter.printed", "printede et brev til borgeren", "citizen_letter_id"),
    verb("letter_batch.asked_for", "bad om breve til flere", "batch_id", "letters"),
    verb("citizen_letter.tried_again", "prøvede et brev igen", "citizen_letter_id"),
    verb("letter_wording.set", "ændrede kommunens ord i et brev", "template"),
)
