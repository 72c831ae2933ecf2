"""What of each clip a movie of the cut shows alone."""

from __future__ import annotations

from fractions import Fraction

import pytest

from posthouse.interchange import (
    Clip,
    MediaKind,
    MediaRef,
    SourceSpan,
    Timeline,
    Track,
    TrackKind,
    Transition,
    TransitionKind,
)
from posthouse.studio.relinking.stretches import stretches_of
from posthouse.timing import FrameRange, Rate

RATE = Rate.parse(25)


def clip(name: str, first: int, last: int, kind: MediaKind = MediaKind.FILE, *, is_enabled: bool = True) -> Clip:
    source = SourceSpan(rate=RATE, start=Fraction(0), duration=Fraction(last - first))
    media = MediaRef(name=name, kind=kind)
    return Clip(id=name, name=name, media=media, record=FrameRange(first, last), source=source, is_enabled=is_enabled)


def track(*clips: Clip, is_enabled: bool = True, transitions: tuple[Transition, ...] = ()) -> Track:
    return Track(name="V", kind=TrackKind.PICTURE, clips=clips, is_enabled=is_enabled, transitions=transitions)


def mix(first: int, last: int) -> Transition:
    return Transition(kind=TransitionKind.DISSOLVE, record=FrameRange(first, last), join=first)


LOW = (clip("a", 0, 50), clip("b", 50, 100))


@pytest.mark.parametrize(
    ("tracks", "found"),
    [
        ([track(*LOW)], {"a": (0, 50), "b": (50, 100)}),
        ([track(*LOW, transitions=(mix(40, 60),))], {"a": (0, 40), "b": (60, 100)}),
        ([track(*LOW), track(clip("c", 10, 70))], {"c": (10, 70), "a": (0, 10), "b": (70, 100)}),
        ([track(*LOW), track(clip("c", 0, 50))], {"c": (0, 50), "b": (50, 100)}),
        ([track(*LOW), track(clip("c", 0, 50, MediaKind.TITLE))], {"c": (0, 50), "a": (0, 50), "b": (50, 100)}),
        ([track(*LOW), track(clip("c", 0, 50, is_enabled=False))], {"a": (0, 50), "b": (50, 100)}),
        ([track(*LOW), track(clip("c", 0, 50), is_enabled=False)], {"a": (0, 50), "b": (50, 100)}),
    ],
    ids=["alone", "dissolve", "partly-under", "under", "under-words", "under-what-is-off", "under-a-track-that-is-off"],
)
def test_a_clip_is_asked_about_where_nothing_lies_over_it(
    tracks: list[Track], found: dict[str, tuple[int, int]]
) -> None:
    timeline = Timeline(id="t", name="t", rate=RATE, tracks=tuple(tracks))
    stretches = {each.clip.name: (each.frames.start_frame, each.frames.end_frame) for each in stretches_of(timeline)}
    assert stretches == found
