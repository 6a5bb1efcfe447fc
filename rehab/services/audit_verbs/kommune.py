"""What is done to the kommune itself: its people, its rules, its settings and its jobs."""

from typing import Final

from rehab.services.audit_verbs.verb import Verb, verb

KOMMUNE: Final[tuple[Verb, ...]] = (
    verb("organisation.created", "oprettede kommunen", "organisation_id"),
    verb("organisation.updated", "ændrede kommunens oplysninger", "organisation_id"),
    verb("user.created", "oprettede en bruger", "user_id", "roles"),
    verb("user.changed", "ændrede en bruger", "user_id", "roles", "active"),
    verb("user.password_set", "satte en ny adgangskode", "user_id"),
    verb("user.signed_in", "loggede ind", "user_id"),
    verb("user.sign_in_failed", "kunne ikke logge ind", "user_id", "failures"),
    verb("user.signed_out", "loggede ud", "user_id"),
    verb("clock.set", "satte en frist", "setting_id", "code", "days", "valid_from"),
    verb("closing.set", "satte en lukkedag", "closing_id"),
    verb("closing.withdrawn", "fjernede en lukkedag", "closing_id"),
    verb("pause_reason.added", "tilføjede en pauseårsag", "reason_id", "counts"),
    verb("pause_reason.withdrawn", "fjernede en pauseårsag", "reason_id"),
    verb("team.added", "oprettede et team", "team_id"),
    verb("team.retired", "nedlagde et team", "team_id"),
    verb("routing.set", "satte reglerne for teams", "table_id", "rules"),
    verb("organisation.offers_chosen", "valgte frivillige tilbud", "before", "after"),
    verb("token.added", "oprettede en nøgle til aflevering", "token_id"),
    verb("token.revoked", "trak en nøgle til aflevering tilbage", "token_id"),
    verb("worklist.exported", "trak en liste ud som fil", "export_id", "rows"),
    verb("saved_view.saved", "gemte en visning", "view_id", "page", "shared"),
    verb("saved_view.changed", "ændrede en visning", "view_id", "page", "shared"),
    verb("saved_view.deleted", "slettede en visning", "view_id", "page"),
    verb("saved_view.made_default", "valgte sin faste visning", "view_id", "page"),
    verb("saved_view.default_dropped", "fjernede sin faste visning", "page"),
    verb("saved_view.notice_set", "valgte mail om en visning", "view_id", "rhythm", "limit"),
    verb("saved_view.notice_dropped", "fravalgte mail om en visning", "view_id"),
    verb("demo.filled", "fyldte demokommunen med opdigtede sager", "cases"),
    verb("calendar_feed.opened", "lavede en adresse til sin kalender", "feed_id"),
    verb("calendar_feed.closed", "lukkede en adresse til sin kalender", "feed_id"),
    verb("user.digest_set", "valgte mail om påmindelser", "user_id", "choice"),
    verb("user.digest_sent", "sendte mail om påmindelser", "user_id", "for_day"),
    verb("user.digest_refused", "fik afvist mail om påmindelser", "user_id", "for_day"),
    verb("user.views_settled", "så på visninger uden at sende", "user_id", "for_day"),
    verb("job.ran", "kørte et job", "name", "did"),
)
