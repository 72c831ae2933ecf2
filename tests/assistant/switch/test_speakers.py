"""The angle of whoever speaks."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posthouse.assistant.switch import NOBODY, SwitchStyle, turns

RATE = 25
STYLE = SwitchStyle(shortest_frames=30, smooth_frames=10, wide="wide")


def microphone(speaking: list[tuple[int, int]], bleed: list[tuple[int, int]], gain_db: float = 0.0) -> np.ndarray:
    """Return (frame,) levels of 40 s: a voice at -20 dB, the others 14 dB lower, a room at -60 dB."""
    levels = np.full(1000, -60.0)
    for start, end in bleed:
        levels[start:end] = -34
    for start, end in speaking:
        levels[start:end] = -20
    wobble = np.random.default_rng(len(speaking)).normal(0, 2, 1000)
    return levels + wobble + gain_db


ANN, BOB = [(0, 250), (500, 750)], [(250, 500)]


@pytest.mark.parametrize("gain", [-20.0, 0.0, 12.0])
def test_the_speaker_is_shown_whatever_the_gain_of_the_microphones(gain: float) -> None:
    levels = {"ann": microphone(ANN, BOB), "bob": microphone(BOB, ANN, gain)}
    found = turns(levels, STYLE, frames_a_second=RATE)
    assert [turn.angle for turn in found] == ["ann", "bob", "ann", "wide"]
    assert [turn.start_frame for turn in found] == pytest.approx([0, 250, 500, 750], abs=8)


def test_a_word_from_somebody_else_is_no_cut() -> None:
    levels = {"ann": microphone([(0, 1000)], []), "bob": microphone([(400, 412)], [(0, 400), (412, 1000)])}
    assert [turn.angle for turn in turns(levels, STYLE, frames_a_second=RATE)] == ["ann"]


def test_several_at_once_are_seen_wide() -> None:
    levels = {"ann": microphone([(0, 700)], [(700, 900)]), "bob": microphone([(400, 900)], [(0, 400)])}
    found = turns(levels, STYLE, frames_a_second=RATE)
    assert [turn.angle for turn in found][:3] == ["ann", "wide", "bob"]


def test_without_a_wide_angle_there_is_always_a_close_one() -> None:
    style = SwitchStyle(shortest_frames=30, smooth_frames=10)
    levels = {"ann": microphone(ANN, BOB), "bob": microphone(BOB, ANN)}
    assert {turn.angle for turn in turns(levels, style, frames_a_second=RATE)} == {"ann", "bob"}


@given(seed=st.integers(0, 10_000), shortest=st.integers(1, 100))
def test_turns_lie_end_to_end_and_none_is_too_short(seed: int, shortest: int) -> None:
    chance = np.random.default_rng(seed)
    levels = {name: np.repeat(chance.uniform(-60, -10, 50), 10) for name in ("a", "b", "c")}
    style = SwitchStyle(shortest_frames=shortest, smooth_frames=5, wide="c")
    found = turns(levels, style, frames_a_second=RATE)
    assert found[0].start_frame == 0
    assert found[-1].end_frame == 500
    assert all(before.end_frame == after.start_frame for before, after in pairwise(found))
    assert all(before.angle != after.angle for before, after in pairwise(found))
    assert all(turn.end_frame - turn.start_frame >= shortest for turn in found)


def test_an_angle_whose_camera_stops_gives_way_to_the_others() -> None:
    talks, listens = [(0, 750)], [(750, 1000)]
    levels = {"ann": microphone(talks, listens), "bob": microphone(listens, talks)}
    runs = {"ann": (0, 600), "bob": (100, 1000), "wide": (0, 800)}
    found = turns(levels, STYLE, frames_a_second=RATE, runs=runs)
    assert [turn.angle for turn in found] == ["ann", "wide", "bob"]
    assert [turn.start_frame for turn in found] == pytest.approx([0, 600, 750], abs=8)  # ann is heard on to 750


def test_where_no_camera_runs_nobody_is_shown() -> None:
    levels = {"ann": microphone(ANN, BOB), "bob": microphone(BOB, ANN)}
    runs = {"ann": (0, 480), "bob": (490, 1000), "wide": (0, 0)}
    found = turns(levels, STYLE, frames_a_second=RATE, runs=runs)
    assert [(turn.angle, turn.start_frame) for turn in found] == [("ann", 0), (NOBODY, 480), ("bob", 490)]


@given(seed=st.integers(0, 10_000), shortest=st.integers(1, 100))
def test_no_angle_is_shown_where_its_camera_does_not_run(seed: int, shortest: int) -> None:
    chance = np.random.default_rng(seed)
    levels = {name: np.repeat(chance.uniform(-60, -10, 50), 10) for name in ("a", "b", "c")}
    runs = {name: tuple(sorted(int(each) for each in chance.integers(0, 500, 2))) for name in levels}
    style = SwitchStyle(shortest_frames=shortest, smooth_frames=5, wide="c")
    found = turns(levels, style, frames_a_second=RATE, runs=runs)  # type: ignore[arg-type] # pairs, sorted
    runs[NOBODY] = (0, 500)
    assert (found[0].start_frame, found[-1].end_frame) == (0, 500)
    assert all(before.end_frame == after.start_frame for before, after in pairwise(found))
    for turn in found:
        start, end = runs[turn.angle]
        assert start <= turn.start_frame < turn.end_frame <= end
