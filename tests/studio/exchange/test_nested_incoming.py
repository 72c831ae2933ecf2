"""Nested timelines on their way in: their shots have the sound they have inside, and the nest what it has itself."""

from __future__ import annotations

import dataclasses
from fractions import Fraction
from typing import Any

from posthouse.interchange import Clip, Curve, MediaRef, Reading, SourceSpan, Timeline, Track, TrackKind
from posthouse.studio.exchange.incoming import Wishes, incoming
from posthouse.timing import FrameRange, Rate

RATE = Rate.parse("25")
FILE = MediaRef(name="a.mov", file="/rushes/a.mov", has_timecode=False, sound_channels=2)


def _clip(start: int, end: int, **more: Any) -> Clip:
    span = SourceSpan(rate=RATE, start=Fraction(start), duration=Fraction(end - start))
    clip = Clip(id=f"c{start}", name=f"c{start}", record=FrameRange(start, end), source=span, media=FILE)
    return dataclasses.replace(clip, **more)


def _timeline(name: str, pictures: tuple[Clip, ...], *sounds: Clip) -> Timeline:
    tracks = (
        Track(name="V1", kind=TrackKind.PICTURE, clips=pictures),
        Track(name="A1", kind=TrackKind.SOUND, clips=sounds),
    )
    return Timeline(id=name, name=name, rate=RATE, tracks=tracks, size=(1920, 1080))


def _came_in(main: Timeline, *nested: Timeline) -> Any:
    return incoming(Reading(format="test", timelines=(main,), nested=nested), Wishes())


def _nest(name: str, end: int) -> Clip:
    return _clip(0, end, nested=name, name="nest", media=MediaRef(name=name, has_timecode=False))


def test_shots_inside_a_nest_have_the_sound_they_have_there() -> None:
    quiet = _clip(0, 20, gain_db=Curve.constant(-6.0))
    inside = _timeline("in", (_clip(0, 20), _clip(20, 40)), quiet)
    found = _came_in(_timeline("main", (_nest("in", 40),), _nest("in", 40)), inside)
    assert [line.value.get("sound") for line in found.sequences["in"]] == [{"gain": "-6 dB"}, {"mute": True}]
    assert "sound" not in found.cut[0].value


def test_a_nest_without_its_sound_is_muted_and_a_louder_one_is_louder() -> None:
    inside = _timeline("in", (_clip(0, 40),), _clip(0, 40))
    after = _clip(40, 60)
    muted = _came_in(_timeline("main", (_nest("in", 40), after), after), inside)
    assert muted.cut[0].value["sound"] == {"mute": True}
    louder = dataclasses.replace(_nest("in", 40), gain_db=Curve.constant(3.0))
    assert _came_in(_timeline("main", (_nest("in", 40),), louder), inside).cut[0].value["sound"] == {"gain": "3 dB"}


def test_sound_inside_a_nest_that_belongs_to_no_shot_is_told() -> None:
    music = _clip(0, 30, media=MediaRef(name="music.wav", file="/rushes/music.wav", has_timecode=False))
    inside = _timeline("in", (_clip(0, 40),), music)
    found = _came_in(_timeline("main", (_nest("in", 40),), _nest("in", 40)), inside)
    assert any("belongs to none" in entry.reason for entry in found.ledger.losses)


def test_media_of_mlt_count_in_seconds_where_their_own_rate_is_not_known() -> None:
    clip = _clip(0, 20, source=SourceSpan(rate=RATE, start=Fraction(63), duration=Fraction(20)))
    reading = Reading(format="mlt", timelines=(_timeline("main", (clip,)),))
    assert incoming(reading, Wishes()).cut[0].value["in"] == "2.52s"
