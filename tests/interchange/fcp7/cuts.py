"""Cuts as XML can hold them, drawn by Hypothesis, and what makes two of them the same."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from fractions import Fraction

from hypothesis import strategies as st

from posthouse.interchange.timeline import (
    Clip,
    Curve,
    Key,
    Marker,
    MediaKind,
    MediaRef,
    SourceSpan,
    Timeline,
    Track,
    TrackKind,
    Transform,
    Transition,
    TransitionKind,
)
from posthouse.timing import BROADCAST_RATES, FrameRange, Rate
from posthouse.timing.timecode import can_drop

MODES = [(rate, is_drop) for rate in BROADCAST_RATES for is_drop in ((False, True) if can_drop(rate) else (False,))]
MODE_IDS = [f"{rate}{'-drop' if is_drop else ''}".replace("/", "_") for rate, is_drop in MODES]
SPEEDS = [
    Fraction(1),
    Fraction(1),
    Fraction(1, 2),
    Fraction(2),
    Fraction(-1),
    Fraction(2, 3),
    Fraction(-3, 2),
    Fraction(0),
]
SIZE = (1920, 1080)
_NEAR = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What a format can say beyond the plain cut."""

    colors: tuple[str, ...]
    is_scale_of_fit: tuple[bool, ...]
    roles: tuple[str, ...]
    eases: tuple[str, ...] = ("linear",)


def media(rate: Rate, name: str) -> MediaRef:
    """Return a file that begins at an hour and is long enough for anything."""
    first = Fraction(3600 * rate.timebase)
    return MediaRef(
        name=name,
        file=f"/media/day 1/{name} #2é.mov",
        reel="A001",
        available=SourceSpan(rate=rate, start=first, duration=Fraction(20_000)),
        size=SIZE,
        sound_channels=2,
        has_picture=True,
        scene="12A",
        take="3",
    )


numbers = st.integers(-200, 200).map(lambda number: number / 100)


@st.composite
def curves(draw: st.DrawFn, length: int, low: float, high: float, width: int, eases: tuple[str, ...]) -> Curve:
    """Draw a value, or two or three keyframes."""
    count = draw(st.integers(1, 3))
    moments = [0] if count == 1 else sorted(draw(st.sets(st.integers(0, length), min_size=count, max_size=count)))
    steps = st.integers(0, 40).map(lambda step: low + (high - low) * step / 40)
    values = [draw(steps) for _ in moments]
    ease = draw(st.sampled_from(eases)) if count > 1 else "linear"
    return Curve(
        keys=tuple(
            Key(at=Fraction(at), value=(value,) * width, ease=ease) for at, value in zip(moments, values, strict=True)
        )
    )


@st.composite
def clips(draw: st.DrawFn, rate: Rate, start: int, number: int, words: Words) -> Clip:
    """Draw a picture of a file."""
    length = draw(st.integers(24, 90))
    own = draw(st.sampled_from([rate, rate, Rate.parse(25)]))
    speed = draw(st.sampled_from(SPEEDS))
    taken = length * own.fraction / rate.fraction * abs(speed) or Fraction(1)
    first = Fraction(3600 * own.timebase + draw(st.integers(200, 3000)))
    eases = words.eases

    def perhaps(low: float, high: float, width: int = 1) -> Curve | None:
        return draw(st.none() | curves(length, low, high, width, eases))

    transform = Transform(
        position=perhaps(0.1, 0.9, 2), scale=perhaps(0.25, 2.0, 2), rotation=perhaps(-90, 90),
        anchor=perhaps(0.3, 0.7, 2),
        crop=perhaps(0.0, 0.25, 4), is_scale_of_fit=draw(st.sampled_from(words.is_scale_of_fit)),
    )  # fmt: skip
    marker = Marker(
        at=draw(st.integers(0, length - 1)), duration=draw(st.sampled_from([0, 5])), name="fix <&>", note="é"
    )
    return Clip(
        id=f"V1-{number:03}",
        name=f"shot {number}",
        record=FrameRange.lasting(start, length),
        source=SourceSpan(rate=own, start=first, duration=taken),
        media=media(own, f"take{draw(st.integers(1, 3))}"),
        speed=speed,
        is_enabled=draw(st.booleans()),
        transform=draw(st.sampled_from([None, transform])),
        opacity=perhaps(0.0, 1.0),
        markers=()
        if own != rate
        else draw(st.sampled_from([(), (replace(marker, color=draw(st.sampled_from(words.colors))),)])),
        notes=draw(st.sampled_from([(), ("a note",)])),
    )


@st.composite
def timelines(draw: st.DrawFn, mode: tuple[Rate, bool], words: Words) -> Timeline:
    """Draw a cut: pictures with transitions, their sounds, a title above them."""
    rate, is_drop = mode
    pictures: list[Clip] = []
    joins: list[Transition] = []
    at = draw(st.sampled_from([0, 10]))
    for number in range(1, draw(st.integers(2, 4)) + 1):
        pictures.append(draw(clips(rate, at, number, words)))
        at = pictures[-1].record.end_frame
        if number > 1 and pictures[-2].record.end_frame == pictures[-1].record.start_frame and draw(st.booleans()):
            joins.append(_join(draw, pictures[-1].record.start_frame, TransitionKind.DISSOLVE))
        at += draw(st.sampled_from([0, 0, 7]))
    if draw(st.booleans()):
        joins.append(_join(draw, pictures[-1].record.end_frame, TransitionKind.FADE_OUT))
    sounds = tuple(_sound(draw, clip, words) for clip in pictures)
    linked = tuple(replace(clip, link=clip.id) for clip in pictures)
    title = Clip(
        id="V2-001",
        name="title",
        record=FrameRange(5, 40),
        source=SourceSpan(rate=rate, start=Fraction(0), duration=Fraction(35)),
        media=MediaRef(name="title", kind=MediaKind.TITLE, text="Harbour\nby night", has_timecode=False),
    )
    return Timeline(
        id="cut",
        name="a cut",
        rate=rate,
        tracks=(
            Track(name="V1", kind=TrackKind.PICTURE, clips=linked, transitions=tuple(joins)),
            Track(name="V2", kind=TrackKind.PICTURE, clips=(title,)),
            Track(name="A1", kind=TrackKind.SOUND, clips=sounds),
        ),
        start_frame=3600 * rate.timebase,
        is_drop_frame=is_drop,
        size=SIZE,
        sound_rate=48000,
    )


def _join(draw: st.DrawFn, at: int, kind: TransitionKind) -> Transition:
    head = draw(st.integers(1, 10))
    tail = 0 if kind is TransitionKind.FADE_OUT else draw(st.integers(0, 10))
    return Transition(kind=kind, record=FrameRange(at - head, at + tail), join=at, name="Cross Dissolve")


def _sound(draw: st.DrawFn, clip: Clip, words: Words) -> Clip:
    gain = draw(st.none() | curves(clip.record.duration_frames, -30.0, 6.0, 1, words.eases))
    pan = draw(st.none() | curves(clip.record.duration_frames, -1.0, 1.0, 1, words.eases))
    return replace(
        clip,
        id=clip.id.replace("V", "A"),
        link=clip.id,
        transform=None,
        opacity=None,
        markers=(),
        notes=(),
        gain_db=gain,
        pan=pan,
        role=draw(st.sampled_from(words.roles)),
    )


def assert_same(one: Timeline, other: Timeline) -> None:
    """Assert that two cuts say the same, ids and facts apart."""
    for name in ("rate", "start_frame", "is_drop_frame", "size", "sound_rate", "name"):
        assert getattr(one, name) == getattr(other, name), name
    assert [track.kind for track in one.tracks] == [track.kind for track in other.tracks]
    for before, after in zip(one.tracks, other.tracks, strict=True):
        assert [each.record for each in before.clips] == [each.record for each in after.clips]
        assert [_told(each) for each in before.transitions] == [_told(each) for each in after.transitions]
        for clip, again in zip(before.clips, after.clips, strict=True):
            assert_same_clip(clip, again)
    assert _takes(one) == _takes(other)


def _told(each: Transition) -> tuple[object, ...]:
    return each.kind, each.record, each.join, each.wipe, each.color


def _takes(timeline: Timeline) -> list[list[tuple[str, int]]]:
    """Return which clips are one take, by track and place."""
    takes: dict[str, list[tuple[str, int]]] = {}
    for track in timeline.tracks:
        for clip in track.clips:
            if clip.link:
                takes.setdefault(clip.link, []).append((track.name, clip.record.start_frame))
    return sorted(takes.values())


def assert_same_clip(clip: Clip, again: Clip) -> None:
    """Assert that two clips say the same."""
    for name in ("name", "speed", "is_enabled", "markers", "notes", "source_channels", "role"):
        assert getattr(clip, name) == getattr(again, name), name
    assert again.source.rate == clip.source.rate
    for name in ("start", "duration"):
        assert abs(getattr(again.source, name) - getattr(clip.source, name)) < _NEAR, name
    for name in ("name", "kind", "file", "reel", "available", "size", "sound_channels", "text", "scene", "take"):
        if clip.media.kind is not MediaKind.TITLE or name in {"name", "kind", "text"}:
            assert getattr(again.media, name) == getattr(clip.media, name), name
    assert len(again.ramp) == len(clip.ramp)
    for name in ("opacity", "gain_db", "pan"):
        _assert_same_curve(getattr(clip, name), getattr(again, name), name)
    _assert_same_transform(clip.transform, again.transform)


def _assert_same_transform(one: Transform | None, other: Transform | None) -> None:
    if one is None or all(getattr(one, name) is None for name in ("position", "scale", "rotation", "anchor", "crop")):
        assert other is None or other.scale is None
        return
    assert other is not None
    assert one.is_scale_of_fit == other.is_scale_of_fit
    for name in ("position", "rotation", "anchor", "scale", "crop"):
        _assert_same_curve(getattr(one, name), getattr(other, name), name)


def _assert_same_curve(one: Curve | None, other: Curve | None, name: str) -> None:
    assert (one is None) == (other is None), name
    if one is None or other is None:
        return
    if one.is_constant and other.is_constant:
        assert _are_near(one.keys[0].value, other.keys[0].value), name
        return
    assert len(one.keys) == len(other.keys), name
    assert all(abs(a.at - b.at) < _NEAR for a, b in zip(one.keys, other.keys, strict=True)), name
    assert [key.ease for key in one.keys] == [key.ease for key in other.keys], name
    for key, again in zip(one.keys, other.keys, strict=True):
        assert _are_near(key.value, again.value), name


def _are_near(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return all(math.isclose(a, b, rel_tol=1e-6, abs_tol=1e-5) for a, b in zip(one, other, strict=True))
