"""``posthouse import``."""

from __future__ import annotations

import os
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from posthouse.production import read_production
from tests.studio.exchange.test_finding import with_timecode
from tests.studio.tiny import Clip, make_clip

if TYPE_CHECKING:
    from collections.abc import Callable

EDL = """TITLE: SCENE 4
FCM: NON-DROP FRAME

001  A001     V     C        01:00:00:00 01:00:02:00 10:00:00:00 10:00:02:00
* FROM CLIP NAME: PIER WIDE.MOV
002  A002     V     C        02:00:00:00 02:00:01:00 10:00:02:00 10:00:03:00
* FROM CLIP NAME: BOATS.MOV
"""


@pytest.fixture
def edl(tmp_path: Path) -> Path:
    """Return an EDL of two events."""
    file = tmp_path / "scene 4.edl"
    file.write_text(EDL)
    return file


def test_a_cut_becomes_a_production_that_names_what_is_missing(
    posthouse: Callable[..., Any], edl: Path, tmp_path: Path
) -> None:
    ran = posthouse("import", edl, tmp_path / "new", "--rate", "25", "--json")
    assert ran.code == 0
    assert (ran.facts["shots"], ran.facts["rate"], len(ran.facts["missing"])) == (2, "25", 2)
    document = read_production(tmp_path / "new").document
    assert [str(shot.in_point) for shot in document.shots] == ["01:00:00:00", "02:00:00:00"]
    checked = posthouse("check", tmp_path / "new")
    assert checked.code != 0
    assert all(name in checked.err for name in document.media)


def test_the_folder_is_named_after_the_file(
    posthouse: Callable[..., Any], edl: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert posthouse("import", edl, "--rate", "25").code == 0
    assert (tmp_path / "scene 4" / "production.yaml").is_file()
    again = posthouse("import", edl, "--rate", "25")
    assert (again.code, "recut" in again.err) == (2, True)


def test_a_cut_goes_into_a_production_as_a_sequence_with_comments_kept(
    posthouse: Callable[..., Any], edl: Path, small: Path
) -> None:
    ran = posthouse("import", edl, "--into", small, "--json")
    assert ran.code == 0
    text = (small / "production.yaml").read_text()
    assert "# this comment stays" in text
    document = read_production(small).document
    assert [shot.id for shot in document.sequences["scene_4"]] == ["PIER_WIDE", "BOATS"]  # type: ignore[union-attr] # shots


def test_a_cut_at_another_rate_does_not_go_into_a_production(
    posthouse: Callable[..., Any], edl: Path, small: Path
) -> None:
    ran = posthouse("import", edl, "--into", small, "--rate", "24")
    assert ran.code == 2
    assert "24 frames per second" in ran.err


def test_a_rate_no_cut_runs_at_and_a_folder_are_refused(
    posthouse: Callable[..., Any], edl: Path, tmp_path: Path
) -> None:
    assert "no cut runs at 24.5" in posthouse("import", edl, tmp_path / "new", "--rate", "24.5").err
    assert "is a folder, and no bundle" in posthouse("import", edl.parent).err
    assert not (tmp_path / "new").exists()


def test_out_and_in_again_is_the_same_text(posthouse: Callable[..., Any], small: Path, tmp_path: Path) -> None:
    posthouse("export", "edl", small, "--as", tmp_path / "out" / "small.edl")
    ran = posthouse("import", tmp_path / "out" / "small.edl", tmp_path / "again")
    assert ran.code == 0
    assert (tmp_path / "again" / "production.yaml").read_text() == (small / "production.yaml").read_text()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("none.edl", None),
        ("empty.edl", b""),
        ("empty.otio", b""),
        ("empty.xml", b""),
        ("empty.fcpxml", b""),
        ("empty.aaf", b""),
        ("junk.edl", os.urandom(400)),
        ("junk.otio", os.urandom(400)),
        ("junk.xml", os.urandom(400)),
        ("junk.fcpxml", os.urandom(400)),
        ("junk.aaf", os.urandom(400)),
        ("wrong.mov", b"x"),
        ("cut.xml", b"<xmeml"),
        ("cut.otio", b'{"OTIO_SCHEMA": "Timeline.1"'),
    ],
)
def test_wrong_files_give_one_clean_error(
    posthouse: Callable[..., Any], tmp_path: Path, name: str, content: bytes | None
) -> None:
    file = tmp_path / name
    if content is not None:
        file.write_bytes(content)
    ran = posthouse("import", file, tmp_path / "new")
    assert ran.code in {2, 3}
    assert ran.err.count("error:") == 1
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(("name", "way"), [("karma.mp4", "posthouse detect"), ("production.yaml", "posthouse recut")])
def test_what_is_no_cut_is_sent_where_it_belongs(
    posthouse: Callable[..., Any], tmp_path: Path, name: str, way: str
) -> None:
    (tmp_path / name).write_bytes(b"x")
    ran = posthouse("import", tmp_path / name, tmp_path / "new")
    assert (ran.code != 0, way in ran.err) == (True, True)


MARKED = """SESSION NAME:\tT
SAMPLE RATE:\t48000.000000
SESSION START TIMECODE:\t00:00:00:00
TIMECODE FORMAT:\t25 Frame


M A R K E R S  L I S T I N G
#   \tLOCATION     \tTIME REFERENCE    \tUNITS    \tNAME    \tCOMMENTS
1   \t00:00:00:12  \t23040             \tSamples  \tlamp    \tremove it
"""


def test_a_list_of_markers_goes_into_a_production(posthouse: Callable[..., Any], small: Path, tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text(MARKED)
    refused = posthouse("import", file, tmp_path / "new")
    assert (refused.code, "1 marker and no clips" in refused.err) == (2, True)
    assert posthouse("import", file, "--into", small).code == 0
    (marker,) = posthouse("markers", small, "--json").facts["markers"]
    assert (marker["marker"], marker["frame"]) == ("lamp", 12)
    file.write_text(MARKED.replace("00:00:00:00", "10:00:00:00"))
    outside = posthouse("import", file, "--into", small)
    assert (outside.code, "format: {start" in outside.err) == (2, True)
    assert "# this comment stays" in (small / "production.yaml").read_text()


@pytest.mark.parametrize("name", ["r.pdf", "r"])
def test_a_report_that_cannot_be_is_refused_before_anything_is_written(
    posthouse: Callable[..., Any], edl: Path, small: Path, tmp_path: Path, name: str
) -> None:
    ran = posthouse("import", edl, tmp_path / "new", "--rate", "25", "--report", tmp_path / name)
    assert (ran.code, ".html" in ran.err) == (2, True)
    assert not (tmp_path / "new").exists()
    out = posthouse("export", "edl", small, "--as", small / "a.edl", "--report", tmp_path / name)
    assert out.code == 2
    assert not (small / "a.edl").exists()


@pytest.mark.parametrize("form", ["aaf", "otio", "fcp7", "fcpxml", "mlt", "ale"])
def test_a_file_that_is_called_something_else_is_read_as_what_it_is(
    posthouse: Callable[..., Any], small: Path, tmp_path: Path, form: str
) -> None:
    written = posthouse("export", form, small, "--as", small / "x", "--no-sidecar", "--json").facts["files"][0]
    wrong = tmp_path / ("cut.xml" if form == "aaf" else "cut.aaf")
    wrong.write_bytes(Path(written).read_bytes())
    ran = posthouse("import", wrong, tmp_path / "new", "--json")
    assert ran.code == 0, ran.err
    assert any("read as that" in item["reason"] for item in ran.facts["report"]["items"])


SOUND_EDL = """TITLE: MIX
FCM: NON-DROP FRAME

001  S001     A     C        01:00:00:00 01:00:02:00 10:00:00:00 10:00:02:00
* FROM CLIP NAME: WIND.WAV
"""


def test_a_cut_of_sound_alone_says_what_it_holds(posthouse: Callable[..., Any], tmp_path: Path) -> None:
    file = tmp_path / "mix.edl"
    file.write_text(SOUND_EDL)
    ran = posthouse("import", file, tmp_path / "new", "--rate", "25")
    assert (ran.code, "sound alone, 1 cue" in ran.out) == (0, True)


def test_a_log_goes_into_a_production_as_media(posthouse: Callable[..., Any], small: Path, tmp_path: Path) -> None:
    file = tmp_path / "log.ale"
    file.write_text(
        "Heading\nFIELD_DELIM\tTABS\nFPS\t25\n\nColumn\nName\tTape\tStart\tEnd\n\nData\n"
        "C003\tA001\t01:00:00:00\t01:00:02:00\n"
    )
    ran = posthouse("import", file, "--into", small)
    assert ran.code == 0, ran.err
    assert "C003: {file: C003, reel: A001, start: 01:00:00:00}" in (small / "production.yaml").read_text()
    new = posthouse("import", file, tmp_path / "new")
    assert (new.code, "no shots, 1 media" in new.out) == (0, True)


def test_an_edl_labels_faster_footage_at_its_own_rate(posthouse: Callable[..., Any], tmp_path: Path) -> None:
    """Frame 18 of a second of 30 is 02:00:02:15 in a list of 25; sources of the list's own rate stay as they are."""
    rushes = tmp_path / "rushes"
    rushes.mkdir()
    for name, rate, start in (("boats.mov", 30, "02:00:00:00"), ("pier wide.mov", 25, "01:00:00:00")):
        make_clip(tmp_path / "made.mov", Clip(rate=Fraction(rate), frames=150))
        with_timecode(tmp_path / "made.mov", rushes / name, start)
    times = {"02:00:00:00 02:00:01:00": "02:00:02:15 02:00:03:15", "01:00:00:00 01:00:02:00": "01:00:01:07 01:00:03:07"}
    text = EDL.replace("BOATS.MOV", f"boats.mov\n* FROM FILE: {rushes / 'boats.mov'}")
    for before, now in times.items():
        text = text.replace(before, now)
    (tmp_path / "cut.edl").write_text(text)
    new = tmp_path / "new"
    assert posthouse("import", tmp_path / "cut.edl", new, "--rate", "25", "--media", rushes, "--json").code == 0
    shots = read_production(new).document.shots
    assert [str(shot.in_point) for shot in shots] == ["01:00:01:07", "02:00:02:18"]
    assert posthouse("check", new).code == 0
    again = posthouse("export", "edl", "-p", new, "--as", tmp_path / "again.edl", "--json")
    assert again.code == 0
    assert "02:00:02:15 02:00:03:15" in (tmp_path / "again.edl").read_text()
