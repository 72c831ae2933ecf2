"""Media looked for in a folder."""

from __future__ import annotations

from contextlib import closing
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from posthouse.errors import MediaError
from posthouse.interchange import MediaRef, SourceSpan
from posthouse.studio.exchange.finding import MediaFinder
from posthouse.timing import Rate
from tests.studio.tiny import Clip, make_clip

if TYPE_CHECKING:
    from pathlib import Path

RATE = Rate.parse("24")


@pytest.fixture(scope="module")
def rushes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with three clips, two of one name."""
    folder: Path = tmp_path_factory.mktemp("rushes")
    (folder / "day1").mkdir()
    (folder / "day2").mkdir()
    make_clip(folder / "day1" / "A001_C001.mov", Clip(frames=8))
    make_clip(folder / "day1" / "same.mov", Clip(frames=8))
    make_clip(folder / "day2" / "same.mov", Clip(frames=8, seed=2))
    return folder


def _found(folder: Path, media: MediaRef) -> str | None:
    with closing(MediaFinder(folder)) as finder:
        found = finder.find(media)
        return None if found is None else str(found.path.relative_to(folder))


@pytest.mark.parametrize(
    "media",
    [
        MediaRef(name="x", file="D:\\rushes\\a001_c001.MOV"),
        MediaRef(name="A001_C001.mxf", file="/elsewhere/A001_C001.mxf"),
        MediaRef(name="A001_C001"),
    ],
    ids=["by file name", "by stem", "by clip name"],
)
def test_a_file_is_found_by_its_name(rushes: Path, media: MediaRef) -> None:
    assert _found(rushes, media) == "day1/A001_C001.mov"


def test_a_file_is_found_by_its_reel_and_timecode(rushes: Path) -> None:
    span = SourceSpan(rate=RATE, start=Fraction(2), duration=Fraction(2))
    media = MediaRef(name="scene 4 take 2", reel="a001_c001", available=span)
    late = MediaRef(
        name="scene 4 take 2",
        reel="a001_c001",
        available=SourceSpan(rate=RATE, start=Fraction(90), duration=Fraction(2)),
    )
    assert (_found(rushes, media), _found(rushes, late)) == ("day1/A001_C001.mov", None)


def test_two_files_of_one_name_are_not_guessed_between(rushes: Path) -> None:
    assert _found(rushes, MediaRef(name="same.mov", file="/x/same.mov")) is None


def test_a_file_where_the_cut_says_is_taken_before_any_other(rushes: Path) -> None:
    assert _found(rushes, MediaRef(name="same.mov", file=str(rushes / "day2" / "same.mov"))) == "day2/same.mov"


def test_a_folder_that_is_none_is_told(tmp_path: Path) -> None:
    with pytest.raises(MediaError, match="is no folder"):
        MediaFinder(tmp_path / "none")
