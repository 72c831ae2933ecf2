"""The example of twenty shots, shortened and small, built from the real clips where they are at hand."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from posthouse.studio import open_film
from tests.studio.tiny import pictures_of

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "twenty-shots"
CLIPS = ("tears-of-steel-battle-clip-medium.webm", "bbb_330-390s.mp4")


@pytest.fixture
def example(tmp_path: Path, media: Path) -> Path:
    """Return the example's folder, with its footage, delivered small."""
    folder = tmp_path / "twenty-shots"
    (folder / "footage").mkdir(parents=True)
    for clip in CLIPS:
        shutil.copyfile(media / "footage" / clip, folder / "footage" / clip)
    document: dict[str, Any] = yaml.safe_load((EXAMPLE / "production.yaml").read_text("utf-8"))
    document["format"]["size"] = [160, 68]
    document["deliver"] = [{"as": "web", "preset": "ultrafast"}, "stems"]
    document["media"]["theme"]["generate"]["bars"] = 4  # composing takes longest
    document["sound"]["music"][0]["loop"] = True
    (folder / "production.yaml").write_text(json.dumps(document))
    return folder


def test_the_example_has_nothing_wrong(example: Path) -> None:
    with open_film(example) as film:
        film.check()
        assert len([event for event in film.programme.cut.events if hasattr(event, "shot")]) == 20


@pytest.mark.slow
def test_the_example_is_built_and_measured(example: Path) -> None:
    with open_film(example) as film:
        film.build()
        frames = film.programme.cut.duration_frames
    report = json.loads((example / "out" / "twenty-shots-web.mp4.report.json").read_text())
    assert frames == sum(1 for _ in pictures_of(example / "out" / "twenty-shots-web.mp4"))
    assert report["is_met"]
    assert {path.name.rpartition("_")[2] for path in (example / "out" / "twenty-shots-stems").glob("*.wav")} >= {
        "DX.wav",
        "MX.wav",
        "FX.wav",
    }


def test_swapping_two_shots_of_the_example_touches_few_chunks(example: Path) -> None:
    """The promise of the house: a recut renders only what it touches."""
    document = json.loads((example / "production.yaml").read_text())
    with open_film(example) as film:
        whole = {planned.job.label for planned in film.plan().jobs if planned.job.kind == "studio.picture"}
        kept = {p.job.params for p in film.plan().jobs if p.job.kind == "studio.picture"}
    cut = document["cut"]
    lemur = next(at for at, item in enumerate(cut) if item.get("shot") == "lemur")
    cut[lemur], cut[lemur + 1] = cut[lemur + 1], cut[lemur]
    (example / "production.yaml").write_text(json.dumps(document))
    with open_film(example) as film:
        new = [p for p in film.plan().jobs if p.job.kind == "studio.picture" and p.job.params not in kept]
    assert len(new) <= 4
    assert len(whole) > 30
