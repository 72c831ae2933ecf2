"""Making room: results nobody used for longest go first; what a living build uses stays."""

from __future__ import annotations

import dataclasses
import time
from typing import TYPE_CHECKING, final

from posthouse.build.lease import sweep_dead_leases, try_lock, unlock

if TYPE_CHECKING:
    from posthouse.build.executor import Result
    from posthouse.build.store import Store

_TOUCH_SECONDS = 3600.0  # the index notes use to the hour
_REMEMBER_SECONDS = 90 * 86400.0


@final
@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Cleaning:
    """What a cleaning removed and what it left, in results and bytes."""

    removed_count: int
    removed_bytes: int
    kept_count: int
    kept_bytes: int


def clean_store(store: Store, *, max_bytes: int | None = None, older_than_seconds: float | None = None) -> Cleaning:
    """Remove results until the store is small enough, and all unused for so long; least recently used first.

    Their digests stay known, so that what was made from them need not be made again. Leavings of dead processes go.
    """
    now = time.time()
    sweep_dead_leases(store.folder.root / "locks")
    living = sweep_dead_leases(store.folder.root / "tmp")
    protected_from_seconds = min(living, default=now + _TOUCH_SECONDS + 1) - _TOUCH_SECONDS
    by_age = _by_age(store)
    kept_bytes = sum(result.size_bytes for result, _ in by_age)
    removed: list[Result] = []
    for result, used_seconds in by_age:
        is_over = max_bytes is not None and kept_bytes > max_bytes
        is_old = older_than_seconds is not None and used_seconds < now - older_than_seconds
        if (is_over or is_old) and used_seconds < protected_from_seconds and _remove(store, result):
            removed.append(result)
            kept_bytes -= result.size_bytes
    store.index.forget_bytes(result.key for result in removed)
    store.index.forget_older(now - _REMEMBER_SECONDS)
    return Cleaning(
        removed_count=len(removed),
        removed_bytes=sum(result.size_bytes for result in removed),
        kept_count=len(by_age) - len(removed),
        kept_bytes=kept_bytes,
    )


def _by_age(store: Store) -> list[tuple[Result, float]]:
    """Return every result on disk with when it was last used, oldest first; unknown ones by their own date."""
    used_seconds = {result.key: used for result, used in store.index.by_age()}
    found = [(result, used_seconds.get(result.key, result.stamp / 1e9)) for result in store.folder.all()]
    return sorted(found, key=lambda pair: (pair[1], pair[0].key, pair[0].digest))


def _remove(store: Store, result: Result) -> bool:
    """Remove a result's bytes unless somebody is building that very key."""
    path = store.folder.root / "locks" / result.key
    handle = try_lock(path)
    if handle is None:
        return False
    store.folder.remove_bytes(result)
    unlock(path, handle)
    return True
