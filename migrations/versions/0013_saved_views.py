"""Keep saved views of the lists, and who took a list out as a file and why."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_INSTANT = sa.DateTime(timezone=True)


def _page() -> sa.Enum:
    return sa.Enum(
        "tavle",
        "mine-sager",
        name="listpage",
        native_enum=False,
        create_constraint=True,
        length=40,
    )


def upgrade() -> None:
    op.create_table(
        "saved_view",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("page", _page(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("saved_at", _INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_saved_view_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["user_account.id"], name=op.f("fk_saved_view_owner_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
        sa.UniqueConstraint(
            "owner_id", "page", "name", name=op.f("uq_saved_view_owner_id_page_name")
        ),
    )
    op.create_index(
        op.f("ix_saved_view_organisation_id_page"), "saved_view", ["organisation_id", "page"]
    )
    op.create_table(
        "saved_view_default",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("page", _page(), nullable=False),
        sa.Column("view_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("fk_saved_view_default_user_id_user_account"),
        ),
        sa.ForeignKeyConstraint(
            ["view_id"],
            ["saved_view.id"],
            name=op.f("fk_saved_view_default_view_id_saved_view"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("user_id", "page", name=op.f("pk_saved_view_default")),
    )
    op.create_index(op.f("ix_saved_view_default_view_id"), "saved_view_default", ["view_id"])
    op.create_table(
        "list_export",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("exported_by", sa.Uuid(), nullable=False),
        sa.Column("exported_at", _INSTANT, nullable=False),
        sa.Column("page", _page(), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("purpose", sa.String(length=300), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_list_export_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_list_export")),
    )
    op.create_index(
        op.f("ix_list_export_organisation_id_exported_at"),
        "list_export",
        ["organisation_id", "exported_at"],
    )


def downgrade() -> None:
    op.drop_table("list_export")
    op.drop_table("saved_view_default")
    op.drop_table("saved_view")
