"""Keep letters and notices to citizens, and calendar tokens."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_INSTANT = sa.DateTime(timezone=True)


def _template() -> sa.Enum:
    return sa.Enum(
        "indkaldelse",
        "plan",
        "ikke-henvendt",
        "frit-valg",
        "aflysning",
        "ny-kontaktperson",
        "besked",
        name="lettertemplate",
        native_enum=False,
        create_constraint=True,
        length=40,
    )


def upgrade() -> None:
    op.create_table(
        "letter_batch",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("requested_by", sa.Uuid(), nullable=False),
        sa.Column("requested_at", _INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_letter_batch_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_batch")),
    )
    with op.batch_alter_table("letter_batch", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_letter_batch_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "letter_wording",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("template", _template(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_letter_wording_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_wording")),
        sa.UniqueConstraint(
            "organisation_id", "template", name=op.f("uq_letter_wording_organisation_id_template")
        ),
    )
    op.create_table(
        "calendar_feed",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.Column("revoked_at", _INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_calendar_feed_user_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_feed")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_calendar_feed_token_hash")),
    )
    with op.batch_alter_table("calendar_feed", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_calendar_feed_user_id"), ["user_id"], unique=False)

    op.create_table(
        "citizen_letter",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("batch_id", sa.Uuid(), nullable=True),
        sa.Column("template", _template(), nullable=False),
        sa.Column("heading", sa.String(length=120), nullable=False),
        sa.Column("page", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "made",
                "failed",
                name="letterstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=True),
        sa.Column("pdf_sha256", sa.String(length=64), nullable=True),
        sa.Column("requested_by", sa.Uuid(), nullable=False),
        sa.Column("requested_at", _INSTANT, nullable=False),
        sa.Column("made_at", _INSTANT, nullable=True),
        sa.Column("to_print", sa.Boolean(), nullable=False),
        sa.Column("printed_by", sa.Uuid(), nullable=True),
        sa.Column("printed_at", _INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["letter_batch.id"], name=op.f("fk_citizen_letter_batch_id_letter_batch")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_citizen_letter_case_id_case_file")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_citizen_letter_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_citizen_letter")),
    )
    with op.batch_alter_table("citizen_letter", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_citizen_letter_batch_id"), ["batch_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_citizen_letter_case_id_requested_at"),
            ["case_id", "requested_at"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_citizen_letter_organisation_id_to_print_printed_at"),
            ["organisation_id", "to_print", "printed_at"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_citizen_letter_state_requested_at"),
            ["state", "requested_at"],
            unique=False,
        )

    op.create_table(
        "notice",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "session_cancelled",
                "session_moved",
                "seat_booked",
                "seat_offered",
                "session_reminder",
                "contact_person_changed",
                name="noticekind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "channel",
            sa.Enum(
                "sms",
                "email",
                "letter",
                name="noticechannel",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "queued",
                "sent",
                "failed",
                "on_paper",
                name="noticestatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("address", sa.String(length=70), nullable=False),
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("paper_text", sa.Text(), nullable=False),
        sa.Column("cause", sa.String(length=80), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("queued_by", sa.Uuid(), nullable=False),
        sa.Column("queued_at", _INSTANT, nullable=False),
        sa.Column("next_try_at", _INSTANT, nullable=False),
        sa.Column("useless_after", _INSTANT, nullable=True),
        sa.Column("sent_at", _INSTANT, nullable=True),
        sa.Column("letter_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_notice_case_id_case_file")
        ),
        sa.ForeignKeyConstraint(
            ["letter_id"], ["citizen_letter.id"], name=op.f("fk_notice_letter_id_citizen_letter")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_notice_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("case_id", "cause", name=op.f("uq_notice_case_id_cause")),
    )
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notice_letter_id"), ["letter_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_notice_organisation_id_queued_at"),
            ["organisation_id", "queued_at"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_notice_status_next_try_at"), ["status", "next_try_at"], unique=False
        )

    op.add_column(
        "course_session",
        sa.Column("sequence", sa.Integer(), nullable=False, server_default="0"),
    )
    for name in ("digital_post_exempt", "declines_messages"):
        op.add_column(
            "citizen", sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false())
        )


def downgrade() -> None:
    op.drop_column("course_session", "sequence")
    for name in ("declines_messages", "digital_post_exempt"):
        op.drop_column("citizen", name)
    for name in ("notice", "citizen_letter", "calendar_feed", "letter_wording", "letter_batch"):
        op.drop_table(name)
