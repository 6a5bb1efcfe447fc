"""Keep the name a referral came with, and let a citizen have one open case."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "referral",
        sa.Column("received_name", sa.String(length=150), nullable=False, server_default=""),
    )
    op.create_index(
        "uq_case_file_one_open",
        "case_file",
        ["citizen_id"],
        unique=True,
        postgresql_where=sa.text("closed_on IS NULL"),
        sqlite_where=sa.text("closed_on IS NULL"),
    )


def downgrade() -> None:
    op.drop_index("uq_case_file_one_open", table_name="case_file")
    op.drop_column("referral", "received_name")
