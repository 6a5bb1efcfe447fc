"""Keep who waits for a seat, and who was offered one until when."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_ENDINGS = ("booked", "withdrawn", "case_closed")
_ANSWERS = ("accepted", "declined", "expired", "withdrawn")


def upgrade() -> None:
    # In one statement, so that SQLite need not copy the table to get its CHECK.
    op.execute(
        "ALTER TABLE booking ADD COLUMN kind VARCHAR(40) DEFAULT 'booked' NOT NULL "
        "CONSTRAINT ck_booking_seatkind CHECK (kind IN ('booked', 'held'))"
    )
    op.create_table(
        "waiting_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("offer_code", sa.String(length=40), nullable=False),
        sa.Column("course_id", sa.Uuid(), nullable=True),
        sa.Column("put_on_by", sa.Uuid(), nullable=False),
        sa.Column("put_on_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("jumped_by", sa.Uuid(), nullable=True),
        sa.Column("jumped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("jump_reason", sa.Text(), nullable=False),
        sa.Column("left_by", sa.Uuid(), nullable=True),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "ending",
            sa.Enum(*_ENDINGS, name="ending", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        sa.Column("left_reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_waiting_entry_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_waiting_entry_case_id_case_file")
        ),
        sa.ForeignKeyConstraint(
            ["course_id"], ["course.id"], name=op.f("fk_waiting_entry_course_id_course")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waiting_entry")),
    )
    with op.batch_alter_table("waiting_entry") as batch_op:
        batch_op.create_index(
            batch_op.f("ix_waiting_entry_organisation_id_offer_code"),
            ["organisation_id", "offer_code"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_waiting_entry_course_id"), ["course_id"])
        batch_op.create_index(
            "uq_waiting_entry_active",
            ["case_id", "offer_code"],
            unique=True,
            sqlite_where=sa.text("left_at IS NULL"),
            postgresql_where=sa.text("left_at IS NULL"),
        )
    op.create_table(
        "waiting_referral",
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["waiting_entry.id"],
            name=op.f("fk_waiting_referral_entry_id_waiting_entry"),
        ),
        sa.ForeignKeyConstraint(
            ["referral_id"], ["referral.id"], name=op.f("fk_waiting_referral_referral_id_referral")
        ),
        sa.PrimaryKeyConstraint("entry_id", "referral_id", name=op.f("pk_waiting_referral")),
    )
    with op.batch_alter_table("waiting_referral") as batch_op:
        batch_op.create_index(batch_op.f("ix_waiting_referral_referral_id"), ["referral_id"])
    op.create_table(
        "seat_offer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("held_seat_id", sa.Uuid(), nullable=False),
        sa.Column("offered_by", sa.Uuid(), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "answer",
            sa.Enum(
                *_ANSWERS, name="offeranswer", native_enum=False, create_constraint=True, length=40
            ),
            nullable=True,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["waiting_entry.id"], name=op.f("fk_seat_offer_entry_id_waiting_entry")
        ),
        sa.ForeignKeyConstraint(
            ["course_id"], ["course.id"], name=op.f("fk_seat_offer_course_id_course")
        ),
        sa.ForeignKeyConstraint(
            ["held_seat_id"], ["booking.id"], name=op.f("fk_seat_offer_held_seat_id_booking")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seat_offer")),
        sa.UniqueConstraint("held_seat_id", name=op.f("uq_seat_offer_held_seat_id")),
    )
    with op.batch_alter_table("seat_offer") as batch_op:
        batch_op.create_index(
            batch_op.f("ix_seat_offer_answered_at_answer_by"), ["answered_at", "answer_by"]
        )
        batch_op.create_index(batch_op.f("ix_seat_offer_course_id"), ["course_id"])
        batch_op.create_index(
            "uq_seat_offer_open",
            ["entry_id"],
            unique=True,
            sqlite_where=sa.text("answered_at IS NULL"),
            postgresql_where=sa.text("answered_at IS NULL"),
        )


def downgrade() -> None:
    op.drop_table("seat_offer")
    op.drop_table("waiting_referral")
    op.drop_table("waiting_entry")
    op.execute("DELETE FROM booking WHERE kind = 'held'")
    op.drop_column("booking", "kind")
