"""How migrations run: one at a time, with a limit on waiting, each in its own transaction."""

from alembic import context
from sqlalchemy import create_engine, pool, text

from rehab.models import Base
from rehab.models.engines import prepare_engine

LOCK = 7_304_255  # any number, the same for everybody who migrates this database


def run() -> None:
    given = context.config.attributes.get("connection")
    if given is not None:
        _migrate(given)
        return
    engine = create_engine(
        context.config.get_main_option("sqlalchemy.url"),
        poolclass=pool.NullPool,
        hide_parameters=True,  # a failed statement is reported, and its values are citizens
    )
    prepare_engine(engine)
    with engine.connect() as connection:
        _migrate(connection)


def _migrate(connection) -> None:
    postgres = connection.dialect.name == "postgresql"
    if postgres:
        connection.execute(text("SET lock_timeout = '5s'"))
        connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": LOCK})
        connection.commit()
    else:
        # SQLite changes a column by making its table anew, which rows that refer to it forbid.
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.commit()
    try:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=True,
            transaction_per_migration=True,
            compare_type=True,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()
    finally:
        if postgres:
            connection.rollback()
            connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": LOCK})
            connection.commit()
        else:
            _check_references(connection)
            connection.exec_driver_sql("PRAGMA foreign_keys=ON")
            connection.commit()


def _check_references(connection) -> None:
    """Stop when a migration has left a row that refers to nothing."""
    lost = {row[0] for row in connection.exec_driver_sql("PRAGMA foreign_key_check")}
    connection.rollback()
    if lost:
        raise RuntimeError(f"rows refer to nothing after the migration: {sorted(lost)}")


run()
