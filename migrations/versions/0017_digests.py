"""Keep what is escalated, who wants a mail a day and got it, and what stopped a job."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_OPEN = sa.text("is_escalation AND done_at IS NULL")


def upgrade() -> None:
    with op.batch_alter_table("reminder") as reminder:
        reminder.alter_column(
            "cause", existing_type=sa.String(60), type_=sa.String(120), existing_nullable=False
        )
        reminder.add_column(
            sa.Column("is_escalation", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    op.create_index(
        "ix_reminder_escalated",
        "reminder",
        ["organisation_id", "due_on", "id"],
        sqlite_where=_OPEN,
        postgresql_where=_OPEN,
    )
    op.create_index("ix_case_standing_cases", "case_standing", ["organisation_id", "case_id"])
    op.add_column(
        "user_account", sa.Column("email", sa.String(200), nullable=False, server_default="")
    )
    op.add_column(
        "user_account", sa.Column("digest", sa.String(40), nullable=False, server_default="ingen")
    )
    op.add_column("job_run", sa.Column("fault", sa.String(200), nullable=False, server_default=""))
    op.create_table(
        "digest_mail",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("for_day", sa.Date(), nullable=False),
        sa.Column("reminders", sa.Integer(), nullable=False),
        sa.Column("escalations", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_digest_mail_user_id_user_account")
        ),
        sa.PrimaryKeyConstraint("user_id", "for_day", name=op.f("pk_digest_mail")),
    )


def downgrade() -> None:
    op.drop_table("digest_mail")
    op.drop_column("job_run", "fault")
    op.drop_column("user_account", "digest")
    op.drop_column("user_account", "email")
    op.drop_index("ix_case_standing_cases", table_name="case_standing")
    op.drop_index("ix_reminder_escalated", table_name="reminder")
    op.execute("DELETE FROM reminder WHERE length(cause) > 60")
    with op.batch_alter_table("reminder") as reminder:
        reminder.drop_column("is_escalation")
        reminder.alter_column(
            "cause", existing_type=sa.String(120), type_=sa.String(60), existing_nullable=False
        )
