"""Signs of life between processes that share one store: locks the kernel lets go of when their holder dies.

A lock is ``flock`` on a small file. Whoever removes such a file holds its lock while doing so; whoever gets a lock
checks that the file is still the one under that name. So no lock file outlives its use, and none is held twice.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import time
import uuid
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_POLL_SECONDS = 0.02
_LEASE = ".lease"


def try_lock(path: Path) -> int | None:
    """Return a handle that holds the lock at path, or None if someone else does."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if os.fstat(handle).st_ino == path.stat().st_ino:
            return handle
    except (BlockingIOError, FileNotFoundError):
        pass
    os.close(handle)
    return None


def unlock(path: Path, handle: int) -> None:
    """Remove a lock file and let go of its lock."""
    path.unlink(missing_ok=True)
    os.close(handle)


@contextlib.contextmanager
def hold_lock(path: Path, *, give_up: Callable[[], bool]) -> Iterator[bool]:
    """Wait for the lock at path and hold it; gives True, or False if ``give_up()`` came first."""
    handle = try_lock(path)
    while handle is None and not give_up():
        time.sleep(_POLL_SECONDS)
        handle = try_lock(path)
    try:
        yield handle is not None
    finally:
        if handle is not None:
            unlock(path, handle)


@contextlib.contextmanager
def hold_lease(folder: Path) -> Iterator[Path]:
    """Give this process a scratch folder of its own under ``folder`` while the block runs.

    Others see that it is alive by the lock on ``<scratch>.lease``, and may sweep it away when it is not.
    """
    folder.mkdir(parents=True, exist_ok=True)
    scratch = folder / uuid.uuid4().hex
    lease = scratch.with_suffix(_LEASE)
    handle = None
    while handle is None:  # a sweep may have met the file between its making and its lock
        handle = try_lock(lease)
    scratch.mkdir()
    try:
        yield scratch
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
        unlock(lease, handle)


def sweep_dead_leases(folder: Path) -> tuple[float, ...]:
    """Remove what dead processes left in a folder of leases or locks.

    Returns:
        When each living lease began, in seconds since the epoch, oldest first.
    """
    alive = []
    for path in sorted(folder.glob("*")):
        if path.is_dir():
            if not path.with_suffix(_LEASE).exists():
                shutil.rmtree(path, ignore_errors=True)
            continue
        with contextlib.suppress(FileNotFoundError):
            began_seconds = path.stat().st_mtime
            handle = try_lock(path)
            if handle is None:
                alive.append(began_seconds)
                continue
            if path.suffix == _LEASE:
                shutil.rmtree(path.with_suffix(""), ignore_errors=True)
            unlock(path, handle)
    return tuple(sorted(alive))
