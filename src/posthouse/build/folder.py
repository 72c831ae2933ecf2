"""The files of a store: results by key, written aside, synced, renamed in; checked when read; dropped when damaged.

Safe to use from many threads and processes at once: an entry appears whole, under a name nothing else ever has.
"""

from __future__ import annotations

import contextlib
import dataclasses
import os
import shutil
import uuid
from typing import TYPE_CHECKING, final

from posthouse.build.entry import digest_entry, entry_name, parse_entry_name, stamp_entry, sync_entry, sync_path
from posthouse.build.executor import Result
from posthouse.errors import InternalError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path


class LostResult(Exception):  # noqa: N818 - the build mends it; nobody sees it
    """A result's bytes are missing or damaged; they have been dropped."""


@final
class ResultFolder:
    """The results under one ``.posthouse`` folder, without the index.

    Attributes:
        root: the ``.posthouse`` folder, absolute.
        damaged: keys of results this process found damaged and dropped.
    """

    def __init__(self, root: Path) -> None:
        self.root = root.absolute()
        self.damaged: set[str] = set()
        self._entries = self.root / "store"
        self._entries_text = str(self._entries)
        self._verified: dict[Path, int] = {}

    def __reduce__(self) -> tuple[type[ResultFolder], tuple[Path]]:
        return ResultFolder, (self.root,)

    def create(self) -> None:
        """Make the folders that are not there, and keep them out of version control."""
        for folder in (self._entries, self.root / "tmp", self.root / "locks", self.root / "receipts"):
            folder.mkdir(parents=True, exist_ok=True)
        ignore = self.root / ".gitignore"
        if not ignore.exists():
            ignore.write_text("*\n", encoding="utf-8")

    def path(self, result: Result) -> Path:
        """Return where a result's bytes lie."""
        return self._entries / result.key[:2] / entry_name(result)

    def stamp(self, result: Result) -> tuple[int, int] | None:
        """Return (size in bytes, stamp) of a result as it lies there, or None if it does not."""
        return stamp_entry(f"{self._entries_text}/{result.key[:2]}/{entry_name(result)}")

    def find(self, keys: Iterable[str]) -> dict[str, Result]:
        """Return the results of those keys as they lie on disk."""
        wanted = set(keys)
        found: dict[str, Result] = {}
        for shard in sorted({key[:2] for key in wanted}):
            found.update((of.key, of) for of in self._shard(shard) if of.key in wanted)
        return found

    def all(self) -> Iterator[Result]:
        """Yield every result that lies here."""
        for shard in sorted(self._entries.iterdir()):
            yield from self._shard(shard.name)

    def read(self, result: Result) -> Path:
        """Return the path of a result whose bytes are what they were.

        Content is checked against its digest the first time this process reads it, then by size and stamp.

        Raises:
            LostResult: it is missing or damaged.
        """
        path = self.path(result)
        seen = self.stamp(result)
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
        if not written.exists():
            raise InternalError(f"the job finished without writing its result {written.name}")
        digest = digest_entry(written)
        sync_entry(written)
        size_bytes, stamp = _stamp_written(written)
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

    def _shard(self, shard: str) -> Iterator[Result]:
        """Yield the results in one of the store's folders; what has not its named size is dropped."""
        try:
            names = sorted(os.listdir(f"{self._entries_text}/{shard}"))  # noqa: PTH208 - a hundred thousand names
        except FileNotFoundError:
            return
        for name in names:
            named = parse_entry_name(name)
            seen = self.stamp(named) if named else None
            if named is None or seen is None:
                continue
            if seen[0] == named.size_bytes:
                yield dataclasses.replace(named, stamp=seen[1])
            else:
                self.drop(named)


def _stamp_written(path: Path) -> tuple[int, int]:
    seen = stamp_entry(path)
    assert seen is not None
    return seen
