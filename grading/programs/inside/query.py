"""A program of ours that runs a candidate's SQL on a database of the task and prints the rows it gets.

The judge runs it like any program, behind all its walls, with the scripts as files in its folder: `base.sql` makes
the database, `work.sql` is the candidate's, the rows of `look.sql` are what is told afterwards where there is one.
Prints JSON, a line each: the names of the columns and then the rows, or an error with the database's words.
"""

from __future__ import annotations

import json
import os
import sqlite3
import sys
from collections.abc import Iterator
from typing import Any

MOST_ROWS = 10_000
WORDS_SHOWN = 200
# Another database, a file, a setting of the library, a table in front of the task's own: nothing that an exam asks for.
REFUSED = frozenset(
    {
        sqlite3.SQLITE_ATTACH,
        sqlite3.SQLITE_DETACH,
        sqlite3.SQLITE_PRAGMA,
        sqlite3.SQLITE_CREATE_TEMP_TABLE,
        sqlite3.SQLITE_CREATE_TEMP_VIEW,
        sqlite3.SQLITE_CREATE_TEMP_TRIGGER,
    }
)
REFUSED_FUNCTIONS = frozenset({"load_extension", "fts3_tokenizer", "randomblob", "zeroblob"})

Rows = tuple[list[str], list[tuple[Any, ...]]]


def statements_of(script: str) -> Iterator[str]:
    """Cut a script at the semicolons that end statements."""
    statement = ""
    for part in script.split(";"):
        statement += part + ";"
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
    if statement.strip("; \t\r\n"):
        yield statement.removesuffix(";")


def run_script(base: sqlite3.Connection, script: str) -> Rows | None:
    """Run all statements; return what the last query gave, None when there was none."""
    found = None
    for statement in statements_of(script):
        cursor = base.execute(statement)
        if cursor.description is not None:
            found = [str(column[0]) for column in cursor.description], cursor.fetchmany(MOST_ROWS + 1)
    return found


def refuse(action: int, first: str | None, second: str | None, *_where: str | None) -> int:
    """Say what a candidate's statement may do."""
    is_function = action == sqlite3.SQLITE_FUNCTION and str(second or first).lower() in REFUSED_FUNCTIONS
    return sqlite3.SQLITE_DENY if action in REFUSED or is_function else sqlite3.SQLITE_OK


def spell(value: object) -> object:
    """Spell a value of a database as JSON can; a row of bytes as a list with its hexadecimal digits."""
    return [value.hex()] if isinstance(value, bytes) else value


def read_text(name: str) -> str:
    """Return what stands in a file; `pathlib` would cost a run more than the query does."""
    with open(name, encoding="utf-8", newline="") as stream:  # noqa: PTH123
        return stream.read()


def tell(thing: object) -> None:
    """Write a line for the judge."""
    sys.stdout.write(json.dumps(thing, ensure_ascii=False) + "\n")


def main() -> None:
    """Make the database, let the candidate's statements at it, tell the rows."""
    base = sqlite3.connect(":memory:", isolation_level=None)
    base.executescript(read_text("base.sql"))
    base.set_authorizer(refuse)
    try:
        found = run_script(base, read_text("work.sql"))
    except (sqlite3.Error, sqlite3.Warning, ValueError, OverflowError) as error:
        tell({"error": str(error)[:WORDS_SHOWN]})
        return
    if "look.sql" in os.listdir("."):  # noqa: PTH208 - see read_text
        base.set_authorizer(None)
        try:
            found = run_script(base, read_text("look.sql"))
        except sqlite3.Error as error:  # a table that is looked at is gone or has another shape
            tell({"error": str(error)[:WORDS_SHOWN]})
            return
    columns, rows = found or ([], [])
    tell({"columns": columns})
    for row in rows:
        tell([spell(value) for value in row])


if __name__ == "__main__":
    main()
