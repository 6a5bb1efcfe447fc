"""Keep what was noted at a session, each tap on its sheet, and the encounter it was."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

LOGS = ("attendance_tap", "encounter", "session_note", "course_dropout")
MARKS = ("present", "late", "excused", "absent")
SUBSTITUTE = "fk_course_session_substitute_id_user_account"


def upgrade() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    _allow_marks(MARKS)
    op.add_column("attendance", sa.Column("late_minutes", sa.Integer(), nullable=True))
    op.add_column("attendance", sa.Column("happened_at", sa.DateTime(timezone=True), nullable=True))
    if sqlite:
        # Making the table anew would drop one that bookings and sheets point at.
        op.execute(
            "ALTER TABLE course_session ADD COLUMN substitute_id CHAR(32) "
            f"CONSTRAINT {SUBSTITUTE} REFERENCES user_account (id)"
        )
    else:
        op.add_column("course_session", sa.Column("substitute_id", sa.Uuid(), nullable=True))
        op.create_foreign_key(
            SUBSTITUTE, "course_session", "user_account", ["substitute_id"], ["id"]
        )
    op.create_index(
        op.f("ix_course_session_substitute_id_starts_at"),
        "course_session",
        ["substitute_id", "starts_at"],
    )
    _create_tables()
    for table in LOGS:
        if sqlite:
            for act in ("UPDATE", "DELETE"):
                op.execute(
                    f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are never changed'); END"
                )
        else:
            op.execute(
                f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION rehab_refuse()"
            )


def downgrade() -> None:
    for table in reversed(LOGS):
        op.drop_table(table)
    op.drop_index(op.f("ix_course_session_substitute_id_starts_at"), table_name="course_session")
    # In place on both engines: making the table anew would drop one that others point at.
    op.execute("ALTER TABLE course_session DROP COLUMN substitute_id")
    op.drop_column("attendance", "happened_at")
    op.drop_column("attendance", "late_minutes")
    op.execute("UPDATE attendance SET mark = 'present' WHERE mark = 'late'")
    _allow_marks(("present", "excused", "absent"))


def _allow_marks(values: tuple[str, ...]) -> None:
    """State anew which marks there are; SQLite makes the table again and forgets the old rule."""
    listed = ", ".join(f"'{value}'" for value in values)
    with op.batch_alter_table("attendance") as batch_op:
        if op.get_bind().dialect.name != "sqlite":
            batch_op.drop_constraint(batch_op.f("ck_attendance_attendancemark"), type_="check")
        batch_op.create_check_constraint(
            batch_op.f("ck_attendance_attendancemark"), sa.text(f"mark IN ({listed})")
        )


def _coded(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def _to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}")
    )


def _create_tables() -> None:
    op.create_table(
        "attendance_tap",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("booking_id", sa.Uuid(), nullable=False),
        sa.Column("mark", _coded("attendancemark", *MARKS), nullable=False),
        sa.Column("late_minutes", sa.Integer(), nullable=True),
        sa.Column(
            "outcome",
            _coded("markoutcome", "untouched", "saved", "kept", "outdated"),
            nullable=False,
        ),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        _to("attendance_tap", "session_id", "course_session"),
        _to("attendance_tap", "booking_id", "booking"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance_tap")),
    )
    op.create_index(op.f("ix_attendance_tap_session_id"), "attendance_tap", ["session_id"])
    op.create_table(
        "encounter",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("booking_id", sa.Uuid(), nullable=False),
        sa.Column(
            "status",
            _coded("encounterstatus", "finished", "cancelled", "no-show", "entered-in-error"),
            nullable=False,
        ),
        sa.Column(
            "encounter_class", _coded("encounterclass", "ambulatory", "home"), nullable=False
        ),
        sa.Column("delivery", _coded("deliverytype", "gruppe", "individuel"), nullable=False),
        sa.Column("intervention_codes", sa.JSON(), nullable=False),
        sa.Column("planned_start", sa.DateTime(timezone=True), nullable=False),
        sa.Column("planned_end", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaces_id", sa.Uuid(), nullable=True),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        _to("encounter", "case_id", "case_file"),
        _to("encounter", "session_id", "course_session"),
        _to("encounter", "booking_id", "booking"),
        _to("encounter", "replaces_id", "encounter"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_encounter")),
        sa.UniqueConstraint("replaces_id", name=op.f("uq_encounter_replaces_id")),
    )
    op.create_index(op.f("ix_encounter_case_id"), "encounter", ["case_id"])
    op.create_index(op.f("ix_encounter_session_id"), "encounter", ["session_id"])
    op.create_table(
        "session_note",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        _to("session_note", "session_id", "course_session"),
        _to("session_note", "written_by", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_note")),
    )
    op.create_index(op.f("ix_session_note_session_id"), "session_note", ["session_id"])
    op.create_table(
        "course_dropout",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("booking_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("reason_code", sa.String(length=60), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        _to("course_dropout", "booking_id", "booking"),
        _to("course_dropout", "case_id", "case_file"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_dropout")),
        sa.UniqueConstraint("booking_id", name=op.f("uq_course_dropout_booking_id")),
    )
    op.create_index(op.f("ix_course_dropout_case_id"), "course_dropout", ["case_id"])
