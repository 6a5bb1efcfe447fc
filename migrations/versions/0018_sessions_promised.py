"""Keep on each booking how many sessions it was made for."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("booking", sa.Column("sessions_each", sa.Integer(), nullable=True))
    op.execute(
        "UPDATE booking SET sessions_each = "
        "(SELECT course.sessions_each FROM course WHERE course.id = booking.course_id) "
        "WHERE booking.kind = 'booked' AND booking.course_id IN "
        "(SELECT course.id FROM course WHERE course.intake = 'rolling')"
    )


def downgrade() -> None:
    op.drop_column("booking", "sessions_each")
