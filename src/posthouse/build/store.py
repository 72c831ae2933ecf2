"""The store of one production: its result files, and the index that remembers them.

    .posthouse/store/ab/<key>.<digest>.<size><suffix>     the results (see ``folder``, ``entry``)
    .posthouse/tmp/<lease>/                               what living processes are writing (see ``lease``)
    .posthouse/locks/<key>                                who is building what, across processes
    .posthouse/receipts/                                  what was published (see ``publish``)
    .posthouse/index.sqlite                               memory and history (see ``index``)

Workers use only the files; the index belongs to the thread that builds.
"""

from __future__ import annotations

import contextlib
import dataclasses
from typing import TYPE_CHECKING, final

from posthouse.build.entry import digest_entry
from posthouse.build.folder import ResultFolder
from posthouse.build.index import Index
from posthouse.build.lease import hold_lease, sweep_dead_leases

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from posthouse.build.executor import Result


@final
class Store:
    """The results of one production, under its ``.posthouse`` folder.

    Attributes:
        folder: the files.
        index: the memory.
    """

    def __init__(self, root: Path) -> None:
        self.folder = ResultFolder(root)
        self.folder.create()
        self.index = Index(self.folder.root / "index.sqlite")

    def close(self) -> None:
        """Close the index."""
        self.index.close()

    @contextlib.contextmanager
    def lease(self) -> Iterator[Path]:
        """Sweep up after dead processes, then hold a scratch folder while the block runs."""
        sweep_dead_leases(self.folder.root / "locks")
        sweep_dead_leases(self.folder.root / "tmp")
        with hold_lease(self.folder.root / "tmp") as scratch:
            yield scratch

    def lookup(self, keys: Sequence[str]) -> dict[str, Result]:
        """Return what is known of those keys; a result's stamp is 0 where its bytes are not in the store."""
        known = self.index.find(keys)
        found = {key: self._as_it_lies(result) for key, (result, _) in known.items()}
        absent = [key for key in keys if key not in found or not found[key].stamp]
        found.update(self.folder.find(absent))
        self.index.touch((key, used_seconds) for key, (_, used_seconds) in known.items())
        self.index.keep(of for key, of in found.items() if key not in known or known[key][0] != of)
        return found

    def _as_it_lies(self, result: Result) -> Result:
        """Return a result with the stamp of its bytes; 0 if they are gone, or damaged (then they are dropped)."""
        if not result.stamp:
            return result
        seen = self.folder.stamp(result)
        if seen == (result.size_bytes, result.stamp):
            return result
        is_same_size = seen is not None and seen[0] == result.size_bytes
        if seen is not None and is_same_size and digest_entry(self.folder.path(result)) == result.digest:
            return dataclasses.replace(result, stamp=seen[1])  # copied or restored: same bytes, new date
        if seen is not None:
            self.folder.drop(result)
        return dataclasses.replace(result, stamp=0)
