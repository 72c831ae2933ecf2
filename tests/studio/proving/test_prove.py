"""A production proven against a reference movie: here the clip it is cut from, end to end."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import av
import numpy as np
import pytest

from posthouse.cli.main import run

if TYPE_CHECKING:
    from pathlib import Path


def production(folder: Path, media: Path, *, second: str = "in: 40f", size: str = "320, 136") -> Path:
    """Return a production that cuts a clip in three and joins it again."""
    file = folder / "production.yaml"
    file.write_text(
        "posthouse: 1\ntitle: Proof\n"
        f"format: {{size: [{size}], rate: 25}}\n"
        f"media: {{bikes: '{media / 'footage' / 'bikes.mp4'}'}}\n"
        "cut:\n"
        "  - {shot: one, from: bikes, for: 40f}\n"
        f"  - {{shot: two, from: bikes, {second}, for: 30f}}\n"
        "  - {shot: three, from: bikes, in: 70f, for: 30f}\n"
        "color: {grades: {one: {exposure: -1}}}\n"
        "titles: [{title: name, text: NAME, at: one, for: 20f}]\n"
        "deliver: [web]\n"
    )
    return file


def proven(file: Path, media: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, str]]:
    page = file.parent / "proof.html"
    words = ["prove", str(file), "--reference", str(media / "footage" / "bikes.mp4"), "--html", str(page), "--json"]
    code = run(words)
    answer = json.loads(capsys.readouterr().out)
    assert code in {0, 4}, answer.get("problems", answer.get("cause"))
    assert page.read_text().count("<img") >= 2 * sum(shot["verdict"] != "not here" for shot in answer["shots"])
    return code, {shot["shot"]: shot["verdict"] for shot in answer["shots"]}


def test_the_cut_of_the_clip_is_proven(tmp_path: Path, media: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, verdicts = proven(production(tmp_path, media), media, capsys)
    assert verdicts == dict.fromkeys(("one", "two", "three"), "proven")
    assert code == 0


@pytest.mark.parametrize(
    ("second", "verdict"),
    [("in: 41f", "offset"), ("in: 150f", "other"), ("in: 40f, speed: 80%", "uneven")],
    ids=["a-frame-off", "another-place", "another-speed"],
)
def test_a_wrong_shot_is_found(
    tmp_path: Path, media: Path, capsys: pytest.CaptureFixture[str], second: str, verdict: str
) -> None:
    code, verdicts = proven(production(tmp_path, media, second=second), media, capsys)
    assert verdicts == {"one": "proven", "two": verdict, "three": "proven"}
    assert code == 4


def test_a_wrong_shot_between_wide_bars_is_found(
    tmp_path: Path, media: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, verdicts = proven(production(tmp_path, media, second="in: 150f", size="180, 320"), media, capsys)
    assert verdicts["two"] == "other"
    assert set(verdicts.values()) <= {"proven", "partly", "other"}


def test_a_reference_without_a_picture_is_refused(
    tmp_path: Path, media: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sound = next(iter(sorted((media / "sound").glob("*.wav"))))
    assert run(["prove", str(production(tmp_path, media)), "--reference", str(sound)]) == 3
    assert "has no picture" in capsys.readouterr().err


def test_what_is_not_here_is_told_and_the_rest_proven(
    tmp_path: Path, media: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Music, a LUT of a grade and the footage of one shot, inside a sequence, are missing."""
    file = production(tmp_path, media)
    text = file.read_text()
    text = text.replace("media: {", "media: {bed: bed.wav, gone: {file: gone.mov, start: 10:00:00:00}, ")
    text = text.replace("from: bikes, in: 40f, for: 30f", "from: inner").replace(
        "cut:\n", "sequences: {inner: [{shot: hole, from: gone, in: 10:00:01:00, out: 10:00:02:05}]}\ncut:\n"
    )
    text = text.replace("exposure: -1", "lut: gone.cube")
    file.write_text(text + "sound: {music: [{music: b, from: bed, under: [one]}]}\n")
    code, verdicts = proven(file, media, capsys)
    assert verdicts == {"one": "proven", "two/hole": "not here", "three": "proven"}
    assert code == 0


def test_a_shot_of_which_nobody_says_the_length_is_told(
    tmp_path: Path, media: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = production(tmp_path, media)
    file.write_text(
        file.read_text()
        .replace("media: {", "media: {gone: gone.mov, ")
        .replace("from: bikes, in: 40f, for: 30f", "from: gone")
    )
    assert run(["prove", str(file), "--reference", str(media / "footage" / "bikes.mp4")]) == 2
    assert "gone is not here, and how long two is does not stand in the text" in capsys.readouterr().err


@pytest.mark.parametrize("second", ["in: 40f", "in: 150f"], ids=["right", "wrong"])
def test_a_title_that_came_without_media_covers_nothing(
    tmp_path: Path, media: Path, capsys: pytest.CaptureFixture[str], second: str
) -> None:
    file = production(tmp_path, media, second=second)
    text = file.read_text().replace("media: {", "media: {card: card, ")
    file.write_text(
        text + "over: [{shot: card, from: card, at: one+4f, for: 10f}, {shot: all, from: card, at: two, for: 30f}]\n"
    )
    _, verdicts = proven(file, media, capsys)
    assert (verdicts["one"], verdicts["card"], verdicts["three"]) == ("proven", "not here", "proven")
    assert verdicts["two"] == ("proven" if second == "in: 40f" else "not here")


def masked_copy(media: Path, to: Path, *, leader: int) -> Path:
    """Return a copy of the clip, small, under a wide mask with words in it, behind a leader; without timecode."""
    with av.open(str(media / "footage" / "bikes.mp4")) as clip, av.open(str(to), "w") as out:
        stream: Any = out.add_stream("libx264", rate=25, options={"crf": "26", "preset": "veryfast"})
        stream.width, stream.height, stream.pix_fmt = 240, 102, "yuv420p"
        pictures = [frame.to_ndarray(width=240, height=102, format="rgb24") for frame in clip.decode(video=0)][:100]
        for picture in pictures:
            picture[:14] = picture[-14:] = 0
            picture[90:98, 20:90] = 255
        for picture in (*[np.full_like(pictures[0], 90)] * leader, *pictures):
            out.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        out.mux(stream.encode(None))
    return to


@pytest.mark.parametrize(
    ("size", "fit"),
    [("320, 136", "fit"), pytest.param("240, 74", "fill", marks=pytest.mark.slow)],
    ids=["masked", "wide"],
)
def test_a_masked_movie_behind_a_leader_is_laid_by_its_pictures(
    tmp_path: Path, media: Path, capsys: pytest.CaptureFixture[str], size: str, fit: str
) -> None:
    file = production(tmp_path, media, second="in: 42f", size=size)
    file.write_text(file.read_text().replace("from: bikes,", f"from: bikes, fit: {fit},"))
    movie = masked_copy(media, tmp_path / "offline.mp4", leader=60)
    assert run(["prove", str(file), "--reference", str(movie), "--json"]) == 4
    answer = json.loads(capsys.readouterr().out)
    assert "its first frame is 23:59:57:15" in answer["laid"]
    assert ("filling the frame" in answer["laid"]) is (fit == "fill")
    assert [shot["verdict"] for shot in answer["shots"]] == ["proven", "offset", "proven"]
    assert run(["prove", str(file), "--reference", str(movie), "--start", "23:59:57:15", "--json"]) == 4
    assert json.loads(capsys.readouterr().out)["proven"] == 2
