"""Shots that were omitted in the text come back with their id and their work when a new cut has them again."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

import yaml

from tests.studio.recut.recutting import example_document, taken, without_ids
from tests.studio.recut.test_parking import said, shot

if TYPE_CHECKING:
    from pathlib import Path


def omitted_text() -> str:
    document = copy.deepcopy(example_document())
    shot(document, "major")["omit"] = True
    document["titles"] = [each for each in document["titles"] if "major" not in each["at"]]
    return yaml.safe_dump(document, sort_keys=False)


def test_an_omitted_shot_comes_back_with_its_id_and_its_grade(tmp_path: Path) -> None:
    found = taken(omitted_text(), without_ids(example_document()), tmp_path)
    after = said(found)
    assert after["cut"] == example_document()["cut"]
    assert after["color"]["grades"] == example_document()["color"]["grades"]
    assert [each.id for each in found.restored] == ["major"]


def test_it_comes_back_trimmed_and_elsewhere(tmp_path: Path) -> None:
    new = example_document()
    item = shot(new, "major")
    item.update({"in": "780f", "for": "60f"})
    new["cut"].remove(item)
    new["cut"].insert(1, item)
    after = said(taken(omitted_text(), without_ids(new), tmp_path))
    assert after["cut"][1]["shot"] == "major"
    assert (after["cut"][1]["in"], after["cut"][1]["for"]) == ("780f", "60f")
    assert "omit" not in after["cut"][1]


def test_one_that_does_not_come_back_stays_omitted(tmp_path: Path) -> None:
    new = example_document()
    new["cut"].remove(shot(new, "major"))
    found = taken(omitted_text(), without_ids(new), tmp_path)
    assert shot(said(found), "major")["omit"] is True
    assert "x-parked" not in said(found)
