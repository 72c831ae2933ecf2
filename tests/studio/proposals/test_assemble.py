"""Rough cuts: from a script and slates, from a paper edit; what is missing is a slug, what is unsure is a note."""

from __future__ import annotations

import shutil
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

import av
import numpy as np
import pytest
import soundfile
from av.video.frame import VideoFrame

from posthouse.errors import DocumentProblems, MediaError, PosthouseError, ProductionError
from posthouse.interchange.bwf import read_slate, write_slate
from posthouse.studio import open_film
from posthouse.studio.proposals.assemble import AssemblyWanted, proposed_assembly

if TYPE_CHECKING:
    from pathlib import Path

    from posthouse.production.tree import Plain

_DOCUMENT = """\
posthouse: 1
title: Harbour
format: {size: [96, 54], rate: 24}
media: {}
cut:
  - gap: 1s      # nothing yet
deliver: [web]
"""
_SCRIPT = """\
Title: Harbour

EXT. HARBOUR - NIGHT #1#

Rain on *black* water.

INT. BOAT - NIGHT #2#

Nothing moves.

EXT. PIER - DAWN #3#

She walks away.
"""
_TIMES = {
    "A012_1-01": "01:00:00:00",
    "A012_1-02": "01:01:00:00",
    "B012_1-02": "01:01:00:00",
    "A012_1A-01": "01:02:00:00",
    "A012_3-04": "01:05:00:00",
    "A012_3-05": "01:06:00:00",
    "A012_77-1": "01:07:00:00",
}


def _clip(path: Path, start: str) -> None:
    with av.open(str(path), "w") as container:
        container.metadata["timecode"] = start
        stream = container.add_stream("libx264", rate=24, options={"preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = 96, 54, "yuv420p"
        grey = np.full((54, 96, 3), 90, np.uint8)
        for _ in range(48):
            container.mux(stream.encode(VideoFrame.from_ndarray(grey, format="rgb24").reformat(format="yuv420p")))
        container.mux(stream.encode(None))


def _recording(path: Path, scene: str, take: str, start_seconds: int) -> None:
    plain = path.with_suffix(".plain")
    soundfile.write(plain, np.zeros((48_000 * 8, 1)), 48_000, subtype="PCM_16", format="WAV")
    slate = replace(read_slate(plain), scene=scene, take=take, start_samples=start_seconds * 48_000)
    write_slate(plain, path, replace(slate, stamp_rate=Fraction(48_000)))
    plain.unlink()


@pytest.fixture(scope="module")
def shoot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with an empty production, a script and a day's dailies."""
    folder = tmp_path_factory.mktemp("shoot")
    (folder / "dailies").mkdir()
    for name, start in _TIMES.items():
        _clip(folder / "dailies" / f"{name}.mov", start)
    _recording(folder / "dailies" / "R1.wav", "3", "4", 3600 + 5 * 60 - 2)
    _recording(folder / "dailies" / "R2.wav", "1", "2", 60)
    (folder / "production.yaml").write_text(_DOCUMENT, "utf-8")
    (folder / "harbour.fountain").write_text(_SCRIPT, "utf-8")
    (folder / "slates.csv").write_text("Clip,Scene,Take,Circled\nA012_3-04,3,4,x\n", "utf-8")
    return folder


def _wanted(shoot: Path, *, log: str = "slates.csv", sequence: str = "", replaces: bool = False) -> AssemblyWanted:
    return AssemblyWanted(logs=(shoot / log,), footage=(shoot / "dailies",), sequence=sequence, replaces=replaces)


def _shots(value: Plain) -> list[tuple[object, object, object]]:
    assert isinstance(value, list)
    return [
        (entry.get("shot"), entry.get("from"), entry.get("omit", False)) for entry in value if isinstance(entry, dict)
    ]


def test_scenes_lie_in_the_order_of_the_script_with_alternatives_beside(shoot: Path) -> None:
    proposal, _ = proposed_assembly(shoot, shoot / "harbour.fountain", _wanted(shoot))
    assert _shots(proposal.draft.at(("cut",))) == [
        ("s1-t2", "A012_1-02", False),
        ("s1-t2-b", "B012_1-02", True),
        ("s1a-t1", "A012_1A-01", True),
        ("s2-missing", "scene-missing", False),
        ("s3-t4", "A012_3-04", False),
    ]
    assert (shoot / "production.yaml").read_text("utf-8") == _DOCUMENT


def test_a_missing_scene_is_a_slug_as_long_as_its_pages_with_a_card_and_a_marker(shoot: Path) -> None:
    draft = proposed_assembly(shoot, shoot / "harbour.fountain", _wanted(shoot))[0].draft
    assert draft.at(("cut", 3, "for")) == "180f"  # an eighth of a page: 7.5 s
    assert draft.at(("titles", 0, "text")) == "SCENE 2 MISSING\nINT. BOAT - NIGHT"
    assert draft.at(("markers", 1, "name")) == "scene 2 missing: INT. BOAT - NIGHT"
    assert draft.at(("markers", 0, "note")) == "Rain on black water."


def test_sound_of_the_same_take_is_laid_by_timecode_or_told_of(shoot: Path) -> None:
    proposal, found = proposed_assembly(shoot, shoot / "harbour.fountain", _wanted(shoot))
    laid = proposal.draft.at(("media", "A012_3-04"))
    assert laid == {"file": "dailies/A012_3-04.mov", "sound_from": {"media": "R1", "sample": 96_000}}
    assert found.sounds == {"A012_3-04": "R1"}
    assert any("R2.wav is of the same take, not laid to it" in note for note in found.notes)
    assert proposal.draft.at(("media", "R2")) is None


def test_what_belongs_to_no_scene_is_told_of(shoot: Path) -> None:
    _, found = proposed_assembly(shoot, shoot / "harbour.fountain", _wanted(shoot))
    assert "A012_77-1 is of scene 77, which is not in the script" in found.notes


def test_an_avid_log_says_slates_and_circled_takes(shoot: Path) -> None:
    rows = "A012_1-01\tV\t01:00:00:00\t01:00:02:00\t3\t9\tYES\nA012_3-04\tV\t01:05:00:00\t01:05:02:00\t3\t4\t\n"
    heading = "Heading\nFIELD_DELIM\tTABS\nFPS\t24\n\nColumn\nName\tTracks\tStart\tEnd\tScene\tTake\tCircled\n\nData\n"
    (shoot / "day.ale").write_text(heading + rows, "utf-8")
    draft = proposed_assembly(shoot, shoot / "harbour.fountain", _wanted(shoot, log="day.ale"))[0].draft
    assert ("s3-t9", "A012_1-01", False) in _shots(draft.at(("cut",)))


def test_a_rough_cut_that_is_taken_opens_and_can_be_made_again(shoot: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(shoot, tmp_path / "taken")
    proposed_assembly(folder, folder / "harbour.fountain", _wanted(folder))[0].take()
    with open_film(folder) as film:
        assert film.programme.cut.duration_frames == 48 + 180 + 48
    again, _ = proposed_assembly(folder, folder / "harbour.fountain", _wanted(folder, replaces=True))
    assert again.diff == ""
    with pytest.raises(ProductionError, match="the cut has 5 shots already"):
        proposed_assembly(folder, folder / "harbour.fountain", _wanted(folder))


def test_a_sequence_leaves_the_cut_alone(shoot: Path) -> None:
    proposal, told = proposed_assembly(shoot, shoot / "harbour.fountain", _wanted(shoot, sequence="rough"))
    draft = proposal.draft
    assert any("no markers and no cards" in note for note in told.notes)
    assert draft.at(("cut",)) == [{"gap": "1s"}]
    assert len(_shots(draft.at(("sequences", "rough")))) == 5
    assert (draft.at(("markers",)), draft.at(("titles",))) == (None, None)
    assert "# 1 EXT. HARBOUR - NIGHT: 1 take 2, camera A: the last" in draft.text


def test_a_paper_edit_is_cut_by_clip_file_and_slate(shoot: Path) -> None:
    (shoot / "p.txt").write_text(
        "A012_1-02 01:01:00:04 01:01:01:00 she turns\n3/4 01:05:00:12-01:05:02:00\nA012_1A-01.mov\n"
    )
    draft = proposed_assembly(shoot, shoot / "p.txt", _wanted(shoot))[0].draft
    assert draft.at(("cut",)) == [
        {"shot": "A012_1-02", "from": "A012_1-02", "in": "01:01:00:04", "out": "01:01:01:00"},
        {"shot": "s3-t4", "from": "A012_3-04", "in": "01:05:00:12", "out": "01:05:02:00"},
        {"shot": "A012_1A-01", "from": "A012_1A-01"},
    ]
    assert "# she turns" in draft.text


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("A012_1-03 1s 2s", r"p\.md:1: there is no clip A012_1-03 \(did you mean A012_1-0"),
        (
            "A012_1-02 05:00:00:00 05:00:01:00",
            r"p\.md:1: in 05:00:00:00 is outside of A012_1-02, which begins at 01:01",
        ),
        ("A012_1-02 01:01:00:00 01:01:09:00", r"p\.md:1: out 01:01:09:00 is outside"),
        ("", r"p\.md is empty"),
    ],
)
def test_what_a_paper_edit_has_wrong_is_told_with_its_line(shoot: Path, text: str, problem: str) -> None:
    (shoot / "p.md").write_text(text)
    with pytest.raises(PosthouseError, match=problem):
        proposed_assembly(shoot, shoot / "p.md", _wanted(shoot))


def test_all_that_is_wrong_with_a_paper_edit_is_told_at_once(shoot: Path) -> None:
    lines = "pier 2s 1s\nnosuch 1s 2s\nA012_1-01.mov 01:00:00:00 05:00:00:00\n"
    (shoot / "p.txt").write_text(lines)
    with pytest.raises(DocumentProblems) as told:
        proposed_assembly(shoot, shoot / "p.txt", AssemblyWanted(footage=(shoot / "dailies",)))
    assert [problem.place.line for problem in told.value.problems if problem.place] == [1, 2, 3]


@pytest.mark.parametrize("written", ["dailies/A012_1-01.mov", r"D:\rushes\A012_1-01.MOV"])
def test_a_clip_may_be_written_with_its_folder(shoot: Path, written: str) -> None:
    (shoot / "p.csv").write_text(f"clip,in,out\n{written},01:00:00:00,01:00:00:10\n")
    proposal, _ = proposed_assembly(shoot, shoot / "p.csv", AssemblyWanted(footage=(shoot / "dailies",)))
    assert "from: A012_1-01" in proposal.diff


def test_a_script_without_scenes_and_a_log_that_is_none_are_refused(shoot: Path) -> None:
    (shoot / "none.fountain").write_text("Rain.\n")
    with pytest.raises(ProductionError, match="there is no scene"):
        proposed_assembly(shoot, shoot / "none.fountain", _wanted(shoot))
    with pytest.raises(ProductionError, match="no list of slates"):
        proposed_assembly(shoot, shoot / "harbour.fountain", _wanted(shoot, log="none.fountain"))
    with pytest.raises(MediaError, match="cannot be read"):
        proposed_assembly(shoot, shoot / "nothing.fountain", AssemblyWanted())
    with pytest.raises(ProductionError, match="there is no folder"):
        proposed_assembly(shoot, shoot / "harbour.fountain", AssemblyWanted(footage=(shoot / "none",)))
