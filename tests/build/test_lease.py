"""Locks and leases between threads and processes."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from posthouse.build.lease import hold_lease, hold_lock, sweep_dead_leases, try_lock, unlock

if TYPE_CHECKING:
    from pathlib import Path


def never() -> bool:
    return False


def test_a_lock_is_held_by_one_and_leaves_no_file(tmp_path: Path) -> None:
    path = tmp_path / "locks" / "key"
    handle = try_lock(path)
    assert handle is not None
    assert try_lock(path) is None
    unlock(path, handle)
    assert list(path.parent.iterdir()) == []


def test_whoever_gives_up_does_not_hold_the_lock(tmp_path: Path) -> None:
    path = tmp_path / "key"
    with hold_lock(path, give_up=never) as is_held, hold_lock(path, give_up=lambda: True) as is_second_held:
        assert (is_held, is_second_held) == (True, False)
    assert not path.exists()


def test_many_threads_never_hold_one_lock_together(tmp_path: Path) -> None:
    inside, most = [0], [0]

    def enter() -> None:
        for _ in range(5):
            with hold_lock(tmp_path / "key", give_up=never):
                inside[0] += 1
                most[0] = max(most[0], inside[0])
                inside[0] -= 1

    threads = [threading.Thread(target=enter) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1]


def test_a_living_lease_is_not_swept(tmp_path: Path) -> None:
    with hold_lease(tmp_path) as scratch:
        (scratch / "half").write_text("")
        assert len(sweep_dead_leases(tmp_path)) == 1
        assert (scratch / "half").exists()
    assert list(tmp_path.iterdir()) == []
