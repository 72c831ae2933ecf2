"""A new cut taken in where the media are not here: what the cut says of them counts for both sides."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

from posthouse.production.draft import Draft
from posthouse.studio import open_film
from posthouse.studio.comparing.cut_files import side_of_cut
from posthouse.studio.exchange.exporting import export
from posthouse.studio.recut.recut import recut
from posthouse.timing import Rate
from tests.studio.tiny import Clip, make_clip

if TYPE_CHECKING:
    from pathlib import Path

    from posthouse.studio.recut.recut import Recut


def document() -> dict[str, Any]:
    return {
        "posthouse": 1,
        "title": "T",
        "format": {"size": [96, 54], "rate": 25},
        "media": {"fast": {"file": "fast.mov", "start": "02:00:00:00"}},
        "cut": [
            {"shot": "one", "from": "fast", "in": "18f", "for": "20f"},
            {"shot": "two", "from": "fast", "in": "62f", "for": "21f"},
            {"shot": "three", "from": "fast", "in": "93f", "for": "22f"},
        ],
    }


def taken(folder: Path, new: dict[str, Any], suffix: str, *, is_here: bool) -> Recut:
    """Return the recut of a cut of 25 frames, of footage of 30, sent as a file."""
    clip = make_clip(folder / "fast.mov", Clip(rate=Fraction(30), frames=160))
    (folder / "production.yaml").write_text(json.dumps(new))
    with open_film(folder) as film:
        export(film, {".xml": "fcp7"}.get(suffix, suffix[1:]), to=folder / f"cut{suffix}", with_sidecar=False)
    old = document()
    if not is_here:
        clip.unlink()
        old["media"] = {"fast": "fast.mov"}
    (folder / "production.yaml").write_text(json.dumps(old))
    return recut(Draft.open(folder), side_of_cut(folder / f"cut{suffix}", folder=folder, rate=Rate.parse(25)))


@pytest.mark.parametrize("suffix", [".xml", ".fcpxml", ".aaf", ".otio"])
def test_the_same_cut_changes_nothing(suffix: str, tmp_path: Path) -> None:
    found = taken(tmp_path, document(), suffix, is_here=False)
    assert found.draft.diff() == ""
    assert not found.comparison.changes


def test_a_trim_and_a_new_shot_are_written(tmp_path: Path) -> None:
    new = document()
    new["cut"][1]["for"] = "16f"
    new["cut"].insert(2, {"shot": "more", "from": "fast", "in": "02:00:04:03", "for": "12f"})
    found = taken(tmp_path, new, ".fcpxml", is_here=False)
    said = [str(each) for each in found.comparison.changes]
    assert said == ["two: 5 frames shorter at the tail", "more: new, after two: 12 frames of fast"]


def test_an_edl_that_cannot_say_the_rate_is_doubted(tmp_path: Path) -> None:
    found = taken(tmp_path, document(), ".edl", is_here=False)
    assert found.notes[0] == "fast: not here, and the new cut does not say at which rate; taken at 25"


def test_labels_of_an_edl_count_at_its_own_rate(tmp_path: Path) -> None:
    new = document()
    new["cut"].insert(2, {"shot": "more", "from": "fast", "in": "130f", "for": "12f"})
    found = taken(tmp_path, new, ".edl", is_here=True)
    assert [str(each) for each in found.comparison.changes] == ["more: new, after two: 12 frames of fast"]
