"""Shared pools and cancelling."""

from __future__ import annotations

import pytest

from posthouse.build import Cancelled, JobContext, SharedResources


class Pool:
    closed: list[str]

    def __init__(self, name: str, closed: list[str]) -> None:
        self.name, self.closed = name, closed

    def close(self) -> None:
        self.closed.append(self.name)


class OtherPool(Pool):
    pass


def test_a_shared_pool_is_made_once_and_closed_last_first() -> None:
    shared, closed = SharedResources(), list[str]()
    first = shared.obtain(Pool, lambda: Pool("first", closed))
    assert shared.obtain(Pool, lambda: Pool("never made", closed)) is first
    shared.obtain(OtherPool, lambda: OtherPool("second", closed))
    shared.close()
    assert closed == ["second", "first"]
    assert shared.obtain(Pool, lambda: Pool("anew", closed)) is not first


def test_a_cancelled_job_gives_up_where_it_asks() -> None:
    JobContext().check_cancelled()
    with pytest.raises(Cancelled):
        JobContext(cancelled=lambda: True).check_cancelled()
