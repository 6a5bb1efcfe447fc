"""Let senders hand messages in, know a file that is offered again, and join attachments."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sender_token",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_sender_token_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sender_token")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sender_token_token_hash")),
    )
    op.create_table(
        "letter_object",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("letter_id", sa.Uuid(), nullable=False),
        sa.Column("is_attachment", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("object_identifier", sa.String(length=100), nullable=False),
        sa.Column("description", sa.String(length=100), nullable=False),
        sa.Column("extension", sa.String(length=20), nullable=False),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["letter_id"], ["letter.id"], name=op.f("fk_letter_object_letter_id_letter")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_object")),
        sa.UniqueConstraint(
            "letter_id",
            "is_attachment",
            "position",
            name=op.f("uq_letter_object_letter_id_is_attachment_position"),
        ),
    )
    op.create_index(
        op.f("ix_letter_object_object_identifier"), "letter_object", ["object_identifier"]
    )
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.add_column(sa.Column("file_key", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("sender_token_id", sa.Uuid(), nullable=True))
        batch_op.create_unique_constraint(batch_op.f("uq_delivery_file_key"), ["file_key"])
        batch_op.create_foreign_key(
            batch_op.f("fk_delivery_sender_token_id_sender_token"),
            "sender_token",
            ["sender_token_id"],
            ["id"],
        )
    op.create_index(
        "ix_delivery_unfinished",
        "delivery",
        ["received_at"],
        postgresql_where=sa.text("outcome IS NULL"),
        sqlite_where=sa.text("outcome IS NULL"),
    )


def downgrade() -> None:
    op.drop_index("ix_delivery_unfinished", table_name="delivery")
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_delivery_sender_token_id_sender_token"), type_="foreignkey"
        )
        batch_op.drop_constraint(batch_op.f("uq_delivery_file_key"), type_="unique")
        batch_op.drop_column("sender_token_id")
        batch_op.drop_column("file_key")
    op.drop_index(op.f("ix_letter_object_object_identifier"), table_name="letter_object")
    op.drop_table("letter_object")
    op.drop_table("sender_token")
