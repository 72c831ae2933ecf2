"""Timelines written as OTIO: in its own words where it has them, in ours where not, in Resolve's on demand."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import opentimelineio as otio
import pytest

from posthouse.interchange import (
    Cdl,
    Clip,
    Curve,
    Key,
    Marker,
    MediaRef,
    Outcome,
    SourceSpan,
    Timeline,
    TimePoint,
    Track,
    TrackKind,
    Transform,
    Transition,
    TransitionKind,
)
from posthouse.interchange.formats import format_named
from posthouse.interchange.otio import read, write
from posthouse.interchange.otio.resolve import write as write_for_resolve
from posthouse.timing import BROADCAST_RATES, FrameRange, Rate

if TYPE_CHECKING:
    from pathlib import Path

MEDIA = MediaRef(name="A001.mov", file="/rushes/A 001.mov", reel="A001", size=(1920, 1080), is_drop_frame=True)


def _clip(rate: Rate, start: int, end: int, **said: Any) -> Clip:
    speed = said.get("speed", Fraction(1))
    duration = (end - start) * abs(speed) if speed else Fraction(1)
    span = SourceSpan(rate=rate, start=Fraction(rate.timebase * 3600 + start, 1), duration=duration)
    record = FrameRange(start, end)
    return Clip(id=f"c{start}", name=f"clip {start}", record=record, source=span, media=MEDIA, **said)


def _timeline(rate: Rate) -> Timeline:
    ramp = (TimePoint(record=Fraction(0), source=Fraction(0)), TimePoint(record=Fraction(30), source=Fraction(20)))
    shape = Transform(
        position=Curve.constant(0.25, 0.75), scale=Curve.constant(1.5, 1.5), rotation=Curve.constant(10.0)
    )
    fade = Curve(keys=(Key(at=Fraction(0), value=(0.0,), ease="smooth"), Key(at=Fraction(12), value=(1.0,))))
    clips = (
        _clip(rate, 10, 40, transform=shape, markers=(Marker(at=3, duration=2, name="m", note="n", color="green"),)),
        _clip(rate, 40, 70, speed=Fraction(-2, 3), opacity=fade, cdl=Cdl(slope=(1.1, 1.0, 0.9), id="x")),
        _clip(rate, 70, 100, speed=Fraction(0), notes=("held",)),
        _clip(rate, 100, 130, ramp=ramp, speed=Fraction(2, 3)),
    )
    joins = (
        Transition(kind=TransitionKind.FADE_IN, record=FrameRange(10, 18), join=10, name="fade"),
        Transition(kind=TransitionKind.WIPE, record=FrameRange(37, 45), join=40, name="clock", wipe=201, softness=0.1),
        Transition(kind=TransitionKind.DISSOLVE, record=FrameRange(67, 72), join=70, name="mix"),
    )
    sound = _clip(
        rate, 5, 60, gain_db=Curve.constant(-6.0), pan=Curve.constant(-0.5), fade_in=4, link="take", role="dialogue"
    )
    tracks = (
        Track(name="V1", kind=TrackKind.PICTURE, clips=clips, transitions=joins),
        Track(name="A1", kind=TrackKind.SOUND, clips=(sound,), is_enabled=False, role="dialogue"),
    )
    markers = (Marker(at=9, name="all", color="ultraviolet", author="Kim"),)
    return Timeline(
        id="cut",
        name="Cut",
        rate=rate,
        tracks=tracks,
        start_frame=3600 * rate.timebase,
        size=(1920, 1080),
        markers=markers,
    )


@pytest.mark.parametrize("rate", BROADCAST_RATES, ids=str)
def test_what_is_written_is_read_back_whole(tmp_path: Path, rate: Rate) -> None:
    timeline = _timeline(rate)
    file = tmp_path / "cut.otio"
    file.write_bytes(write((timeline,), name="cut").files["cut.otio"])
    assert read(file).timelines == (timeline,)


def test_a_nested_timeline_is_a_stack_in_its_track(tmp_path: Path) -> None:
    rate = Rate.parse("25")
    inside = Timeline(
        id="cut/fight-1",
        name="fight",
        rate=rate,
        tracks=(Track(name="V1", kind=TrackKind.PICTURE, clips=(_clip(rate, 0, 30),)),),
    )
    span = SourceSpan(rate=rate, start=Fraction(5), duration=Fraction(20))
    shown = Clip(id="n", name="fight", record=FrameRange(0, 20), source=span, media=MEDIA, nested=inside.id)
    outer = Timeline(
        id="cut", name="Cut", rate=rate, tracks=(Track(name="V1", kind=TrackKind.PICTURE, clips=(shown,)),)
    )
    file = tmp_path / "cut.otio"
    file.write_bytes(write((outer, inside), name="cut").files["cut.otio"])
    reading = read(file)
    assert reading.timelines[0].tracks[0].clips[0].source == span
    assert [track.clips for track in reading.nested[0].tracks] == [track.clips for track in inside.tracks]


def test_another_tool_reads_the_ranges_of_what_is_written() -> None:
    text = write((_timeline(Rate.parse("24")),), name="cut").files["cut.otio"].decode()
    track = otio.adapters.read_from_string(text, "otio_json").video_tracks()[0]
    ranges = [track.range_of_child(clip) for clip in track.find_clips()]
    assert [(r.start_time.value, r.duration.value) for r in ranges] == [(10, 30), (40, 30), (70, 30), (100, 30)]


def test_what_otio_has_no_word_for_is_told_as_kept_by_us_alone() -> None:
    ledger = write((_timeline(Rate.parse("24")),), name="cut").ledger
    told = {entry.feature for entry in ledger.entries if entry.outcome is Outcome.APPROXIMATED}
    assert {"transform", "opacity", "level", "cdl", "transition"} <= told


def test_resolve_finds_transforms_levels_and_links_where_it_keeps_them(tmp_path: Path) -> None:
    files = write_for_resolve((_timeline(Rate.parse("24")),), name="cut").files
    written = json.loads(files["cut.otio"])
    first = written["tracks"]["children"][0]["children"][2]  # after the gap and the fade
    found = {
        each["Parameter ID"]: each["Parameter Value"]
        for effect in first["effects"]
        for each in effect["metadata"]["Resolve_OTIO"]["Parameters"]
    }
    assert found == {
        "transformationZoomX": 1.5,
        "transformationZoomY": 1.5,
        "transformationPan": -0.25,
        "transformationTilt": -0.25,
        "transformationRotationAngle": -10.0,
    }
    (tmp_path / "cut.otio").write_bytes(files["cut.otio"])
    assert (
        read(tmp_path / "cut.otio").timelines[0].tracks[0].clips[0].transform
        == _timeline(Rate.parse("24")).tracks[0].clips[0].transform
    )


def test_resolves_own_words_are_read_without_ours(tmp_path: Path) -> None:
    written = json.loads(write_for_resolve((_timeline(Rate.parse("24")),), name="cut").files["cut.otio"])
    (tmp_path / "cut.otio").write_text(json.dumps(_without_ours(written)))
    timeline = read(tmp_path / "cut.otio").timelines[0]
    shape, sound = timeline.tracks[0].clips[0].transform, timeline.tracks[1].clips[0]
    assert shape is not None
    assert shape.position == Curve.constant(0.25, 0.75)
    assert (sound.gain_db, sound.pan, sound.fade_in) == (Curve.constant(-6.0), Curve.constant(-0.5), 4)


def _without_ours(value: Any) -> Any:
    if isinstance(value, list):
        return [_without_ours(item) for item in value]
    if isinstance(value, dict):
        return {key: _without_ours(item) for key, item in value.items() if key != "posthouse"}
    return value


def test_the_shape_for_resolve_is_a_format_that_is_only_written() -> None:
    form = format_named("otio-resolve")
    assert form is not None
    assert (form.can_read, form.writer is write_for_resolve) == (False, True)
