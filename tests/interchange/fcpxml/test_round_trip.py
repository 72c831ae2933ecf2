"""A cut written as FCPXML and read again is the same cut, at every rate and mode; and the file is sound."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from posthouse.interchange.fcpxml import read, write
from posthouse.interchange.fcpxml.writer import VERSIONS
from posthouse.interchange.timeline import (
    Clip,
    Marker,
    MediaRef,
    SourceSpan,
    Timeline,
    TimePoint,
    Track,
    TrackKind,
)
from posthouse.timing import FrameRange, Rate
from tests.interchange.fcp7.cuts import MODE_IDS, MODES, Words, assert_same, media, timelines
from tests.interchange.fcpxml.structure import problems

if TYPE_CHECKING:
    from pathlib import Path

    from posthouse.interchange.timeline import Reading

WORDS = Words(
    colors=("", "red", "green", "orange"),
    is_scale_of_fit=(False, True),
    roles=("dialogue", "music"),
    eases=("linear", "smooth"),
)
fast = settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])
FULL = Rate.parse(24)


def again(tmp_path: Path, *cut: Timeline, version: str = "1.10") -> Reading:
    written = write(cut, name="cut", version=version).files["cut.fcpxml"]
    assert problems(written) == []
    path = tmp_path / "cut.fcpxml"
    path.write_bytes(written)
    return read(path)


def shot(start: int, end: int, first: int = 86500, **more: object) -> Clip:
    source = SourceSpan(rate=FULL, start=Fraction(first), duration=Fraction(end - start))
    made = Clip(id=f"V1-{start}", name="shot", record=FrameRange(start, end), source=source, media=media(FULL, "take"))
    return replace(made, **more)  # type: ignore[arg-type] # fields by name


def plain(*tracks: Track) -> Timeline:
    return Timeline(id="cut", name="cut", rate=FULL, tracks=tracks, size=(1920, 1080))


def pictures(*clips: Clip) -> Track:
    return Track(name="V1", kind=TrackKind.PICTURE, clips=clips)


def sounds(*clips: Clip) -> Track:
    return Track(name="A1", kind=TrackKind.SOUND, clips=clips)


@pytest.mark.parametrize("mode", MODES, ids=MODE_IDS)
@fast
@given(data=st.data())
def test_a_cut_comes_back_as_it_was(tmp_path: Path, mode: tuple[Rate, bool], data: st.DataObject) -> None:
    cut = data.draw(timelines(mode, WORDS))
    assert_same(cut, again(tmp_path, cut).timelines[0])


@pytest.mark.parametrize("version", VERSIONS)
def test_every_version_says_its_number_and_the_same(tmp_path: Path, version: str) -> None:
    cut = plain(pictures(shot(0, 40), shot(50, 80)))
    assert f'version="{version}"'.encode() in write((cut,), name="cut", version=version).files["cut.fcpxml"]
    assert_same(cut, replace(again(tmp_path, cut, version=version).timelines[0], name="cut"))


def test_a_version_nobody_knows_is_refused() -> None:
    with pytest.raises(ValueError, match="versions are"):
        write((plain(pictures(shot(0, 40))),), name="cut", version="2.0")


def test_a_bundle_is_read_like_its_file(tmp_path: Path) -> None:
    bundle = tmp_path / "cut.fcpxmld"
    bundle.mkdir()
    (bundle / "Info.fcpxml").write_bytes(write((plain(pictures(shot(0, 40))),), name="cut").files["cut.fcpxml"])
    assert read(bundle).timelines[0].tracks[0].clips[0].record == FrameRange(0, 40)


def test_a_ramp_comes_back_point_by_point(tmp_path: Path) -> None:
    points = ((0, 0), (10, 10), (20, 30), (40, 40))
    ramp = tuple(TimePoint(record=Fraction(a), source=Fraction(b)) for a, b in points)
    found = again(tmp_path, plain(pictures(shot(0, 40, ramp=ramp)))).timelines[0].tracks[0].clips[0]
    assert found.ramp == ramp


def test_compound_clips_come_back(tmp_path: Path) -> None:
    inner = replace(plain(pictures(shot(0, 60))), id="inner", name="inner", start_frame=86400)
    nest = shot(0, 30, 5, nested="inner", media=MediaRef(name="inner", size=(1920, 1080), has_timecode=False))
    reading = again(tmp_path, plain(pictures(nest)), inner)
    clip = reading.timelines[0].tracks[0].clips[0]
    assert (clip.source.start, clip.source.duration) == (Fraction(5), Fraction(30))
    assert clip.nested == reading.nested[0].id
    assert reading.nested[0].tracks[0].clips[0].record == FrameRange(0, 60)


def test_multicam_clips_come_back_with_what_is_seen_and_heard(tmp_path: Path) -> None:
    angles = {"wide": "w", "close": "c"}
    each = {name: replace(plain(pictures(shot(0, 90))), id=name, name=name) for name in "wc"}
    group = MediaRef(name="talk", size=(1920, 1080), has_timecode=False)
    seen = shot(0, 30, 5, nested="w", angles=angles, media=group, link="t")
    heard = replace(seen, id="A1", nested="c")
    reading = again(tmp_path, plain(pictures(seen), sounds(heard)), *each.values())
    picture = reading.timelines[0].tracks[0].clips[0]
    assert picture.source.start == 5
    assert picture.nested == picture.angles["wide"]
    assert set(picture.angles) == {"wide", "close"}


def test_a_j_cut_stays_one_clip(tmp_path: Path) -> None:
    picture = shot(20, 60, 86520, link="t")
    sound = replace(shot(10, 60, 86510, link="t"), id="A1-001", role="dialogue")
    written = write((plain(pictures(picture), sounds(sound)),), name="cut").files["cut.fcpxml"]
    assert written.count(b"<asset-clip") == 1
    found = again(tmp_path, plain(pictures(picture), sounds(sound))).timelines[0]
    assert [track.clips[0].record for track in found.tracks] == [FrameRange(20, 60), FrameRange(10, 60)]


def test_markers_of_a_gap_are_the_timelines_own(tmp_path: Path) -> None:
    cut = replace(plain(pictures(shot(40, 80))), markers=(Marker(at=7, name="here", color="orange"),))
    assert again(tmp_path, cut).timelines[0].markers == cut.markers
