"""Let a referral be paused, and a kommune set its own clocks."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_INSTANT = sa.DateTime(timezone=True)
_LOGS = ("pause", "pause_end", "date_correction", "clock_setting")
_EVENTS = (
    "contact_attempted",
    "contact_reached",
    "first_contact_offered",
    "first_contact_held",
)
_INFORMATION = "information_given"


def upgrade() -> None:
    _allow_events((*_EVENTS, _INFORMATION))
    op.create_table(
        "pause",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("reason_code", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=120), nullable=False),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        *_recorded(),
        sa.CheckConstraint("from_on <= until_on", name=op.f("ck_pause_in_order")),
        _foreign("pause", "referral_id", "referral"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pause")),
    )
    op.create_index(op.f("ix_pause_referral_id"), "pause", ["referral_id"])
    op.create_table(
        "pause_end",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("pause_id", sa.Uuid(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        *_recorded(),
        _foreign("pause_end", "pause_id", "pause"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pause_end")),
    )
    op.create_index(op.f("ix_pause_end_pause_id"), "pause_end", ["pause_id"])
    op.create_table(
        "date_correction",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("discharged_on", sa.Date(), nullable=True),
        sa.Column("earliest_start_on", sa.Date(), nullable=True),
        *_recorded(),
        _foreign("date_correction", "referral_id", "referral"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_date_correction")),
    )
    op.create_index(op.f("ix_date_correction_referral_id"), "date_correction", ["referral_id"])
    op.create_table(
        "clock_setting",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("applies_to", sa.JSON(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("unit", _choice("clockunit", "calendar", "working"), nullable=False),
        sa.Column("strength", _choice("strength", "lov", "aftale", "maal"), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("pausable", sa.JSON(), nullable=False),
        sa.Column("stops", sa.JSON(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        *_recorded(),
        _foreign("clock_setting", "organisation_id", "organisation"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clock_setting")),
    )
    op.create_index(
        op.f("ix_clock_setting_organisation_id_code"), "clock_setting", ["organisation_id", "code"]
    )
    op.create_table(
        "closed_period",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("label", sa.String(length=80), nullable=False),
        sa.Column("month", sa.Integer(), nullable=True),
        sa.Column("day", sa.Integer(), nullable=True),
        sa.Column("week", sa.Integer(), nullable=True),
        sa.Column("first_year", sa.Integer(), nullable=False),
        sa.Column("last_year", sa.Integer(), nullable=True),
        *_recorded(),
        *_withdrawn(),
        _foreign("closed_period", "organisation_id", "organisation"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closed_period")),
    )
    op.create_index(op.f("ix_closed_period_organisation_id"), "closed_period", ["organisation_id"])
    op.create_table(
        "local_pause_reason",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("label", sa.String(length=120), nullable=False),
        sa.Column("counts", sa.Boolean(), nullable=False),
        *_recorded(),
        *_withdrawn(),
        _foreign("local_pause_reason", "organisation_id", "organisation"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_local_pause_reason")),
        sa.UniqueConstraint(
            "organisation_id", "code", name=op.f("uq_local_pause_reason_organisation_id_code")
        ),
    )
    for table in _LOGS:
        _never_change(table)


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for table in _LOGS:
            op.execute(f"DROP TRIGGER {table}_append_only ON {table}")
    for table in (
        "local_pause_reason",
        "closed_period",
        "clock_setting",
        "date_correction",
        "pause_end",
        "pause",
    ):
        op.drop_table(table)
    _allow_events(_EVENTS)


def _recorded() -> tuple[sa.Column, ...]:
    return (
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", _INSTANT, nullable=False),
    )


def _withdrawn() -> tuple[sa.Column, ...]:
    return (
        sa.Column("withdrawn_by", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_at", _INSTANT, nullable=True),
    )


def _foreign(table: str, column: str, referred: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{referred}")
    return sa.ForeignKeyConstraint([column], [f"{referred}.id"], name=name)


def _choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def _never_change(table: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION rehab_refuse()"
        )
        return
    for act in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are never changed'); END"
        )


def _allow_events(kinds: tuple[str, ...]) -> None:
    """Let an event be of these kinds; events of other kinds are left behind."""
    if op.get_bind().dialect.name == "postgresql":
        listed = ", ".join(f"'{kind}'" for kind in kinds)
        op.execute("ALTER TABLE pathway_event DISABLE TRIGGER pathway_event_append_only")
        op.execute(f"DELETE FROM pathway_event WHERE kind NOT IN ({listed})")
        op.execute("ALTER TABLE pathway_event ENABLE TRIGGER pathway_event_append_only")
        op.execute("ALTER TABLE pathway_event DROP CONSTRAINT ck_pathway_event_eventkind")
        op.execute(
            "ALTER TABLE pathway_event ADD CONSTRAINT ck_pathway_event_eventkind "
            f"CHECK (kind IN ({listed}))"
        )
        return
    # SQLite cannot change a CHECK. The new table refers to itself, so that dropping the old one
    # leaves no row that points at nothing, and takes the name over afterwards.
    op.create_table(
        "pathway_event_new",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("occurred_on", sa.Date(), nullable=False),
        sa.Column("appointment_on", sa.Date(), nullable=True),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        *_recorded(),
        sa.Column("cancels_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            f"kind IN ({', '.join(repr(kind) for kind in kinds)})",
            name=op.f("ck_pathway_event_eventkind"),
        ),
        sa.ForeignKeyConstraint(
            ["cancels_id"],
            ["pathway_event_new.id"],
            name=op.f("fk_pathway_event_cancels_id_pathway_event"),
        ),
        _foreign("pathway_event", "referral_id", "referral"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pathway_event")),
    )
    columns = (
        "id, referral_id, kind, occurred_on, appointment_on, channel, note, recorded_by, "
        "recorded_at, cancels_id"
    )
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    op.execute(
        f"INSERT INTO pathway_event_new ({columns}) "
        f"SELECT {columns} FROM pathway_event WHERE kind IN ({listed})"
    )
    op.drop_table("pathway_event")
    op.rename_table("pathway_event_new", "pathway_event")
    op.create_index(op.f("ix_pathway_event_referral_id"), "pathway_event", ["referral_id"])
    _never_change("pathway_event")
