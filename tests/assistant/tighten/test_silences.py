"""Silences told from rooms and voices; pieces in whole frames."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posthouse.assistant.tighten import Silence, kept_pieces, levels_db, room_of, silences
from posthouse.timing import BROADCAST_RATES, FrameRange, Rate

RATE = 48_000


def dialogue(spoken: list[tuple[float, float]], seconds: float, room: float, voice: float = 0.2) -> np.ndarray:
    chance = np.random.default_rng(1)
    sound = chance.standard_normal((1, round(seconds * RATE))) * room
    for start, end in spoken:
        low, high = round(start * RATE), round(end * RATE)
        sound[:, low:high] += chance.standard_normal((1, high - low)) * voice
    return sound.astype(np.float32)


def found(sound: np.ndarray, longest: float = 0.5) -> tuple[Silence, ...]:
    levels = levels_db(sound, RATE)
    return silences(levels, room_of(levels), longest_seconds=longest)


@pytest.mark.parametrize("room", [0.0005, 0.003, 0.02])
def test_silence_is_found_in_rooms_of_any_loudness(room: float) -> None:
    (silence,) = found(dialogue([(0, 2), (4, 6)], 6, room))
    assert silence.start_seconds == pytest.approx(2, abs=0.08)
    assert silence.end_seconds == pytest.approx(4, abs=0.08)


def test_a_short_pause_stays() -> None:
    assert found(dialogue([(0, 2), (2.3, 6)], 6, 0.003)) == ()


def test_a_click_does_not_end_a_silence() -> None:
    sound = dialogue([(0, 2), (4, 6)], 6, 0.003)
    sound[:, 3 * RATE : 3 * RATE + 500] = 0.3
    assert len(found(sound)) == 1


def test_a_voice_as_loud_as_its_room_has_no_silences() -> None:
    assert found(dialogue([(0, 2), (4, 6)], 6, 0.1, 0.1)) == ()


def test_digital_silence_has_no_room() -> None:
    assert found(np.zeros((1, RATE * 3), np.float32)) == ()


@given(
    edges=st.lists(st.integers(0, 1000), min_size=2, max_size=12, unique=True),
    handle=st.integers(0, 8),
    shortest=st.integers(0, 20),
    rate=st.sampled_from(BROADCAST_RATES),
)
def test_pieces_are_in_order_long_enough_and_keep_all_that_is_said(
    edges: list[int], handle: int, shortest: int, rate: Rate
) -> None:
    times = sorted(edge / 50 for edge in edges[: len(edges) // 2 * 2])
    spans = list(zip(times[::2], times[1::2], strict=True))
    frames = int(20 * rate.fraction)
    pieces = kept_pieces(spans, frames=frames, rate=rate, handle_frames=handle, shortest_frames=shortest)
    kept = {frame for piece in pieces for frame in piece}
    gone = set(range(frames)) - kept
    assert all(len(piece) >= shortest for piece in pieces) or len(pieces) <= 1
    seconds = [(frame / float(rate.fraction), (frame + 1) / float(rate.fraction)) for frame in gone]
    assert all(any(a - 1e-9 <= low and high <= b + 1e-9 for a, b in spans) for low, high in seconds)


def test_nothing_taken_out_is_the_whole_shot() -> None:
    assert kept_pieces([], frames=48, rate=Rate.parse("24"), handle_frames=2, shortest_frames=8) == (FrameRange(0, 48),)
