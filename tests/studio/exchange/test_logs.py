"""Avid logs as productions, and into them."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

from posthouse.production import read_production
from posthouse.production.media_spec import FileMediaSpec
from posthouse.studio.exchange.adding import add_cut
from posthouse.studio.exchange.importing import Asked, import_cut
from tests.studio.tiny import Clip, make_clip

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "Heading\nFIELD_DELIM\tTABS\nVIDEO_FORMAT\t1080\nFPS\t25\n\nColumn\n"
COLUMNS = "Name\tTape\tStart\tEnd\tScene\tTake\tASC_SOP\tASC_SAT\tTracks\tSource File\tWeather\n\nData\n"
ROWS = (
    "A001C003\tA001\t01:00:00:00\t01:00:00:20\t12A\t3\t(1.1 1 0.9)(0 0 0.1)(1 1 1)\t0.9\tVA1A2\tA001C003.mov\train\n"
    "B002C001\tB002\t02:00:00:00\t02:00:04:00\t12A\t4\t\t\tVA1A2\tB002C001.mov\t\n"
)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """Return a log of two clips, the first of which lies in a folder beside it."""
    (tmp_path / "rushes").mkdir()
    make_clip(tmp_path / "rushes" / "A001C003.mov", Clip(rate=Fraction(25), frames=20))
    file = tmp_path / "log.ale"
    file.write_text(HEAD + COLUMNS + ROWS)
    return file


def _media(document: Any, name: str) -> FileMediaSpec:
    spec = document.media[name]
    assert isinstance(spec, FileMediaSpec)
    return spec


def test_a_log_becomes_a_production_of_its_clips(log: Path, tmp_path: Path) -> None:
    done = import_cut(log, Asked(folder=tmp_path / "new", media=(tmp_path / "rushes",)))
    document = done.production.document
    here, missing = _media(document, "A001C003"), _media(document, "B002C001")
    assert (here.file, here.reel, str(here.start)) == ("../rushes/A001C003.mov", "A001", "01:00:00:00")
    assert (missing.file, missing.reel, str(missing.start)) == ("B002C001.mov", "B002", "02:00:00:00")
    assert done.missing == ("B002C001",)
    assert "# scene 12A, take 3" in done.text
    cdl = document.color.looks["A001C003"].cdl
    assert cdl is not None
    assert "slope: [1.1, 1.0, 0.9]" in done.text
    told = {entry.item: str(entry.outcome) for entry in done.report.entries}
    assert told["column Weather (1 clip)"] == "dropped"
    assert told["column Scene (2 clips)"] == "approximated"


def test_a_media_that_is_there_gets_what_it_does_not_say_and_is_not_doubled(log: Path, tmp_path: Path) -> None:
    (tmp_path / "production.yaml").write_text(
        "posthouse: 1\ntitle: T\nformat: {size: [96, 54], rate: 25}\nmedia:\n"
        "  pier: rushes/A001C003.mov  # stays\ncut:\n  - {shot: one, from: pier, for: 10f}\n"
    )
    add_cut(log, tmp_path, Asked(folder=tmp_path, media=(tmp_path / "rushes",)))
    document = read_production(tmp_path).document
    assert set(document.media) == {"pier", "B002C001"}
    assert (_media(document, "pier").reel, str(_media(document, "pier").start)) == ("A001", "01:00:00:00")
    assert set(document.color.looks) == {"pier"}
    assert "# stays" in (tmp_path / "production.yaml").read_text()


def test_adding_a_log_twice_changes_nothing_more(log: Path, tmp_path: Path) -> None:
    (tmp_path / "production.yaml").write_text(
        "posthouse: 1\ntitle: T\nformat: {size: [96, 54], rate: 25}\nmedia:\n"
        "  pier: rushes/A001C003.mov\ncut:\n  - {shot: one, from: pier, for: 10f}\n"
    )
    asked = Asked(folder=tmp_path, media=(tmp_path / "rushes",))
    add_cut(log, tmp_path, asked)
    once = (tmp_path / "production.yaml").read_text()
    add_cut(log, tmp_path, asked)
    assert (tmp_path / "production.yaml").read_text() == once


def test_the_real_log_is_a_production(media: Path, tmp_path: Path) -> None:
    done = import_cut(media / "interchange" / "ale" / "sample.ale", Asked(folder=tmp_path))
    assert len(done.production.document.media) == len(done.missing) == 4
    assert str(done.production.document.format.rate) == "24"
