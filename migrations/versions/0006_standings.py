"""Keep where each open case stands, so that the lists of many can be read by index."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

# table: what its rows are counted as, and how (code, detail, due_on, received_on) of a row read
TALLIES = {
    "case_standing": (
        ("'case'", "{row}board_column", "coalesce({row}action, '')", "{row}presses_on", "NULL"),
        ("'holder'", "coalesce(CAST({row}holder_id AS {text}), '')", "''", "NULL", "NULL"),
    ),
    "referral_standing": (("'referral'", "{row}status", "{row}legal_basis", "NULL", "NULL"),),
    "clock_standing": (
        (
            "CASE WHEN {row}outcome = 'running' THEN 'running' ELSE 'ended' END",
            "{row}code",
            "{row}outcome",
            "{row}due_on",
            "{row}received_on",
        ),
    ),
}
INTO = (
    "INSERT INTO standing_tally (organisation_id, what, code, detail, due_on, received_on, count)"
)


def upgrade() -> None:
    _tables()
    _indexes()
    for table, tallies in TALLIES.items():
        if op.get_bind().dialect.name == "postgresql":
            _count_statements(table, tallies)
        else:
            _count_rows(table, tallies)


def downgrade() -> None:
    op.drop_index("ix_booking_course_id", table_name="booking")
    if op.get_bind().dialect.name == "postgresql":
        for table in TALLIES:
            op.execute(f"DROP FUNCTION rehab_tally_{table}() CASCADE")
    for table in (
        "standing_tally",
        "clock_standing",
        "referral_standing",
        "employment_standing",
        "case_standing",
    ):
        op.drop_table(table)


def _count_statements(table: str, tallies: tuple[tuple[str, ...], ...]) -> None:
    """Count what each statement changed, all its rows at once."""

    def added(rows: str) -> str:
        return " ".join(
            f"{INTO} SELECT organisation_id, what, code, detail, due_on, received_on, sum(n) "
            f"FROM ({rows.replace('{of}', _read(tally, '', 'text'))}) AS changed "
            "GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(n) <> 0;"
            for tally in tallies
        )

    new, old = "SELECT {of}, 1 AS n FROM new_rows", "SELECT {of}, -1 AS n FROM old_rows"
    op.execute(
        f"CREATE FUNCTION rehab_tally_{table}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF TG_OP = 'INSERT' THEN {added(new)} "
        f"ELSIF TG_OP = 'DELETE' THEN {added(old)} "
        f"ELSE {added(f'{new} UNION ALL {old}')} END IF; RETURN NULL; END $$"
    )
    for act, rows in (
        ("INSERT", "NEW TABLE AS new_rows"),
        ("DELETE", "OLD TABLE AS old_rows"),
        ("UPDATE", "NEW TABLE AS new_rows OLD TABLE AS old_rows"),
    ):
        op.execute(
            f"CREATE TRIGGER {table}_tally_{act.lower()} AFTER {act} ON {table} REFERENCING {rows} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION rehab_tally_{table}()"
        )


def _count_rows(table: str, tallies: tuple[tuple[str, ...], ...]) -> None:
    def added(row: str, n: int) -> str:
        return " ".join(f"{INTO} SELECT {_read(tally, row, 'char(32)')}, {n};" for tally in tallies)

    for act, body in (
        ("INSERT", added("NEW.", 1)),
        ("DELETE", added("OLD.", -1)),
        ("UPDATE", added("NEW.", 1) + added("OLD.", -1)),
    ):
        op.execute(
            f"CREATE TRIGGER {table}_tally_{act.lower()} AFTER {act} ON {table} BEGIN {body} END"
        )


def _read(tally: tuple[str, ...], row: str, text: str) -> str:
    names = ("what", "code", "detail", "due_on", "received_on")
    parts = (part.format(row=row, text=text) for part in tally)
    read = ", ".join(
        f"CAST({part} AS date) AS {name}"
        if part == "NULL" and text == "text"
        else f"{part} AS {name}"
        for part, name in zip(parts, names, strict=True)
    )
    return f"{row}organisation_id AS organisation_id, {read}"


def _word() -> sa.String:
    return sa.String(length=40)


def _tables() -> None:
    op.create_table(
        "case_standing",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("citizen_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("board_column", _word(), nullable=False),
        sa.Column("priority", sa.SmallInteger(), nullable=False),
        sa.Column("presses_on", sa.Date(), nullable=False),
        sa.Column("clock_referral_id", sa.Uuid(), nullable=True),
        sa.Column("clock_code", _word(), nullable=False),
        sa.Column("holder_id", sa.Uuid(), nullable=True),
        sa.Column("action", _word(), nullable=True),
        sa.Column("action_reason", sa.Text(), nullable=False),
        sa.Column("next_session_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sick_since", sa.Date(), nullable=True),
        sa.Column("has_red_flag", sa.Boolean(), nullable=False),
        sa.Column("by_law", sa.Boolean(), nullable=False),
        sa.Column("by_programme", sa.Boolean(), nullable=False),
        sa.Column("hold_from", sa.Date(), nullable=True),
        sa.Column("hold_until", sa.Date(), nullable=True),
        sa.Column("recheck_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name="fk_case_standing_case_id_case_file"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name="fk_case_standing_organisation_id_organisation",
        ),
        sa.ForeignKeyConstraint(
            ["holder_id"], ["user_account.id"], name="fk_case_standing_holder_id_user_account"
        ),
        sa.ForeignKeyConstraint(
            ["citizen_id"], ["citizen.id"], name="fk_case_standing_citizen_id_citizen"
        ),
        sa.PrimaryKeyConstraint("case_id", name="pk_case_standing"),
    )
    op.create_table(
        "employment_standing",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("citizen_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("sorts_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("recheck_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name="fk_employment_standing_case_id_case_file"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name="fk_employment_standing_organisation_id_organisation",
        ),
        sa.ForeignKeyConstraint(
            ["citizen_id"], ["citizen.id"], name="fk_employment_standing_citizen_id_citizen"
        ),
        sa.PrimaryKeyConstraint("case_id", name="pk_employment_standing"),
    )
    op.create_table(
        "referral_standing",
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("citizen_id", sa.Uuid(), nullable=False),
        sa.Column("status", _word(), nullable=False),
        sa.Column("legal_basis", _word(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("is_calm", sa.Boolean(), nullable=False),
        sa.Column("presses_on", sa.Date(), nullable=False),
        sa.Column("clock_code", _word(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recheck_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["referral_id"], ["referral.id"], name="fk_referral_standing_referral_id_referral"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name="fk_referral_standing_organisation_id_organisation",
        ),
        sa.ForeignKeyConstraint(
            ["citizen_id"], ["citizen.id"], name="fk_referral_standing_citizen_id_citizen"
        ),
        sa.PrimaryKeyConstraint("referral_id", name="pk_referral_standing"),
    )
    op.create_table(
        "clock_standing",
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("code", _word(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("outcome", _word(), nullable=False),
        sa.Column("stopped_on", sa.Date(), nullable=True),
        sa.Column("counted_from", sa.Date(), nullable=True),
        sa.Column("paused_from", sa.Date(), nullable=True),
        sa.Column("paused_until", sa.Date(), nullable=True),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("strength", _word(), nullable=False),
        sa.Column("section", sa.Text(), nullable=False),
        sa.Column("why", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["referral_id"], ["referral.id"], name="fk_clock_standing_referral_id_referral"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name="fk_clock_standing_organisation_id_organisation",
        ),
        sa.PrimaryKeyConstraint("referral_id", "code", name="pk_clock_standing"),
    )
    op.create_table(
        "standing_tally",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("what", sa.String(length=10), nullable=False),
        sa.Column("code", _word(), nullable=False),
        sa.Column("detail", _word(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("loose", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name="fk_standing_tally_organisation_id_organisation",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_standing_tally"),
    )


def _indexes() -> None:
    for name, table, columns in (
        (
            "ix_case_standing_board",
            "case_standing",
            ["organisation_id", "board_column", "priority", "presses_on", "number"],
        ),
        ("ix_case_standing_due", "case_standing", ["organisation_id", "presses_on", "number"]),
        ("ix_case_standing_holder", "case_standing", ["holder_id", "presses_on", "number"]),
        (
            "ix_case_standing_action",
            "case_standing",
            ["organisation_id", "action", "presses_on", "number"],
        ),
        ("ix_case_standing_hold", "case_standing", ["organisation_id", "hold_until", "number"]),
        ("ix_case_standing_recheck", "case_standing", ["recheck_at"]),
        (
            "ix_employment_standing_list",
            "employment_standing",
            ["organisation_id", "sorts_on", "number"],
        ),
        ("ix_employment_standing_recheck", "employment_standing", ["recheck_at"]),
        (
            "ix_referral_standing_status",
            "referral_standing",
            ["organisation_id", "status", "is_calm", "presses_on", "received_at", "referral_id"],
        ),
        (
            "ix_referral_standing_open",
            "referral_standing",
            ["organisation_id", "is_open", "is_calm", "presses_on", "received_at", "referral_id"],
        ),
        (
            "ix_referral_standing_ended",
            "referral_standing",
            ["organisation_id", "is_open", "received_at", "referral_id"],
        ),
        ("ix_referral_standing_recheck", "referral_standing", ["recheck_at"]),
        (
            "ix_clock_standing_due",
            "clock_standing",
            ["organisation_id", "outcome", "due_on", "code"],
        ),
        (
            "ix_clock_standing_received",
            "clock_standing",
            ["organisation_id", "code", "outcome", "received_on", "referral_id"],
        ),
        (
            "ix_clock_standing_judged",
            "clock_standing",
            ["organisation_id", "code", "received_on", "referral_id"],
        ),
        ("ix_standing_tally_what", "standing_tally", ["organisation_id", "what", "received_on"]),
    ):
        op.create_index(name, table, columns)
    op.create_index("ix_booking_course_id", "booking", ["course_id"])
    op.create_index(
        "ix_standing_tally_loose",
        "standing_tally",
        ["loose"],
        sqlite_where=sa.text("loose"),
        postgresql_where=sa.text("loose"),
    )
