"""A cut's files found in folders, end to end: right ones taken, namesakes refused, renamed ones found by picture."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from posthouse.cli.main import run

if TYPE_CHECKING:
    from pathlib import Path

EDL = """TITLE: TEST
FCM: NON-DROP FRAME

001  AX       V     C        00:00:00:10 00:00:02:10 00:00:00:00 00:00:02:00
* FROM CLIP NAME: {first}
002  AX       V     C        00:00:04:00 00:00:05:05 00:00:02:00 00:00:03:05
* FROM CLIP NAME: {first}
"""


@pytest.fixture
def rushes(tmp_path: Path, media: Path) -> Path:
    folder = tmp_path / "rushes"
    folder.mkdir()
    shutil.copy(media / "footage" / "bikes.mp4", folder / "bikes.mp4")
    shutil.copy(media / "footage" / "carphone_pristine.mp4", folder / "phone.mp4")
    return folder


def relink(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict[str, Any]]:
    code = run(["relink", *words, "--rate", "25", "--json"])
    return code, json.loads(capsys.readouterr().out)


def written_edl(folder: Path, first: str) -> Path:
    path = folder / "cut.edl"
    path.write_text(EDL.format(first=first))
    return path


def test_a_file_of_the_clip_name_is_found_and_written(
    tmp_path: Path, rushes: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    production = tmp_path / "production.yaml"
    production.write_text(
        "posthouse: 1\ntitle: T\nformat: {size: [640, 272], rate: 25}\n"
        "media: {bikes: bikes.mp4}   # from the cut\ncut: [{from: bikes, in: 10f, for: 50f}]\n"
    )
    words = (str(written_edl(tmp_path, "bikes.mp4")), str(production), "--media", str(rushes))
    code, answer = relink(capsys, *words)
    assert (code, answer["proposed"], answer["written"]) == (0, {"bikes": "rushes/bikes.mp4"}, {})
    assert relink(capsys, *words, "--take")[1]["written"] == {"bikes": "rushes/bikes.mp4"}
    assert "{bikes: rushes/bikes.mp4}   # from the cut" in production.read_text()


def test_a_renamed_file_is_found_by_its_pictures(
    tmp_path: Path, rushes: Path, media: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (rushes / "bikes.mp4").rename(rushes / "clip0001.mp4")
    edl = written_edl(tmp_path, "street")
    code, answer = relink(capsys, str(edl), "--media", str(rushes))
    assert (code, answer["media"][0]["found"]) == (3, None)
    movie = tmp_path / "reference"
    movie.mkdir()
    (movie / "production.yaml").write_text(
        "posthouse: 1\ntitle: R\nformat: {size: [320, 136], rate: 25}\n"
        f"media: {{b: '{rushes / 'clip0001.mp4'}'}}\n"
        "cut: [{from: b, in: 10f, for: 50f}, {from: b, in: 100f, for: 30f}]\ndeliver: [{as: web, name: r}]\n"
    )
    assert run(["build", str(movie), "--json"]) == 0
    capsys.readouterr()
    words = (str(edl), "--media", str(rushes), "--reference", str(movie / "out" / "r.mp4"))
    code, answer = relink(capsys, *words)
    assert code == 0
    assert answer["media"][0]["found"].endswith("clip0001.mp4")


def test_a_namesake_is_refused_by_its_pictures(
    tmp_path: Path, rushes: Path, media: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    reference = rushes / "bikes.mp4"
    other = tmp_path / "other"
    other.mkdir()
    shutil.copy(media / "footage" / "friday.mp4", other / "bikes.mp4")
    edl = written_edl(tmp_path, "bikes.mp4")
    code, answer = relink(capsys, str(edl), "--media", str(other), "--reference", str(reference))
    assert (code, answer["media"][0]["found"]) == (3, None)
    assert "does not show what the reference shows" in answer["media"][0]["reason"]


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["relink", str(written_edl(tmp_path, "x")), "--media", str(tmp_path / "none")]) == 3
    assert "is no folder" in capsys.readouterr().err


def test_a_production_that_moved_finds_its_own_media(
    tmp_path: Path, rushes: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    moved = tmp_path / "moved"
    moved.mkdir()
    (moved / "production.yaml").write_text(
        "posthouse: 1\ntitle: T\nformat: {size: [640, 272], rate: 25}\n"
        "media: {street: rushes/bikes.mp4, lost: rushes/lost.mov}\n"
        "cut: [{from: street, in: 10f, for: 50f}, {from: lost, in: 01:00:00:00, for: 2s}]\n"
    )
    code, answer = relink(capsys, str(moved), "--media", str(rushes), "--take")
    assert (code, answer["written"]) == (3, {"street": "../rushes/bikes.mp4"})
    assert run(["relink", str(rushes), "--media", str(rushes)]) == 2
    assert "there is no production" in capsys.readouterr().err
