"""Fades and the way of a roll."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posthouse.timing import Rate
from posthouse.titles import plan_roll, render_title, title_state
from posthouse.titles.motion import planned_motion

if TYPE_CHECKING:
    from collections.abc import Callable

    from posthouse.titles import TitleSpec

_24 = Rate.parse(24)


def test_a_fade_rises_smoothly_and_falls_as_it_rose(title: Callable[..., TitleSpec]) -> None:
    spec = title(text="a", fade_in="8f", fade_out="8f")
    opacities = [title_state(spec, frame, 40, _24).opacity for frame in range(40)]
    assert opacities[:9] == sorted(opacities[:9])
    assert 0 < opacities[0] < 0.02
    assert opacities[8:32] == [1.0] * 24
    assert opacities == pytest.approx(opacities[::-1])


def test_without_fades_a_title_is_there_at_once_and_gone_after(title: Callable[..., TitleSpec]) -> None:
    spec = title(text="a")
    assert [title_state(spec, frame, 2, _24).opacity for frame in (-1, 0, 1, 2)] == [0.0, 1.0, 1.0, 0.0]


@given(st.integers(1, 4320), st.integers(1, 100_000), st.integers(1, 20_000))
def test_a_roll_moves_whole_pixels_and_has_left_by_its_end(height: int, roll: int, frames: int) -> None:
    motion = planned_motion(picture_height=height, height_px=roll, duration_frames=frames)
    assert motion.pixels_per_frame * frames >= height + roll
    assert motion.pixels_per_frame == 1 or (motion.pixels_per_frame - 1) * frames < height + roll
    assert motion.moving_frames <= frames


def test_a_roll_says_which_length_fits_exactly() -> None:
    motion = planned_motion(picture_height=1080, height_px=1395, duration_frames=240)
    fits = planned_motion(picture_height=1080, height_px=1395, duration_frames=motion.moving_frames)
    assert f"for: {motion.moving_frames}f fits exactly" in str(motion)
    assert str(fits) == "the roll moves 11 pixels a frame"


def test_a_roll_ends_with_a_clear_picture(title: Callable[..., TitleSpec]) -> None:
    spec = title(roll="# Cast\n\nAda\tHelena\n\tNoor\nFilmed in Hull")
    motion = plan_roll(spec, 320, 180, duration_frames=100)
    image = render_title(spec, 320, 180)
    last = title_state(spec, 99, 100, _24, motion=motion)
    assert image.top_px + image.rgba.shape[0] + last.offset_y_px <= 0
    assert render_title(spec, 320, 180, rows=motion.rows_between(99, 100)).is_empty
