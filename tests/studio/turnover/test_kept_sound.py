"""A shot that takes a version sounds as it did before, to the sample."""

from __future__ import annotations

import json
import shutil
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import yaml

from posthouse.cli.main import run
from posthouse.media.images import write_image
from posthouse.studio import open_film
from tests.studio.tiny import Clip, make_clip, make_tone
from tests.studio.turnover.handed import made

if TYPE_CHECKING:
    from pathlib import Path

    from posthouse.signal import Sound

RAMP: list[dict[str, str]] = [{"at": "30f", "to": "100%"}, {"at": "45f", "to": "50%"}, {"at": "60f", "to": "200%"}]
SHOTS: dict[str, dict[str, Any]] = {
    "plain": {"in": "30f", "for": "30f"},
    "timecode": {"in": "00:00:01:06", "out": "00:00:02:12"},
    "half-speed": {"in": "30f", "for": "30f", "speed": "50%"},
    "kept-pitch": {"in": "30f", "for": "30f", "speed": "120%", "sound": {"pitch": "kept"}},
    "reversed": {"in": "30f", "for": "30f", "speed": "-37%"},
    "counted-back": {"out": "80f", "for": "30f", "speed": "133%"},
    "ramp": {"in": "30f", "for": "30f", "speed": RAMP},
    "leads": {"in": "30f", "for": "30f", "speed": "80%", "sound": {"lead": "7f", "trail": "9f", "gain": "-3 dB"}},
    "freeze": {"in": "30f", "for": "30f", "freeze": True},
}
NAMES = {True: "R_talk_baked", False: "R_talk_unramped"}


@pytest.fixture(scope="module")
def footage(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("footage")
    make_clip(folder / "cam.mov", Clip(frames=120))
    make_clip(folder / "wide.mov", Clip(frames=120, seed=3))
    make_tone(folder / "take.wav", hertz=440, seconds=6, seed=9)
    return folder


@pytest.fixture
def folder(tmp_path: Path, footage: Path) -> Path:
    """Return a folder with the footage, for a production."""
    return shutil.copytree(footage, tmp_path, dirs_exist_ok=True)


def production(
    folder: Path, shot: dict[str, Any], *, media: Any = None, rate: Any = 24, dissolve: bool = False
) -> None:
    """Write a production of a shot between two others."""
    join = [{"dissolve": "6f"}] if dissolve else []
    document = {
        "posthouse": 1,
        "title": "R",
        "format": {"size": [96, 54], "rate": rate, "sound": {"rate": 48000, "layout": "stereo"}},
        "media": {"cam": "cam.mov", "wide": "wide.mov", "take": "take.wav", **(media or {})},
        "cut": [
            {"shot": "before", "from": "wide", "in": "20f", "for": "20f"},
            *join,
            {"shot": "talk", "from": "cam", **shot},
            {"shot": "after", "from": "wide", "in": "70f", "for": "20f"},
        ],
    }
    plain = json.loads(json.dumps(document))  # no part of it stands twice: YAML would write an alias
    (folder / "production.yaml").write_text(yaml.safe_dump(plain, sort_keys=False, default_flow_style=None))


def dialogue(folder: Path) -> Sound:
    with open_film(folder) as film:
        return film.sound(of="dialogue")


def pulled(folder: Path, capsys: pytest.CaptureFixture[str], handles: int = 5) -> dict[str, Any]:
    """Return what the record says of the pull of the shot."""
    assert run(["turnover", "vfx", str(folder) + "/", "talk", "--handles", str(handles), "--json"]) == 0
    capsys.readouterr()
    facts: dict[str, Any] = json.loads((folder / "turnovers/vfx_v001/turnover.json").read_text())["pulls"][0]
    return facts


def take(folder: Path, capsys: pytest.CaptureFixture[str], name: str, frames: int) -> dict[str, Any]:
    """Return what taking in a version of so many mute pictures answers."""
    target = folder / "vfx" / name
    target.mkdir(parents=True)
    for number in range(frames):
        write_image(target / f"{name}.{1001 + number}.png", np.full((54, 96, 3), 90, np.uint8))
    assert run(["turnover", "return", str(folder / "vfx"), str(folder), "--take", "--json"]) == 0
    answer: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert answer["taken"]
    return answer


def written(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((folder / "production.yaml").read_text())
    return found


USUAL = {("leads", False, True), ("reversed", True, True), ("freeze", True, False)}
WAYS = [(shot, is_baked, dissolve) for shot in SHOTS for is_baked in (False, True) for dissolve in (False, True)]


@pytest.mark.parametrize("way", [pytest.param(way, marks=[] if way in USUAL else pytest.mark.slow) for way in WAYS])
def test_the_stem_is_the_same_to_the_sample(
    folder: Path, capsys: pytest.CaptureFixture[str], way: tuple[str, bool, bool]
) -> None:
    shot, is_baked, dissolve = way
    production(folder, SHOTS[shot], dissolve=dissolve)
    before = dialogue(folder)
    pull = pulled(folder, capsys)
    if is_baked and pull["speed"] == "1":
        pytest.skip("nothing is baked into it")
    for version in ("v001", "v002"):
        answer = take(folder, capsys, f"{NAMES[is_baked]}_{version}", pull["shown" if is_baked else "pictures"])
        assert answer["kinds"]["talk"] == ("baked" if is_baked else "source")
        assert np.array_equal(dialogue(folder), before)
    assert written(folder)["cut"][-2]["from"] == "talk-v002"


@pytest.mark.slow
def test_handles_that_came_with_one_version_and_not_with_the_next(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    production(folder, SHOTS["leads"])
    before = dialogue(folder)
    pull = pulled(folder, capsys)
    lengths = pull["pictures"], pull["pictures"] - pull["head"] - pull["tail"], pull["pictures"]
    for number, frames in enumerate(lengths, 1):
        take(folder, capsys, f"R_talk_unramped_v{number:03}", frames)
        assert np.array_equal(dialogue(folder), before)


GROUP = {"table": {"multicam": {"wide": "wide", "close": {"media": "cam", "offset": "-7f"}}, "sound": "wide"}}


@pytest.mark.parametrize(
    ("shot", "media"),
    [
        ({"in": "30f", "for": "30f"}, {"cam": {"file": "cam.mov", "sound_from": {"media": "take", "sample": -12345}}}),
        ({"from": "table", "angle": "close", "in": "20f", "for": "30f"}, GROUP),
        ({"from": "table", "angle": "close", "in": "20f", "for": "30f", "speed": "50%"}, GROUP),
        ({"from": "table", "angle": "close", "in": "20f", "for": "30f", "sound": {"angle": "close"}}, GROUP),
        ({"from": "part", "for": "30f"}, {"part": {"subclip": "cam", "in": "28f", "out": "90f"}}),
        ({"from": "part", "for": "30f", "speed": "75%"}, {"part": {"subclip": "cam", "in": "28f", "out": "90f"}}),
    ],
    ids=["recorder", "multicam", "multicam-slow", "multicam-angle", "subclip", "subclip-slow"],
)
@pytest.mark.slow
@pytest.mark.parametrize("is_baked", [False, True], ids=["unramped", "baked"])
def test_sound_from_elsewhere_stays_from_there(
    folder: Path, capsys: pytest.CaptureFixture[str], shot: dict[str, Any], media: dict[str, Any], *, is_baked: bool
) -> None:
    production(folder, shot, media=media)
    before = dialogue(folder)
    pull = pulled(folder, capsys)
    if is_baked and pull["speed"] == "1":
        pytest.skip("nothing is baked into it")
    take(folder, capsys, f"{NAMES[is_baked]}_v001", pull["shown" if is_baked else "pictures"])
    assert np.array_equal(dialogue(folder), before)


@pytest.mark.slow
@pytest.mark.parametrize(("rate", "name"), [(25, "R_talk_baked_v001"), (Fraction(24000, 1001), "R_talk_baked_v001")])
def test_footage_of_another_rate(folder: Path, capsys: pytest.CaptureFixture[str], rate: Fraction, name: str) -> None:
    production(folder, {"in": "30f", "for": "31f"}, rate=str(rate))
    before = dialogue(folder)
    take(folder, capsys, name, pulled(folder, capsys)["shown"])
    assert np.array_equal(dialogue(folder), before)


@pytest.mark.slow
def test_media_played_at_a_rate_that_is_not_its_own(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    media = {"cam": {"file": "cam.mov", "rate": 25, "pitch": "kept"}}
    production(folder, {"in": "30f", "for": "31f"}, rate=25, media=media)
    before = dialogue(folder)
    take(folder, capsys, "R_talk_comp_v001", pulled(folder, capsys)["pictures"])
    assert np.array_equal(dialogue(folder), before)


@pytest.mark.slow
def test_a_trim_after_taking_a_baked_version_keeps_sync(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    production(folder, SHOTS["ramp"])
    before = dialogue(folder)
    take(folder, capsys, "R_talk_baked_v001", pulled(folder, capsys)["shown"])
    document = written(folder)
    document["cut"][1] |= {"in": "10f", "for": "20f"}
    (folder / "production.yaml").write_text(yaml.safe_dump(document, sort_keys=False))
    after = dialogue(folder)
    first, last, fade = 30 * 2000, 50 * 2000, 480
    assert np.array_equal(after[:, first - 20000 + fade : last - 20000 - fade], before[:, first + fade : last - fade])


def test_a_sound_turnover_has_the_shots_dialogue(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    production(folder, SHOTS["plain"])
    take(folder, capsys, "R_talk_comp_v001", pulled(folder, capsys)["pictures"])
    with open_film(folder) as film:
        handed = made(film, folder / "mix")
        stem = handed.stem("DX", film.programme.scene.form.programme_samples)
        heard = film.sound(of="dialogue")
    talk = slice(21 * 2000, 49 * 2000)
    assert np.abs(stem[:, talk] - heard[:, talk]).max() < 1e-6
    assert np.abs(heard[:, talk]).max() > 0.1


def test_timecode_stays_timecode(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    media = {"cam": {"file": "cam.mov", "start": "10:00:00:00"}}
    production(folder, {"in": "10:00:01:06", "out": "10:00:02:12"}, media=media)
    take(folder, capsys, "R_talk_comp_v001", pulled(folder, capsys)["pictures"])
    text = (folder / "production.yaml").read_text()
    assert "in: '10:00:01:06'" in text or "in: 10:00:01:06" in text
    assert "10:00:02:12" in text
    assert "start: 10:00:01:01" in text


def test_a_version_with_sound_of_its_own_is_told_and_not_heard(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    production(folder, SHOTS["plain"])
    before = dialogue(folder)
    frames = pulled(folder, capsys)["pictures"]
    (folder / "vfx").mkdir()
    make_clip(folder / "vfx" / "R_talk_comp_v001.mov", Clip(frames=frames, seed=7))
    assert run(["turnover", "return", str(folder / "vfx"), str(folder), "--take"]) == 0
    assert "talk-v001 has sound of its own; talk keeps its own sound" in capsys.readouterr().out
    assert np.array_equal(dialogue(folder), before)


@pytest.mark.parametrize(
    ("said", "cause"),
    [
        ({"media": "cam"}, "say where its sound begins"),
        ({"media": "cam", "in": "3f", "sample": 4}, "say one of them"),
        ({"media": "cam", "in": "3f", "drift": "3 ppm"}, "goes with sample:"),
        ({"media": "wide", "in": "3f"}, "takes its sound from itself by way of wide"),
        ({"media": "nobody", "in": "3f"}, "there is no media nobody"),
    ],
    ids=["where", "both", "drift", "circle", "name"],
)
def test_words_that_cannot_be_are_told(
    folder: Path, capsys: pytest.CaptureFixture[str], said: dict[str, Any], cause: str
) -> None:
    media = {"cam": {"file": "cam.mov", "sound_from": said}}
    media["wide"] = {"file": "wide.mov", "sound_from": {"media": "cam", "in": "0f"}}
    production(folder, SHOTS["plain"], media=media)
    assert run(["check", str(folder)]) == 2
    assert cause in capsys.readouterr().err


def test_a_speed_on_top_of_a_baked_ramp_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    media = {"cam": {"file": "cam.mov", "sound_from": {"media": "wide", "in": "30f", "for": "30f", "speed": RAMP}}}
    production(folder, {"in": "0f", "for": "20f", "speed": "50%"}, media=media)
    assert run(["check", str(folder)]) == 2
    assert "the sound of talk cannot follow" in capsys.readouterr().err
