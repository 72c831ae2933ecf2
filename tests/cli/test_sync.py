"""The assistant's commands: shown as a diff, written with --take only."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from posthouse.cli.main import run
from posthouse.studio import open_film
from tests.studio.tiny import Clip, make_clip, make_tone

if TYPE_CHECKING:
    from pathlib import Path

TEXT = """posthouse: 1
title: Set
format: {size: [96, 54], rate: 24}
media:
  cam: cam.mov
  take: take.wav
  cam2: cam2.mov
  table: {multicam: {ann: {media: cam, offset: 0f}, bob: {media: cam2, offset: 24f}}}
  heard: {multicam: {ann: {media: cam, offset: 0f}, bob: cam2, boom: {media: take, offset: 1s}}}
  apart: {multicam: {ann: {media: cam, offset: 0f}, bob: {media: cam2, offset: 72f}}}
  deaf: {multicam: {ann: {media: cam, offset: 0f}, bob: cam}}
cut:
  - {shot: talk, from: cam}
"""


@pytest.fixture(scope="module")
def footage(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("footage")
    make_clip(folder / "cam.mov", Clip(frames=72))
    make_clip(folder / "cam2.mov", Clip(frames=96))
    make_tone(folder / "take.wav", hertz=300, seconds=3, seed=5)
    return folder


@pytest.fixture
def folder(tmp_path: Path, footage: Path) -> Path:
    shutil.copytree(footage, tmp_path, dirs_exist_ok=True)
    (tmp_path / "production.yaml").write_text(TEXT)
    return tmp_path


def told(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict[str, object]]:
    code = run([*words, "--json"])
    return int(code), json.loads(capsys.readouterr().out)


def test_a_pair_that_is_not_sure_is_refused_and_nothing_written(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, facts = told(capsys, "sync", str(folder), "--take")
    assert code == 0
    assert facts["taken"] is False
    assert facts["diff"] == ""
    assert isinstance(facts["pairs"], list)
    assert facts["pairs"][0]["reason"]
    assert (folder / "production.yaml").read_text() == TEXT


def test_media_may_be_named_behind_the_option(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, facts = told(capsys, "sync", str(folder), "--media", "cam", "take")
    assert code == 0
    assert isinstance(facts["pairs"], list)
    assert [(pair["reference"], pair["other"]) for pair in facts["pairs"]] == [("cam", "take")]


def test_a_person_is_told_what_is_listened_to(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["sync", str(folder), "--media", "cam", "take"]) == 0
    assert "listening to cam and take" in capsys.readouterr().err


def test_detected_shots_are_proposed_as_a_sequence_and_taken(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, facts = told(capsys, "detect", f"{folder}:cam")
    assert code == 0
    assert "cam-shots:" in str(facts["diff"])
    assert (folder / "production.yaml").read_text() == TEXT
    told(capsys, "detect", f"{folder}:cam", "--take")
    assert "cam-shots:" in (folder / "production.yaml").read_text()
    code, facts = told(capsys, "detect", f"{folder}:cam")
    assert "already" in str(facts["cause"])


def test_a_file_alone_is_listed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["detect", str(folder / "cam.mov")]) == 0
    assert "1 shot at 24 fps" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "cause"),
    [
        (["detect", "{folder}/take.wav"], "no pictures"),
        (["detect", "{folder}/none.mov"], "none.mov"),
        (["detect", "{folder}/cam.mov", "--take"], "--take needs a production"),
        (["detect", "cam"], "a media of the production here is .:cam"),
        (["sync", "{folder}", "cam", "none"], "no media file none"),
        (["sync", "{folder}", "--multicam", "table"], "there is a media table already"),
        (["tighten", "{folder}"], "name the shots"),
        (["tighten", "{folder}", "tal"], "no shot tal"),
        (["tighten", "{folder}", "talk", "--longer", "long"], "--longer"),
        (["switch", "{folder}", "cam"], "no multicam"),
        (["switch", "{folder}", "table", "--wide", "eve"], "no angle eve"),
        (["switch", "{folder}", "table", "--wide", "ann"], "one close angle"),
        (["switch", "{folder}", "apart"], "never ran together"),
        (["switch", "{folder}", "heard", "--wide", "boom"], "boom is only heard"),
        (["switch", "{folder}", "deaf"], "ann and bob are heard from the same recording"),
    ],
)
def test_wrong_words_are_one_clean_error(
    folder: Path, capsys: pytest.CaptureFixture[str], words: list[str], cause: str
) -> None:
    code, facts = told(capsys, *(word.format(folder=folder) for word in words))
    assert code != 0
    assert cause in json.dumps(facts)


def test_a_table_of_who_speaks_is_proposed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, facts = told(capsys, "switch", str(folder), "table")
    assert code == 0
    assert "table-switched:" in str(facts["diff"])
    assert (facts["first_frame"], facts["frames"]) == (0, 120)
    assert facts["note"] == "of 5.00 s these run a part only: ann 3.00 s, bob 4.00 s"
    assert isinstance(facts["turns"], list)
    assert facts["turns"][0]["angle"] == "ann"  # bob's camera begins a second later
    assert facts["turns"][-1]["angle"] == "bob"


def test_a_cut_by_who_speaks_plays_all_any_camera_has(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told(capsys, "switch", str(folder), "table", "--take")
    file = folder / "production.yaml"
    file.write_text(file.read_text().replace("{shot: talk, from: cam}", "{shot: talk, from: table-switched}"))
    with open_film(folder) as film:
        assert film.programme.cut.duration_frames == 120


def test_a_recorder_among_the_angles_is_not_shown(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, facts = told(capsys, "switch", str(folder), "heard")
    assert code == 0
    assert (facts["first_frame"], facts["frames"]) == (0, 96)
    assert "boom" not in str(facts["turns"])
