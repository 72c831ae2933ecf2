"""Pulls as EXR: what goes out says its color, and put straight back it changes the programme by half floats at most."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import numpy as np
import OpenImageIO
import pytest

from posthouse.cli.main import run
from posthouse.color.space import SPACES
from posthouse.media.images import read_samples, write_image
from posthouse.studio import open_film
from posthouse.studio.turnover.pull_light import light_of

if TYPE_CHECKING:
    from pathlib import Path

FRAMES = 12
WHITES_APART = 3.0
"""8-bit codes: bt2408 adapts whites by Bradford, while cameras' own way to ACES is by CAT02."""
TEXT = """\
posthouse: 1
title: Log
format: {{size: [96, 54], rate: 24{programme}}}
media: {{plate: {{sequence: "plate/p.####.png", rate: 24{color}}}}}
cut: [{{shot: one, from: plate, in: 2f, for: 8f}}]
color: {{exact: true, grades: {{one: {{saturation: 1.1}}}}{convert}}}
deliver: [{{as: frames, name: look}}]
"""
CASES = {
    "logc4-rec709": ("", ", color: arri-logc4", ", convert: aces2"),
    "slog3-aces": (", color: aces", ", color: sony-slog3", ""),
    "clog2-rec709": ("", ", color: canon-clog2", ", convert: bt2408"),
    "rec709": ("", "", ""),
    "rec709-aces": (", color: aces", "", ""),
}


def production(folder: Path, case: str) -> Path:
    """Write a production of a ramp of colors; return its file."""
    (folder / "plate").mkdir()
    across, down = np.meshgrid(np.linspace(0.25, 0.75, 96), np.linspace(-np.pi, np.pi, 54))
    turns = np.array([0, 2, 4]) * np.pi / 3
    for frame in range(FRAMES):
        picture = across[:, :, None] + 0.08 * np.cos(down[:, :, None] + turns)  # 1.5 stops between channels in log
        picture = np.clip(picture * (0.8 + 0.2 * frame / FRAMES), 0, 1)
        write_image(folder / "plate" / f"p.{frame + 1:04}.png", np.round(picture * 65535).astype(np.uint16))
    programme, color, convert = CASES[case]
    (folder / "production.yaml").write_text(TEXT.format(programme=programme, color=color, convert=convert))
    return folder / "production.yaml"


def looks(folder: Path) -> Any:
    """Return (frame, y, x, channel) codes of 16 bits of the programme."""
    with open_film(folder) as film:
        film.build()
    return np.stack([read_samples(path)[1] for path in sorted((folder / "out" / "look").glob("*.png"))]).astype(float)


def pulled(folder: Path, capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    assert run(["turnover", "vfx", str(folder) + "/", "--handles", "2", *words, "--json"]) == 0
    answer: dict[str, Any] = json.loads(capsys.readouterr().out)
    return answer


@pytest.mark.parametrize("case", CASES)
def test_a_pull_put_straight_back_changes_no_more_than_half_floats_cost(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], case: str
) -> None:
    production(tmp_path, case)
    before = looks(tmp_path)
    pulled(tmp_path, capsys, "--as", "exr")
    back = tmp_path / "vfx" / "Log_one_comp_v001"
    back.mkdir(parents=True)
    for path in (tmp_path / "turnovers/vfx_v001/out/Log_one_plate_v001").glob("*.exr"):
        shutil.copy(path, back / path.name.replace("_plate_", "_comp_"))
    assert run(["turnover", "return", str(tmp_path / "vfx"), str(tmp_path), "--take", "--json"]) == 0
    assert "one-v001" in (tmp_path / "production.yaml").read_text()
    apart = np.abs(looks(tmp_path) - before) / 65535 * 255
    most = WHITES_APART if "bt2408" in CASES[case][2] else 0.5
    assert float(apart.max()) < most
    assert float(apart.mean()) < most / 10


@pytest.mark.parametrize(
    ("case", "words", "points"),
    [
        ("logc4-rec709", "ACES2065-1 linear light, from arri-logc4, arri-wide-gamut-4", (0.7347, 0.2653)),
        ("rec709", "linear light of bt709 by the sRGB curve", (0.64, 0.33)),
    ],
)
def test_an_exr_and_the_count_sheet_say_the_color(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], case: str, words: str, points: tuple[float, float]
) -> None:
    production(tmp_path, case)
    answer = pulled(tmp_path, capsys, "--as", "exr")
    path = next(name for name in answer["files"] if name.endswith(".exr"))
    image = OpenImageIO.ImageInput.open(path)
    assert image is not None
    spec = image.spec()
    assert spec.getattribute("chromaticities")[:2] == pytest.approx(points)
    assert spec.getattribute("ImageDescription") == words
    assert spec.format == "half"
    assert words in (tmp_path / "turnovers/vfx_v001/vfx_v001_count_sheet.csv").read_text("utf-8-sig")


def test_grey_of_a_camera_is_018_in_aces() -> None:
    """LogC4 has its 18 % grey at 0.2784 (ARRI LogC4 specification, table 2)."""
    grey = np.full((1, 1, 3), 0.278396)
    assert light_of(grey, SPACES["arri-logc4"].space) == pytest.approx(0.18, abs=1e-4)


def test_codes_of_a_camera_come_back_as_that_camera(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    production(tmp_path, "logc4-rec709")
    pulled(tmp_path, capsys, "--as", "ffv1")
    (tmp_path / "vfx").mkdir()
    pull = tmp_path / "turnovers/vfx_v001/out/Log_one_plate_v001.mkv"
    shutil.copy(pull, tmp_path / "vfx/Log_one_comp_v001.mkv")
    assert run(["turnover", "return", str(tmp_path / "vfx"), str(tmp_path), "--take"]) == 0
    assert "color: arri-logc4," in (tmp_path / "production.yaml").read_text().split("one-v001:")[1]


def test_codes_where_light_went_out_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    production(tmp_path, "logc4-rec709")
    pulled(tmp_path, capsys, "--as", "exr")
    for path in sorted((tmp_path / "plate").glob("*.png")):
        (tmp_path / "vfx").mkdir(exist_ok=True)
        shutil.copy(path, tmp_path / "vfx" / f"Log_one_comp_v001.{path.name[2:]}")
    assert run(["turnover", "return", str(tmp_path / "vfx"), str(tmp_path)]) == 3
    assert "it holds codes; light went out" in " ".join(capsys.readouterr().out.split())


def test_exr_of_a_display_in_hdr_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = production(tmp_path, "rec709")
    text = file.read_text().replace("rate: 24}", "rate: 24, color: rec2100-pq}")
    file.write_text(text)
    assert run(["turnover", "vfx", str(tmp_path) + "/", "--as", "exr"]) == 2
    assert "would not come back as it went" in capsys.readouterr().err
