"""Let a kommune close a day by its name, such as the one that moves with Easter."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("closed_period", sa.Column("customary", sa.String(40), nullable=True))


def downgrade() -> None:
    op.execute("DELETE FROM closed_period WHERE customary IS NOT NULL")
    op.drop_column("closed_period", "customary")
