"""Runs of packets: they begin at key pictures, end where nothing is left, and are cut on the source's own grid."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from posthouse.media.index import SPLICE, PacketTable, PictureIndex
from posthouse.media.splice.runs import Run, RunFinder, packets_of_run


def _index(places: list[int], keys: set[int], hidden: frozenset[int] = frozenset()) -> PictureIndex:
    """Return an index of packets by their places on screen; ``keys`` and ``hidden`` are ordinals."""
    count = len(places)
    order = [ordinal for ordinal in np.argsort(places) if ordinal not in hidden]
    table = PacketTable(
        time_base=Fraction(1, 24),
        pts=np.array(places, np.int64),
        dts=np.arange(count, dtype=np.int64),
        byte_position=np.arange(count, dtype=np.int64),
        byte_count=np.ones(count, np.int32),
        mark=np.arange(count, dtype=np.uint32),
        flags=np.array([SPLICE if ordinal in keys else 0 for ordinal in range(count)], np.uint8),
    )
    return PictureIndex(
        packets=table,
        rank=np.array(places, np.int32),
        shown=np.array(order, np.int32),
        tick_base=Fraction(1, 24),
        shown_ticks=np.arange(len(order) + 1, dtype=np.int64),
    )


OPEN = _index([0, 3, 1, 2, 6, 4, 5, 9, 7, 8], {0, 4})
"""I0 P3 B1 B2 I6 B4 B5 P9 B7 B8"""


@pytest.mark.parametrize(
    ("first", "end", "run"),
    [
        (0, 10, Run(first=0, end=10, ordinal=0)),
        (1, 10, Run(first=6, end=10, ordinal=4)),
        (0, 9, Run(first=0, end=7, ordinal=0)),
        (0, 7, Run(first=0, end=7, ordinal=0)),
        (0, 6, Run(first=0, end=4, ordinal=0)),
        (6, 7, Run(first=6, end=7, ordinal=4)),
    ],
)
def test_a_run_ends_where_all_that_is_read_is_shown_without_a_gap(first: int, end: int, run: Run) -> None:
    assert RunFinder(OPEN).runs(first, end)[:1] == [run]


def test_leading_pictures_of_the_first_key_are_left_out() -> None:
    run = RunFinder(OPEN).runs(1, 10)[0]
    assert [picture for _, picture in packets_of_run(OPEN, run)] == [6, 9, 7, 8]


def test_without_a_key_picture_there_is_no_run() -> None:
    assert RunFinder(OPEN).runs(7, 10) == []


def test_a_packet_that_is_never_shown_ends_a_run() -> None:
    assert RunFinder(_index([0, 1, 2, 3], {0}, frozenset({2}))).runs(0, 3) == [Run(first=0, end=2, ordinal=0)]


def test_runs_too_short_are_not_taken() -> None:
    assert RunFinder(OPEN).runs(1, 10, shortest=5) == []


def test_pieces_lie_on_the_sources_grid_wherever_a_run_begins() -> None:
    finder = RunFinder(_index(list(range(200)), set(range(0, 200, 30))))
    starts = [[run.first for run in finder.runs(first, 200)] for first in (0, 25, 30, 60)]
    assert starts == [[0, 60, 120, 150], [30, 60, 120, 150], [30, 60, 120, 150], [60, 120, 150]]


def test_a_run_is_found_again_by_its_pictures() -> None:
    finder = RunFinder(OPEN)
    assert finder.run(6, 10) == Run(first=6, end=10, ordinal=4)
    assert finder.run(6, 9) is None
    assert finder.run(5, 10) is None
