"""Dual-system sound: a recorder's sound under a camera's pictures, to the sample."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import soundfile
import yaml

from posthouse.errors import DocumentProblems
from posthouse.production.dual_spec import parsed_drift, spelled_drift
from posthouse.production.reader import production_from_text
from posthouse.studio import open_film
from tests.studio.tiny import Clip, make_clip

if TYPE_CHECKING:
    from pathlib import Path

    from posthouse.signal import Sound

FIRST = 30_011
"""The recorder's sample that sounds with the camera's first picture."""


def heard(folder: Path, sound_from: dict[str, Any], shot: dict[str, Any], recorded: np.ndarray, rate: int) -> Sound:
    """Return the dialogue of a shot of a camera that has a recorder's sound."""
    soundfile.write(folder / "take.wav", recorded, rate, subtype="FLOAT")
    make_clip(folder / "cam.mov", Clip(frames=120))
    document = {
        "posthouse": 1,
        "title": "Dual",
        "format": {"size": [96, 54], "rate": 24, "sound": {"rate": 48000, "layout": "mono"}},
        "media": {"cam": {"file": "cam.mov", "sound_from": sound_from}, "take": "take.wav"},
        "cut": [{"shot": "talk", "from": "cam", **shot}],
    }
    (folder / "production.yaml").write_text(yaml.safe_dump(document))
    with open_film(folder) as film:
        return film.sound(of="dialogue")


def clicks(at: list[int], count: int) -> np.ndarray:
    sound = np.zeros(count, np.float32)
    sound[at] = 0.5
    return sound


def test_without_drift_the_recorders_samples_are_heard_bit_by_bit(tmp_path: Path) -> None:
    noise = np.random.default_rng(1).uniform(-0.5, 0.5, 300_000).astype(np.float32)
    sound = heard(tmp_path, {"media": "take", "sample": FIRST}, {"in": "24f", "for": "48f"}, noise, 48000)
    fade = 480  # the joins of a programme never click
    inside = noise[FIRST + 48000 : FIRST + 3 * 48000]
    assert np.array_equal(sound[0, fade:-fade], inside[fade:-fade])


@pytest.mark.parametrize("ppm", [-200, -40, 100, 1000])
def test_a_click_of_a_drifting_recorder_lands_on_its_sample(tmp_path: Path, ppm: int) -> None:
    clock = 1 + Fraction(ppm, 10**6)
    step = max(10_000, clock.denominator)
    places = range(step, 199_000, step)  # where the two clocks meet on whole samples
    recorded = clicks([FIRST + int(place * clock) for place in places], 300_000)
    said = {"media": "take", "sample": FIRST, "drift": f"{ppm} ppm"}
    sound = heard(tmp_path, said, {"for": "100f"}, recorded, 48000)
    for place in places:
        near = np.abs(sound[0, place - 500 : place + 501])
        assert int(near.argmax()) == 500
        assert near[499] == pytest.approx(near[501], abs=1e-3)


def test_a_recorder_of_another_rate_that_began_later(tmp_path: Path) -> None:
    sound = heard(tmp_path, {"media": "take", "sample": -44_100}, {"for": "100f"}, clicks([44_100], 90_000), 44_100)
    assert int(np.abs(sound[0]).argmax()) == 96_000
    assert not sound[0, :47_000].any()


def test_a_reversed_shot_takes_its_recording_along(tmp_path: Path) -> None:
    at = FIRST + 2 * 48000  # two seconds into the camera's footage
    sound = heard(
        tmp_path,
        {"media": "take", "sample": FIRST},
        {"in": "24f", "out": "72f", "speed": "-100%"},
        clicks([at], 300_000),
        48000,
    )
    assert int(np.abs(sound[0]).argmax()) == 48000


@pytest.mark.parametrize(
    ("written", "spelled"),
    [("12.4 ppm", "12.4 ppm"), ("-3ppm", "-3 ppm"), ("1001/1000", "1000 ppm"), ("1000/1001", "1000/1001")],
)
def test_a_drift_is_exact_and_spelled_as_it_is_read(written: str, spelled: str) -> None:
    assert spelled_drift(parsed_drift(written)) == spelled
    assert parsed_drift(spelled) == parsed_drift(written)


@pytest.mark.parametrize(
    ("written", "cause"),
    [
        ("5", "is not a drift"),
        ("2%", "is not"),
        ("1/0", "is not a drift"),
        ("20000 ppm", "is another speed"),
        ("25/24", "is another speed"),
    ],
)
def test_what_is_no_drift_is_refused(written: str, cause: str) -> None:
    with pytest.raises(ValueError, match=cause):
        parsed_drift(written)


@pytest.mark.parametrize(
    ("used", "cause"),
    [("tak", "there is no media tak"), ("cam", "cam has its own sound already"), ("part", "part is no recording")],
)
def test_a_recording_that_is_none_is_told_with_its_line(tmp_path: Path, used: str, cause: str) -> None:
    text = f"""
posthouse: 1
title: Dual
format: {{size: [96, 54], rate: 24}}
media:
  cam: {{file: cam.mov, sound_from: {{media: {used}, sample: 0}}}}
  take: take.wav
  part: {{subclip: take, in: 1s}}
cut: [{{from: cam}}]
"""
    with pytest.raises(DocumentProblems, match=cause):
        production_from_text(text, tmp_path / "production.yaml")
