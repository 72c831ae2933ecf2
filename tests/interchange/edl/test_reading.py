"""What a line of a list says, one claim a test."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from posthouse.errors import MediaError
from posthouse.interchange.edl import read
from posthouse.interchange.ledger import Outcome
from posthouse.interchange.timeline import Cdl, MediaKind, TransitionKind
from posthouse.timing import FrameRange, Rate
from tests.interchange.edl.lists import R25, R2997, listed

if TYPE_CHECKING:
    from pathlib import Path

A = "001  A001     V     C        01:00:00:00 01:00:02:00 10:00:00:00 10:00:02:00"
B = "002  B001     V     C        02:00:00:00 02:00:02:00 10:00:02:00 10:00:04:00"


@pytest.mark.parametrize(
    ("channels", "tracks"),
    [
        ("V", ["V1"]),
        ("B", ["V1", "A1"]),
        ("A", ["A1"]),
        ("A2", ["A2"]),
        ("AA", ["A1", "A2"]),
        ("AA/V", ["V1", "A1", "A2"]),
        ("A2/V", ["V1", "A2"]),
        ("A14", ["A14"]),
        ("V2", ["V2"]),
    ],
)
def test_channels_are_tracks(tmp_path: Path, channels: str, tracks: list[str]) -> None:
    reading = listed(tmp_path, A.replace("V    ", f"{channels:<5}"))
    assert [track.name for track in reading.timelines[0].tracks] == tracks
    assert len({clip.id for track in reading.timelines[0].tracks for clip in track.clips}) == len(tracks)


def test_an_aud_line_adds_tracks_three_and_four(tmp_path: Path) -> None:
    (timeline,) = listed(tmp_path, A, "AUD  3    4").timelines
    assert [track.name for track in timeline.tracks] == ["V1", "A3", "A4"]


def test_none_is_told_with_its_line(tmp_path: Path) -> None:
    reading = listed(tmp_path, A, B.replace("V    ", "NONE "))
    (entry,) = (entry for entry in reading.ledger.entries if entry.outcome is Outcome.DROPPED)
    assert (entry.item, entry.place and entry.place.line) == ("event 002", 4)


def test_a_dissolve_begins_at_its_event(tmp_path: Path) -> None:
    lines = (
        "002  A001     V     C        01:00:02:00 01:00:02:00 10:00:02:00 10:00:02:00",
        "002  B001     V     D    012 02:00:00:00 02:00:02:00 10:00:02:00 10:00:04:00",
        "* FROM CLIP NAME: PIER",
        "* TO CLIP NAME: BOATS",
    )
    (track,) = listed(tmp_path, A, *lines).timelines[0].tracks
    (transition,) = track.transitions
    assert (transition.kind, transition.record, transition.join) == (TransitionKind.DISSOLVE, FrameRange(48, 60), 48)
    assert [clip.name for clip in track.clips] == ["A001", "BOATS"]


def test_what_goes_out_of_a_dissolve_and_is_no_clip_gets_one(tmp_path: Path) -> None:
    lines = (
        "002  C001     V     C        05:00:00:00 05:00:00:00 10:00:02:00 10:00:02:00",
        "002  B001     V     D    012 02:00:00:00 02:00:02:00 10:00:02:00 10:00:04:00",
    )
    (track,) = listed(tmp_path, A, *lines).timelines[0].tracks
    assert [(clip.media.reel, clip.record) for clip in track.clips[1:]] == [
        ("C001", FrameRange(48, 60)),
        ("B001", FrameRange(60, 96)),
    ]
    assert track.clips[2].source.start == 2 * 3600 * 24 + 12
    assert track.transitions[0].join == 60


def test_a_dissolve_to_black_is_a_fade_over_the_clip(tmp_path: Path) -> None:
    lines = (
        "002  A001     V     C        01:00:02:00 01:00:02:00 10:00:02:00 10:00:02:00",
        "002  BL       V     D    012 00:00:00:00 00:00:02:00 10:00:02:00 10:00:04:00",
    )
    (track,) = listed(tmp_path, A, *lines).timelines[0].tracks
    assert track.clips[0].record == FrameRange(0, 60)
    assert track.clips[1].media.kind is MediaKind.BLACK
    assert (track.transitions[0].kind, track.transitions[0].join) == (TransitionKind.FADE_OUT, 60)


def test_a_wipe_has_its_smpte_code(tmp_path: Path) -> None:
    line = "002  B001     V     W001 012 02:00:00:00 02:00:02:00 10:00:02:00 10:00:04:00"
    (track,) = listed(tmp_path, A, line).timelines[0].tracks
    assert (track.transitions[0].kind, track.transitions[0].wipe) == (TransitionKind.WIPE, 1)


def test_a_key_lies_over_its_background(tmp_path: Path) -> None:
    lines = (
        "002  B001     V     K B      02:00:00:00 02:00:02:00 10:00:02:00 10:00:04:00",
        "002  T001     V     K    012 03:00:00:00 03:00:02:00 10:00:02:00 10:00:04:00",
    )
    reading = listed(tmp_path, A, *lines)
    below, above = reading.timelines[0].tracks
    assert [clip.media.reel for clip in below.clips] == ["A001", "B001"]
    assert [clip.media.reel for clip in above.clips] == ["T001"]
    assert (above.transitions[0].kind, above.transitions[0].record) == (TransitionKind.FADE_IN, FrameRange(48, 60))


@pytest.mark.parametrize("comments", [("M2   A001       000.0                01:00:00:00",), ("* * FREEZE FRAME",)])
def test_a_freeze_holds_its_first_frame(tmp_path: Path, comments: tuple[str, ...]) -> None:
    line = "001  A001     V     C        01:00:00:00 01:00:00:01 10:00:00:00 10:00:02:00"
    (clip,) = listed(tmp_path, line, *comments).timelines[0].tracks[0].clips
    assert [clip.speed, clip.source.start, clip.source.duration] == [0, 86400, 1]


def test_m2_goes_to_the_row_of_its_reel(tmp_path: Path) -> None:
    lines = (
        "002  A001     V     C        01:00:02:00 01:00:02:00 10:00:02:00 10:00:02:00",
        "002  B001     V     D    012 02:00:00:00 02:00:04:00 10:00:02:00 10:00:04:00",
        "M2   B001       048.0                02:00:00:00",
        "M2   A001       024.0                01:00:02:00",
    )
    (track,) = listed(tmp_path, A, *lines).timelines[0].tracks
    assert [clip.speed for clip in track.clips] == [1, 2]


def test_a_split_edit_keeps_both_ins(tmp_path: Path) -> None:
    lines = (
        "SPLIT:    AUDIO DELAY=  00:00:00:06",
        "053 021    V     C        01:21:05:19 01:21:06:23 01:00:51:11 01:00:52:15",
        "053 021    A     C        01:21:06:01 01:21:06:23 01:00:51:17 01:00:52:15",
    )
    picture, sound = listed(tmp_path, *lines).timelines[0].tracks
    assert picture.clips[0].record == FrameRange(0, 28)
    assert sound.clips[0].record == FrameRange(6, 28)


def test_comments_are_read_or_kept(tmp_path: Path) -> None:
    comments = (
        "* FROM CLIP NAME: PIER",
        "* SOURCE FILE: A001_C002.MOV",
        "*ASC_SOP (1.1 1 .9)(0.01 -0.02 0)(1 1 1.2)",
        "* ASC_SAT: 0.8",
        "* LOC: 10:00:01:00 RED     FIX THE LAMP",
        "* A WORD OF THE EDITOR",
        "HERES A NOTE",
    )
    (clip,) = listed(tmp_path, A, *comments).timelines[0].tracks[0].clips
    assert (clip.name, clip.media.file) == ("PIER", "A001_C002.MOV")
    assert clip.cdl == Cdl(slope=(1.1, 1.0, 0.9), offset=(0.01, -0.02, 0.0), power=(1.0, 1.0, 1.2), saturation=0.8)
    assert [(marker.at, marker.color, marker.name) for marker in clip.markers] == [(24, "red", "FIX THE LAMP")]
    assert clip.notes == ("A WORD OF THE EDITOR", "HERES A NOTE")


def test_markers_of_resolve_are_markers(tmp_path: Path) -> None:
    lines = (A, "002  001      V     C        10:00:01:00 10:00:01:01 10:00:01:00 10:00:01:01")
    timeline = listed(tmp_path, *lines, "remove |C:ResolveColorBlue |M:Lamp |D:12").timelines[0]
    (marker,) = timeline.markers
    assert (marker.at, marker.name, marker.note, marker.color, marker.duration) == (24, "Lamp", "remove", "blue", 12)
    assert len(timeline.tracks[0].clips) == 1


def test_a_long_reel_is_told_by_its_source_line(tmp_path: Path) -> None:
    lines = (A.replace("A001 ", "A001C0"), ">>> SOURCE A001C002_160909_R1BY A001C0 060a2b34-{1}")
    (clip,) = listed(tmp_path, *lines).timelines[0].tracks[0].clips
    assert (clip.media.reel, clip.media.id) == ("A001C002_160909_R1BY", "060a2b34-{1}")


def test_events_over_others_get_a_track_of_their_own(tmp_path: Path) -> None:
    reading = listed(tmp_path, A, B.replace("10:00:02:00 10", "10:00:01:00 10"))
    assert [len(track.clips) for track in reading.timelines[0].tracks] == [1, 1]
    assert any(entry.feature == "track" for entry in reading.ledger.losses)


def test_durations_that_disagree_are_told(tmp_path: Path) -> None:
    reading = listed(tmp_path, A.replace("01:00:02:00", "01:00:03:00"))
    (entry,) = (entry for entry in reading.ledger.losses if entry.feature == "clip")
    assert "72 frames and its record 48" in entry.reason
    assert reading.timelines[0].tracks[0].clips[0].record == FrameRange(0, 48)


def test_a_list_over_midnight_counts_on(tmp_path: Path) -> None:
    lines = (
        "001  A001     V     C        23:59:59:00 00:00:01:00 23:59:59:00 00:00:01:00",
        "002  B001     V     C        02:00:00:00 02:00:02:00 00:00:01:00 00:00:03:00",
    )
    clips = listed(tmp_path, *lines).timelines[0].tracks[0].clips
    assert [clip.record for clip in clips] == [FrameRange(0, 48), FrameRange(48, 96)]
    assert clips[0].source.duration == 48


@pytest.mark.parametrize(
    ("frames", "fcm", "rate"),
    [
        (23, "NON-DROP FRAME", "24"),
        (24, "NON-DROP FRAME", "25"),
        (29, "NON-DROP FRAME", "29.97"),
        (20, "DROP FRAME", "29.97"),
        (30, "NON-DROP FRAME", "50"),
        (30, "DROP FRAME", "59.94"),
        (55, "NON-DROP FRAME", "59.94"),
    ],
)
def test_the_rate_is_bounded_by_frames_and_mode(tmp_path: Path, frames: int, fcm: str, rate: str) -> None:
    line = f"001  A001     V     C        01:00:00:00 01:00:02:{frames} 10:00:00:00 10:00:02:{frames}"
    reading = listed(tmp_path, line, rate=None, fcm=fcm)
    assert reading.timelines[0].rate == Rate.parse(rate)
    assert "does not say its rate" in reading.ledger.entries[0].reason


def test_a_second_crossed_on_one_side_only_tells_25_from_24(tmp_path: Path) -> None:
    line = "001  A001     V     C        03:03:19:19 03:03:20:04 01:00:04:03 01:00:04:13"
    assert listed(tmp_path, line, rate=None).timelines[0].rate == R25


def test_drop_frame_in_mid_list_is_of_the_sources(tmp_path: Path) -> None:
    lines = (A, "FCM: DROP FRAME", "002  B001     V     C        01:00:00:00 01:00:02:00 10:00:02:00 10:00:04:00")
    timeline = listed(tmp_path, *lines, rate=R2997).timelines[0]
    assert not timeline.is_drop_frame
    assert [clip.source.start for clip in timeline.tracks[0].clips] == [108000, 107892]


@pytest.mark.parametrize("mark", [";", "."])
def test_a_mark_of_drop_frame_in_a_timecode_counts(tmp_path: Path, mark: str) -> None:
    line = A.replace("01:00:00:00", f"01:00:00{mark}00").replace("01:00:02:00", f"01:00:02{mark}00")
    (clip,) = listed(tmp_path, line, rate=R2997).timelines[0].tracks[0].clips
    assert clip.source.start == 107892


def test_an_event_that_cannot_be_read_is_left_out_with_its_line(tmp_path: Path) -> None:
    broken = "002  B001     V     C        02:00:00:00 02:00:02:00 10:00:99:00 10:00:04:00"
    reading = listed(tmp_path, A, broken, "003  B001     V     C        02:00:00:00")
    assert {entry.place.line for entry in reading.ledger.losses if entry.place} == {4, 5}
    assert len(reading.timelines[0].tracks[0].clips) == 1


@pytest.mark.parametrize(
    ("content", "cause"),
    [
        (b"", "is empty"),
        (b"  \r\n ", "is empty"),
        (b"\x00\x01\x02 binary", "is no text"),
        (b"TITLE: NOTHING\nFCM: NON-DROP FRAME\n", "holds no event"),
        (b"001  A  V  C  01:00:00:00 01:00:02:00\n", "no event can be read"),
        (b"001  A  NONE  C  01:00:00:00 01:00:02:00 01:00:00:00 01:00:02:00\n", "channels are NONE"),
        (b"001  A  V  C  01:00:00:00 01:00:02:00 25:00:00:00 25:00:02:00\n", "can be read"),
    ],
)
def test_what_is_no_list_is_refused(tmp_path: Path, content: bytes, cause: str) -> None:
    path = tmp_path / "wrong.edl"
    path.write_bytes(content)
    with pytest.raises(MediaError, match=cause):
        read(path)


def test_a_missing_list_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MediaError, match="cannot be read"):
        read(tmp_path / "none.edl")


@pytest.mark.parametrize(("rate", "fcm"), [("24", "NON-DROP FRAME"), ("25", "DROP FRAME")])
def test_a_rate_that_cannot_be_is_refused(tmp_path: Path, rate: str, fcm: str) -> None:
    line = "001  A001     V     C        01:00:00:24 01:00:02:24 10:00:00:00 10:00:02:00"
    with pytest.raises(MediaError, match=r"list\.edl"):
        listed(tmp_path, line, rate=Rate.parse(rate), fcm=fcm)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_any_letters_are_read(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "letters.edl"
    path.write_bytes(f"TITLE: Café\r{A}\r* FROM CLIP NAME: Größe\r".encode(encoding))
    timeline = read(path).timelines[0]
    assert (timeline.name, timeline.tracks[0].clips[0].name) == ("Café", "Größe")


def test_a_reversed_clip_plays_down_from_its_source_in(tmp_path: Path) -> None:
    (clip,) = listed(tmp_path, A, "M2   A001      -012.0                01:00:00:00").timelines[0].tracks[0].clips
    assert [clip.speed, clip.source.start, clip.source.duration] == [Fraction(-1, 2), 86400 + 1 - 24, 24]
