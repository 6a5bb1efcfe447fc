"""Keep what is to be sent, what was sent, and what the receiver answered."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "outgoing_message",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "XCTL03",
                "XCTL02",
                "XDIS15",
                "XDIS91",
                name="outgoingkind",
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
                "held_back",
                "sent",
                "positive",
                "rejected",
                name="outgoingstatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("envelope_id", sa.String(length=14), nullable=False),
        sa.Column("letter_id", sa.String(length=14), nullable=False),
        sa.Column("receiver_gln", sa.String(length=35), nullable=False),
        sa.Column("receiver_name", sa.String(length=120), nullable=False),
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.Column("receipt_for_id", sa.Uuid(), nullable=True),
        sa.Column("answers_key", sa.String(length=64), nullable=True),
        sa.Column("epikrise_id", sa.Uuid(), nullable=True),
        sa.Column("referral_id", sa.Uuid(), nullable=True),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("resend_of_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("queued_by", sa.Uuid(), nullable=False),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_outgoing_message_case_id_case_file")
        ),
        sa.ForeignKeyConstraint(
            ["epikrise_id"], ["epikrise.id"], name=op.f("fk_outgoing_message_epikrise_id_epikrise")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_outgoing_message_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["receipt_for_id"],
            ["delivery.id"],
            name=op.f("fk_outgoing_message_receipt_for_id_delivery"),
        ),
        sa.ForeignKeyConstraint(
            ["referral_id"], ["referral.id"], name=op.f("fk_outgoing_message_referral_id_referral")
        ),
        sa.ForeignKeyConstraint(
            ["resend_of_id"],
            ["outgoing_message.id"],
            name=op.f("fk_outgoing_message_resend_of_id_outgoing_message"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outgoing_message")),
        sa.UniqueConstraint("envelope_id", name=op.f("uq_outgoing_message_envelope_id")),
        sa.UniqueConstraint("receipt_for_id", name=op.f("uq_outgoing_message_receipt_for_id")),
        sa.UniqueConstraint("resend_of_id", name=op.f("uq_outgoing_message_resend_of_id")),
    )
    with op.batch_alter_table("outgoing_message", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_outgoing_message_answers_key"), ["answers_key"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_outgoing_message_case_id"), ["case_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_outgoing_message_epikrise_id"), ["epikrise_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_outgoing_message_organisation_id_letter_id"),
            ["organisation_id", "letter_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_outgoing_message_organisation_id_queued_at"),
            ["organisation_id", "queued_at"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_outgoing_message_referral_id"), ["referral_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_outgoing_message_status_queued_at"),
            ["status", "queued_at"],
            unique=False,
        )


def downgrade() -> None:
    with op.batch_alter_table("outgoing_message", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outgoing_message_status_queued_at"))
        batch_op.drop_index(batch_op.f("ix_outgoing_message_referral_id"))
        batch_op.drop_index(batch_op.f("ix_outgoing_message_organisation_id_queued_at"))
        batch_op.drop_index(batch_op.f("ix_outgoing_message_organisation_id_letter_id"))
        batch_op.drop_index(batch_op.f("ix_outgoing_message_epikrise_id"))
        batch_op.drop_index(batch_op.f("ix_outgoing_message_case_id"))
        batch_op.drop_index(batch_op.f("ix_outgoing_message_answers_key"))

    op.drop_table("outgoing_message")
