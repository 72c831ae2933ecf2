"""Falling drops: physics from the papers, and no seams in time."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posthouse.effects.drops import drop_metres, drops_of, fall_speed, falling, rain_rate_mm_h
from posthouse.effects.lens import Lens
from posthouse.effects.spec import RainSpec

SIZE = (640, 360)
LENS = Lens(width_px=640, focal_metres=0.035, aperture=2.8, focus_metres=6.0, exposure_s=1 / 50)
STEADY = RainSpec(intensity=0.6, wind=8)
X, Y, LEAN, ACROSS, ALONG, _STEEPNESS, COVER, FIRST, ROWS, BLOCKS = range(10)


@pytest.mark.parametrize(("diameter_mm", "speed"), [(1.0, 4.0), (2.0, 6.5), (4.0, 8.7)])
def test_drops_fall_at_their_terminal_speed(diameter_mm: float, speed: float) -> None:
    """Gunn and Kinzer 1949: 4.03, 6.49 and 8.83 m/s; Atlas et al. 1973 is within 3 % of them."""
    assert fall_speed(diameter_mm / 1e3) == pytest.approx(speed, rel=0.03)


def test_heavier_rain_has_larger_drops() -> None:
    assert rain_rate_mm_h(0) == pytest.approx(2)
    assert rain_rate_mm_h(1) == pytest.approx(100)
    assert drop_metres(0) == pytest.approx(1.41e-3, rel=0.01)
    assert drop_metres(1) == pytest.approx(2.87e-3, rel=0.01)


@settings(max_examples=30)
@given(seconds=st.floats(-500, 50_000), intensity=st.floats(0, 1), wind=st.floats(-60, 60))
def test_streaks_are_always_finite_and_inside(seconds: float, intensity: float, wind: float) -> None:
    table = falling(RainSpec(intensity=intensity, wind=wind), LENS, SIZE, seconds)
    assert np.isfinite(table).all()
    assert table[:, FIRST].min(initial=0) >= 0
    assert (table[:, FIRST] + table[:, ROWS]).max(initial=0) <= SIZE[1]
    assert table[:, COVER].max(initial=0) <= 1.1
    assert table[:, BLOCKS].max(initial=1) <= 32


def test_the_same_moment_is_the_same_rain_and_another_seed_is_not() -> None:
    first = falling(STEADY, LENS, SIZE, 12.5)
    drops_of.cache_clear()
    assert np.array_equal(first, falling(STEADY, LENS, SIZE, 12.5))
    other = falling(STEADY.model_copy(update={"seed": 2}), LENS, SIZE, 12.5)
    assert len(first) != len(other) or not np.allclose(first, other)


def test_drops_fall_on_from_frame_to_frame() -> None:
    """A hundredth of a second later nearly every streak is lower, by its own speed, along its own lean."""
    drops = drops_of(STEADY, LENS, SIZE[1])
    at = [drops.phase + drops.speed * t / drops.room for t in (3.0, 3.01)]
    fallen_px = (at[1] - at[0]) * drops.room * drops.pixels
    assert np.allclose(fallen_px, drops.speed * drops.pixels * 0.01)
    before, after = (falling(STEADY, LENS, SIZE, t) for t in (3.0, 3.001))
    assert abs(len(after) - len(before)) < 0.02 * len(before)


def test_drops_begin_and_end_out_of_sight() -> None:
    """What is in the frame's inner part at one moment was there, a little higher, a millisecond before."""
    before, after = (falling(STEADY, LENS, SIZE, t) for t in (8.0, 8.001))
    inner = (np.abs(after[:, Y] - 180) < 120) & (np.abs(after[:, X] - 320) < 260) & (after[:, COVER] > 0.05)
    for streak in after[inner][:200]:
        near = np.abs(before[:, ALONG] - streak[ALONG]) + np.abs(before[:, ACROSS] - streak[ACROSS]) < 1e-3
        moved = np.hypot(before[near, X] - streak[X], before[near, Y] - streak[Y])
        assert moved.min() < 12


def test_far_drops_are_many_and_fine_and_near_ones_few_and_soft() -> None:
    drops = drops_of(STEADY, LENS, SIZE[1])
    near, far = drops.pixels > LENS.focal_px / 2, drops.pixels < LENS.focal_px / 10
    assert far.sum() > 20 * near.sum() > 0
    assert drops.half_width[near].mean() > 3 * drops.half_width[far].mean()
    assert drops.cover[near].mean() < 3 * drops.cover[far].mean()


def test_a_wider_shutter_draws_drops_out() -> None:
    long = replace(LENS, exposure_s=1 / 25)
    lengths = [drops_of(STEADY, lens, SIZE[1]).half_length.mean() for lens in (LENS, long)]
    assert 1.7 < lengths[1] / lengths[0] < 2.1


def test_stopping_down_sharpens_near_drops() -> None:
    sharp, soft = (drops_of(STEADY, replace(LENS, aperture=a), SIZE[1]) for a in (16.0, 1.4))
    near = sharp.nearness > 0.3
    assert soft.half_width[near].mean() > 2 * sharp.half_width[near].mean()


def test_rain_leans_with_the_wind() -> None:
    leans = [float(np.median(falling(RainSpec(wind=w), LENS, SIZE, 1.0)[:, LEAN])) for w in (-20, 0, 20)]
    assert leans[0] < leans[1] - 0.2 < leans[2] - 0.4


def test_no_row_or_column_is_favoured() -> None:
    """Over many moments, streaks are spread evenly: no lattice shows."""
    places = np.concatenate([falling(STEADY, LENS, SIZE, 5.0 * n)[:, [X, Y]] for n in range(30)])
    columns = np.histogram(places[:, 0], 40, (20, 620))[0]
    rows = np.histogram(places[:, 1], 20, (40, 320))[0]
    assert columns.std() / columns.mean() < 0.12
    assert rows.std() / rows.mean() < 0.1
