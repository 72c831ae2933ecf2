"""Lists as CMX3600 and its readers want them."""

from __future__ import annotations

import io
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

import opentimelineio
import pycmx
import pytest

from posthouse.errors import MediaError
from posthouse.interchange.edl import ReelMode, Style, write
from posthouse.interchange.edl.reels import reels_of
from posthouse.interchange.timeline import (
    Cdl,
    Clip,
    Curve,
    Marker,
    MediaRef,
    SourceSpan,
    Timeline,
    Track,
    TrackKind,
    Transition,
    TransitionKind,
)
from posthouse.timing import FrameRange, Rate
from tests.interchange.edl.lists import R24, R25, R2997, round_trip

if TYPE_CHECKING:
    from pathlib import Path


def clip(at: int, frames: int, reel: str = "A001", **more: object) -> Clip:
    rate = more.pop("rate", R24)
    assert isinstance(rate, Rate)
    made = Clip(
        id=f"{reel}-{at}",
        name=reel.lower(),
        record=FrameRange.lasting(at, frames),
        source=SourceSpan(rate=rate, start=Fraction(86400), duration=Fraction(frames)),
        media=MediaRef(name=reel.lower(), reel=reel),
    )
    return replace(made, **more)  # type: ignore[arg-type] # fields of Clip, by name


def timeline(*clips: Clip, rate: Rate = R24, transitions: tuple[Transition, ...] = (), **more: object) -> Timeline:
    track = Track(name="V1", kind=TrackKind.PICTURE, clips=clips, transitions=transitions)
    made = Timeline(id="cut", name="HARBOUR", rate=rate, tracks=(track,), start_frame=86400)
    return replace(made, **more)  # type: ignore[arg-type] # fields of Timeline, by name


def text(cut: Timeline, **style: object) -> str:
    writing = write((cut,), name="cut", style=Style(**style) if style else None)  # type: ignore[arg-type] # as above
    return writing.files["cut.edl"].decode()


def test_columns_are_those_of_cmx3600() -> None:
    dissolve = Transition(kind=TransitionKind.DISSOLVE, record=FrameRange(48, 60), join=48)
    cut = timeline(clip(0, 48), clip(48, 48, "B001"), transitions=(dissolve,))
    lines = text(cut, reels=ReelMode.CMX).splitlines()
    assert lines[:3] == [
        "TITLE:   HARBOUR",
        "FCM: NON-DROP FRAME",
        "001  A001     V     C        01:00:00:00 01:00:02:00 01:00:00:00 01:00:02:00",
    ]
    assert lines[4:6] == [
        "002  A001     V     C        01:00:02:00 01:00:02:00 01:00:02:00 01:00:02:00",
        "002  B001     V     D    012 01:00:00:00 01:00:02:00 01:00:02:00 01:00:04:00",
    ]
    assert lines[6:] == ["* FROM CLIP NAME: a001", "* TO CLIP NAME: b001"]


def test_pycmx_and_otio_read_what_is_written(tmp_path: Path) -> None:
    color = Cdl(slope=(1.1, 1.0, 0.9), offset=(0.01, 0.0, -0.02), power=(1.0, 1.0, 1.2), saturation=0.8)
    dissolve = Transition(kind=TransitionKind.DISSOLVE, record=FrameRange(48, 60), join=48)
    cut = timeline(
        clip(0, 48, cdl=color), clip(48, 48, "B001"), clip(96, 24, "C001", speed=Fraction(2)), transitions=(dissolve,)
    )
    written = text(cut, reels=ReelMode.CMX)
    events = list(pycmx.parse_cmx3600(io.StringIO(written)).events)
    assert [len(event.edits) for event in events] == [1, 2, 1]
    assert events[0].edits[0].asc_sop.slope.red == pytest.approx(1.1)
    assert (events[1].edits[1].transition.kind, events[1].edits[1].transition.operand) == ("D", "012")
    path = tmp_path / "cut.edl"
    path.write_text(written, encoding="utf-8")
    other = opentimelineio.adapters.read_from_file(str(path), adapter_name="cmx_3600", rate=24)
    assert [one.name for one in other.find_clips()] == ["a001", "b001", "c001"]
    assert [effect.time_scalar for one in other.find_clips() for effect in one.effects] == [2.0]


def test_drop_frame_is_said_and_written_with_colons() -> None:
    cut = timeline(clip(0, 1800, rate=R2997), rate=R2997, is_drop_frame=True, start_frame=0)
    lines = text(cut).splitlines()
    assert lines[1] == "FCM: DROP FRAME"
    assert lines[2] == "FCM: NON-DROP FRAME"  # the source counts otherwise
    assert lines[3].endswith("00:00:00:00 00:01:00:02")


def test_each_picture_track_is_a_list_of_its_own() -> None:
    second = Track(name="V2", kind=TrackKind.PICTURE, clips=(clip(10, 20, "T001"),))
    cut = timeline(clip(0, 48))
    writing = write((replace(cut, tracks=(*cut.tracks, second)),), name="cut")
    assert sorted(writing.files) == ["cut.edl", "cut_V2.edl"]
    assert b"T001" in writing.files["cut_V2.edl"]


def test_picture_and_sound_of_one_take_are_one_event(tmp_path: Path) -> None:
    picture, sound = clip(0, 48, link="1"), clip(0, 48, link="1")
    sounds = tuple(
        Track(name=f"A{at}", kind=TrackKind.SOUND, clips=(replace(sound, source_channels=(at,)),)) for at in (1, 2)
    )
    cut = timeline(picture)
    cut = replace(cut, tracks=(*cut.tracks, *sounds))
    assert "AA/V" in text(cut)
    assert [track.name for track in round_trip(tmp_path, cut).tracks] == ["V1", "A1", "A2"]


def test_levels_and_pans_of_sound_are_said(tmp_path: Path) -> None:
    loud = clip(0, 48, gain_db=Curve.constant(-3.0), pan=Curve.constant(0.5), source_channels=(2,))
    cut = timeline(clip(0, 48))
    cut = replace(cut, tracks=(*cut.tracks, Track(name="A1", kind=TrackKind.SOUND, clips=(loud,))))
    again = round_trip(tmp_path, cut).tracks[1].clips[0]
    assert (again.gain_db, again.pan, again.source_channels) == (loud.gain_db, loud.pan, (2,))


def test_a_slower_source_keeps_its_own_timecode(tmp_path: Path) -> None:
    slow = Rate.parse("23.976")
    source = SourceSpan(rate=slow, start=Fraction(86400 + 3), duration=Fraction(48) * Fraction(4, 5))
    cut = timeline(clip(0, 48, source=source), rate=R2997)
    again = round_trip(tmp_path, cut).tracks[0].clips[0]
    assert (again.source, again.speed) == (source, Fraction(1))


def test_a_slower_source_that_begins_between_two_frames_is_told() -> None:
    source = SourceSpan(rate=R24, start=Fraction(1476, 5), duration=Fraction(48))
    told = write((timeline(clip(0, 50, source=source), rate=R25),), name="cut").ledger.losses
    assert "its source begins between two frames: written at a whole one" in {entry.reason for entry in told}


def test_reels_of_eight_letters_are_unlike_and_always_the_same() -> None:
    names = ["A001C002_160909_R1BY", "A001C002_160910_R1BY", "B01", "a b", "BL"]
    reels = reels_of(names, 8)
    assert len(set(reels.values())) == len(names)
    assert all(len(reel) <= 8 and reel.isalnum() for reel in reels.values())
    assert reels_of(names[:1], 8)[names[0]] == reels[names[0]]
    assert reels["B01"] == "B01"


def test_a_timelines_markers_are_locators_of_the_events_they_stand_in(tmp_path: Path) -> None:
    cut = timeline(clip(0, 48), clip(48, 48, "B001"), markers=(Marker(at=60, name="lamp", color="blue"),))
    first, second = round_trip(tmp_path, cut).tracks[0].clips
    assert (first.markers, second.markers) == ((), (Marker(at=12, name="lamp", color="blue"),))


@pytest.mark.parametrize(("most", "files", "digits"), [(None, 1, 6), (999, 2, 3)])
def test_more_than_999_events_are_told(most: int | None, files: int, digits: int) -> None:
    cut = timeline(*(clip(at, 1) for at in range(1000)))
    writing = write((cut,), name="cut", style=Style(most_events=most))
    assert len(writing.files) == files
    assert writing.files["cut.edl"].decode().splitlines()[2].startswith("1".rjust(digits, "0"))
    assert any("1000 events" in entry.reason for entry in writing.ledger.losses)


def test_what_has_no_place_is_told() -> None:
    cut = timeline(clip(0, 48, opacity=Curve.constant(0.5), lut="dusk.cube"), clip(48, 48, is_enabled=False))
    lost = {(entry.item, entry.feature) for entry in write((cut,), name="cut").ledger.losses}
    assert {("V/A001-0", "opacity"), ("V/A001-0", "effect"), ("V1/A001-48", "clip")} <= lost


def test_an_empty_cut_is_refused() -> None:
    with pytest.raises(MediaError, match="empty"):
        write((timeline(rate=R25),), name="cut")


def test_nothing_before_the_first_event_is_told() -> None:
    told = write((timeline(clip(12, 24)),), name="cut").ledger.losses
    assert "the 12 frames of nothing before it are not said" in told[0].reason
