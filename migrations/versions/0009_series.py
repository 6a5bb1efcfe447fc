"""Keep course templates and what a series of sessions is made of."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _keep_templates()
    _keep_what_goes_beside()
    for column in (
        sa.Column("minimum", sa.Integer(), nullable=False, server_default=sa.text("1")),
        sa.Column("intake", sa.String(length=20), nullable=False, server_default="closed"),
        sa.Column("joinable_until", sa.Integer(), nullable=False, server_default=sa.text("1")),
        sa.Column("sessions_each", sa.Integer(), nullable=True),
        sa.Column("equipment", sa.JSON(), nullable=False, server_default=sa.text("'[]'")),
        sa.Column("cancel_reason", sa.Text(), nullable=False, server_default=sa.text("''")),
    ):
        op.add_column("course", column)
    for column in (
        sa.Column("content", sa.JSON(), nullable=False, server_default=sa.text("'{}'")),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancel_reason", sa.Text(), nullable=False, server_default=sa.text("''")),
    ):
        op.add_column("course_session", column)
    for name, target in (
        ("second_therapist_id", "user_account"),
        ("replaces_id", "course_session"),
    ):
        key = sa.ForeignKey(f"{target}.id", name=f"fk_course_session_{name}_{target}")
        # inline: SQLite would build the table anew to add the key, and sheets refer to it
        op.add_column(
            "course_session", sa.Column(name, sa.Uuid(), key, nullable=True), inline_references=True
        )
    op.create_index(op.f("ix_course_session_starts_at"), "course_session", ["starts_at"])
    op.create_index(
        op.f("ix_course_session_second_therapist_id_starts_at"),
        "course_session",
        ["second_therapist_id", "starts_at"],
    )
    op.add_column("booking", sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True))
    _one_seat_each("cancelled_at IS NULL AND finished_at IS NULL")


def downgrade() -> None:
    _one_seat_each("cancelled_at IS NULL")
    op.drop_column("booking", "finished_at")
    op.drop_index(
        op.f("ix_course_session_second_therapist_id_starts_at"), table_name="course_session"
    )
    op.drop_index(op.f("ix_course_session_starts_at"), table_name="course_session")
    with op.batch_alter_table("course_session") as batch_op:
        for name in (
            "replaces_id",
            "second_therapist_id",
            "cancel_reason",
            "cancelled_at",
            "content",
        ):
            batch_op.drop_column(name)
    for name in (
        "cancel_reason",
        "equipment",
        "sessions_each",
        "joinable_until",
        "intake",
        "minimum",
    ):
        op.drop_column("course", name)
    op.drop_table("onward_referral")
    op.drop_table("conflict_override")
    op.drop_table("course_template")


def _one_seat_each(active: str) -> None:
    for name, column in (("uq_booking_active_seat", "seat"), ("uq_booking_active_case", "case_id")):
        op.drop_index(name, table_name="booking")
        op.create_index(
            name,
            "booking",
            ["course_id", column],
            unique=True,
            sqlite_where=sa.text(active),
            postgresql_where=sa.text(active),
        )


def _keep_templates() -> None:
    op.create_table(
        "course_template",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("offer_code", sa.String(length=40), nullable=False),
        sa.Column(
            "form",
            sa.Enum(
                "hold",
                "individual",
                name="courseform",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("sessions", sa.Integer(), nullable=False),
        sa.Column("times", sa.JSON(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("therapist_id", sa.Uuid(), nullable=True),
        sa.Column("second_therapist_id", sa.Uuid(), nullable=True),
        sa.Column("equipment", sa.JSON(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("minimum", sa.Integer(), nullable=False),
        sa.Column("intake", sa.String(length=20), nullable=False),
        sa.Column("joinable_until", sa.Integer(), nullable=False),
        sa.Column("sessions_each", sa.Integer(), nullable=True),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [name], [f"{target}.id"], name=op.f(f"fk_course_template_{name}_{target}")
            )
            for name, target in (
                ("organisation_id", "organisation"),
                ("therapist_id", "user_account"),
                ("second_therapist_id", "user_account"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_template")),
    )
    op.create_index(
        op.f("ix_course_template_organisation_id_name"),
        "course_template",
        ["organisation_id", "name"],
    )


def _keep_what_goes_beside() -> None:
    op.create_table(
        "conflict_override",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("conflicts", sa.JSON(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["course_id"], ["course.id"], name=op.f("fk_conflict_override_course_id_course")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conflict_override")),
    )
    op.create_index(op.f("ix_conflict_override_course_id"), "conflict_override", ["course_id"])
    op.create_table(
        "onward_referral",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("offer_code", sa.String(length=40), nullable=False),
        sa.Column("provider", sa.String(length=120), nullable=False),
        sa.Column("referred_on", sa.Date(), nullable=False),
        sa.Column("feedback_due_on", sa.Date(), nullable=False),
        sa.Column("feedback_on", sa.Date(), nullable=True),
        sa.Column("feedback", sa.Text(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_onward_referral_case_id_case_file")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_onward_referral")),
    )
    op.create_index(op.f("ix_onward_referral_case_id"), "onward_referral", ["case_id"])
    op.create_index(
        op.f("ix_onward_referral_feedback_on_feedback_due_on"),
        "onward_referral",
        ["feedback_on", "feedback_due_on"],
    )
