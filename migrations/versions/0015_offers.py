"""Keep how the kommune delivers each offer."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "offer_details",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("offer_code", sa.String(length=40), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("sessions", sa.Integer(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("fsiii_code", sa.String(length=60), nullable=False),
        sa.Column(
            "deliverer",
            sa.Enum(
                "egen",
                "privat",
                name="deliverer",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("provider", sa.String(length=120), nullable=False),
        sa.Column("changed_by", sa.Uuid(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_offer_details_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "offer_code", name=op.f("pk_offer_details")),
    )
    op.create_table(
        "offer_deviation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("offer_code", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_offer_deviation_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer_deviation")),
    )
    op.create_index(
        "uq_offer_deviation_one_open",
        "offer_deviation",
        ["organisation_id", "offer_code"],
        unique=True,
        postgresql_where=sa.text("until_on IS NULL"),
        sqlite_where=sa.text("until_on IS NULL"),
    )


def downgrade() -> None:
    op.drop_table("offer_deviation")
    op.drop_table("offer_details")
