"""Channels of one file at one place."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from posthouse.interchange import Clip, Curve, MediaRef, Reading, SourceSpan, Timeline, Track, TrackKind
from posthouse.studio.exchange.incoming import Incoming, Wishes, incoming
from posthouse.timing import FrameRange, Rate

RATE = Rate.parse("25")
GULLS = MediaRef(name="gulls.wav", file="/rushes/gulls.wav", has_timecode=False)


def _channel(number: int, start: int = 5, **said: Any) -> Clip:
    span = SourceSpan(rate=RATE, start=Fraction(12), duration=Fraction(25))
    record = FrameRange(start, start + 25)
    name = f"{number}-{start}"
    return Clip(id=name, name="gulls", record=record, source=span, media=GULLS, source_channels=(number,), **said)


def _heard(*clips: Clip) -> Incoming:
    tracks = (Track(name=f"A{at}", kind=TrackKind.SOUND, clips=(clip,)) for at, clip in enumerate(clips, 1))
    timeline = Timeline(id="cut", name="Harbour", rate=RATE, tracks=tuple(tracks), size=(1920, 1080))
    return incoming(Reading(format="test", timelines=(timeline,)), Wishes(folder=Path("new")))


def test_channels_of_one_file_at_one_place_are_one_sound() -> None:
    found = _heard(_channel(1), _channel(2), _channel(3))
    assert [cue.value["cue"] for cue in found.cues] == ["gulls"]
    assert [entry.reason for entry in found.ledger.losses] == [
        "its channels 1, 2, 3 are one sound: all channels of its file are heard"
    ]


def test_a_plain_pair_is_what_its_file_is() -> None:
    found = _heard(_channel(1), _channel(2))
    assert (len(found.cues), found.ledger.losses) == (1, ())


@pytest.mark.parametrize(
    "second",
    [_channel(1), _channel(2, 6), _channel(2, gain_db=Curve.constant(-3.0))],
    ids=["the same channel twice", "another place", "another level"],
)
def test_sounds_that_differ_in_more_than_channels_stay_apart(second: Clip) -> None:
    assert len(_heard(_channel(1), second).cues) == 2
