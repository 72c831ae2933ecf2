"""Files of sound found by a reference's sound, and told from other takes of the same name."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import av
import numpy as np
import pytest
import soundfile
import soxr

from posthouse.cli.main import run

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    Samples = NDArray[np.float32]

RATE = 48_000
XML = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE xmeml><xmeml version="5"><sequence id="s"><name>cut</name><duration>250</duration>
<rate><timebase>25</timebase><ntsc>FALSE</ntsc></rate><media><audio><track>{items}</track></audio></media>
</sequence></xmeml>
"""
ITEM = """<clipitem id="c{number}"><name>{name}</name><duration>700</duration>
<rate><timebase>25</timebase><ntsc>FALSE</ntsc></rate><start>{start}</start><end>{end}</end><in>{first}</in>
<out>{last}</out><file id="{name}"><name>{name}</name><pathurl>{name}</pathurl>
<rate><timebase>25</timebase><ntsc>FALSE</ntsc></rate><duration>700</duration>
<media><audio><channelcount>1</channelcount></audio></media></file></clipitem>
"""


def read(path: Path) -> Samples:
    sound, rate = soundfile.read(path, dtype="float32", always_2d=True)
    return np.asarray(soxr.resample(sound.mean(axis=1), rate, RATE), np.float32)


@pytest.fixture
def takes(tmp_path: Path, media: Path) -> tuple[Path, Samples, Samples]:
    """Return a folder with two takes of two talks, and the sound of two of them."""
    folder = tmp_path / "recorder"
    folder.mkdir()
    one, two = (read(media / "sound" / name)[: 28 * RATE] for name in ("ami_dev00.wav", "ami_trn01.wav"))
    return folder, one, two


def cut(folder: Path, *clips: tuple[str, int, int, int]) -> Path:
    """Write a cut of clips: name, record frame, length, first source frame."""
    items = "".join(
        ITEM.format(number=number, name=name, start=at, end=at + length, first=first, last=first + length)
        for number, (name, at, length, first) in enumerate(clips)
    )
    path = folder / "cut.xml"
    path.write_text(XML.format(items=items))
    return path


def found(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, list[dict[str, Any]]]:
    code = run(["relink", *(str(word) for word in words), "--json"])
    return code, json.loads(capsys.readouterr().out)["media"]


def test_a_renamed_recording_is_found_by_its_sound_in_a_mixdown(
    tmp_path: Path, takes: tuple[Path, Samples, Samples], capsys: pytest.CaptureFixture[str]
) -> None:
    folder, one, two = takes
    soundfile.write(folder / "ZOOM0001.WAV", one, RATE)
    soundfile.write(folder / "ZOOM0002.WAV", np.stack([np.zeros_like(two), two], axis=1), RATE)
    mix = np.concatenate([one[4 * RATE : 8 * RATE], two[2 * RATE : 8 * RATE]])
    soundfile.write(tmp_path / "mixdown.flac", 0.3 * mix, RATE)
    path = cut(tmp_path, ("a.wav", 0, 100, 100), ("b.wav", 100, 150, 50))
    code, media = found(capsys, path, "--media", folder, "--reference", tmp_path / "mixdown.flac")
    assert code == 0
    assert [each["found"].rpartition("/")[2] for each in media] == ["ZOOM0001.WAV", "ZOOM0002.WAV"]
    assert "it has the reference's sound, where the cut says" in str(media)


@pytest.mark.parametrize(("late", "words"), [(0, "the reference's sound is not in it"), (1, "the cut says 4.000 s")])
def test_another_take_of_the_same_name_and_one_a_frame_off_are_refused(
    tmp_path: Path, takes: tuple[Path, Samples, Samples], capsys: pytest.CaptureFixture[str], late: int, words: str
) -> None:
    folder, one, two = takes
    soundfile.write(tmp_path / "mixdown.wav", one[4 * RATE : 10 * RATE], RATE)
    wrong = one[late * RATE // 25 :] if late else two
    soundfile.write(folder / "a.wav", wrong, RATE)
    path = cut(tmp_path, ("a.wav", 0, 150, 100))
    assert found(capsys, path, "--media", folder)[0] == 0  # by its name alone it would be taken
    code, media = found(capsys, path, "--media", folder, "--reference", tmp_path / "mixdown.wav")
    assert (code, media[0]["found"]) == (3, None)
    assert words in media[0]["reason"]


def test_of_two_takes_of_one_name_the_one_that_is_heard_is_taken(
    tmp_path: Path, takes: tuple[Path, Samples, Samples], capsys: pytest.CaptureFixture[str]
) -> None:
    folder, one, two = takes
    for name, sound in (("day1", one), ("day2", two)):
        (folder / name).mkdir()
        soundfile.write(folder / name / "a.wav", sound, RATE)
    soundfile.write(tmp_path / "mixdown.wav", two[4 * RATE : 10 * RATE], RATE)
    path = cut(tmp_path, ("a.wav", 0, 150, 100))
    assert "fit equally well" in found(capsys, path, "--media", folder)[1][0]["reason"]
    code, media = found(capsys, path, "--media", folder, "--reference", tmp_path / "mixdown.wav")
    assert (code, media[0]["found"]) == (0, str(folder / "day2" / "a.wav"))


def test_what_lies_under_other_sound_is_not_refused_for_not_being_found(
    tmp_path: Path, takes: tuple[Path, Samples, Samples], capsys: pytest.CaptureFixture[str]
) -> None:
    folder, one, two = takes
    soundfile.write(folder / "a.wav", 0.001 * one, RATE)
    soundfile.write(folder / "b.wav", two, RATE)
    soundfile.write(tmp_path / "mixdown.wav", two[: 6 * RATE], RATE)
    text = cut(tmp_path, ("b.wav", 0, 150, 0)).read_text()
    other = cut(tmp_path, ("a.wav", 0, 150, 0)).read_text()
    both = text.replace("</track>", "</track>" + other[other.index("<track>") : other.index("</audio></media>\n</seq")])
    (tmp_path / "cut.xml").write_text(both)
    code, media = found(capsys, tmp_path / "cut.xml", "--media", folder, "--reference", tmp_path / "mixdown.wav")
    assert (code, len(media)) == (0, 2)
    assert all(each["found"] for each in media)


def test_a_reference_of_neither_picture_nor_sound_is_refused(
    tmp_path: Path, takes: tuple[Path, Samples, Samples], capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "notes.txt").write_text("nothing")
    path = cut(tmp_path, ("a.wav", 0, 150, 100))
    assert run(["relink", str(path), "--media", str(takes[0]), "--reference", str(tmp_path / "notes.txt")]) != 0
    assert "notes.txt" in capsys.readouterr().err


def movie(path: Path, sound: Samples) -> None:
    """Write a movie of one picture that stands still, with a sound."""
    with av.open(path, "w") as out:
        picture: Any = out.add_stream("libx264", rate=25)
        picture.width, picture.height, picture.pix_fmt = 320, 180, "yuv420p"
        heard: Any = out.add_stream("pcm_s16le", rate=RATE)
        heard.layout = "mono"
        still = np.tile(np.arange(320, dtype=np.uint8) // 2 + 40, (180, 1))
        for _ in range(len(sound) * 25 // RATE):
            frame = av.VideoFrame.from_ndarray(still, format="gray").reformat(format="yuv420p")
            out.mux(picture.encode(frame))
        out.mux(picture.encode(None))
        samples = av.AudioFrame.from_ndarray((sound * 32767).astype(np.int16)[None], format="s16", layout="mono")
        samples.sample_rate = RATE
        out.mux(heard.encode(samples))
        out.mux(heard.encode(None))


def test_of_two_takes_that_look_alike_the_one_that_is_heard_is_taken(
    tmp_path: Path, takes: tuple[Path, Samples, Samples], capsys: pytest.CaptureFixture[str]
) -> None:
    folder, one, two = takes
    for name, sound in (("day1", one), ("day2", two)):
        (folder / name).mkdir()
        movie(folder / name / "talk.mov", sound[: 8 * RATE])
    movie(tmp_path / "reference.mov", one[RATE : 5 * RATE])
    (tmp_path / "cut.edl").write_text(
        "TITLE: T\nFCM: NON-DROP FRAME\n\n001  AX V C 00:00:01:00 00:00:05:00 00:00:00:00 00:00:04:00\n"
        "* FROM CLIP NAME: talk.mov\n"
    )
    words = (tmp_path / "cut.edl", "--rate", "25", "--media", folder, "--reference", tmp_path / "reference.mov")
    code, media = found(capsys, *words)
    assert (code, media[0]["found"]) == (0, str(folder / "day1" / "talk.mov"))
    assert "in which nothing moves" in str(media)
