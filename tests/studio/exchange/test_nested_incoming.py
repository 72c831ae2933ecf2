"""Nested timelines on their way in: their shots have the sound they have inside, and the nest what it has itself."""

from __future__ import annotations

import dataclasses
from fractions import Fraction
from typing import Any

import pytest

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


MUSIC = MediaRef(name="music.wav", file="/rushes/music.wav", has_timecode=False)


def test_sound_inside_a_nest_that_belongs_to_no_shot_is_a_cue_beside_the_nest() -> None:
    music = _clip(5, 35, media=MUSIC, fade_out=4)
    inside = _timeline("in", (_clip(0, 40),), music)
    louder = dataclasses.replace(_nest("in", 40), gain_db=Curve.constant(3.0))
    found = _came_in(_timeline("main", (_nest("in", 40),), louder), inside)
    (cue,) = (line.value for line in found.cues)
    assert (cue["at"], cue["in"], cue["for"]) == ("nest+5f", "5f", "30f")
    assert (cue["gain"], cue["fade_out"]) == ("3 dB", "4f")
    assert not [entry for entry in found.ledger.losses if "belongs to none" in entry.reason]


def test_a_trimmed_nest_lets_as_much_of_it_be_heard_as_it_plays() -> None:
    inside = _timeline("in", (_clip(0, 40),), _clip(5, 35, media=MUSIC))
    span = SourceSpan(rate=RATE, start=Fraction(10), duration=Fraction(20))
    nest = dataclasses.replace(_nest("in", 40), record=FrameRange(50, 70), source=span)
    before = _clip(0, 50)
    (cue,) = (line.value for line in _came_in(_timeline("main", (before, nest), nest), inside).cues)
    assert (cue["at"], cue["in"], cue["for"]) == ("nest+0f", "10f", "20f")


def test_sound_two_nests_deep_comes_all_the_way_out_and_each_use_of_a_nest_is_heard() -> None:
    inner = _timeline("inner", (_clip(0, 40),), _clip(5, 35, media=MUSIC))
    outer = _timeline("outer", (_clip(0, 10), _moved(_nest("inner", 40), 10)), _moved(_nest("inner", 40), 10))
    twice = (_nest("outer", 50), _moved(_nest("outer", 50), 50))
    found = _came_in(_timeline("main", twice, *twice), inner, outer)
    assert [(line.value["at"], line.value["in"]) for line in found.cues] == [("nest-2+15f", "5f"), ("nest-3+15f", "5f")]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"speed": Fraction(2)}, "another speed"),
        ({"pan": Curve.constant(0.5)}, "panned"),
        ({"fade_in": 20}, "fade lies over it"),
    ],
)
def test_what_no_cue_can_say_of_it_is_told(change: dict[str, Any], reason: str) -> None:
    inside = _timeline("in", (_clip(0, 80),), _clip(5, 35, media=MUSIC))
    nest = dataclasses.replace(_nest("in", 40), **change)
    found = _came_in(_timeline("main", (nest,), nest), inside)
    assert not found.cues
    assert [reason in entry.reason for entry in found.ledger.losses if "belongs to none" in entry.reason] == [True]


def _moved(clip: Clip, frames: int) -> Clip:
    return dataclasses.replace(clip, record=clip.record.shifted(frames))


def test_media_of_mlt_count_in_seconds_where_their_own_rate_is_not_known() -> None:
    clip = _clip(0, 20, source=SourceSpan(rate=RATE, start=Fraction(63), duration=Fraction(20)))
    reading = Reading(format="mlt", timelines=(_timeline("main", (clip,)),))
    assert incoming(reading, Wishes()).cut[0].value["in"] == "2.52s"
