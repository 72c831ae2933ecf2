"""The cache of what is known about media: one SQLite file, shared by threads and processes, thrown away if damaged."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator
    from pathlib import Path

PROBE_VERSION = f"4 av {version('av')} openimageio {version('openimageio')}"
"""What probing depends on beside a file's bytes; the number is raised when our own code finds other things."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS file (
    path TEXT PRIMARY KEY, byte_count INTEGER, mtime_ns INTEGER, inode INTEGER, digest TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS known (
    digest TEXT, opened_as TEXT, version TEXT, kind TEXT, body BLOB NOT NULL,
    PRIMARY KEY (digest, opened_as, version, kind)
) WITHOUT ROWID;
"""
_BUSY_S = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """What says that a file is the one seen before: path, size, modification time, inode."""

    path: str
    byte_count: int
    mtime_ns: int
    inode: int

    @classmethod
    def of(cls, path: Path, found: os.stat_result) -> Stamp:
        """Return the stamp of a file just looked at."""
        return cls(path=str(path.absolute()), byte_count=found.st_size, mtime_ns=found.st_mtime_ns, inode=found.st_ino)


class MediaCache:
    """Digests by stamp, and what was learnt by digest. Losing it costs time, never truth."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lock = threading.Lock()
        file.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._database = self._open()
        except sqlite3.DatabaseError:
            file.unlink(missing_ok=True)
            self._database = self._open()

    def digest(self, stamp: Stamp) -> str | None:
        """Return the digest of a file unchanged since it was last read."""
        row = self._one(
            "SELECT digest FROM file WHERE path = ? AND byte_count = ? AND mtime_ns = ? AND inode = ?",
            (stamp.path, stamp.byte_count, stamp.mtime_ns, stamp.inode),
        )
        return str(row[0]) if row else None

    def keep_digest(self, stamp: Stamp, digest: str) -> None:
        """Remember a file's digest."""
        row = (stamp.path, stamp.byte_count, stamp.mtime_ns, stamp.inode, digest)
        with self._writing() as database:
            database.execute("INSERT OR REPLACE INTO file VALUES (?, ?, ?, ?, ?)", row)

    def known(self, digest: str, opened_as: str, kind: str) -> bytes | None:
        """Return what is known of a content, opened so."""
        row = self._one(
            "SELECT body FROM known WHERE digest = ? AND opened_as = ? AND version = ? AND kind = ?",
            (digest, opened_as, PROBE_VERSION, kind),
        )
        return row[0] if row and isinstance(row[0], bytes) else None

    def keep_known(self, digest: str, opened_as: str, bodies: dict[str, bytes]) -> None:
        """Remember what was learnt of a content, all of it or nothing."""
        rows = [(digest, opened_as, PROBE_VERSION, kind, body) for kind, body in bodies.items()]
        with self._writing() as database:
            database.executemany("INSERT OR REPLACE INTO known VALUES (?, ?, ?, ?, ?)", rows)

    def close(self) -> None:
        """Close the database."""
        with self._lock:
            self._database.close()

    def _open(self) -> sqlite3.Connection:
        database = sqlite3.connect(self._file, timeout=_BUSY_S, check_same_thread=False)
        try:
            database.execute("PRAGMA journal_mode = WAL")
            database.execute("PRAGMA synchronous = NORMAL")
            database.executescript(_SCHEMA)
            database.execute("SELECT count(*) FROM file").fetchone()
        except sqlite3.DatabaseError:
            database.close()
            raise
        return database

    def _one(self, query: str, values: tuple[object, ...]) -> tuple[object, ...] | None:
        with self._lock:
            try:
                found: tuple[object, ...] | None = self._database.execute(query, values).fetchone()
            except sqlite3.DatabaseError:
                return None
            return found

    @contextlib.contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """Lend the database for one transaction; a full disk or a locked file costs the entry, not the build."""
        with self._lock, contextlib.suppress(sqlite3.DatabaseError), self._database:
            yield self._database
