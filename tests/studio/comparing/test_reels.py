"""Footage that a list names by reel or clip only is found again: by what both say, and by timecode."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from posthouse.production.reader import production_from_text
from posthouse.studio.comparing.compare import compared
from posthouse.studio.comparing.cut_files import side_of_cut
from posthouse.studio.comparing.side import side_of
from posthouse.timing import Rate
from tests.studio.tiny import Clip, make_clip

if TYPE_CHECKING:
    from pathlib import Path

    from posthouse.studio.comparing.side import Side

WITH_FILES = """TITLE: T
FCM: NON-DROP FRAME
001  T1 V C 01:00:01:00 01:00:01:20 00:00:00:00 00:00:00:20
* FROM CLIP NAME: one
* FROM FILE: /rushes/a.mov
002  T1 V C 01:00:03:00 01:00:03:18 00:00:00:20 00:00:01:14
* FROM CLIP NAME: two
* FROM FILE: /rushes/a.mov
"""
NO_FILES = "\n".join(line for line in WITH_FILES.splitlines() if "FILE" not in line) + "\n"
NO_NAMES = "\n".join(line for line in WITH_FILES.splitlines() if "* FROM" not in line) + "\n"
TWO_FILES = NO_FILES.replace("01:00:03:00 01:00:03:18", "01:10:03:00 01:10:03:18")


def listed(folder: Path, name: str, text: str) -> Side:
    (folder / f"{name}.edl").write_text(text)
    return side_of_cut(folder / f"{name}.edl", folder=folder, rate=Rate.parse(24))


@pytest.mark.parametrize("other", [NO_FILES, NO_NAMES])
def test_a_list_without_files_is_no_change(other: str, tmp_path: Path) -> None:
    one, two = listed(tmp_path, "one", WITH_FILES), listed(tmp_path, "two", other)
    assert compared(one, two).changes == ()
    assert compared(two, one).changes == ()


def production(folder: Path, starts: dict[str, str]) -> Side:
    for name in starts:
        make_clip(folder / f"{name}.mov", Clip(frames=120))
    document = {
        "posthouse": 1,
        "title": "T",
        "format": {"size": [96, 54], "rate": 24},
        "media": {name: {"file": f"{name}.mov", "reel": "T1", "start": start} for name, start in starts.items()},
        "cut": [
            {"shot": "first", "from": "a", "in": "01:00:01:00", "for": "20f"},
            {"shot": "second", "from": "b", "in": "01:10:03:00", "for": "18f"},
        ],
    }
    return side_of(production_from_text(json.dumps(document), folder / "production.yaml"), "here")


def test_files_of_one_reel_are_told_apart_by_timecode(tmp_path: Path) -> None:
    here = production(tmp_path, {"a": "01:00:00:00", "b": "01:10:00:00"})
    assert compared(here, listed(tmp_path, "cut", TWO_FILES)).changes == ()


def test_a_reel_of_another_timecode_is_other_footage(tmp_path: Path) -> None:
    here = production(tmp_path, {"a": "01:00:00:00", "b": "01:10:00:00"})
    found = compared(here, listed(tmp_path, "cut", TWO_FILES.replace("01:10:03", "05:10:03")))
    assert set(found.matched.links) == {"one"}
