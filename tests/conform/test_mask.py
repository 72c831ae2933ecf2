"""Bars of a reference that lie over all of it."""

from __future__ import annotations

import numpy as np
import pytest

from posthouse.conform.mask import MOSTLY, seen_parts

ACROSS, DOWN = 32, 18


def movie(*, top: int = 0, left: int = 0, light: float = 1.0) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    shown = np.random.default_rng(3).uniform(0.1, light, (50, DOWN, ACROSS)).astype(np.float32)
    shown[:, :top] = shown[:, DOWN - top :] = 0.06
    shown[:, :, :left] = 0
    shown[:, :top, 3:9] = 0.8  # a burn-in stands in the bar
    return shown


@pytest.mark.parametrize(
    ("top", "left", "rows", "columns"), [(0, 0, 18, 32), (2, 0, 12, 32), (0, 4, 18, 27), (9, 0, 18, 32)]
)
def test_parts_under_bars_and_beside_them_are_left_out(top: int, left: int, rows: int, columns: int) -> None:
    seen = seen_parts(movie(top=top, left=left).reshape(50, -1), ACROSS)
    assert len(seen) == rows * columns


def test_bars_under_a_leader_are_found_where_it_is_asked_for() -> None:
    shown = movie(top=3)
    shown[:20] = 0.5
    assert len(seen_parts(shown.reshape(50, -1), ACROSS)) == DOWN * ACROSS
    assert len(seen_parts(shown.reshape(50, -1), ACROSS, dark=MOSTLY)) == 10 * ACROSS
