"""Keep the triage decisions that are drawn for a second opinion, and the opinions."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "second_opinion_draw",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("wanted", sa.Integer(), nullable=False),
        sa.Column("drawn_by", sa.Uuid(), nullable=False),
        sa.Column("drawn_at", _INSTANT, nullable=False),
        _key("second_opinion_draw", "organisation_id", "organisation"),
        _key("second_opinion_draw", "drawn_by", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_second_opinion_draw")),
    )
    op.create_index(
        op.f("ix_second_opinion_draw_organisation_id_drawn_at"),
        "second_opinion_draw",
        ["organisation_id", "drawn_at"],
    )
    op.create_table(
        "second_opinion",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("draw_id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("triage_record_id", sa.Uuid(), nullable=False),
        sa.Column("first_group", sa.Integer(), nullable=True),
        sa.Column(
            "decision",
            sa.Enum(
                "accept",
                "return_to_sender",
                "redirect",
                "leave_programme",
                "register",
                name="triagedecision",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("patient_group", sa.Integer(), nullable=True),
        sa.Column("given_by", sa.Uuid(), nullable=True),
        sa.Column("given_at", _INSTANT, nullable=True),
        sa.Column("withdrawn_at", _INSTANT, nullable=True),
        _key("second_opinion", "organisation_id", "organisation"),
        _key("second_opinion", "draw_id", "second_opinion_draw"),
        _key("second_opinion", "referral_id", "referral"),
        _key("second_opinion", "triage_record_id", "triage_record"),
        _key("second_opinion", "given_by", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_second_opinion")),
    )
    op.create_index(
        op.f("ix_second_opinion_organisation_id_given_at"),
        "second_opinion",
        ["organisation_id", "given_at"],
    )
    for column in ("draw_id", "referral_id"):
        op.create_index(op.f(f"ix_second_opinion_{column}"), "second_opinion", [column])
    op.create_index(
        "uq_second_opinion_drawn_once",
        "second_opinion",
        ["triage_record_id"],
        unique=True,
        postgresql_where=sa.text("withdrawn_at IS NULL"),
        sqlite_where=sa.text("withdrawn_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_table("second_opinion")
    op.drop_table("second_opinion_draw")


def _key(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}")
    )
