"""
Results by key, in a folder: written aside, synced, renamed in; checked when read; dropped, never used, when damaged.

    .posthouse/store/ab/<key>.<digest>.<size><suffix>     the results (see ``entry``)
    .posthouse/tmp/<lease>/                               what living processes are writing (see ``lease``)
    .posthouse/locks/<key>                                who is building what, across processes
    .posthouse/receipts/                                  what was published (see ``publish``)
    .posthouse/index.sqlite                               memory and history (see ``index``)

Workers use only the files; the index belongs to the thread that opened the store.
"""

from __future__ import annotations

import contextlib
import dataclasses
import os
import shutil
import uuid
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import final

from posthouse.build.entry import digest_entry, entry_name, parse_entry_name, stamp_entry, sync_entry, sync_path
from posthouse.build.executor import Result
from posthouse.build.index import Index
from posthouse.build.lease import hold_lease, sweep_dead_leases


class LostResult(Exception):  # noqa: N818 - the build mends it; nobody sees it
    """A result's bytes are missing or damaged; they have been dropped."""


@final
class Store:
    """The results of one production, under its ``.posthouse`` folder."""

    def __init__(self, root: Path) -> None:
        self.root = root.absolute()
        self._entries = self.root / "store"
        for folder in (self._entries, self.root / "tmp", self.root / "locks", self.root / "receipts"):
            folder.mkdir(parents=True, exist_ok=True)
        ignore = self.root / ".gitignore"
        if not ignore.exists():
            ignore.write_text("*\n", encoding="utf-8")
        self.index = Index(self.root / "index.sqlite")
        self.damaged: set[str] = set()
        self._verified: dict[Path, int] = {}

    def close(self) -> None:
        """Close the index."""
        self.index.close()

    @contextlib.contextmanager
    def lease(self) -> Iterator[Path]:
        """Sweep up after dead processes, then hold a scratch folder while the block runs."""
        sweep_dead_leases(self.root / "locks")
        sweep_dead_leases(self.root / "tmp")
        with hold_lease(self.root / "tmp") as scratch:
            yield scratch

    def lock_path(self, key: str) -> Path:
        """Return the lock file of whoever builds that key."""
        return self.root / "locks" / key

    def path(self, result: Result) -> Path:
        """Return where a result's bytes lie."""
        return self._entries / result.key[:2] / entry_name(result)

    def lookup(self, keys: Sequence[str]) -> dict[str, Result]:
        """Return what is known of those keys; a result's stamp is 0 where its bytes are not in the store."""
        known = self.index.find(keys)
        found = {key: self._as_it_lies(result) for key, (result, _) in known.items()}
        self.index.touch((key, used_seconds) for key, (_, used_seconds) in known.items())
        absent = [key for key in keys if key not in found or not found[key].stamp]
        found.update(self._scan(absent))
        self.index.keep(of for key, of in found.items() if key not in known or known[key][0] != of)
        return found

    def find(self, key: str) -> Result | None:
        """Return the result of a key as it lies on disk, without the index."""
        return self._scan([key]).get(key)

    def read(self, result: Result) -> Path:
        """
        Return the path of a result whose bytes are what they were.

        Content is checked against its digest the first time this process reads it, then by size and stamp.

        Raises:
            LostResult: it is missing or damaged.
        """
        path = self.path(result)
        seen = stamp_entry(path)
        if seen is not None and seen[0] == result.size_bytes:
            if self._verified.get(path) == seen[1]:
                return path
            if digest_entry(path) == result.digest:
                self._verified[path] = seen[1]
                return path
        self.drop(result)
        raise LostResult(result.key)

    def keep(self, written: Path, key: str, suffix: str = "") -> Result:
        """Take a finished file or folder into the store under its key; it must lie on the same file system."""
        digest = digest_entry(written)
        sync_entry(written)
        size_and_stamp = stamp_entry(written)
        assert size_and_stamp is not None
        size_bytes, stamp = size_and_stamp
        result = Result(key=key, digest=digest, size_bytes=size_bytes, stamp=stamp, suffix=suffix)
        path = self.path(result)
        if not path.parent.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            sync_path(self._entries)
        if path.is_dir():
            shutil.rmtree(path)
        written.rename(path)
        sync_path(path.parent)
        self._verified[path] = stamp
        return result

    def drop(self, result: Result) -> None:
        """Throw a damaged result's bytes away."""
        self.damaged.add(result.key)
        self.remove_bytes(result)

    def remove_bytes(self, result: Result) -> None:
        """Remove a result's bytes; a folder vanishes under its name at once."""
        path = self.path(result)
        self._verified.pop(path, None)
        with contextlib.suppress(FileNotFoundError):
            if path.is_dir():
                doomed = self.root / "tmp" / f"removed-{uuid.uuid4().hex}"
                path.rename(doomed)
                shutil.rmtree(doomed)
            else:
                path.unlink()

    def entries(self) -> Iterator[Result]:
        """Yield every result that lies in the store, by name, without the index."""
        for shard in sorted(self._entries.iterdir()):
            yield from self._shard(shard.name)

    def _as_it_lies(self, result: Result) -> Result:
        """Return a result with the stamp of its bytes; 0 if they are gone, or damaged (then they are dropped)."""
        if not result.stamp:
            return result
        path = self.path(result)
        seen = stamp_entry(path)
        if seen == (result.size_bytes, result.stamp):
            return result
        if seen is not None and seen[0] == result.size_bytes and digest_entry(path) == result.digest:
            return dataclasses.replace(result, stamp=seen[1])  # copied or restored: same bytes, new dates
        if seen is not None:
            self.drop(result)
        return dataclasses.replace(result, stamp=0)

    def _scan(self, keys: Iterable[str]) -> dict[str, Result]:
        wanted = set(keys)
        found: dict[str, Result] = {}
        for shard in sorted({key[:2] for key in wanted}):
            found.update((of.key, of) for of in self._shard(shard) if of.key in wanted)
        return found

    def _shard(self, shard: str) -> Iterator[Result]:
        """Yield the results in one of the store's folders; what has not its named size is dropped."""
        try:
            names = sorted(os.listdir(self._entries / shard))  # noqa: PTH208 - a hundred thousand names
        except FileNotFoundError:
            return
        for name in names:
            named = parse_entry_name(name)
            seen = stamp_entry(self._entries / shard / name) if named else None
            if named is None or seen is None:
                continue
            if seen[0] == named.size_bytes:
                yield dataclasses.replace(named, stamp=seen[1])
            else:
                self.drop(named)
