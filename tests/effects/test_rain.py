"""The rain kernel's arguments."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from posthouse.effects import RainSpec, rain_arguments
from posthouse.pixels.rain import RING_NUMBERS, STREAK_NUMBERS


@pytest.mark.parametrize("size", [(16, 16), (854, 480), (4096, 2160)], ids=str)
def test_tables_hold_as_many_numbers_as_are_counted(size: tuple[int, int]) -> None:
    streaks, rings, streak_count, ring_count, *rest = rain_arguments(RainSpec(intensity=1), size, Fraction(24), 3.0)
    assert isinstance(streaks, np.ndarray)
    assert isinstance(rings, np.ndarray)
    assert streaks.size == max(1, int(streak_count) * STREAK_NUMBERS)
    assert rings.size == max(1, int(ring_count) * RING_NUMBERS)
    assert rest[-2:] == list(size)


def test_a_closed_shutter_still_gives_numbers() -> None:
    streaks = rain_arguments(RainSpec(shutter=0), (640, 360), Fraction(24), 3.0)[0]
    assert np.isfinite(streaks).all()


def test_rain_is_as_much_of_the_frame_at_any_size() -> None:
    """Ink, the sum of width times length times cover, is the same share of a small and of a large frame."""

    def ink(size: tuple[int, int]) -> float:
        streaks = rain_arguments(RainSpec(), size, Fraction(24), 3.0)[0]
        assert isinstance(streaks, np.ndarray)
        table = streaks.reshape(-1, STREAK_NUMBERS)
        return float((table[:, 6] / table[:, 3] / table[:, 4]).sum() / size[0] / size[1])

    assert ink((2560, 1440)) == pytest.approx(ink((1280, 720)), rel=0.35)
