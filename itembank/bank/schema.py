"""The tables of the bank, for SQLite and PostgreSQL alike.

Contents are canonical bytes under their hash; only a version's `state` ever
changes. Triggers refuse to change or delete what must stay.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

SCHEMA_VERSION = 1

METADATA = MetaData()

SCHEMA = Table(
    "schema_version",
    METADATA,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("at", String(40), nullable=False),
)
HEADS = Table(
    "heads",
    METADATA,
    Column("identifier", String(64), primary_key=True),
    Column("created", String(40), nullable=False),
)
VERSIONS = Table(
    "versions",
    METADATA,
    Column("version", String(64), primary_key=True),
    Column("head", ForeignKey("heads.identifier"), nullable=False, index=True),
    Column("number", Integer, nullable=False),
    Column("state", String(20), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("author", String(80), nullable=False),
    Column("origin", String(200), nullable=False),
    Column("created", String(40), nullable=False),
    Column("content", LargeBinary, nullable=False),
    UniqueConstraint("head", "number"),
)
REVIEWS = Table(
    "reviews",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("version", ForeignKey("versions.version"), nullable=False, index=True),
    Column("action", String(20), nullable=False),
    Column("state", String(20), nullable=False),
    Column("by", String(80), nullable=False),
    Column("note", Text, nullable=False),
    Column("at", String(40), nullable=False),
)
MEDIA = Table(
    "media",
    METADATA,
    Column("sha256", String(64), primary_key=True),
    Column("size_bytes", Integer, nullable=False),
    Column("data", LargeBinary, nullable=False),
)
VERSION_MEDIA = Table(
    "version_media",
    METADATA,
    Column("version", ForeignKey("versions.version"), primary_key=True),
    Column("sha256", ForeignKey("media.sha256"), primary_key=True),
)
ASSEMBLIES = Table(
    "assemblies",
    METADATA,
    Column("exam", String(64), primary_key=True),
    Column("seed", String(40), nullable=False),
    Column("blueprint_sha256", String(64), nullable=False),
    Column("pool_sha256", String(64), nullable=False),
    Column("blueprint", LargeBinary, nullable=False),
    Column("record", LargeBinary, nullable=False),
    Column("created", String(40), nullable=False),
)
FORMS = Table(
    "forms",
    METADATA,
    Column("exam", ForeignKey("assemblies.exam"), primary_key=True),
    Column("form", String(64), primary_key=True),
    Column("place", Integer, nullable=False),
    Column("backup", Boolean, nullable=False),
    Column("paper_sha256", String(64), nullable=False),
    Column("key_sha256", String(64), nullable=False),
    Column("paper", LargeBinary, nullable=False),
    Column("key", LargeBinary, nullable=False),
)
FORM_ITEMS = Table(
    "form_items",
    METADATA,
    Column("exam", String(64), primary_key=True),
    Column("form", String(64), primary_key=True),
    Column("version", ForeignKey("versions.version"), primary_key=True),
)
SEATINGS = Table(
    "seatings",
    METADATA,
    Column("exam", String(64), primary_key=True),
    Column("sitting", String(200), primary_key=True),
    Column("seed", String(40), nullable=False),
    Column("sitting_sha256", String(64), nullable=False),
    Column("roster_sha256", String(64), nullable=False),
    Column("created", String(40), nullable=False),
)
SEALINGS = Table(
    "sealings",
    METADATA,
    Column("exam", String(64), primary_key=True),
    Column("sitting", String(64), primary_key=True),
    Column("serial", Integer, primary_key=True),
    Column("created", String(40), nullable=False),
)
AUDIT = Table(
    "audit",
    METADATA,
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("at", String(40), nullable=False),
    Column("actor", String(80), nullable=False),
    Column("action", String(40), nullable=False),
    Column("subject", String(200), nullable=False),
    Column("detail", Text, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("digest", String(64), nullable=False),
)

FIXED_TABLES = ("reviews", "media", "assemblies", "forms", "form_items", "seatings", "sealings", "audit")
"""Tables of which no row is ever changed or removed."""
FIXED_VERSION_COLUMNS = ("version", "head", "number", "kind", "author", "origin", "created", "content")


def create_tables(connection: Connection) -> None:
    """Create all tables and their triggers."""
    METADATA.create_all(connection)
    make = _postgresql_triggers if connection.dialect.name == "postgresql" else _sqlite_triggers
    for statement in make():
        connection.execute(text(statement))


def _sqlite_triggers() -> list[str]:
    refuse = "BEGIN SELECT RAISE(ABORT, 'append-only'); END"
    columns = ", ".join(FIXED_VERSION_COLUMNS)
    statements = [
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} {refuse}"
        for table in FIXED_TABLES
        for verb in ("UPDATE", "DELETE")
    ]
    return [
        *statements,
        f"CREATE TRIGGER versions_no_update BEFORE UPDATE OF {columns} ON versions {refuse}",
        f"CREATE TRIGGER versions_no_delete BEFORE DELETE ON versions {refuse}",
    ]


def _postgresql_triggers() -> list[str]:
    call = "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    columns = ", ".join(FIXED_VERSION_COLUMNS)
    function = (
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'append-only'; END $$"
    )
    statements = [f"CREATE TRIGGER {table}_fixed BEFORE UPDATE OR DELETE ON {table} {call}" for table in FIXED_TABLES]
    return [
        function,
        *statements,
        f"CREATE TRIGGER versions_no_update BEFORE UPDATE OF {columns} ON versions {call}",
        f"CREATE TRIGGER versions_no_delete BEFORE DELETE ON versions {call}",
    ]
