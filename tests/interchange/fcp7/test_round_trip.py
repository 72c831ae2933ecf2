"""A cut written as Final Cut 7 XML and read again is the same cut, at every rate and mode, in both dialects."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from posthouse.interchange.fcp7 import read, write
from posthouse.interchange.fcp7.dialect import Dialect
from posthouse.interchange.ledger import Outcome
from posthouse.interchange.timeline import (
    Clip,
    Marker,
    MediaKind,
    MediaRef,
    SourceSpan,
    Timeline,
    TimePoint,
    Track,
    TrackKind,
    Transition,
    TransitionKind,
)
from posthouse.timing import FrameRange, Rate
from tests.interchange.fcp7.cuts import MODE_IDS, MODES, Words, assert_same, media, timelines

if TYPE_CHECKING:
    from pathlib import Path

    from posthouse.interchange.timeline import Reading

WORDS = Words(
    colors=("", "red", "green", "cyan"), is_scale_of_fit=(False,), roles=("",), eases=("linear", "hold", "smooth")
)
fast = settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])
FULL = Rate.parse(24)


def again(tmp_path: Path, *cut: Timeline, dialect: Dialect = Dialect.PREMIERE) -> Reading:
    written = write(cut, name="cut", dialect=dialect)
    path = tmp_path / "cut.xml"
    path.write_bytes(written.files["cut.xml"])
    return read(path)


def plain(clips: list[Clip], *transitions: Transition, kind: TrackKind = TrackKind.PICTURE) -> Timeline:
    track = Track(
        name="V1" if kind is TrackKind.PICTURE else "A1", kind=kind, clips=tuple(clips), transitions=transitions
    )
    return Timeline(id="cut", name="cut", rate=FULL, tracks=(track,), size=(1920, 1080))


def shot(start: int, end: int, first: int = 86500, **more: object) -> Clip:
    source = SourceSpan(rate=FULL, start=Fraction(first), duration=Fraction(end - start))
    made = Clip(id=f"V1-{start}", name="shot", record=FrameRange(start, end), source=source, media=media(FULL, "take"))
    return replace(made, **more)  # type: ignore[arg-type] # fields by name


@pytest.mark.parametrize("mode", MODES, ids=MODE_IDS)
@fast
@given(data=st.data())
def test_a_cut_comes_back_as_it_was(tmp_path: Path, mode: tuple[Rate, bool], data: st.DataObject) -> None:
    cut = data.draw(timelines(mode, WORDS))
    assert_same(cut, again(tmp_path, cut).timelines[0])


@fast
@given(data=st.data())
def test_without_ticks_places_stay_and_sources_are_within_a_frame(tmp_path: Path, data: st.DataObject) -> None:
    cut = data.draw(timelines((FULL, False), WORDS))
    found = again(tmp_path, cut, dialect=Dialect.RESOLVE).timelines[0]
    for track, after in zip(cut.tracks, found.tracks, strict=True):
        assert [clip.record for clip in track.clips] == [clip.record for clip in after.clips]
        for clip, once_more in zip(track.clips, after.clips, strict=True):
            assert abs(clip.source.start - once_more.source.start) < 1
            assert clip.speed == once_more.speed


def test_a_ramp_comes_back_point_by_point(tmp_path: Path) -> None:
    points = ((0, 0), (10, 10), (20, 30), (40, 40))
    ramp = tuple(TimePoint(record=Fraction(a), source=Fraction(b)) for a, b in points)
    cut = plain([shot(0, 40, ramp=ramp, speed=Fraction(1))])
    assert again(tmp_path, cut).timelines[0].tracks[0].clips[0].ramp == ramp


@pytest.mark.parametrize("kind", [TransitionKind.DIP, TransitionKind.WIPE, TransitionKind.DISSOLVE])
def test_kinds_of_transitions_come_back(tmp_path: Path, kind: TransitionKind) -> None:
    join = Transition(
        kind=kind,
        record=FrameRange(44, 60),
        join=50,
        wipe=101 if kind is TransitionKind.WIPE else None,
        color=(1.0, 0.5, 0.0) if kind is TransitionKind.DIP else None,
    )
    found = again(tmp_path, plain([shot(0, 50), shot(50, 90)], join)).timelines[0].tracks[0].transitions[0]
    assert (found.kind, found.record, found.join, found.wipe) == (join.kind, join.record, join.join, join.wipe)
    assert found.color == pytest.approx(join.color) if join.color else found.color is None


def test_a_fade_from_nothing_does_not_take_the_clip_before_it(tmp_path: Path) -> None:
    fade = Transition(kind=TransitionKind.FADE_IN, record=FrameRange(50, 60), join=50)
    found = again(tmp_path, plain([shot(0, 50), shot(50, 90)], fade)).timelines[0].tracks[0]
    assert [clip.record for clip in found.clips] == [FrameRange(0, 50), FrameRange(50, 90)]
    assert (found.transitions[0].kind, found.transitions[0].join) == (TransitionKind.FADE_IN, 50)


def test_a_nested_timeline_is_written_once_and_read_once(tmp_path: Path) -> None:
    inner = replace(plain([shot(0, 60)]), id="inner", name="inner")
    nest = shot(0, 30, 5, nested="inner", media=MediaRef(name="inner", size=(1920, 1080), has_timecode=False))
    reading = again(tmp_path, plain([nest, replace(nest, id="b", record=FrameRange(30, 60))]), inner)
    first, second = reading.timelines[0].tracks[0].clips
    assert first.nested == second.nested == reading.nested[0].id
    assert first.source.start == 5
    assert reading.nested[0].tracks[0].clips[0].record == FrameRange(0, 60)


def test_four_channels_become_four_tracks_and_one_again(tmp_path: Path) -> None:
    sound = replace(shot(0, 50), media=replace(media(FULL, "mix"), sound_channels=4), source_channels=(1, 2, 4))
    written = write((plain([sound], kind=TrackKind.SOUND),), name="cut").files["cut.xml"]
    assert written.count(b"<sourcetrack>") == 3
    found = again(tmp_path, plain([sound], kind=TrackKind.SOUND)).timelines[0].tracks
    assert [clip.source_channels for track in found for clip in track.clips] == [(1, 2, 4)]


def test_generators_come_back(tmp_path: Path) -> None:
    kinds = [MediaRef(name="slug", kind=MediaKind.BLACK, has_timecode=False),
             MediaRef(name="bars", kind=MediaKind.BARS, has_timecode=False),
             MediaRef(name="red", kind=MediaKind.COLOR, color=(1.0, 0.2, 0.0), has_timecode=False)]  # fmt: skip
    cut = plain([shot(at * 20, at * 20 + 20, 0, media=kind) for at, kind in enumerate(kinds)])
    found = [clip.media for clip in again(tmp_path, cut).timelines[0].tracks[0].clips]
    assert [each.kind for each in found] == [each.kind for each in kinds]
    assert found[2].color == pytest.approx((1.0, 0.2, 0.0))


def test_sequence_markers_come_back_with_their_colors(tmp_path: Path) -> None:
    markers = (Marker(at=3, name="a", color="purple"), Marker(at=9, duration=5, note="b", color="orange"))
    cut = replace(plain([shot(0, 50)]), markers=markers)
    assert again(tmp_path, cut).timelines[0].markers == markers


def test_what_cannot_be_said_is_told() -> None:
    lossy = shot(0, 50, role="dialogue", lut="look.cube", angles={"wide": "x"})
    told = {(entry.feature, entry.outcome) for entry in write((plain([lossy]),), name="cut").ledger.losses}
    assert told == {("role", Outcome.DROPPED), ("cdl", Outcome.DROPPED), ("multicam", Outcome.APPROXIMATED)}


def test_a_fitted_picture_is_written_at_its_per_cent_of_pixels(tmp_path: Path) -> None:
    small = replace(media(FULL, "sd"), size=(960, 540))
    found = again(tmp_path, plain([shot(0, 50, media=small)])).timelines[0].tracks[0].clips[0].transform
    assert found is not None
    assert found.scale is not None
    assert found.scale.keys[0].value == (2.0, 2.0)
    assert not found.is_scale_of_fit
