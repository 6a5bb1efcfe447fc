"""Let what was told of a seat be taken back, and the citizen be told that the seat is gone."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_KINDS = (
    "session_cancelled",
    "session_moved",
    "seat_booked",
    "seat_offered",
    "session_reminder",
    "contact_person_changed",
)
_STATUSES = ("queued", "sent", "failed", "on_paper")
_STATES = ("waiting", "made", "failed")
# A table that SQLite makes anew loses its checks, so those that stay the same are made again there.
_SAME = {
    "notice": (("noticechannel", "channel", ("sms", "email", "letter")),),
    "citizen_letter": (
        (
            "lettertemplate",
            "template",
            (
                "indkaldelse",
                "plan",
                "ikke-henvendt",
                "frit-valg",
                "aflysning",
                "ny-kontaktperson",
                "besked",
            ),
        ),
    ),
}


def upgrade() -> None:
    _check(
        "notice",
        ("noticekind", "kind", (*_KINDS, "seat_withdrawn")),
        ("noticestatus", "status", (*_STATUSES, "withdrawn")),
    )
    _check("citizen_letter", ("letterstate", "state", (*_STATES, "withdrawn")))


def downgrade() -> None:
    op.execute("DELETE FROM notice WHERE kind = 'seat_withdrawn'")
    op.execute("UPDATE notice SET status = 'failed' WHERE status = 'withdrawn'")
    op.execute("UPDATE citizen_letter SET state = 'failed' WHERE state = 'withdrawn'")
    _check("notice", ("noticekind", "kind", _KINDS), ("noticestatus", "status", _STATUSES))
    _check("citizen_letter", ("letterstate", "state", _STATES))


def _check(table: str, *checks: tuple[str, str, tuple[str, ...]]) -> None:
    if op.get_bind().dialect.name == "sqlite":
        with op.batch_alter_table(table, recreate="always") as batch_op:
            for name, column, values in (*_SAME[table], *checks):
                batch_op.create_check_constraint(
                    batch_op.f(f"ck_{table}_{name}"), sa.column(column).in_(values)
                )
        return
    for name, column, values in checks:
        op.drop_constraint(op.f(f"ck_{table}_{name}"), table, type_="check")
        op.create_check_constraint(op.f(f"ck_{table}_{name}"), table, sa.column(column).in_(values))
