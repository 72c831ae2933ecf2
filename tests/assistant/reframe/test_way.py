"""The frame's way: on the subject, calm, inside the picture, and in few keyframes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from posthouse.assistant.reframe import Looked, PanLimits, Small, Way, small_of, way_of
from posthouse.assistant.reframe.keys import TOLERANCE, keyed
from posthouse.assistant.reframe.path import calm_path
from posthouse.assistant.reframe.things import Kind, Thing
from posthouse.signal import Picture, PictureFormat

if TYPE_CHECKING:
    from collections.abc import Callable

_PART = 0.316
_RATE = 24.0


def _scene(middle: Callable[[int], float], count: int = 96) -> list[Small]:
    """Return pictures of a lively block on a plain wall; its middle is where a function says."""
    chance = np.random.default_rng(7)
    found = []
    for frame in range(count):
        light = np.full((54, 96), 0.5, np.float32)
        at = round(middle(frame) * 96)
        light[18:40, max(0, at - 6) : at + 6] = chance.uniform(0, 1, (22, min(at + 6, 96) - max(0, at - 6)))
        flat = np.zeros_like(light)
        found.append(Small(light=light, blue=flat, red=flat, detail=np.abs(np.diff(light, axis=1, append=0.5))))
    return found


def _way(pictures: list[Small], *, cuts: tuple[int, ...] = ()) -> Way:
    return way_of(Looked(pictures=pictures, cuts=cuts), part=_PART, is_across=True, rate=_RATE)


def test_a_subject_that_stays_is_framed_by_one_place() -> None:
    way = _way(_scene(lambda _: 0.7))
    assert way.is_still
    assert way.keys[0].middle == pytest.approx(0.7, abs=0.04)


def test_a_subject_that_crosses_stays_inside_the_frame() -> None:
    def middle(frame: int) -> float:
        return 0.2 + 0.6 * frame / 95

    way = _way(_scene(middle))
    off = [abs(middle(at) - place) for at, place in zip(way.looked, way.middles, strict=True)]
    assert max(off) < _PART / 2
    assert 2 <= len(way.keys) <= 6


def test_a_person_who_stands_still_is_kept_before_what_is_lively() -> None:
    person = Thing(left=0.15, top=0.2, width=0.1, height=0.7, sure=0.7, kind=Kind.PERSON)
    looked = Looked(pictures=_scene(lambda _: 0.7), things=dict.fromkeys(range(0, 96, 8), (person,)))
    way = way_of(looked, part=_PART, is_across=True, rate=_RATE)
    assert way.keys[0].middle == pytest.approx(0.2, abs=0.08)
    assert way.things == 1
    assert way.sure == pytest.approx(0.9, abs=0.02)


def test_what_is_cut_off_at_top_and_bottom_is_followed_too() -> None:
    pictures = [
        Small(light=each.light.T, blue=each.blue.T, red=each.red.T, detail=each.detail.T)
        for each in _scene(lambda _: 0.7)
    ]
    way = way_of(Looked(pictures=pictures), part=_PART, is_across=False, rate=_RATE)
    assert way.keys[0].middle == pytest.approx(0.7, abs=0.04)


def test_at_a_cut_the_frame_jumps_on_its_first_picture_and_nowhere_else() -> None:
    way = _way(_scene(lambda frame: 0.25 if frame < 50 else 0.75), cuts=(50,))
    assert [(key.sample, key.ease) for key in way.keys[1:]] == [(50, "hold")]
    assert way.keys[0].middle < 0.4
    assert way.keys[1].middle > 0.6


def test_a_picture_in_which_nothing_stands_out_keeps_its_middle() -> None:
    flat = np.full((54, 96), 0.5, np.float32)
    none = np.zeros_like(flat)
    way = _way([Small(light=flat, blue=none, red=none, detail=none)] * 30)
    assert way.keys[0].middle == pytest.approx(0.5, abs=0.01)


@given(wanted=arrays(np.float64, st.integers(4, 40), elements=st.floats(0, 1)), part=st.floats(0.1, 0.9))
def test_no_limit_of_speed_is_broken_and_the_frame_stays_in_the_picture(
    wanted: np.ndarray[tuple[int], np.dtype[np.float64]], part: float
) -> None:
    limits, step = PanLimits(), 1 / 6
    path = calm_path(wanted, part=part, step_seconds=step, limits=limits)
    assert np.abs(np.diff(path)).max(initial=0) <= limits.a_second * step + 1e-6
    assert np.abs(np.diff(path, 2)).max(initial=0) <= limits.a_second_squared * step**2 + 1e-6
    assert path.min() >= part / 2 - 1e-6
    assert path.max() <= 1 - part / 2 + 1e-6


def test_a_subject_that_trembles_inside_the_band_moves_nothing() -> None:
    wanted = 0.5 + 0.01 * np.random.default_rng(3).standard_normal(60)
    path = calm_path(wanted, part=_PART, step_seconds=1 / 6, limits=PanLimits())
    assert np.ptp(path) < 0.02


def test_an_eased_move_is_two_keyframes_within_the_tolerance() -> None:
    part = np.linspace(0, 1, 61)
    path = 0.3 + 0.4 * (3 * part**2 - 2 * part**3)
    keys = keyed(path, part=_PART)
    assert [(key.sample, key.middle, key.ease) for key in keys] == [(0, 0.3, "linear"), (60, 0.7, "smooth")]
    assert TOLERANCE < 0.01


def test_a_portrait_that_lies_on_its_side_is_looked_at_upright() -> None:
    picture = Picture.empty(PictureFormat(width=192, height=108))
    for plane in picture.planes:
        plane[:] = 128
    picture.planes[0][:, :20] = 235
    small = small_of(picture, quarter_turns=1)
    assert small.light.shape == (96, 54)
    assert small.light[:5].mean() > small.light[-5:].mean()
