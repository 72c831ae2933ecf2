"""OpenTimelineIO's adapters read what is written here and see the same ranges, where they are right.

Where they are wrong (decision record): the FCPXML adapter cuts rates to whole numbers (23.976 becomes 23), so only
whole rates are compared, and at 25 it cuts 29 frames to 28; the Final Cut 7 one takes each dissolve for centered;
neither applies speeds to sources.
"""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from posthouse.interchange import fcp7, fcpxml
from posthouse.interchange.timeline import Clip, SourceSpan, Timeline, Track, TrackKind, Transition, TransitionKind
from posthouse.timing import FrameRange, Rate
from tests.interchange.fcp7.cuts import media as media_ref

if TYPE_CHECKING:
    from pathlib import Path

otio = pytest.importorskip("opentimelineio")


def cut_of(rate: Rate, seed: int) -> Timeline:
    chance, clips, at = random.Random(seed), [], 0
    for number in range(12):
        length = chance.randint(20, 90)
        source = SourceSpan(
            rate=rate, start=Fraction(3600 * rate.timebase + chance.randint(50, 900)), duration=Fraction(length)
        )
        record = FrameRange.lasting(at, length)
        file = replace(media_ref(rate, f"take{number}"), sound_channels=None)
        clips.append(Clip(id=f"V1-{number}", name=f"shot {number}", record=record, source=source, media=file))
        at += length + chance.choice([0, 0, 11])
    return Timeline(
        id="cut",
        name="cut",
        rate=rate,
        tracks=(Track(name="V1", kind=TrackKind.PICTURE, clips=tuple(clips)),),
        size=(1920, 1080),
    )


def seen_by_otio(path: Path, adapter: str) -> list[tuple[str, int, int, int]]:
    found = otio.adapters.read_from_file(str(path), adapter_name=adapter)
    timeline = found if isinstance(found, otio.schema.Timeline) else next(iter(found))
    track = next(iter(timeline.video_tracks()))
    ranges = [(clip.name, clip.range_in_parent(), clip.source_range) for clip in track.find_clips()]
    return [
        (name, *(round(x) for x in (r.start_time.value, r.duration.value, s.start_time.value))) for name, r, s in ranges
    ]


def ours(cut: Timeline) -> list[tuple[str, int, int, int]]:
    clips = cut.tracks[0].clips
    return [(c.name, c.record.start_frame, c.record.duration_frames, int(c.source.start)) for c in clips]


@pytest.mark.parametrize("rate", ["24", "25", "30", "23.976", "29.97"])
@pytest.mark.parametrize("seed", range(3))
def test_otio_reads_our_final_cut_7(tmp_path: Path, rate: str, seed: int) -> None:
    cut = cut_of(Rate.parse(rate), seed)
    path = tmp_path / "cut.xml"
    path.write_bytes(fcp7.write((cut,), name="cut").files["cut.xml"])
    assert seen_by_otio(path, "fcp_xml") == ours(cut)


@pytest.mark.parametrize("rate", ["24", "25", "30"])
@pytest.mark.parametrize("seed", range(3))
def test_otio_reads_our_fcpxml(tmp_path: Path, rate: str, seed: int) -> None:
    cut = cut_of(Rate.parse(rate), seed)
    path = tmp_path / "cut.fcpxml"
    path.write_bytes(fcpxml.write((cut,), name="cut").files["cut.fcpxml"])
    seen, said = seen_by_otio(path, "fcpx_xml"), ours(cut)
    assert [each[:2] + each[3:] for each in seen] == [each[:2] + each[3:] for each in said]
    assert all(length - other[2] in {0, 1} for other, (_, _, length, _) in zip(seen, said, strict=True))


def test_otio_sees_our_dissolve_where_it_is(tmp_path: Path) -> None:
    cut = cut_of(Rate.parse("24"), 5)
    join = next(a.record.end_frame for a, b in zip(cut.tracks[0].clips, cut.tracks[0].clips[1:], strict=False)
                if a.record.end_frame == b.record.start_frame)  # fmt: skip
    fade = Transition(kind=TransitionKind.DISSOLVE, record=FrameRange(join - 6, join + 6), join=join)
    cut = replace(cut, tracks=(replace(cut.tracks[0], transitions=(fade,)),))
    path = tmp_path / "cut.xml"
    path.write_bytes(fcp7.write((cut,), name="cut").files["cut.xml"])
    assert seen_by_otio(path, "fcp_xml") == ours(cut)
    timeline = otio.adapters.read_from_file(str(path), adapter_name="fcp_xml")  # kept: children die with it
    found = timeline.find_children(descended_from_type=otio.schema.Transition)
    assert [(each.in_offset.value, each.out_offset.value) for each in found] == [(6, 6)]


def test_the_fcpxml_adapter_still_cuts_rates_short(media: Path) -> None:
    """Once this fails, the adapter has learned to count: look at it again."""
    path = media / "interchange/fcpxml/23.98.fcpxml"
    kept = otio.adapters.read_from_file(str(path), adapter_name="fcpx_xml")
    timeline = next(iter(kept))
    track = next(iter(timeline.video_tracks()))
    assert track[0].source_range.duration.rate == 23
