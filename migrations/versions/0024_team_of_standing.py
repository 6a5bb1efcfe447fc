"""Keep the team of each open case with where it stands, so that a list can be narrowed to one."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

TABLE = "case_standing"
# A case that has a team is in the first, one that has none in the second: PostgreSQL does not
# read an index in its order past a column that is asked to be NULL.
INDEXES = (
    ("ix_case_standing_team", ("organisation_id", "team_id"), "team_id IS NOT NULL"),
    ("ix_case_standing_teamless", ("organisation_id",), "team_id IS NULL"),
)
ORDER = ("board_column", "priority", "presses_on", "number")


def upgrade() -> None:
    key = sa.ForeignKey("team.id", name="fk_case_standing_team_id_team")
    # inline: SQLite would build the table anew to add the key, and lose the triggers that count
    op.add_column(
        TABLE, sa.Column("team_id", sa.Uuid(), key, nullable=True), inline_references=True
    )
    team = "SELECT team_id FROM case_file WHERE case_file.id = case_standing.case_id"
    having = "SELECT id FROM case_file WHERE team_id IS NOT NULL"
    op.execute(f"UPDATE {TABLE} SET team_id = ({team}) WHERE case_id IN ({having})")
    for name, first, where in INDEXES:
        op.create_index(
            name,
            TABLE,
            [*first, *ORDER],
            sqlite_where=sa.text(where),
            postgresql_where=sa.text(where),
        )


def downgrade() -> None:
    for name, _, _ in INDEXES:
        op.drop_index(name, table_name=TABLE)
    op.drop_column(TABLE, "team_id")
