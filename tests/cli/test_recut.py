"""``posthouse recut``: a new cut taken into the text."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from posthouse.cli.main import run
from tests.studio.recut.recutting import example_document, example_text, without_ids

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def film(tmp_path: Path) -> Path:
    (tmp_path / "production.yaml").write_text(example_text())
    return tmp_path


@pytest.fixture
def new(film: Path) -> Path:
    """Return a new cut: a shot less, another trimmed."""
    document = without_ids(example_document())
    document["cut"] = [item for item in document["cut"] if item.get("in") != "722f"]
    next(item for item in document["cut"] if item.get("in") == "776f").update({"in": "780f", "for": "60f"})
    (film / "v2.yaml").write_text(json.dumps(document))
    return film / "v2.yaml"


def test_the_text_is_changed_and_what_is_parked_is_told(
    film: Path, new: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["recut", str(new), str(film)]) == 0
    said = capsys.readouterr().out
    assert "major: 4 frames shorter at the head" in said
    assert "parked: shot hall: it is not in the new cut" in said
    text = (film / "production.yaml").read_text()
    assert "shot: major, from: forest, in: 780f, for: 60f, fit: fill, pan: [0.5, 0.1]" in text
    assert "x-parked:" in text


def test_a_dry_run_writes_nothing(film: Path, new: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["recut", str(new), str(film), "-n"]) == 0
    assert "+  - {shot: major" in capsys.readouterr().out
    assert (film / "production.yaml").read_text() == example_text()


def test_a_second_recut_to_the_same_cut_changes_nothing(film: Path, new: Path) -> None:
    assert run(["recut", str(new), str(film)]) == 0
    text = (film / "production.yaml").read_text()
    assert run(["recut", str(new), str(film)]) == 0
    assert (film / "production.yaml").read_text() == text


def test_facts_name_what_each_shot_comes_from(film: Path, new: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["recut", str(new), str(film), "--json", "--list", str(film / "list.txt")]) == 0
    facts = json.loads(capsys.readouterr().out)
    assert facts["shots"]["tower"] == "tower"
    assert {each["id"] for each in facts["parked"]} == {"hall"}
    assert "DELETE" in (film / "list.txt").read_text()


def test_another_rate_is_refused(film: Path, new: Path, capsys: pytest.CaptureFixture[str]) -> None:
    new.write_text(new.read_text().replace('"rate": 24', '"rate": 25'))
    assert run(["recut", str(new), str(film)]) == 2
    assert "25 frames per second" in capsys.readouterr().err
    assert (film / "production.yaml").read_text() == example_text()
