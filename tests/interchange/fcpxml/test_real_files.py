"""Real exports of Final Cut, against a second parser of a few lines: XPath, fractions, nothing of ours."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from lxml import etree

from posthouse.interchange.fcpxml import read
from posthouse.interchange.timeline import TrackKind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from posthouse.interchange.timeline import Reading

FILES = {
    "23.98": 10, "29.97d": 10, "4096x2160": 0, "BasicMarkers": 1, "CaptionSample": 1, "ClipMetadata": 3, "CutSample": 4,
    "MulticamSample": 0, "Occlusion": 2, "SyncClip": 0, "TimelineSample": 68,
    "TransitionMarkers1": 3, "otio_fcpx_example": 8,
}  # fmt: skip
"""How many clips of media, titles and generators the second parser works out on the first project of each."""


Place = tuple[Fraction, Fraction, Fraction]


def seconds(text: str | None) -> Fraction:
    bare = (text or "0s").rstrip("s")
    return Fraction(bare)


def second_parser(path: Path) -> set[Place]:
    """Return (begin, end, first source second) of the pictures of the first project, in exact seconds."""
    root = etree.parse(str(path)).getroot()
    sequence = _first(root, ".//project/sequence")
    spine = _first(sequence, "spine")
    return set(_walk(spine, Fraction(0), seconds(sequence.get("tcStart")), root))


def _first(element: etree._Element, path: str) -> etree._Element:
    found = element.find(path)
    assert found is not None
    return found


def _walk(spine: etree._Element, at: Fraction, zero: Fraction, root: etree._Element) -> Iterator[Place]:
    for child in spine:
        item = child[0] if child.tag == "audition" else child
        begin = at + seconds(child.get("offset")) - zero
        yield from _item(item, begin, root)


def _item(item: etree._Element, begin: Fraction, root: etree._Element) -> Iterator[Place]:
    if item.tag not in {"asset-clip", "clip", "title", "video", "gap", "ref-clip"}:
        return
    start = seconds(item.get("start"))
    if item.tag == "asset-clip" and item.get("start") is None:
        start = seconds(_first(root, f"resources/asset[@id='{item.get('ref')}']").get("start"))
    end = begin + seconds(item.get("duration"))
    has_picture = item.tag in {"title", "video"} or item.find("video") is not None or _asset_has_picture(item, root)
    if has_picture and item.tag not in {"gap", "ref-clip"}:
        points = [(seconds(each.get("time")), seconds(each.get("value"))) for each in item.iterfind("timeMap/timept")]
        ends = [_mapped(points, own) for own in (start, start + end - begin)]
        yield begin, end, min(ends)
    for child in item.iterchildren("asset-clip", "clip", "title", "spine"):
        if child.get("lane") is None:
            continue
        place = begin + seconds(child.get("offset")) - start
        if child.tag == "spine":
            yield from _walk(child, place, Fraction(0), root)
        else:
            yield from _item(child, place, root)


def _asset_has_picture(item: etree._Element, root: etree._Element) -> bool:
    if item.tag != "asset-clip":
        return False
    return bool(_first(root, f"resources/asset[@id='{item.get('ref')}']").get("hasVideo") == "1")


def _mapped(points: list[tuple[Fraction, Fraction]], own: Fraction) -> Fraction:
    if not points:
        return own
    (low, first), (high, last) = points
    return first + (own - low) * (last - first) / (high - low)


@pytest.mark.parametrize(("name", "count"), FILES.items())
def test_records_and_sources_agree_with_a_second_parser(media: Path, name: str, count: int) -> None:
    path = media / "interchange/fcpxml" / f"{name}.fcpxml"
    expected = second_parser(path)
    timeline = read(path).timelines[0]
    rate = timeline.rate.fraction
    found = {
        (clip.record.start_frame / rate, clip.record.end_frame / rate, clip.source.start / clip.source.rate.fraction)
        for track in timeline.of_kind(TrackKind.PICTURE)
        for clip in track.clips
        if clip.nested is None and not any("Synchronized" in word for word in (clip.name,))
    }
    assert found == expected
    assert len(expected) == count


@pytest.fixture(scope="module")
def readings(media: Path) -> dict[str, Reading]:
    return {name: read(media / "interchange/fcpxml" / f"{name}.fcpxml") for name in FILES}


def test_a_rate_conform_plays_frame_for_frame(readings: dict[str, Reading]) -> None:
    clip = readings["23.98"].timelines[0].tracks[0].clips[1]  # 25 fps at 23.976: every frame of it lasts one of ours
    assert (clip.source.rate.fraction, clip.source.duration) == (Fraction(25), Fraction(646))
    assert clip.speed == Fraction(960, 1001)


def test_passive_conforms_play_in_real_time(readings: dict[str, Reading]) -> None:
    clips = readings["CutSample"].timelines[0].tracks[0].clips
    assert [int(clip.source.start) for clip in clips[1:]] == [0, 1346, 4606]
    assert [int(clip.source.duration) for clip in clips[1:]] == [1346, 3260, 2430]


def test_speeds_are_the_per_cents_a_person_set(readings: dict[str, Reading]) -> None:
    timeline = readings["TimelineSample"].timelines[0]
    speeds = [
        clip.speed * 100 for track in timeline.of_kind(TrackKind.PICTURE) for clip in track.clips if clip.speed != 1
    ]
    expected = "122 138 127 137 135 133 133 131 113 117 153 146 109 94 107 104 120 127 -100"
    assert [str(int(speed)) for speed in speeds] == expected.split()
    assert all(speed.denominator == 1 for speed in speeds)


def test_multicam_compound_and_sync_clips(readings: dict[str, Reading]) -> None:
    multicam = readings["MulticamSample"]
    seen, heard = (track.clips[0] for track in multicam.timelines[0].tracks)
    assert (len(seen.angles), seen.nested == heard.nested) == (4, False)
    assert [timeline.tracks[0].clips[0].record.start_frame for timeline in multicam.nested] == [0, 260, 304, 338]
    compound = readings["Occlusion"].timelines[0].tracks[0].clips[3]
    assert compound.source.start == compound.source.duration == 240
    sync = readings["SyncClip"].timelines[0]
    assert [(track.clips[0].role, track.clips[0].is_enabled) for track in sync.tracks[1:]] == [
        ("music", False),
        ("effects", True),
    ]


def test_transitions_fades_markers_captions_and_drop_frame(readings: dict[str, Reading]) -> None:
    joined = readings["TransitionMarkers1"].timelines[0]
    told = [(str(each.kind), each.record.start_frame, each.join) for each in joined.tracks[0].transitions]
    assert told == [("fade-in", 0, 0), ("dissolve", 228, 240), ("dissolve", 468, 480), ("fade-out", 696, 720)]
    assert len(joined.markers) == 8
    captions = readings["CaptionSample"].timelines[0].facts["captions"]
    assert isinstance(captions, list)
    assert len(captions) == 45
    assert readings["29.97d"].timelines[0].is_drop_frame


def test_metadata_is_read(readings: dict[str, Reading]) -> None:
    clip = readings["ClipMetadata"].timelines[0].tracks[0].clips[2]
    assert (clip.media.reel, clip.media.scene, clip.media.take) == (
        "TestVideo Reel",
        "TestVideo Scene",
        "TestVideo Take",
    )
    assert clip.notes == ("asset notes in browser",)
    assert clip.facts["keywords"] == ["keyword1", "keyword2"]
