"""The store's memory, in SQLite: what is known of every key, and history for estimates and reasons.

Everything in it can be lost: entries are found again by their names, and only history is gone. So a damaged file is
thrown away and begun anew. Several processes write at once (write-ahead log, 30 s of patience).
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
import time
from typing import TYPE_CHECKING, TypeVar, final

from posthouse.build.executor import Result
from posthouse.build.recipe import Recipe
from posthouse.errors import MediaError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

T = TypeVar("T")

_FORM = 1
_PATIENCE_SECONDS = 30.0
_TOUCH_SECONDS = 3600.0
_RECENT_RUNS = 32
_SCHEMA = """
create table if not exists entries (
    key text primary key, digest text not null, size_bytes integer not null, stamp integer not null,
    suffix text not null, used_seconds real not null) without rowid;
create table if not exists recipes (key text primary key, recipe text not null) without rowid;
create table if not exists slots (slot text primary key, key text not null) without rowid;
create table if not exists runs (kind text not null, size real not null, seconds real not null);
create index if not exists runs_by_kind on runs (kind);
"""
_INSERT_ENTRY = "insert or replace into entries values (?, ?, ?, ?, ?, ?)"
_INSERT_RECIPE = "insert or ignore into recipes values (?, ?)"
_REPLACE_RECIPE = "insert or replace into recipes values (?, ?)"
_FORGET_OLD_RUNS = (
    "delete from runs where kind = ? and rowid not in"
    " (select rowid from runs where kind = ? order by rowid desc limit ?)"
)


class _AnotherForm(sqlite3.DatabaseError):
    """The index was written by another version."""


@final
class Index:
    """The open index of one store. Used by one thread at a time."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._database: sqlite3.Connection | None = None

    def close(self) -> None:
        """Close the file."""
        if self._database is not None:
            self._database.close()
            self._database = None

    def find(self, keys: Sequence[str]) -> dict[str, tuple[Result, float]]:
        """Return what is known of those keys, each with when it was last used (seconds since the epoch)."""
        statement = (
            "select key, digest, size_bytes, stamp, suffix, used_seconds from entries"
            " where key in (select value from json_each(?))"
        )
        rows = self._run(lambda database: database.execute(statement, (json.dumps(keys),)).fetchall())
        return {
            row[0]: (Result(key=row[0], digest=row[1], size_bytes=row[2], stamp=row[3], suffix=row[4]), row[5])
            for row in rows
        }

    def keep(self, results: Iterable[Result]) -> None:
        """Remember results as used now."""
        now = time.time()
        rows = [(of.key, of.digest, of.size_bytes, of.stamp, of.suffix, now) for of in results]
        self._write(_INSERT_ENTRY, rows)

    def touch(self, used: Iterable[tuple[str, float]]) -> None:
        """Remember keys as used now, given when they were last; to the hour, so that most builds write nothing."""
        now = time.time()
        rows = [(now, key) for key, last_seconds in used if last_seconds < now - _TOUCH_SECONDS]
        self._write("update entries set used_seconds = ? where key = ?", rows)

    def by_age(self) -> list[tuple[Result, float]]:
        """Return every result whose bytes are in the store with when it was last used, oldest first."""
        statement = (
            "select key, digest, size_bytes, stamp, suffix, used_seconds from entries"
            " where stamp != 0 order by used_seconds, key"
        )
        rows = self._run(lambda database: database.execute(statement).fetchall())
        return [
            (Result(key=row[0], digest=row[1], size_bytes=row[2], stamp=row[3], suffix=row[4]), row[5]) for row in rows
        ]

    def forget_bytes(self, keys: Iterable[str]) -> None:
        """Remember that the bytes of those results are gone; their digests stay known."""
        self._write("update entries set stamp = 0 where key = ?", [(key,) for key in keys])

    def forget_older(self, than_seconds: float) -> None:
        """Forget results without bytes not used since, and recipes that no slot names any more."""
        self._write("delete from entries where stamp = 0 and used_seconds < ?", [(than_seconds,)])
        self._write("delete from recipes where key not in (select key from slots)", [()])

    def recipes(self, slots: Sequence[str]) -> dict[str, Recipe]:
        """Return the last recipe of each of those slots that has one."""
        statement = (
            "select slot, recipe from slots join recipes using (key) where slot in (select value from json_each(?))"
        )
        rows = self._run(lambda database: database.execute(statement, (json.dumps(slots),)).fetchall())
        return {slot: Recipe.from_text(text) for slot, text in rows}

    def keys_of_slots(self, slots: Sequence[str]) -> dict[str, str]:
        """Return the key each of those slots last had."""
        statement = "select slot, key from slots where slot in (select value from json_each(?))"
        return dict(self._run(lambda database: database.execute(statement, (json.dumps(slots),)).fetchall()))

    def keep_recipes(self, recipes: Iterable[tuple[str, str, Recipe]]) -> None:
        """Remember (slot, key, recipe) as the slot's last, of results that were found; why they were made stays."""
        rows = [(slot, key, recipe.to_text()) for slot, key, recipe in recipes]
        if rows:
            self._run(lambda database: _insert_recipes(database, rows, _INSERT_RECIPE))

    def keep_run(self, result: Result, *, slot: str, recipe: Recipe, kind: str, cost: tuple[float, float]) -> None:
        """Remember a result just made, its recipe, and its (size, seconds) among the last few of its kind."""
        rows = [(slot, result.key, recipe.to_text())]
        entry = (result.key, result.digest, result.size_bytes, result.stamp, result.suffix, time.time())

        def insert(database: sqlite3.Connection) -> None:
            database.execute(_INSERT_ENTRY, entry)
            _insert_recipes(database, rows, _REPLACE_RECIPE)
            database.execute("insert into runs values (?, ?, ?)", (kind, *cost))
            database.execute(_FORGET_OLD_RUNS, (kind, kind, _RECENT_RUNS))

        self._run(insert)

    def runs(self) -> dict[str, list[tuple[float, float]]]:
        """Return the recent (size, seconds) of every kind."""
        rows = self._run(lambda database: database.execute("select kind, size, seconds from runs").fetchall())
        by_kind: dict[str, list[tuple[float, float]]] = {}
        for kind, size, seconds in rows:
            by_kind.setdefault(kind, []).append((size, seconds))
        return by_kind

    def _write(self, statement: str, rows: Sequence[tuple[object, ...]]) -> None:
        if rows:
            self._run(lambda database: database.executemany(statement, rows))

    def _run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Do work in one transaction; on a damaged file, once more on a new one."""
        try:
            with self._open() as database:
                return work(database)
        except sqlite3.DatabaseError as error:
            if not _is_damage(error):
                raise MediaError(f"the build's index {self._path} cannot be used: {error}") from error
            self._start_anew()
            with self._open() as database:
                return work(database)

    def _open(self) -> sqlite3.Connection:
        if self._database is None:
            database = sqlite3.connect(self._path, timeout=_PATIENCE_SECONDS, check_same_thread=False)
            self._database = database
            database.execute("pragma journal_mode = wal")
            database.execute("pragma synchronous = normal")
            form = database.execute("pragma user_version").fetchone()[0]
            if form != _FORM:
                if form:
                    raise _AnotherForm(form)
                database.executescript(f"{_SCHEMA} pragma user_version = {_FORM};")
        return self._database

    def _start_anew(self) -> None:
        self.close()
        for ending in ("", "-wal", "-shm"):
            with contextlib.suppress(FileNotFoundError):
                self._path.with_name(self._path.name + ending).unlink()


def _is_damage(error: sqlite3.DatabaseError) -> bool:
    damages = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
    return isinstance(error, _AnotherForm) or getattr(error, "sqlite_errorcode", 0) & 0xFF in damages


def _insert_recipes(database: sqlite3.Connection, rows: Sequence[tuple[str, str, str]], statement: str) -> None:
    database.executemany(statement, [(key, text) for _, key, text in rows])
    database.executemany("insert or replace into slots values (?, ?)", [(slot, key) for slot, key, _ in rows])
