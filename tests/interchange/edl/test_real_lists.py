"""Every event of 24 real lists is on the frames a second parser has, or that were worked out by hand.

pycmx takes rows apart and OpenTimelineIO counts their timecodes; what neither says (reversed and mixed-rate sources,
lists pycmx cannot read) is worked out by hand beside the list.
"""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from posthouse.interchange.edl import read
from posthouse.interchange.timeline import MediaKind, TrackKind
from tests.interchange.edl.lists import OtherRow, other_frames, other_rows

if TYPE_CHECKING:
    from pathlib import Path

LISTS = {
    # name: (frames a second, drop-frame, clips, transitions)
    "edlgenius_cmx3600.edl": (30000 / 1001, True, 9, 0),
    "edlgenius_cmx3600_5994.edl": (60000 / 1001, True, 9, 0),
    "gdi_45S_SAMPLE.EDL": (25, False, 29, 3),
    "gdi_REVERSE.EDL": (25, False, 1, 0),
    "gdi_SIMPLE_DISSOLVE.EDL": (25, False, 1, 1),
    "gdi_TIMEWARP_HALF.EDL": (25, False, 1, 0),
    "otio_cdl.edl": (24, False, 2, 0),
    "otio_dissolve_test_4.edl": (24, False, 6, 2),
    "otio_multi_audio.edl": (24, False, 3, 0),
    "otio_nucoda_example.edl": (24, False, 2, 0),
    "otio_speed_effects.edl": (24, False, 548, 0),
    "otio_wipe_test.edl": (24, False, 3, 1),
    "pycmx_INS4_R1_010417.edl": (24, False, 287, 0),
    "pycmx_ISSUE_14_conform_edl_issue_01.edl": (24, False, 3, 0),
    "pycmx_TEST.edl": (24, False, 119, 28),
    "pycmx_cdl_example01.edl": (24, False, 39, 0),
    "pycmx_test_25.edl": (25, False, 17, 3),
    "sgotio_20200121_BB_R1_FF3_v2_TEST.edl": (24, False, 32, 0),
    "sgotio_SR_010.edl": (24, False, 39, 0),
    "sgotio_black_slug_fcp.edl": (24, False, 457, 18),
    "sgotio_raphe_temp1_rfe_R01_v01_TRANSITIONS.edl": (24, False, 4, 3),
}
BY_HAND = {
    # reversed: the first frame shown is source in, so the earliest is source in + 1 - frames
    ("gdi_45S_SAMPLE.EDL", 23): (5 * 3600 + 13 * 60 + 38) * 25 + 19 + 1 - 41,
    ("gdi_45S_SAMPLE.EDL", 24): (9 * 3600 + 13 * 60 + 3) * 25 + 9 + 1 - 52,
    ("gdi_REVERSE.EDL", 1): (9 * 3600 + 13 * 60 + 3) * 25 + 9 + 1 - 52,
    ("pycmx_INS4_R1_010417.edl", 203): (19 * 3600 + 20 * 60 + 54) * 24 + 1 + 1 - 114,
    ("pycmx_INS4_R1_010417.edl", 264): (18 * 3600 + 26 * 60 + 59) * 24 + 0 + 1 - 69,
    # counted at 24, as M2 024.0 says: 09:18:30:13 and 01:01:25:14
    ("edlgenius_cmx3600.edl", 7): (9 * 3600 + 18 * 60 + 30) * 24 + 13,
    ("edlgenius_cmx3600.edl", 9): (3600 + 60 + 25) * 24 + 14,
}
ALSO = {
    # pycmx 1.5.1 does not see the first event, whose line is a column wider
    "otio_dissolve_test_4.edl": [("V", "01:04:11:17", "01:04:12:23", "01:00:06:18")],
    # pycmx reads the reel of the wipe as "TST V", on no channel
    "otio_wipe_test.edl": [("V", "01:00:00:09", "01:00:00:19", "01:00:08:08")],
    # pycmx leaves out a line AUD that follows a comment
    "otio_multi_audio.edl": [("A3", "00:00:00:00", "00:56:55:22", "00:00:00:00")],
    "pycmx_test_25.edl": [(track, "00:00:59:24", "00:01:30:00", "00:00:00:00") for track in ("A3", "A4")],
    # event 346 dissolves from a still that no event shows: it gets a clip for the 16 frames, and 346 begins after them
    "sgotio_black_slug_fcp.edl": [
        ("V", "01:20:56:18", "01:20:57:10", "01:00:01:01"),
        ("V", "01:20:57:10", "01:21:02:13", "01:09:14:19"),
    ],
}
REPEATED = {"sgotio_black_slug_fcp.edl": {3, 21, 24, 387, 431, 434, 453, 456}}
"""Rows that say again what a row before them says."""
BY_LINE = {"sgotio_black_slug_fcp.edl": {413, 435, 346}}
"""Rows whose record ends (00:59:50:00) before it starts, and the one that ``ALSO`` has."""
Placed = tuple[str, int, int, Fraction | int | None]


@pytest.mark.parametrize("name", LISTS)
def test_every_row_is_where_two_other_parsers_have_it(media: Path, name: str) -> None:
    fps, is_drop, clips, transitions = LISTS[name]
    path = media / "interchange" / "edl" / name
    timeline = read(path).timelines[0]
    placed: Counter[Placed] = Counter()
    for track in timeline.tracks:
        for clip in track.clips:
            start = None if clip.media.kind is MediaKind.BLACK else clip.source.start
            record = clip.record.shifted(timeline.start_frame)
            name_of_track = "V" if track.kind is TrackKind.PICTURE else track.name
            placed[name_of_track, record.start_frame, record.end_frame, start] += 1
    assert placed == _expected(name, other_rows(path, fps, is_drop=is_drop))
    assert sum(placed.values()) == clips
    assert sum(len(track.transitions) for track in timeline.tracks) == transitions


def _expected(name: str, rows: list[OtherRow]) -> Counter[Placed]:
    """Return what the other parsers' rows should be: a dissolve to black lengthens the clip before it."""
    fps, is_drop, *_ = LISTS[name]
    found: list[Placed] = []
    before: OtherRow | None = None
    for row in rows:
        is_left_out = row.number in REPEATED.get(name, set()) | BY_LINE.get(name, set())
        is_to_black = row.reel == "BL" and row.edit in "DW" and before is not None and before.reel != "BL"
        fade = row.lasting if is_to_black else 0
        for channel in () if is_left_out or row.record[0] == row.record[1] else sorted(row.channels):
            track = "V" if channel == "V1" else channel
            found = [
                (*one[:2], row.record[0] + fade, one[3]) if one[::2] == (track, row.record[0]) else one for one in found
            ]
            is_black = row.reel == "BL" or (name, row.number) == ("pycmx_test_25.edl", 8)  # "Black Video"
            start = None if is_black else BY_HAND.get((name, row.number), row.source[0])
            if row.record[1] > row.record[0] + fade:
                found.append((track, row.record[0] + fade, row.record[1], start))
        before = row
    for track, *labels in ALSO.get(name, []):
        first, end, source = (other_frames(label, fps, is_drop=is_drop) for label in labels)
        found.append((track, first, end, source))
    return Counter(found)


def test_a_list_with_mixed_line_ends_and_narrow_columns_is_read(media: Path) -> None:
    reading = read(media / "interchange" / "edl" / "gdi_edl_mixed_line_endings.edl")
    (track,) = reading.timelines[0].tracks
    (clip,) = track.clips
    assert clip.record.duration_frames == 10 * 24 + 1
    assert clip.source.start == (3600 + 23 * 60 + 39) * 24
    assert (clip.media.reel, clip.notes) == ("A001C004_130917", tuple("ABCDEFG"))


BY_HAND_ROWS = {
    "sgotio_ER_00119_with_comments.edl": [
        ("15:48:17:06", "01:01:02:17", "01:01:04:02"),
        ("16:11:13:12", "01:01:04:02", "01:01:04:23"),
        ("16:51:27:18", "01:01:04:23", "01:01:05:20"),
        ("15:33:18:04", "01:01:05:20", "01:01:07:07"),
        ("18:52:28:20", "01:01:07:07", "01:01:08:23"),
        ("19:56:21:05", "01:01:08:23", "01:01:10:16"),
    ],
    "sgotio_scan_request_test.edl": [
        ("05:35:12:04", "01:00:00:00", "01:01:42:20"),
        ("05:25:06:15", "01:01:42:20", "01:02:13:21"),
        ("05:26:38:05", "01:02:13:21", "01:02:19:21"),
        ("05:26:44:05", "01:02:19:21", "01:44:39:21"),
    ],
}


@pytest.mark.parametrize("name", BY_HAND_ROWS)
def test_lists_pycmx_cannot_read_are_as_their_lines_say(media: Path, name: str) -> None:
    timeline = read(media / "interchange" / "edl" / name).timelines[0]
    placed = [
        (
            int(clip.source.start),
            *(timeline.start_frame + edge for edge in (clip.record.start_frame, clip.record.end_frame)),
        )
        for clip in timeline.tracks[0].clips
    ]
    assert placed == [tuple(other_frames(label, 24, is_drop=False) for label in row) for row in BY_HAND_ROWS[name]]


@pytest.mark.parametrize("name", [*LISTS, *BY_HAND_ROWS, "gdi_edl_mixed_line_endings.edl"])
def test_a_source_lasts_its_record_times_its_speed(media: Path, name: str) -> None:
    timeline = read(media / "interchange" / "edl" / name).timelines[0]
    for clip in (clip for track in timeline.tracks for clip in track.clips):
        step = abs(clip.speed) * clip.source.rate.fraction / timeline.rate.fraction
        lasting = clip.record.duration_frames * step if clip.speed else 1
        assert clip.source.duration == lasting


@pytest.mark.parametrize(
    ("name", "event", "speed"),
    [
        ("otio_speed_effects.edl", "000282", Fraction("47.6") / 24),
        ("otio_speed_effects.edl", "000183", 0),
        ("pycmx_INS4_R1_010417.edl", "000023", Fraction("19.2") / 24),
        ("pycmx_INS4_R1_010417.edl", "000203", -1),
        ("gdi_TIMEWARP_HALF.EDL", "001", Fraction(1, 2)),
        ("pycmx_test_25.edl", "010", -1),
        ("edlgenius_cmx3600.edl", "006", Fraction("59.6") / 30),
    ],
)
def test_m2_is_the_speed(media: Path, name: str, event: str, speed: Fraction) -> None:
    timeline = read(media / "interchange" / "edl" / name).timelines[0]
    (clip,) = (clip for track in timeline.tracks for clip in track.clips if clip.id == event)
    assert clip.speed == speed
