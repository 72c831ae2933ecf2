"""Media looked for in folders: a name alone takes no file."""

from __future__ import annotations

import dataclasses
from contextlib import closing
from fractions import Fraction
from typing import TYPE_CHECKING

import av
import numpy as np
import pytest
import soundfile

from posthouse.errors import MediaError
from posthouse.interchange import Clip as CutClip
from posthouse.interchange import MediaRef, Reading, SourceSpan, Timeline, Track, TrackKind
from posthouse.studio.exchange.finding import FoundMedia, MediaFinder
from posthouse.studio.exchange.importing import Asked, import_cut
from posthouse.timing import FrameRange, Rate
from tests.studio.tiny import Clip, make_clip

if TYPE_CHECKING:
    from pathlib import Path

RATE = Rate.parse("24")


@pytest.fixture(scope="module")
def rushes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with clips, two of one name, one with timecode, and a sound."""
    folder: Path = tmp_path_factory.mktemp("rushes")
    (folder / "day1").mkdir()
    (folder / "day2").mkdir()
    make_clip(folder / "day1" / "A001_C001.mov", Clip(frames=8))
    make_clip(folder / "day1" / "same.mov", Clip(frames=8))
    make_clip(folder / "day2" / "same.mov", Clip(frames=8, seed=2))
    with_timecode(make_clip(folder / "TIMED.mov", Clip(frames=8)), folder / "day1" / "TIMED.mov", "01:00:00:00")
    soundfile.write(folder / "day2" / "room.wav", np.zeros((48000, 1)), 48000)
    return folder


def with_timecode(clip: Path, timed: Path, start: str) -> None:
    """Move a clip to another file that has timecode."""
    with av.open(str(clip)) as read, av.open(str(timed), "w") as written:
        streams = [written.add_stream_from_template(each) for each in read.streams]
        streams[0].metadata["timecode"] = start
        for packet in read.demux():
            if packet.dts is not None:
                packet.stream = streams[packet.stream.index]
                written.mux(packet)
    clip.unlink()


def span(start: int, frames: int, rate: Rate = RATE) -> SourceSpan:
    return SourceSpan(rate=rate, start=Fraction(start), duration=Fraction(frames))


def reading(media: MediaRef, used: SourceSpan, kind: TrackKind = TrackKind.PICTURE) -> Reading:
    """Return a cut of one clip."""
    clip = CutClip(id="1", name="shot", record=FrameRange(0, 4), source=used, media=media)
    track = Track(name="V1", kind=kind, clips=(clip,))
    return Reading(format="otio", timelines=(Timeline(id="cut", name="cut", rate=RATE, tracks=(track,)),))


def _sought(
    folder: Path, media: MediaRef, used: SourceSpan | None = None, kind: TrackKind = TrackKind.PICTURE
) -> tuple[str, str]:
    """Return the file that was found, and why none was or what speaks against it."""
    with closing(MediaFinder(reading(media, used or span(0, 4), kind), [folder])) as finder:
        found = finder.find(media)
        if isinstance(found, FoundMedia):
            return str(found.path.relative_to(folder)), found.doubt
        return "", found.reason


@pytest.mark.parametrize(
    "media",
    [
        MediaRef(name="x", file="D:\\rushes\\a001_c001.MOV"),
        MediaRef(name="A001_C001.mxf", file="/elsewhere/A001_C001.mxf"),
        MediaRef(name="A001_C001"),
        MediaRef(name="A001_C001.mov", has_timecode=False),
    ],
    ids=["by file name", "by stem", "by clip name", "by count"],
)
def test_a_file_of_its_name_that_fits_is_found(rushes: Path, media: MediaRef) -> None:
    assert _sought(rushes, media)[0] == "day1/A001_C001.mov"


def test_a_file_is_found_by_its_reel_and_timecode(rushes: Path) -> None:
    media = MediaRef(name="scene 4 take 2", reel="TIMED")
    assert _sought(rushes, media, span(86402, 4))[0] == "day1/TIMED.mov"


@pytest.mark.parametrize(
    ("used", "why"),
    [
        (span(90, 4), "its timecode does not have the frames that are used"),
        (span(86405, 4), "its timecode does not have the frames that are used"),
        (span(86402, 4, Rate.parse(25)), "it runs at 24 fps, the cut says 25"),
    ],
    ids=["another timecode", "too short", "another rate"],
)
def test_a_namesake_is_not_taken_and_told(rushes: Path, used: SourceSpan, why: str) -> None:
    found, reason = _sought(rushes, MediaRef(name="TIMED.mov", file="/x/TIMED.mov"), used)
    assert found == ""
    assert f"TIMED.mov is nearest, but {why}" in reason


def test_a_namesake_without_timecode_that_is_too_short_is_not_taken(rushes: Path) -> None:
    media = MediaRef(name="A001_C001.mov", file="/x/A001_C001.mov")
    assert "it is too short for what is used" in _sought(rushes, media, span(86400, 9))[1]


@pytest.mark.parametrize(("frames", "found"), [(24, "day2/room.wav"), (48, "")], ids=["fits", "too short"])
def test_a_sound_is_found_by_its_name_and_length(rushes: Path, frames: int, found: str) -> None:
    media = MediaRef(name="room.wav", file="/x/room.wav", has_timecode=False)
    assert _sought(rushes, media, span(0, frames), TrackKind.SOUND)[0] == found


def test_two_files_of_one_name_are_not_guessed_between(rushes: Path) -> None:
    assert "fit equally well and differ" in _sought(rushes, MediaRef(name="same.mov", file="/x/same.mov"))[1]


def test_a_file_where_the_cut_says_is_taken_before_any_other(rushes: Path) -> None:
    media = MediaRef(name="same.mov", file=str(rushes / "day2" / "same.mov"))
    assert _sought(rushes, media) == ("day2/same.mov", "")


def test_a_file_where_the_cut_says_that_cannot_be_it_is_told(rushes: Path) -> None:
    media = MediaRef(name="same.mov", file=str(rushes / "day2" / "same.mov"), available=span(0, 500))
    assert "it has 8 frames, the cut says 500" in _sought(rushes, media)[1]


def test_a_folder_that_is_none_is_told(tmp_path: Path) -> None:
    with pytest.raises(MediaError, match="is no folder"):
        MediaFinder(reading(MediaRef(name="a"), span(0, 4)), [tmp_path / "none"])


EDL = """TITLE: Day
FCM: NON-DROP FRAME
001  TIMED V C 01:00:00:02 01:00:00:06 01:00:00:00 01:00:00:04
* FROM CLIP NAME: TIMED.mov
002  SAMEREEL V C {source} 01:00:00:04 {end}
* FROM CLIP NAME: A001_C001.mov
"""


def test_an_import_takes_what_fits_from_several_folders_and_tells_the_rest(rushes: Path, tmp_path: Path) -> None:
    cut = tmp_path / "day.edl"
    cut.write_text(EDL.format(source="05:00:00:00 05:00:01:00", end="01:00:01:04"))
    asked = Asked(folder=tmp_path / "film", media=(rushes / "day2", rushes / "day1"), rate=RATE)
    done = import_cut(cut, asked)
    dropped = [entry.reason for entry in done.report.entries if entry.feature == "media" and entry.reason]
    assert len(done.missing) == 1
    assert "it is too short for what is used" in dropped[0]


def test_a_reel_the_file_does_not_say_is_kept(tmp_path: Path) -> None:
    cut = tmp_path / "day.edl"
    cut.write_text(EDL.format(source="05:00:00:00 05:00:00:04", end="01:00:00:08"))
    media = import_cut(cut, dataclasses.replace(Asked(folder=tmp_path / "film"), rate=RATE)).production.document.media
    assert {getattr(each, "reel", "") for each in media.values()} == {"TIMED", "SAMEREEL"}
