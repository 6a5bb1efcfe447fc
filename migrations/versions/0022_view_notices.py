"""Keep who is told of which saved view, when, and how many views a mail told of."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "saved_view_notice",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("view_id", sa.Uuid(), nullable=False),
        sa.Column(
            "rhythm",
            sa.Enum(
                "daglig",
                "ugentlig",
                "graense",
                name="noticerhythm",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("most", sa.Integer(), nullable=True),
        sa.Column("chosen_on", sa.Date(), nullable=False),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("is_above", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "(rhythm = 'graense') = (most IS NOT NULL)",
            name=op.f("ck_saved_view_notice_limit_if_passed"),
        ),
        sa.CheckConstraint("most >= 0", name=op.f("ck_saved_view_notice_limit_counts")),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("fk_saved_view_notice_user_id_user_account"),
        ),
        sa.ForeignKeyConstraint(
            ["view_id"],
            ["saved_view.id"],
            name=op.f("fk_saved_view_notice_view_id_saved_view"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("user_id", "view_id", name=op.f("pk_saved_view_notice")),
    )
    op.create_index(op.f("ix_saved_view_notice_view_id"), "saved_view_notice", ["view_id"])
    op.add_column(
        "digest_mail", sa.Column("views", sa.Integer(), nullable=False, server_default="0")
    )


def downgrade() -> None:
    op.drop_column("digest_mail", "views")
    op.drop_table("saved_view_notice")
