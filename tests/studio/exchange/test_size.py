"""The frame of a programme whose cut does not say it."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.interchange import Clip, Ledger, MediaRef, Reading, SourceSpan, Timeline, Track, TrackKind
from posthouse.studio.exchange.finding import MediaFinder
from posthouse.studio.exchange.incoming.size import programme_size
from posthouse.timing import FrameRange, Rate
from tests.studio.tiny import Clip as Footage
from tests.studio.tiny import make_clip

if TYPE_CHECKING:
    from pathlib import Path

RATE = Rate.parse("25")


def _timeline(file: str) -> Timeline:
    media = MediaRef(name="one.mov", file=file, has_timecode=False)
    span = SourceSpan(rate=RATE, start=Fraction(0), duration=Fraction(8))
    clip = Clip(id="1", name="one", record=FrameRange(0, 8), source=span, media=media)
    track = Track(name="V1", kind=TrackKind.PICTURE, clips=(clip,))
    return Timeline(id="cut", name="Cut", rate=RATE, tracks=(track,))


def test_footage_that_was_found_says_the_frame(tmp_path: Path) -> None:
    shot = Footage(frames=8)
    timeline, ledger = _timeline(str(make_clip(tmp_path / "one.mov", shot))), Ledger()
    finder = MediaFinder(Reading(format="test", timelines=(timeline,)))
    try:
        size = programme_size(timeline, finder, ledger)
    finally:
        finder.close()
    assert size == shot.size
    assert "first footage found" in ledger.losses[0].reason


def test_without_footage_the_usual_frame_is_taken() -> None:
    ledger = Ledger()
    assert programme_size(_timeline("/gone/one.mov"), None, ledger) == (1920, 1080)
    assert "1920x1080 is taken" in ledger.losses[0].reason
