"""Chunks: they cover the cut exactly, and a change touches only those it can be seen in (laws 3 and 4)."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from posthouse.editorial import Chunk, Cut, Shot, chunk_stack, chunks_of
from posthouse.editorial.chunks import SHORTEST_FRAMES
from posthouse.editorial.cut import Transition
from posthouse.pixels import Footage, Placement, Rect, Stack
from posthouse.signal import PictureFormat
from posthouse.timing import FrameRange

Resolve = Callable[..., tuple[Cut, list[str]]]
CANVAS = Rect(left=Fraction(0), top=Fraction(0), width=Fraction(64), height=Fraction(36))
SPEEDS = st.sampled_from(["100%", "100%", "50%", "-100%", "250%"])


def developed(shot: Shot, frames: FrameRange) -> tuple[Stack, Rect]:
    """Return a stand-in for a dressed shot: footage that names its source frames."""
    shown = tuple(shot.source.grid_frame(frame - shot.start_frame) for frame in frames)
    footage = Footage(
        media=shot.media,
        stream=0,
        frames=shown,
        format=PictureFormat(width=64, height=36),
        placement=Placement(source=CANVAS, canvas=CANVAS),
    )
    return footage, CANVAS


def stacks(cut: Cut) -> list[Stack]:
    return [chunk_stack(chunk, cut, developed, (64, 36)) for chunk in chunks_of(cut)]


@st.composite
def documents(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Draw a cut of shots, gaps and transitions, with handles enough."""
    items: list[dict[str, Any]] = []
    for index in range(draw(st.integers(1, 6))):
        if draw(st.booleans()) and items:
            kind = draw(st.sampled_from(["dissolve", "wipe", "dip"]))
            items.append({kind: {"length": f"{draw(st.integers(1, 14))}f"}})
        start, length = draw(st.integers(20, 250)), draw(st.integers(30, 260))
        shot = {"shot": f"s{index}", "from": "pier", "in": f"{start}f", "for": f"{length}f", "speed": draw(SPEEDS)}
        items.append(shot if draw(st.integers(0, 5)) else {"gap": f"{length}f"})
    return items


@st.composite
def covered_documents(draw: st.DrawFn) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Draw a cut, and layers over its first frames."""
    over = [
        {
            "shot": f"over{n}",
            "from": "still",
            "at": f"{draw(st.integers(0, 20))}f",
            "for": f"{draw(st.integers(1, 9))}f",
        }
        for n in range(draw(st.integers(0, 3)))
    ]
    return draw(documents()), over


@given(written=covered_documents())
def test_chunks_cover_the_cut_exactly(resolve: Resolve, written: tuple[Any, Any]) -> None:
    cut, heard = resolve(*written)
    assume(not heard)
    ranges = [chunk.range for chunk in chunks_of(cut)]
    assert [frame for frames in ranges for frame in frames] == list(range(cut.duration_frames))
    assert not any(frames.is_empty for frames in ranges)


@given(written=documents())
def test_each_transition_is_a_chunk_or_chunks_of_its_own(resolve: Resolve, written: list[dict[str, Any]]) -> None:
    cut, heard = resolve(written)
    assume(not heard)
    for chunk in chunks_of(cut):
        for transition in cut.transitions:
            assert chunk.range.overlaps(transition.range) == (chunk.base is transition)


@given(written=documents())
def test_no_chunk_is_long_or_needlessly_short(resolve: Resolve, written: list[dict[str, Any]]) -> None:
    cut, heard = resolve(written)
    assume(not heard)
    chunks = chunks_of(cut)
    assert all(chunk.range.duration_frames <= 96 + SHORTEST_FRAMES for chunk in chunks)
    for first, second in itertools.pairwise(chunks):
        if first.base is second.base:
            assert min(first.range.duration_frames, second.range.duration_frames) >= SHORTEST_FRAMES


@given(before=documents(), written=documents(), gap=st.integers(1, 300))
def test_moving_shots_keeps_their_stacks(
    resolve: Resolve, before: list[dict[str, Any]], written: list[dict[str, Any]], gap: int
) -> None:
    cut, heard = resolve(written)
    moved, heard_moved = resolve([{"gap": f"{gap}f"}, *written])
    assume(not heard)
    assert not heard_moved
    assert stacks(moved)[-len(stacks(cut)) :] == stacks(cut)


@settings(max_examples=100)
@given(start=st.integers(0, 300), length=st.integers(60, 400), trim=st.integers(-47, 47), speed=SPEEDS)
def test_a_trimmed_head_changes_the_chunks_at_that_side_only(
    resolve: Resolve, start: int, length: int, trim: int, speed: str
) -> None:
    """Trimming by less than the grid leaves all chunks but the first one or two as they were."""
    source_trim = trim * (1 if speed == "100%" else 0)
    assume(start + source_trim >= 0)
    first = {"shot": "a", "from": "pier", "in": f"{start}f", "out": f"{start + length}f"}
    second = {**first, "in": f"{start + source_trim}f"}
    tail = {"shot": "b", "from": "boats", "for": "100f"}
    kept, changed = (stacks(resolve([item, tail])[0]) for item in (first, second))
    fewest = min(len(kept), len(changed))
    same = next((n for n in range(fewest) if kept[-1 - n] != changed[-1 - n]), fewest)
    assert len(changed) - same <= 2
    if abs(source_trim) < SHORTEST_FRAMES:
        assert len(changed) - same <= 2


def test_two_uses_of_the_same_frames_share_their_stacks(resolve: Resolve) -> None:
    use = {"from": "pier", "in": "100f", "for": "200f"}
    cut, _ = resolve([{"shot": "a", **use}, {"gap": "31f"}, {"shot": "b", **use}])
    made = stacks(cut)
    assert made[:5] == made[-5:]


def test_chunks_lie_on_the_grid_of_source_time(resolve: Resolve) -> None:
    cut, _ = resolve([{"gap": "7f"}, {"shot": "a", "from": "pier", "in": "30f", "for": "200f"}])
    shown = [chunk for chunk in chunks_of(cut) if isinstance(chunk.base, Shot)]
    starts = [
        chunk.base.source.grid_frame(chunk.range.start_frame - 7) for chunk in shown if isinstance(chunk.base, Shot)
    ]
    assert starts == [30, 48, 96, 144, 192]


def test_chunks_know_the_layers_over_them(resolve: Resolve) -> None:
    over = [{"shot": "x", "from": "still", "at": "a+20f", "for": "30f"}]
    cut, _ = resolve([{"shot": "a", "from": "pier", "for": "100f"}], over)
    layered = [chunk for chunk in chunks_of(cut) if chunk.layers]
    assert [chunk.range for chunk in layered] == [FrameRange(20, 50)]
    assert not any(isinstance(chunk.base, Transition) for chunk in layered)
    assert all(isinstance(chunk, Chunk) for chunk in layered)
