"""Let a search be come back to: a login session remembers what its last few found."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("open_session", sa.Column("found", sa.JSON(), nullable=True))


def downgrade() -> None:
    op.drop_column("open_session", "found")
