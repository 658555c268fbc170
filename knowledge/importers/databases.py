"""Writes and opens the small read-only SQLite files that imported tables are kept in."""

import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path

from knowledge.errors import KnowledgeError


def write_database(
    path: Path, schema: str, meta: Mapping[str, str], tables: Mapping[str, Iterable[tuple[object, ...]]]
) -> None:
    """Writes `tables` and `meta` into a new file at `path`; the caller renames it into place."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(
            "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;"
            "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;" + schema
        )
        connection.executemany("INSERT INTO meta VALUES (?, ?)", meta.items())
        for table, rows in tables.items():
            width = len(connection.execute(f"PRAGMA table_info({table})").fetchall())
            connection.executemany(f"INSERT OR IGNORE INTO {table} VALUES ({', '.join('?' * width)})", rows)
        connection.commit()


def open_database(path: Path) -> sqlite3.Connection:
    """The file, read-only; usable from any thread by one reader at a time. Raises KnowledgeError when it is damaged."""
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, check_same_thread=False)
        connection.execute("SELECT count(*) FROM meta").fetchone()
    except sqlite3.Error:
        raise KnowledgeError(f"{path.name} is missing or damaged.", "Import its file again with --replace.") from None
    return connection


def meta_of(connection: sqlite3.Connection) -> dict[str, str]:
    return dict(connection.execute("SELECT key, value FROM meta"))
