"""Timelines that nothing shows, told."""

from __future__ import annotations

import dataclasses
from fractions import Fraction

import pytest

from posthouse.interchange import Clip, MediaRef, SourceSpan, Timeline, Track, TrackKind
from posthouse.interchange.formats import format_named
from posthouse.timing import FrameRange, Rate

RATE = Rate.parse(25)


def timeline(name: str, nested: str | None = None) -> Timeline:
    span = SourceSpan(rate=RATE, start=Fraction(0), duration=Fraction(20))
    media = MediaRef(name="a.mov", file="/media/a.mov", available=dataclasses.replace(span, duration=Fraction(99)))
    clip = Clip(id="1", name="a", record=FrameRange(0, 20), source=span, media=media, nested=nested)
    return Timeline(id=name, name=name, rate=RATE, tracks=(Track(name="V1", kind=TrackKind.PICTURE, clips=(clip,)),))


@pytest.mark.parametrize("name", ["edl", "fcpxml", "otio", "otio-resolve", "protools-text"])
def test_a_timeline_that_nothing_shows_is_told(name: str) -> None:
    form = format_named(name)
    assert form is not None
    written = form.writer((timeline("cut", "inner"), timeline("inner"), timeline("other")), name="cut")
    assert [e.item for e in written.ledger.losses if "one cut is written" in e.reason] == ["other"]
