"""Real exports of Premiere and Hiero, against a second parser of a few lines and edit points worked out by hand."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from lxml import etree

from posthouse.interchange.fcp7 import read
from posthouse.interchange.timeline import MediaKind, TransitionKind
from posthouse.timing import FrameRange

if TYPE_CHECKING:
    from pathlib import Path

    from posthouse.interchange.timeline import Reading


@pytest.fixture(scope="module")
def premiere(media: Path) -> Reading:
    return read(media / "interchange/fcp7xml/otio_premiere_example.xml")


@pytest.fixture(scope="module")
def hiero(media: Path) -> Reading:
    return read(media / "interchange/fcp7xml/otio_hiero_xml_export.xml")


def second_parser(path: Path) -> set[tuple[str, int, int, Fraction]]:
    """Return (name, record start, record end, first source frame) of all plain clips, straight from the XML."""
    root = etree.parse(str(path)).getroot()
    files = {each.get("id"): each for each in root.iter("file") if len(each)}
    found = set()
    for item in root.iter("clipitem"):
        edges = [int(item.findtext(tag) or "-1") for tag in ("start", "end")]
        holder = item.find("file")
        if -1 in edges or holder is None:
            continue
        defined = files[holder.get("id")]
        rates = [Fraction(each.findtext("rate/timebase") or "1") for each in (item, defined)]
        first = (
            Fraction(defined.findtext("timecode/frame") or "0")
            + Fraction(item.findtext("in") or "0") * rates[1] / rates[0]
        )
        found.add((item.findtext("name") or "", edges[0], edges[1], first))
    return found


def test_plain_clips_agree_with_a_second_parser(media: Path, premiere: Reading) -> None:
    expected = second_parser(media / "interchange/fcp7xml/otio_premiere_example.xml")
    expected -= {
        each for each in expected if each[1:3] in {(956, 1177), (1164, 1258)}
    }  # frames that overlap: see below
    found = {
        (clip.name, clip.record.start_frame, clip.record.end_frame, clip.source.start)
        for timeline in (*premiere.timelines, *premiere.nested)
        for track in timeline.tracks
        for clip in track.clips
        if clip.nested is None
    }
    assert len(expected) == 10
    assert expected <= found


@pytest.mark.parametrize(
    ("track", "name", "record", "first"),
    [
        # start 956, end -1, in 34 of a file at 99; dissolve 1152 to 1177, cut 12 frames into it by its ticks
        (3, "sc01_master_layerA_sh030_temp.mov", FrameRange(956, 1164), 133),
        # start -1, in 6 at the transition's edge: 12 frames later at the cut
        (3, "sc01_sh010_anim.mov", FrameRange(1164, 1246), 18),
        # in 0, out 50 at 15 fps of a file at 30
        (0, "sc01_sh010_anim.mov", FrameRange(536, 636), 0),
        # end -1 under a dissolve to black that ends at 557
        (1, "sc01_sh030_anim.mov", FrameRange(322, 557), 0),
        # sound whose frames overlap; its ticks say 34 to 242 and 18 to 100
        (7, "sc01_master_layerA_sh030_temp.mov", FrameRange(956, 1164), 133),
        (7, "sc01_sh010_anim.mov", FrameRange(1164, 1246), 18),
        # a file whose first label is 8497
        (5, "sc01_placeholder.wav", FrameRange(335, 505), 8497),
    ],
)
def test_edit_points_of_premiere_by_hand(
    premiere: Reading, track: int, name: str, record: FrameRange, first: int
) -> None:
    clips = premiere.timelines[0].tracks[track].clips
    clip = next(each for each in clips if each.name == name and each.record == record)
    assert clip.source.start == first


def test_premieres_transitions_links_nests_and_paths(premiere: Reading) -> None:
    cut = premiere.timelines[0]
    fade, dissolve = cut.tracks[1].transitions[0], cut.tracks[3].transitions[0]
    assert (fade.kind, fade.record, fade.join) == (TransitionKind.FADE_OUT, FrameRange(538, 557), 557)
    assert (dissolve.kind, dissolve.record, dissolve.join) == (TransitionKind.DISSOLVE, FrameRange(1152, 1177), 1164)
    assert cut.tracks[0].clips[0].link == cut.tracks[4].clips[1].link
    assert cut.tracks[1].clips[3].nested == premiere.nested[0].id
    assert cut.tracks[0].clips[0].media.file == "D:/media/sc01_sh010_anim.mov"
    assert [(marker.at, marker.name) for marker in cut.markers] == [(113, "My MArker 1"), (492, "dsf"), (298, "")]


def test_exploded_stereo_is_one_track_of_all_channels(premiere: Reading) -> None:
    sounds = premiere.timelines[0].tracks[4:]
    assert len(sounds) == 4
    assert {clip.source_channels for track in sounds for clip in track.clips} == {()}


def test_hieros_speed_is_a_ratio_and_its_in_point_counts_as_played(hiero: Reading) -> None:
    first, second = hiero.timelines[0].tracks[0].clips
    assert (first.record, first.source.start) == (FrameRange(14, 1069), Fraction(1101071))
    assert first.source.duration == 1055
    assert (second.record, second.speed) == (FrameRange(1085, 1324), Fraction(1, 4))
    assert (second.source.start, second.source.duration) == (Fraction(326400, 4), Fraction(239, 4))
    assert second.media.kind is MediaKind.MISSING
    assert hiero.timelines[0].start_frame == 86400
