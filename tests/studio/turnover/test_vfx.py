"""Pulls go out frame-exact with their lists; versions that come back are checked and put into the cut."""

from __future__ import annotations

import csv
import io
import json
import shutil
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import av
import cv2
import numpy as np
import pytest

from posthouse.cli.main import run
from posthouse.interchange.ale import read as read_ale
from posthouse.interchange.edl import read as read_edl
from posthouse.media.images import read_samples
from posthouse.media.library import MediaLibrary
from posthouse.media.pool import DecoderPool
from posthouse.pixels.scene_cuts import thumbnail
from posthouse.production import read_production
from posthouse.timing import Rate

if TYPE_CHECKING:
    from pathlib import Path

TEXT = """\
posthouse: 1
title: Street
format: {{size: [320, 136], rate: 25, start: "10:00:00:00"}}
media: {{bikes: '{media}', dark: {{generate: {{color: black}}}}}}
cut:
  - {{shot: one, from: bikes, in: 3f, for: 40f}}      # from the start
  - dissolve: 8f
  - {{shot: two, from: bikes, in: 100f, for: 30f, speed: 50%}}
  - {{shot: black, from: dark, for: 12f}}
color: {{grades: {{one: {{exposure: -1}}}}}}
titles: [{{title: name, text: NAME, at: "one@10f", for: 12f}}]
markers: [{{marker: fix, at: one+5f, name: fix}}]
deliver: [web]
"""


@pytest.fixture
def folder(tmp_path: Path, media: Path) -> Path:
    (tmp_path / "production.yaml").write_text(TEXT.format(media=media / "footage" / "bikes.mp4"))
    return tmp_path


def answered(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict[str, Any]]:
    code = run(["turnover", *words, "--json"])
    return code, json.loads(capsys.readouterr().out)


def prints(path: Path, work: Path) -> Any:
    library = MediaLibrary(work)
    info = library.info(path)
    with library, DecoderPool(library=library) as pool:
        return np.stack([thumbnail(p) for p in pool.pictures(path, info, range(info.pictures[0].frame_count))])


def test_pulls_are_the_footages_own_frames(
    folder: Path, media: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, answer = answered(capsys, "vfx", str(folder) + "/", "--handles", "6", "--as", "ffv1")
    assert code == 0
    assert [(p["shot"], p["first_picture"], p["pictures"], p["head"], p["tail"]) for p in answer["pulls"]] == [
        ("one", 0, 53, 3, 6),
        ("two", 92, 29, 6, 6),
    ]
    source = prints(media / "footage" / "bikes.mp4", tmp_path)
    pulled = prints(folder / "turnovers/vfx_v001/out/Street_two_plate_v001.mkv", tmp_path)
    # Codes of BT.601 are brought to BT.709, so luma moves a little; the frames are told by their movement.
    apart = [float(np.abs(pulled - source[at : at + 29]).mean()) for at in (91, 92, 93)]
    assert apart[1] < 0.01
    assert apart[1] < 0.5 * min(apart[0], apart[2])


def test_the_lists_say_what_was_pulled(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answered(
        capsys, "vfx", str(folder) + "/", "one", "--handles", "2", "--as", "ffv1", "--name", "S_{number:03}_{shot}"
    )
    made = folder / "turnovers" / "vfx_v001"
    event = read_edl(made / "vfx_v001.edl", rate=Rate.parse(25)).timelines[0].tracks[0].clips[0]
    assert [event.name, event.source.start, event.source.duration] == ["S_001_one", 1, 48]
    assert [media.name for media in read_ale(made / "vfx_v001.ale").media] == ["S_001_one"]
    rows = list(csv.DictReader(io.StringIO((made / "vfx_v001_count_sheet.csv").read_text("utf-8-sig"))))
    assert (rows[0]["record in"], rows[0]["cut frames"], rows[0]["frames"]) == ("10:00:00:00", "44", "48")


@pytest.mark.parametrize(
    ("words", "cause"),
    [
        (("nobody",), "there is no shot nobody"),
        (("one", "two", "--name", "plate"), "two pulls would be called plate"),
        (("--name", "{colour}"), "a name has no field {colour}"),
        (("--name", "a/b_{shot}"), "is no file name"),
        (("black",), "black is no footage"),
    ],
    ids=["shot", "one-name", "field", "slash", "generated"],
)
def test_what_cannot_be_pulled_is_told(
    folder: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], cause: str
) -> None:
    assert run(["turnover", "vfx", str(folder) + "/", *words]) == 2
    assert cause in capsys.readouterr().err
    assert not (folder / "turnovers").exists()


def test_a_pull_that_went_out_is_not_changed(folder: Path, media: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, clip = folder / "production.yaml", f"'{media / 'footage' / 'bikes.mp4'}'"
    file.write_text(file.read_text().replace(clip, f"{{file: {clip}, reel: A7}}"))
    answered(capsys, "vfx", str(folder) + "/", "two", "--as", "ffv1", "--handles", "2")
    record = folder / "turnovers/vfx_v001/turnover.json"
    before = record.read_text()
    assert run(["turnover", "vfx", str(folder) + "/", "two", "--as", "ffv1", "--handles", "3"]) == 2
    assert "went out with" in capsys.readouterr().err
    assert record.read_text() == before
    code, _ = answered(capsys, "vfx", str(folder) + "/", "one", "--as", "ffv1", "--handles", "2")
    assert code == 0
    assert [pull["shot"] for pull in json.loads(record.read_text())["pulls"]] == ["two", "one"]
    rows = csv.DictReader(io.StringIO((record.parent / "vfx_v001_count_sheet.csv").read_text("utf-8-sig")))
    assert [(row["shot"], row["reel"], row["frames"]) for row in rows] == [("one", "A7", "48"), ("two", "A7", "21")]
    events = read_edl(record.parent / "vfx_v001.edl", rate=Rate.parse(25)).timelines[0].tracks[0].clips
    assert [(event.media.reel, int(event.source.start)) for event in events] == [("A7", 1), ("A7", 96)]


@pytest.fixture(scope="module")
def once_sent(tmp_path_factory: pytest.TempPathFactory, media: Path) -> Path:
    """Return a production whose shots went out, with versions 1 and 2 of one of them back."""
    folder = tmp_path_factory.mktemp("sent")
    (folder / "production.yaml").write_text(TEXT.format(media=media / "footage" / "bikes.mp4"))
    assert run(["turnover", "vfx", f"{folder}/", "--as", "ffv1", "--handles", "4", "--json"]) == 0
    back = folder / "vfx"
    back.mkdir()
    pull = folder / "turnovers/vfx_v001/out/Street_one_plate_v001.mkv"
    for version in (1, 2):
        shutil.copy(pull, back / f"Street_one_comp_v{version:03}.mkv")
    return folder


@pytest.fixture
def sent(once_sent: Path, tmp_path: Path) -> Path:
    """Return a copy of it, to be changed."""
    return shutil.copytree(once_sent, tmp_path, dirs_exist_ok=True)


def test_the_newest_version_is_put_in_and_work_stays(sent: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, answer = answered(capsys, "return", str(sent / "vfx"), str(sent), "--take")
    assert (code, answer["taken"]) == (0, {"one": "one-v002"})
    text = (sent / "production.yaml").read_text()
    assert "{shot: one, from: one-v002, in: 3f, for: 40f}      # from the start" in text
    assert "exposure: -1" in text
    assert read_production(sent).document.titles[0].at.offset.frames == 10
    assert answered(capsys, "return", str(sent / "vfx"), str(sent))[1]["taken"] == {}


def test_an_approved_version_wins_over_the_newest(sent: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("return", str(sent / "vfx"), str(sent), "--approved", "one=1")
    assert answered(capsys, *words)[1]["taken"] == {"one": "one-v001"}
    assert "from: bikes" in (sent / "production.yaml").read_text()
    assert run([*("turnover", *words[:-1]), "one=7"]) == 3
    assert "there are v1, v2" in capsys.readouterr().err


def test_a_turnover_that_went_out_elsewhere_is_named(sent: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (sent / "turnovers").rename(sent / "gone")
    assert run(["turnover", "return", str(sent / "vfx"), str(sent)]) == 3
    assert "say where it went out with --sent" in capsys.readouterr().err
    code, answer = answered(capsys, "return", str(sent / "vfx"), str(sent), "--sent", str(sent / "gone/vfx_v001"))
    assert (code, answer["versions"][0]["version"]) == (0, 2)


def test_a_version_that_came_back_as_two_files_is_not_guessed(sent: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copy(sent / "vfx/Street_one_comp_v002.mkv", sent / "vfx/Street_one_comp_v002_review.mkv")
    code, answer = answered(capsys, "return", str(sent / "vfx"), str(sent))
    assert code == 3
    assert "leave the one that is meant" in answer["versions"][0]["problems"][0]


def test_a_version_with_a_picture_missing_is_refused(sent: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for number in set(range(1001, 1056)) - {1030}:
        picture = np.zeros((136, 320, 3), np.uint8)
        cv2.imwrite(str(sent / f"vfx/Street_one_comp_v003.{number}.png"), picture)
    code, answer = answered(capsys, "return", str(sent / "vfx"), str(sent))
    assert code == 3
    assert "1 picture of the sequence is missing: 1030" in answer["versions"][0]["problems"]


def test_another_picture_size_or_length_is_refused(sent: Path, media: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copy(media / "footage" / "friday.mp4", sent / "vfx" / "Street_one_comp_v003.mp4")
    code, answer = answered(capsys, "return", str(sent / "vfx"), str(sent), "--take")
    assert (code, answer["taken"]) == (3, {})
    problems = " ".join(answer["versions"][0]["problems"])
    assert "it has 185 frames" in problems
    assert "640x480" in problems
    assert "30 fps" in problems


def test_a_version_without_handles_after_one_with_them_shows_the_same_frames(
    sent: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answered(capsys, "return", str(sent / "vfx"), str(sent), "--take")
    (sent / "bare").mkdir()
    text = (sent / "production.yaml").read_text()
    (sent / "bare" / "production.yaml").write_text(TEXT.format(media=text.split("bikes: '")[1].split("'")[0]))
    answered(capsys, "vfx", str(sent / "bare") + "/", "one", "--as", "ffv1", "--handles", "0")
    (pull,) = (sent / "bare" / "turnovers").rglob("*_one_*.mkv")
    shutil.copy(pull, sent / "vfx" / "Street_one_comp_v003.mkv")
    code, answer = answered(capsys, "return", str(sent / "vfx"), str(sent), "--take")
    assert (code, answer["taken"]) == (0, {"one": "one-v003"})
    assert (
        "{shot: one, from: one-v003, in: 0f, for: 40f}      # from the start" in (sent / "production.yaml").read_text()
    )
    assert read_production(sent).document.titles[0].at.offset.frames == 7


def test_a_version_of_other_footage_than_the_shot_shows_is_refused(
    sent: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (sent / "production.yaml").read_text()
    bikes = text.split("bikes: ")[1].split(",")[0]
    other = text.replace("{bikes:", f"{{more: {bikes}, bikes:").replace("one, from: bikes", "one, from: more")
    (sent / "production.yaml").write_text(other)
    code, answer = answered(capsys, "return", str(sent / "vfx"), str(sent), "--take")
    assert (code, answer["taken"]) == (3, {})
    assert "it shows more now, bikes went out" in answer["refused"]["one"]


def variable(path: Path) -> None:
    """Write a movie whose pictures come on unevenly, each brighter than the one before."""
    times = np.cumsum([0, *([2, 1, 3, 1, 1, 4] * 10)])
    with av.open(path, "w") as out:
        stream: Any = out.add_stream("ffv1", rate=50)
        stream.width, stream.height, stream.pix_fmt = 64, 36, "gray"
        stream.time_base = stream.codec_context.time_base = Fraction(1, 50)
        for number, time in enumerate(times):
            picture = np.full((36, 64), 40 + 3 * number, np.uint8)
            picture[:, number % 64] = 0
            frame = av.VideoFrame.from_ndarray(picture, format="gray")
            frame.pts, frame.time_base = int(time), Fraction(1, 50)
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))


def pictures(folder: Path) -> Any:
    return np.stack([read_samples(path)[1] for path in sorted(folder.glob("*.png"))]).astype(float)


def test_footage_of_variable_rate_is_pulled_as_the_programme_shows_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    variable(tmp_path / "phone.mkv")
    (tmp_path / "production.yaml").write_text(
        "posthouse: 1\ntitle: V\nformat: {size: [64, 36], rate: 25}\nmedia: {phone: phone.mkv}\n"
        "cut: [{shot: one, from: phone, in: 7f, for: 20f}]\ndeliver: [{as: frames, name: look, bits: 8}]\n"
    )
    assert run(["build", str(tmp_path), "--json"]) == 0
    before = pictures(tmp_path / "out" / "look")
    capsys.readouterr()
    code, answer = answered(capsys, "vfx", str(tmp_path) + "/", "--handles", "3")
    assert code == 0
    pull = answer["pulls"][0]
    assert (pull["first_picture"], pull["pictures"], pull["rate"], pull["is_variable"]) == (4, 26, "25", True)
    assert "of variable rate" in (tmp_path / "turnovers/vfx_v001/vfx_v001_count_sheet.csv").read_text("utf-8-sig")
    shutil.copytree(tmp_path / "turnovers/vfx_v001/out/V_one_plate_v001", tmp_path / "vfx" / "V_one_comp_v001")
    assert answered(capsys, "return", str(tmp_path / "vfx"), str(tmp_path), "--take")[1]["taken"] == {"one": "one-v001"}
    assert run(["build", str(tmp_path), "--json"]) == 0
    assert float(np.abs(pictures(tmp_path / "out" / "look") - before).max()) <= 1  # the next picture is 3 codes away
