"""Making pictures ahead changes when they are made, and nothing else."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from posthouse.studio.ahead import ahead

if TYPE_CHECKING:
    from collections.abc import Generator


def counted(count: int, closed: list[str] | None = None) -> Generator[int]:
    try:
        yield from range(count)
    finally:
        if closed is not None:
            closed.append(threading.current_thread().name)


@pytest.mark.parametrize("count", [0, 1, 3, 50])
def test_everything_comes_in_order(count: int) -> None:
    assert list(ahead(counted(count), 3)) == list(range(count))


def test_an_error_of_the_source_reaches_the_taker_after_what_was_made() -> None:
    def failing() -> Generator[int]:
        yield 1
        raise ValueError("no more film")

    items = ahead(failing(), 3)
    assert next(items) == 1
    with pytest.raises(ValueError, match="no more film"):
        next(items)


def test_a_taker_that_stops_early_closes_the_source_in_its_own_thread() -> None:
    closed: list[str] = []
    items = ahead(counted(1000, closed), 2)
    assert next(items) == 0
    items.close()
    assert closed == ["posthouse-ahead"]


def test_no_more_than_the_depth_is_made_ahead() -> None:
    made: list[int] = []

    def noted() -> Generator[int]:
        for number in range(20):
            made.append(number)
            yield number

    for taken, item in enumerate(ahead(noted(), 3)):
        assert item == taken
        assert len(made) <= taken + 1 + 3 + 2
