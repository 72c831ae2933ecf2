"""``posthouse markers``: notes, where they are now."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.conftest import SMALL

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MARKERS = """
markers:
  - {marker: late, at: second+2f, note: too dark, color: red, author: Kim}
  - {marker: fix-1, at: first+5f, for: 4f, name: flicker}
"""


@pytest.fixture
def noted(tmp_path: Path) -> Path:
    (tmp_path / "production.yaml").write_text(SMALL + MARKERS)
    return tmp_path


def test_markers_come_in_the_order_of_the_programme(posthouse: Callable[..., Any], noted: Path) -> None:
    markers = posthouse("markers", noted, "--json").facts["markers"]
    assert [(m["marker"], m["frame"], m["frames"], m["shot"]) for m in markers] == [
        ("fix-1", 5, 4, "first"),
        ("late", 22, 0, "second"),
    ]
    assert markers[1]["timecode"] == "00:00:00:22"
    assert (markers[1]["color"], markers[1]["author"], markers[1]["note"]) == ("red", "Kim", "too dark")


def test_people_see_a_table(posthouse: Callable[..., Any], noted: Path) -> None:
    out = posthouse("markers", noted).out
    names = ["timecode", "frames", "shot", "source", "marker", "color", "author", "name", "note"]
    assert out.splitlines()[0].split() == names
    assert out.splitlines()[1].split()[:3] == ["00:00:00:05", "4", "first"]
    assert "too dark" in out


def test_one_color_or_author_can_be_chosen(posthouse: Callable[..., Any], noted: Path) -> None:
    assert len(posthouse("markers", noted, "--color", "red", "--json").facts["markers"]) == 1
    assert posthouse("markers", noted, "--author", "Ada").out == "no such markers among 2\n"


def test_a_marker_whose_place_was_cut_away_is_told(posthouse: Callable[..., Any], noted: Path) -> None:
    text = (noted / "production.yaml").read_text().replace("at: second+2f", 'at: "second@90f"')
    (noted / "production.yaml").write_text(text)
    ran = posthouse("markers", noted)
    assert ran.code != 0
    assert "was cut away" in ran.err


def test_notes_are_listed_where_media_are_not_here(posthouse: Callable[..., Any], noted: Path) -> None:
    text = (noted / "production.yaml").read_text()
    away = text.replace("media:", "media:\n  gone: {file: gone.mov, start: 10:00:00:00}", 1)
    away = away.replace("second, from: ink,", "second, from: gone, in: 10:00:01:00,", 1)
    (noted / "production.yaml").write_text(away)
    ran = posthouse("markers", noted, "--json")
    assert ran.facts["away"] == ["gone"]
    assert [(m["marker"], m["frame"], m["source"]) for m in ran.facts["markers"]][1] == ("late", 22, "10:00:01:02")
    assert "media not here: gone" in posthouse("markers", noted).out


def test_a_table_for_other_programs_is_written(posthouse: Callable[..., Any], noted: Path) -> None:
    ran = posthouse("markers", noted, "--csv", noted / "notes.csv")
    assert ran.code == 0
    with (noted / "notes.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["timecode"], row["frames"], row["marker"]) for row in rows] == [
        ("00:00:00:05", "4", "fix-1"),
        ("00:00:00:22", "0", "late"),
    ]
    assert (rows[1]["color"], rows[1]["author"], rows[1]["note"]) == ("red", "Kim", "too dark")


def test_a_list_for_avid_is_written(posthouse: Callable[..., Any], noted: Path) -> None:
    text = (noted / "production.yaml").read_text()
    text += '  - {marker: warm, at: first+7f, name: "a\\tb", note: "two\\nlines", color: orange}\n'
    (noted / "production.yaml").write_text(text)
    assert posthouse("markers", noted, "--avid", noted / "notes.txt").code == 0
    assert (noted / "notes.txt").read_text() == (
        "posthouse\t00:00:00:05\tV1\tred\tflicker\t4\n"
        "posthouse\t00:00:00:07\tV1\tyellow\ta b: two lines\t1\n"
        "Kim\t00:00:00:22\tV1\tred\ttoo dark\t1\n"
    )


@pytest.mark.parametrize(
    ("words", "cause"),
    [(["--csv", "none/notes.csv"], "cannot be written"), (["--csv", "notes", "--avid", "notes"], "name one file")],
)
def test_a_list_that_cannot_be_written_is_one_clean_error(
    posthouse: Callable[..., Any], noted: Path, words: list[str], cause: str
) -> None:
    ran = posthouse("markers", noted, *words)
    assert ran.code != 0
    assert cause in ran.err
