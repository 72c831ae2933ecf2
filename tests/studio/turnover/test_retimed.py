"""Versions of shots that are played at another speed or rate: as the footage's frames, or with the retime baked in."""

from __future__ import annotations

import csv
import io
import json
import shutil
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from posthouse.cli.main import run
from posthouse.media.images import read_samples, write_image
from posthouse.studio import open_film
from posthouse.studio.turnover.pull_sheets import sheets
from posthouse.studio.turnover.pulls import PullWishes, plan_pulls

if TYPE_CHECKING:
    from pathlib import Path

RAMP = "in: 10f, for: 24f, speed: [{at: 10f, to: 100%}, {at: 20f, to: 50%}, {at: 30f, to: 200%}]"
TEXT = """\
posthouse: 1
title: R
format: {{size: [64, 36], rate: {rate}}}
media: {{plate: {{sequence: "plate/p.####.png", rate: 24}}}}
cut: [{{shot: one, from: plate, {shot}}}]
{more}
deliver: [{{as: frames, name: look, bits: 8}}]
"""


def production(folder: Path, shot: str = RAMP, *, rate: str = "24", more: str = "") -> None:
    """Write a production of one shot of footage in which every picture is another grey."""
    if not (folder / "plate").exists():
        (folder / "plate").mkdir()
        for frame in range(96):
            picture = np.full((36, 64, 3), 20 + 2 * frame, np.uint8)
            write_image(folder / "plate" / f"p.{frame + 1:04}.png", picture)
    (folder / "production.yaml").write_text(TEXT.format(shot=shot, rate=rate, more=more))


def greys(folder: Path) -> list[int]:
    """Return which picture of the footage each frame of the programme shows."""
    shutil.rmtree(folder / "out", ignore_errors=True)
    with open_film(folder) as film:
        film.build()
    paths = sorted((folder / "out" / "look").glob("*.png"))
    return [round((int(read_samples(path)[1][10, 10, 0]) - 20) / 2) for path in paths]


def pull_of(folder: Path, capsys: pytest.CaptureFixture[str], handles: int = 3) -> Path:
    """Return the folder of the pictures that went out."""
    assert run(["turnover", "vfx", str(folder) + "/", "--handles", str(handles), "--json"]) == 0
    capsys.readouterr()
    return folder / "turnovers/vfx_v001/out/R_one_plate_v001"


def returned(folder: Path, capsys: pytest.CaptureFixture[str], pictures: Path, name: str) -> tuple[int, dict[str, Any]]:
    """Return what taking pictures in under a name answers."""
    target = folder / "vfx" / name
    target.mkdir(parents=True)
    for path in pictures.glob("*.png"):
        shutil.copy(path, target / f"{name}.{path.name.split('.')[-2]}.png")
    code = run(["turnover", "return", str(folder / "vfx"), str(folder), "--take", "--json"])
    return code, json.loads(capsys.readouterr().out)


def baked(folder: Path) -> Path:
    """Return the programme's own pictures, as one who bakes the retime in would hand them over."""
    target = folder / "baked"
    target.mkdir()
    for path in (folder / "out" / "look").glob("*.png"):
        shutil.copy(path, target / path.name.replace("look", "b"))
    return target


@pytest.mark.parametrize("shot", [RAMP, "in: 10f, for: 24f, speed: 50%"], ids=["ramp", "half-speed"])
def test_an_unramped_version_keeps_the_retime_in_the_cut(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], shot: str
) -> None:
    production(tmp_path, shot)
    before = greys(tmp_path)
    code, answer = returned(tmp_path, capsys, pull_of(tmp_path, capsys), "R_one_comp_v001")
    assert (code, answer["kinds"]) == (0, {"one": "source"})
    assert "speed:" in (tmp_path / "production.yaml").read_text()
    assert greys(tmp_path) == before


def test_a_baked_version_takes_the_ramp_out_of_the_cut(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    production(tmp_path)
    before = greys(tmp_path)
    pull_of(tmp_path, capsys)
    code, answer = returned(tmp_path, capsys, baked(tmp_path), "R_one_comp_v001")
    assert (code, answer["kinds"]) == (0, {"one": "baked"})
    assert "cut: [{shot: one, from: one-v001, in: 0f, for: 24f}]" in (tmp_path / "production.yaml").read_text()
    assert greys(tmp_path) == before


@pytest.mark.parametrize(
    ("name", "kind"), [("R_one_baked_v001", "baked"), ("R_one_unramped_v001", "source"), ("R_one_comp_v001", None)]
)
def test_where_both_lengths_are_one_the_name_decides(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, kind: str | None
) -> None:
    production(tmp_path, "in: 10f, for: 24f, speed: -100%")
    greys(tmp_path)
    pictures = pull_of(tmp_path, capsys, handles=0)
    code, answer = returned(tmp_path, capsys, pictures, name)
    assert answer["kinds"].get("one") == kind
    if kind is None:
        assert code == 3
        assert "put unramped or baked into its name" in answer["versions"][0]["problems"][0]


@pytest.mark.parametrize(
    ("changed", "more", "cause"),
    [
        ("in: 11f, for: 24f, speed: 50%", "", "its cut changed since it went out"),
        (RAMP, "titles: [{title: t, text: T, at: one@15f, for: 3f}]", "titles 1 hang on its source frames"),
    ],
    ids=["cut-changed", "anchored"],
)
def test_a_baked_version_that_would_show_something_else_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], changed: str, more: str, cause: str
) -> None:
    production(tmp_path)
    greys(tmp_path)
    pull_of(tmp_path, capsys)
    pictures = baked(tmp_path)
    production(tmp_path, changed, more=more)
    code, answer = returned(tmp_path, capsys, pictures, "R_one_comp_v001")
    assert (code, answer["taken"]) == (3, {})
    assert cause in answer["refused"]["one"]


@pytest.mark.parametrize("first", [0, 5, 24, 30])
def test_a_version_at_the_footages_own_rate_shows_the_same_pictures_or_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], first: int
) -> None:
    production(tmp_path, f"in: {first}f, for: 30f", rate="25")
    before = greys(tmp_path)
    code, answer = returned(tmp_path, capsys, pull_of(tmp_path, capsys, handles=0), "R_one_unramped_v001")
    if code == 0:
        assert greys(tmp_path) == before
    else:
        assert "ask for 30 frames baked to 25" in answer["refused"]["one"]
    assert code == (0 if first == 0 else code)


def test_a_version_baked_to_the_programmes_rate_is_put_in(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    production(tmp_path, "in: 5f, for: 30f", rate="25")
    before = greys(tmp_path)
    pull_of(tmp_path, capsys)
    code, answer = returned(tmp_path, capsys, baked(tmp_path), "R_one_baked_v001")
    assert (code, answer["kinds"]) == (0, {"one": "baked"})
    assert greys(tmp_path) == before


@pytest.mark.parametrize(("own", "rate"), [("23.976", "25"), ("24", "23.976"), ("23.976", "24"), ("24", "25")])
@pytest.mark.parametrize("frames", [1, 30, 62, 70])
def test_the_edl_ends_where_the_count_sheet_does(tmp_path: Path, own: str, rate: str, frames: int) -> None:
    production(tmp_path, f"in: 5f, for: {frames}f", rate=rate)
    document = tmp_path / "production.yaml"
    document.write_text(document.read_text().replace("rate: 24}", f'rate: {own}, start: "10:00:05:00"}}'))
    with open_film(tmp_path) as film:
        wishes = PullWishes(handles=3)
        found = sheets(film, plan_pulls(film, (), wishes), wishes, "vfx")
    row = next(csv.DictReader(io.StringIO(found["vfx_count_sheet.csv"].decode("utf-8-sig"))))
    event = next(line for line in found["vfx.edl"].decode().splitlines() if line.startswith("001"))
    assert event.split()[4:6] == [row["source in"], row["source out"]]
