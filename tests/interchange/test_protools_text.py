"""Pro Tools session texts: exact frames of real ones, in each of their clocks, and written again."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import TYPE_CHECKING

import opentimelineio
import pytest

from posthouse.errors import MediaError
from posthouse.interchange import protools_text
from posthouse.interchange.ledger import Outcome
from posthouse.interchange.timeline import Timeline, TransitionKind
from posthouse.timing import FrameRange, Rate
from tests.fuzz.mutate import damaged

if TYPE_CHECKING:
    from pathlib import Path

ONE = "SessionText_OneOfEverything_23-976fps_DefaultExportOptions_PT2020.3.txt"
FEET = "SessionText_TimeFormats_FeetFrames_ShowSubframes_PT2022.9.txt"
MARKERS = "SessionText_MarkerRulersAndTrackMarkers_PT2023.12.txt"
HEAD = (
    "SESSION NAME:\tT\nSAMPLE RATE:\t48000.000000\nSESSION START TIMECODE:\t01:00:00:00\n"
    "TIMECODE FORMAT:\t25 Frame\n\n\nT R A C K  L I S T I N G\nTRACK NAME:\tA\nCOMMENTS:\t\nUSER DELAY:\t0 Samples\n"
    "STATE: \nCHANNEL \tEVENT   \tCLIP NAME\tSTART TIME    \tEND TIME      \tDURATION      \tTIMESTAMP\tSTATE\n"
)


def _timeline(media: Path, name: str) -> Timeline:
    return protools_text.read(media / "interchange" / "daw" / name).timelines[0]


def _session(folder: Path, *rows: str) -> Timeline:
    path = folder / "session.txt"
    path.write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")
    return protools_text.read(path).timelines[0]


def test_every_clip_of_a_session_is_on_its_frames(media: Path) -> None:
    timeline = _timeline(media, ONE)
    assert (timeline.rate, timeline.start_frame) == (Rate.parse("23.976"), (59 * 60 + 55) * 24)
    placed = {
        (track.name, clip.name): (timeline.start_frame + clip.record.start_frame, clip.record.duration_frames)
        for track in timeline.tracks
        for clip in track.clips
    }
    hour = 3600 * 24  # each worked out from the text: start, and end less start, at 24 labels a second
    assert placed == {
        ("Audio 1", "Audio 1 Clip1"): (hour, 120),
        ("Audio 2", "Audio 2 Clip1"): (hour + 6 * 24 + 15, 84),
        ("Audio 3 (Stereo)", "Audio 3 Clip1"): (hour + 12 * 24 + 18, 110),
        ("Audio 3 (Stereo)", "Audio 3 Clip2"): (hour + 18 * 24 + 17, 74),
        ("Audio 4 (Stereo)", "Audio 4 Clip1"): (hour + 24 + 4, 5 + 56 + 5),
        ("Audio 5 (Stereo)", "Audio 5 Offline Clip1"): (hour + 5 * 24 + 14, 140),
    }


def test_fades_mutes_states_and_channels_are_read(media: Path) -> None:
    by_name = {track.name: track for track in _timeline(media, ONE).tracks}
    faded = by_name["Audio 4 (Stereo)"].clips[0]
    assert (faded.fade_in, faded.fade_out, faded.source_channels) == (5, 5, (1, 2))
    assert [clip.is_enabled for clip in by_name["Audio 3 (Stereo)"].clips] == [True, False]
    assert not by_name["Audio 5 (Stereo)"].is_enabled
    assert by_name["Audio 1"].facts["protools"]["COMMENTS"] == "Comments here."  # type: ignore[index] # plain JSON


def test_markers_stand_on_their_samples(media: Path) -> None:
    timeline = _timeline(media, ONE)
    assert [(marker.at, marker.name, marker.note) for marker in timeline.markers] == [
        (3 * 24, "Marker 1", ""),
        (5 * 24, "Marker 2", "This marker has comments."),
    ]


def test_markers_of_tracks_are_on_their_tracks(media: Path) -> None:
    timeline = _timeline(media, MARKERS)
    assert [marker.at for marker in timeline.markers] == [240, 264, 288, 312, 336]
    assert {track.name: [marker.at for marker in track.markers] for track in timeline.tracks} == {
        "Audio 1": [360],
        "Audio 2": [384],
    }


def test_feet_and_frames_run_at_the_rate_a_marker_proves(media: Path) -> None:
    first, second = (track.clips[0] for track in _timeline(media, FEET).tracks)
    # 37+08.60 is 600.6 frames of film at 24: 25.025 s, 600 frames at 23.976; 57+09.60 is 921.6: 920.68
    assert first.record == FrameRange(600, 921)
    assert second.record == FrameRange(200, 521)
    assert second.source.start == 200 - Fraction("200.7") * 1000 / 1001  # its sound is in sync, inside a frame


@pytest.mark.parametrize(
    ("name", "is_drop"), [("ptuls_Robin Hood Spotting.txt", False), ("ptuls_Robin Hood SpottingDF.txt", True)]
)
def test_each_row_of_a_spotting_session_is_on_its_labels(media: Path, name: str, is_drop: bool) -> None:  # noqa: FBT001
    path = media / "interchange" / "daw" / name
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    expected = [
        tuple(opentimelineio.opentime.from_timecode(time.strip(), 30000 / 1001).value for time in row[3:5])
        for row in rows
        if len(row) == 7 and row[0].strip() == "1" and row[1].strip().isdecimal()
    ]
    timeline = protools_text.read(path).timelines[0]
    placed = [
        (timeline.start_frame + clip.record.start_frame, timeline.start_frame + clip.record.end_frame)
        for track in timeline.tracks
        for clip in track.clips
    ]
    assert timeline.is_drop_frame is is_drop
    assert placed == expected
    assert len(placed) == 91 + is_drop


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("01:00:02:00", "01:00:04:00"),
        ("01:00:02:00.00", "01:00:04:00.00"),
        ("96000", "192000"),
        ("0:02.000", "0:04.000"),
        ("3+00", "6+00"),
    ],
)
def test_all_clocks_but_bars_are_read(tmp_path: Path, start: str, end: str) -> None:
    timeline = _session(tmp_path, f"1\t1\tvoice\t{start}\t{end}\t\t\tUnmuted")
    assert timeline.tracks[0].clips[0].record == FrameRange(50, 100)


def test_bars_and_beats_are_told(tmp_path: Path) -> None:
    path = tmp_path / "session.txt"
    path.write_text(f"{HEAD}1\t1\tvoice\t3|1|000\t4|1|000\t\t\tUnmuted\n", encoding="utf-8")
    (entry,) = protools_text.read(path).ledger.losses
    assert (entry.outcome, "bars and beats" in entry.reason) == (Outcome.DROPPED, True)


def test_a_cross_fade_lies_over_a_join_in_its_middle(tmp_path: Path) -> None:
    (track,) = _session(
        tmp_path,
        "1\t1\ta\t01:00:00:00\t01:00:02:00\t\t05:00:00:00\tUnmuted",
        "1\t2\t(cross fade)\t01:00:02:00\t01:00:02:10\t\t\tUnmuted",
        "1\t3\tb\t01:00:02:10\t01:00:04:00\t\t06:00:00:10\tUnmuted",
    ).tracks
    assert [clip.record for clip in track.clips] == [FrameRange(0, 55), FrameRange(55, 100)]
    assert [clip.source.start for clip in track.clips] == [5 * 90000, 6 * 90000 + 5]
    assert [(each.kind, each.record, each.join) for each in track.transitions] == [
        (TransitionKind.DISSOLVE, FrameRange(50, 60), 55)
    ]


@pytest.mark.parametrize(
    "name", [ONE, FEET, MARKERS, "ptuls_Robin Hood Spotting.txt", "ptuls_Robin Hood SpottingDF.txt"]
)
def test_a_session_written_again_is_the_same(media: Path, tmp_path: Path, name: str) -> None:
    timeline = _timeline(media, name)
    path = tmp_path / "again.txt"
    path.write_bytes(protools_text.write((timeline,), name="again").files["again.txt"])
    again = protools_text.read(path).timelines[0]
    assert (again.rate, again.start_frame, again.markers) == (timeline.rate, timeline.start_frame, timeline.markers)
    assert _said(again) == _said(timeline)


def _said(timeline: Timeline) -> list[tuple[object, ...]]:
    return [
        (
            track.name,
            track.markers,
            clip.name,
            clip.record,
            clip.fade_in,
            clip.fade_out,
            clip.source_channels,
            clip.is_enabled,
        )
        for track in timeline.tracks
        for clip in track.clips
    ]


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("", "is empty"),
        ("hello\n", "no line SESSION NAME"),
        ("SESSION NAME:\tT\n", "no rate|not a frame rate"),
        (HEAD.replace("48000.000000", "0"), "sample rate"),
        (HEAD.replace("01:00:00:00", "noon"), "no timecode"),
        (HEAD.partition("T R A C K")[0], "neither a track nor a marker"),
    ],
)
def test_what_is_no_session_is_refused(tmp_path: Path, text: str, cause: str) -> None:
    path = tmp_path / "wrong.txt"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(MediaError, match=cause):
        protools_text.read(path)


def test_damaged_sessions_are_read_or_refused(media: Path, tmp_path: Path) -> None:
    whole = (media / "interchange" / "daw" / ONE).read_bytes()
    path = tmp_path / "torn.txt"
    for seed in range(150):
        dice = random.Random(seed)
        lines = whole.splitlines(keepends=True)
        at = dice.randrange(len(lines))
        cut = dice.randrange(len(lines[at]))
        lines[at] = (
            lines[at][:cut] + dice.choice((b"\t", b"|", b"9", b"", b":")) + lines[at][cut + dice.randint(0, 9) :]
        )
        for content in (b"".join(lines), damaged(whole, seed)[0]):
            path.write_bytes(content)
            try:
                protools_text.read(path)
            except MediaError as error:
                assert "torn.txt" in str(error)  # noqa: PT017 - either outcome is right
