"""A switched angle is the same shot: id, grade and anchors stay, whatever the new cut calls the camera."""

from __future__ import annotations

import copy
import json
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

FILES = [("fcpxml", ".fcpxml", False), ("fcpxml", ".fcpxml", True), ("edl", ".edl", True), ("aaf", ".aaf", True)]
WORK = {
    "color": {"grades": {"talk": {"saturation": 0.5}}},
    "markers": [{"marker": "m1", "at": "talk+12f"}, {"marker": "m2", "at": "talk@50f"}],
}


def document(offset: str) -> dict[str, Any]:
    return {
        "posthouse": 1,
        "title": "T",
        "format": {"size": [96, 54], "rate": 24},
        "media": {
            "a": "a.mov",
            "b": "b.mov",
            "table": {"multicam": {"wide": "a", "close": {"media": "b", "offset": offset}}},
        },
        "cut": [
            {"shot": "intro", "from": "a", "in": "2f", "for": "10f"},
            {"shot": "talk", "from": "table", "angle": "wide", "in": "30f", "for": "40f"},
            {"shot": "reply", "from": "table", "angle": "wide", "in": "70f", "for": "10f"},
        ],
    }


@pytest.fixture
def film(tmp_path: Path) -> Path:
    for seed, name in enumerate("ab"):
        make_clip(tmp_path / f"{name}.mov", Clip(frames=100, seed=seed + 1))
    return tmp_path


def taken(film: Path, old: dict[str, Any], new: dict[str, Any], file: tuple[str, str, bool]) -> Recut:
    """Return the recut of a production by another, sent as a file."""
    form, suffix, is_flat = file
    production, cut = film / "production.yaml", film / f"cut{suffix}"
    production.write_text(json.dumps(new))
    with open_film(film) as opened:
        export(opened, form, to=cut, with_sidecar=False, is_flat=is_flat)
    production.write_text(json.dumps(old))
    return recut(Draft.open(film), side_of_cut(cut, folder=film, rate=Rate.parse(24)))


@pytest.mark.parametrize("offset", ["12f", "-12f"])
@pytest.mark.parametrize("file", FILES)
def test_a_switched_angle_is_the_same_shot(file: tuple[str, str, bool], offset: str, film: Path) -> None:
    old = document(offset) | WORK
    new = copy.deepcopy(document(offset))
    new["cut"][1]["angle"] = "close"
    found = taken(film, old, new, file)
    assert [str(each) for each in found.comparison.changes] == ["talk: switched from wide to close"]
    assert found.draft.value == {**new, **WORK}
    assert not found.parked
    assert not found.notes


def test_anchors_follow_a_switched_and_trimmed_shot(film: Path) -> None:
    new = document("12f")
    new["cut"][1] |= {"angle": "close", "in": "34f", "for": "36f"}
    found = taken(film, document("12f") | WORK, new, FILES[2])
    words = [str(each) for each in found.comparison.changes]
    assert words[:2] == ["talk: switched from wide to close", "talk: 4 frames shorter at the head"]
    value = found.draft.value
    assert isinstance(value, dict)
    assert [each["at"] for each in value["markers"]] == ["talk+8f", "talk@50f"]  # type: ignore[index, union-attr, call-overload] # read back


def test_a_shot_of_another_angle_at_another_time_is_new(film: Path) -> None:
    new = document("12f")
    new["cut"][1] |= {"angle": "close", "in": "13f", "for": "17f"}
    found = taken(film, document("12f") | WORK, new, FILES[0])
    assert [each.id for each in found.parked if each.place == "cut"] == ["talk"]
