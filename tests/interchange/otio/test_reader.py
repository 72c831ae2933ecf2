"""Real .otio files, against OTIO's own algorithms."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import opentimelineio as otio
import pytest

from posthouse.errors import MediaError
from posthouse.interchange import MediaKind, Reading, TrackKind, TransitionKind
from posthouse.interchange.otio import read
from posthouse.interchange.otio.loading import load

if TYPE_CHECKING:
    from pathlib import Path

NAMES = ("nested_example", "premiere_example", "screening_example", "transition")


def _read(media: Path, name: str) -> Reading:
    return read(media / "interchange" / "otio" / f"{name}.otio")


def _own_tracks(media: Path, name: str) -> list[Any]:
    return list(load(media / "interchange" / "otio" / f"{name}.otio").tracks)


def _shown(track: Any) -> list[Any]:
    return [each for each in track if isinstance(each, otio.core.Item) and not isinstance(each, otio.schema.Gap)]


@pytest.mark.parametrize("name", NAMES)
def test_record_ranges_are_those_of_otios_own_algorithms(media: Path, name: str) -> None:
    timeline = _read(media, name).timelines[0]
    for track, own in zip(timeline.tracks, _own_tracks(media, name), strict=True):
        expected = [own.range_of_child(each) for each in _shown(own)]
        found = [(clip.record.start_frame, clip.record.end_frame) for clip in track.clips]
        rate = float(timeline.rate.fraction)
        ends = [
            (r.start_time.rescaled_to(rate).value, r.end_time_exclusive().rescaled_to(rate).value) for r in expected
        ]
        assert found == [(round(start), round(end)) for start, end in ends]


@pytest.mark.parametrize("name", NAMES)
def test_source_starts_are_those_of_otios_trimmed_ranges(media: Path, name: str) -> None:
    timeline = _read(media, name).timelines[0]
    for track, own in zip(timeline.tracks, _own_tracks(media, name), strict=True):
        assert [float(clip.source.start) for clip in track.clips] == [
            each.trimmed_range().start_time.value for each in _shown(own)
        ]


def test_a_newer_marker_is_read_with_its_color(media: Path) -> None:
    markers = _read(media, "premiere_example").timelines[0].markers
    assert [(marker.at, marker.name, marker.note, marker.color) for marker in markers[:2]] == [
        (113, "My MArker 1", "so, this happened", "red"),
        (492, "dsf", "fsfsfs", "red"),
    ]


def test_a_track_range_beside_its_clips_is_told_and_not_believed(media: Path) -> None:
    reading = _read(media, "screening_example")
    assert reading.timelines[0].duration_frames == 1049
    assert any(entry.feature == "track" for entry in reading.ledger.losses)


def test_stacks_and_tracks_inside_are_timelines_of_their_own(media: Path) -> None:
    reading = _read(media, "nested_example")
    shown = reading.timelines[0].tracks[0].clips
    nested = [reading.timeline(clip.nested) for clip in shown if clip.nested]
    assert [timeline and timeline.tracks[0].clips[0].source.start for timeline in nested] == [373, 429, 471]
    assert [(clip.speed, clip.nested is None) for clip in shown[3:6:2]] == [
        (Fraction(47, 55), False),
        (Fraction(0), False),
    ]


def test_a_transition_lies_over_its_join(media: Path) -> None:
    transition = _read(media, "transition").timelines[0].tracks[0].transitions[0]
    assert (transition.record.start_frame, transition.join, transition.record.end_frame) == (7, 9, 12)


def test_a_dissolve_before_nothing_is_a_fade_out(media: Path) -> None:
    tracks = _read(media, "premiere_example").timelines[0].tracks
    assert tracks[1].transitions[0].kind is TransitionKind.FADE_OUT


def test_titles_files_and_sound_are_told_apart(media: Path) -> None:
    timeline = _read(media, "premiere_example").timelines[0]
    assert timeline.tracks[2].clips[0].media.kind is MediaKind.TITLE
    assert timeline.tracks[0].clips[0].media.file == "D:/media/sc01_sh010_anim.mov"
    assert [track.kind for track in timeline.tracks].count(TrackKind.SOUND) == 4


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "not whole JSON"),
        (b'{"OTIO_SCHEMA": "Timeline.1", "tracks"', "not whole JSON"),
        (b"\x00\xff\xfe\x81", "not text"),
        (b'{"a": 1}', "no OTIO"),
        (b"[" * 100_000, "not whole JSON"),
        (b'{"OTIO_SCHEMA": "Timeline.1", "tracks": {"OTIO_SCHEMA": "Gap.1"}}', "OpenTimelineIO"),
        (b'{"OTIO_SCHEMA": "MissingReference.1", "name": "a"}', "holds no timeline"),
        (b'{"OTIO_SCHEMA": "Timeline.1", "metadata": ' + b"[" * 130 + b"]" * 130 + b"}", "nested too deep"),
    ],
)
def test_what_is_no_otio_is_one_clear_error(tmp_path: Path, content: bytes, told: str) -> None:
    file = tmp_path / "cut.otio"
    file.write_bytes(content)
    with pytest.raises(MediaError, match=told):
        read(file)


@pytest.mark.parametrize(
    "time", [{"rate": 0.0, "value": 5.0}, {"rate": -24.0, "value": 5.0}, {"rate": 24.0, "value": 1e300}]
)
def test_times_that_cannot_be_are_one_clear_error(media: Path, tmp_path: Path, time: dict[str, float]) -> None:
    whole = json.loads((media / "interchange" / "otio" / "transition.otio").read_text())
    for clip in whole["tracks"]["children"][0]["children"]:
        if clip.get("source_range"):
            clip["source_range"]["duration"] |= time
    whole["global_start_time"] = None
    (tmp_path / "cut.otio").write_text(json.dumps(whole))
    with pytest.raises(MediaError):
        read(tmp_path / "cut.otio")


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(MediaError, match="cannot be read"):
        read(tmp_path / "none.otio")
