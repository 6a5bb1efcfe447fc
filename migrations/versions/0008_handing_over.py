"""Keep who accepted a case, who is away, and what was handed over."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_INSTANT = sa.DateTime(timezone=True)
_ENDINGS = "'replaced', 'declined', 'unanswered', 'handed_over', 'taken_back'"
_OUTCOMES = "'handed_over', 'left', 'taken_back', 'kept'"


def upgrade() -> None:
    op.add_column(
        "user_account",
        sa.Column("postcodes", sa.String(length=200), nullable=False, server_default=""),
    )
    op.add_column(
        "user_account", sa.Column("languages", sa.JSON(), nullable=False, server_default="[]")
    )
    op.add_column(
        "citizen", sa.Column("language", sa.String(length=40), nullable=False, server_default="")
    )
    for column in (
        sa.Column("answer_by", sa.Date(), nullable=True),
        sa.Column("accepted_at", _INSTANT, nullable=True),
        sa.Column("tell_citizen", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column(
            "ending",
            sa.String(length=40),
            sa.CheckConstraint(
                f"ending IN ({_ENDINGS})", name=op.f("ck_contact_person_contactpersonending")
            ),
            nullable=True,
        ),
        sa.Column("ended_at", _INSTANT, nullable=True),
        sa.Column("ended_reason", sa.String(length=500), nullable=False, server_default=""),
    ):
        op.add_column("contact_person", column)
    op.create_index(
        "ix_contact_person_unanswered",
        "contact_person",
        ["answer_by"],
        sqlite_where=sa.text("until_on IS NULL AND accepted_at IS NULL"),
        postgresql_where=sa.text("until_on IS NULL AND accepted_at IS NULL"),
    )
    op.create_table(
        "absence",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("substitute_id", sa.Uuid(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", _INSTANT, nullable=False),
        sa.Column("cancelled_at", _INSTANT, nullable=True),
        sa.CheckConstraint("from_on <= until_on", name=op.f("ck_absence_in_order")),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_absence_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_absence_user_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["substitute_id"],
            ["user_account.id"],
            name=op.f("fk_absence_substitute_id_user_account"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
    )
    op.create_index(
        op.f("ix_absence_organisation_id_until_on"), "absence", ["organisation_id", "until_on"]
    )
    op.create_index(op.f("ix_absence_user_id_until_on"), "absence", ["user_id", "until_on"])
    op.create_index(
        op.f("ix_absence_substitute_id_until_on"), "absence", ["substitute_id", "until_on"]
    )
    op.create_table(
        "handover",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("from_user_id", sa.Uuid(), nullable=False),
        sa.Column("done_by", sa.Uuid(), nullable=False),
        sa.Column("done_at", _INSTANT, nullable=False),
        sa.Column("undone_by", sa.Uuid(), nullable=True),
        sa.Column("undone_at", _INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_handover_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["from_user_id"],
            ["user_account.id"],
            name=op.f("fk_handover_from_user_id_user_account"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover")),
    )
    op.create_index(
        op.f("ix_handover_organisation_id_done_at"), "handover", ["organisation_id", "done_at"]
    )
    op.create_table(
        "handover_item",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("handover_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("session_id", sa.Uuid(), nullable=True),
        sa.Column("to_user_id", sa.Uuid(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False, server_default=""),
        sa.CheckConstraint(f"outcome IN ({_OUTCOMES})", name=op.f("ck_handover_item_itemoutcome")),
        sa.CheckConstraint(
            "(case_id IS NULL) <> (session_id IS NULL)",
            name=op.f("ck_handover_item_one_thing"),
        ),
        sa.ForeignKeyConstraint(
            ["handover_id"], ["handover.id"], name=op.f("fk_handover_item_handover_id_handover")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_handover_item_case_id_case_file")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["course_session.id"],
            name=op.f("fk_handover_item_session_id_course_session"),
        ),
        sa.ForeignKeyConstraint(
            ["to_user_id"],
            ["user_account.id"],
            name=op.f("fk_handover_item_to_user_id_user_account"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover_item")),
    )
    op.create_index(op.f("ix_handover_item_handover_id"), "handover_item", ["handover_id"])


def downgrade() -> None:
    op.drop_table("handover_item")
    op.drop_table("handover")
    op.drop_table("absence")
    op.drop_index("ix_contact_person_unanswered", table_name="contact_person")
    for name in (
        "ended_reason",
        "ended_at",
        "ending",
        "tell_citizen",
        "accepted_at",
        "answer_by",
    ):
        op.drop_column("contact_person", name)
    op.drop_column("citizen", "language")
    op.drop_column("user_account", "languages")
    op.drop_column("user_account", "postcodes")
