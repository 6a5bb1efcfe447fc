"""Let the database itself keep the trail, and what was signed, from being changed."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

LOGS = ("audit_event", "access_log", "pathway_event", "journal_note")


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION rehab_refuse() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'rows of % are never changed', TG_TABLE_NAME; END $$"
        )
        for table in LOGS:
            op.execute(
                f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION rehab_refuse()"
            )
        op.execute(
            "CREATE TRIGGER epikrise_signed BEFORE UPDATE OR DELETE ON epikrise "
            "FOR EACH ROW WHEN (OLD.signed_at IS NOT NULL) EXECUTE FUNCTION rehab_refuse()"
        )
        return
    for table in LOGS:
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are never changed'); END"
            )
    for act in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER epikrise_no_{act.lower()} BEFORE {act} ON epikrise "
            "WHEN OLD.signed_at IS NOT NULL "
            "BEGIN SELECT RAISE(ABORT, 'a signed epikrise is never changed'); END"
        )


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for table in LOGS:
            op.execute(f"DROP TRIGGER {table}_append_only ON {table}")
        op.execute("DROP TRIGGER epikrise_signed ON epikrise")
        op.execute("DROP FUNCTION rehab_refuse()")
        return
    for table in (*LOGS, "epikrise"):
        for act in ("update", "delete"):
            op.execute(f"DROP TRIGGER {table}_no_{act}")
