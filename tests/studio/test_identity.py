"""Law 5: footage nobody touched reaches the encoder bit-exact, and so does its sound."""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import soundfile

from tests.studio.tiny import SIZE, Clip, Document, Tiny, clip_sound, make_clip, pictures_of

if TYPE_CHECKING:
    from collections.abc import Callable

FADE_SAMPLES = 480  # no join clicks: the ends of a run of sound may be faded, over 10 ms at most
LOSSLESS: dict[str, dict[str, Any]] = {
    "ffv1": {"codec": "ffv1", "container": "mkv"},
    "x264": {"codec": "libx264", "container": "mov", "options": {"qp": 0, "preset": "ultrafast"}},
}


def untouched(rate: Fraction, cut: list[dict[str, Any]], **deliverable: object) -> Document:
    said = {"as": "custom", "name": "lossless", "lossless": True, "sound": {"codec": "pcm_s24le"}} | deliverable
    sound = {"rate": 48000, "layout": "stereo"}
    return {
        "posthouse": 1,
        "title": "Untouched",
        "format": {"size": list(SIZE), "rate": str(rate), "color": "rec709", "sound": sound},
        "media": {"clip": {"file": "media/clip.mov", "color": {"matrix": "bt709", "range": "narrow"}}},
        "cut": cut,
        "deliver": [said, "stems"],
    }


CUT = [
    {"shot": "a", "from": "clip", "in": "10f", "for": "50f"},
    {"shot": "through", "from": "clip", "in": "60f", "for": "31f"},
    {"shot": "back", "from": "clip", "in": "2f", "for": "20f"},
]
FRAMES = [*range(10, 91), *range(2, 22)]


def made_clip(film: Tiny, rate: Fraction) -> Clip:
    clip = Clip(rate=rate, frames=110)
    make_clip(film.folder / "media" / "clip.mov", clip)
    return clip


@pytest.mark.parametrize("codec", LOSSLESS)
def test_untouched_pictures_arrive_bit_exact(tiny: Callable[..., Tiny], codec: str) -> None:
    film = tiny(untouched(Fraction(24), CUT, **LOSSLESS[codec]))
    made_clip(film, Fraction(24))
    film.build()
    source = list(pictures_of(film.folder / "media" / "clip.mov", "yuv420p"))
    (finished,) = film.folder.glob("out/lossless.m??")
    found = list(pictures_of(finished, "yuv420p"))
    assert len(found) == len(FRAMES)
    assert all(np.array_equal(shown, source[frame]) for shown, frame in zip(found, FRAMES, strict=True))


@pytest.mark.parametrize("rate", [Fraction(24), Fraction(25), Fraction(30000, 1001)], ids=str)
def test_untouched_sound_arrives_bit_exact_through_a_through_edit(tiny: Callable[..., Tiny], rate: Fraction) -> None:
    film = tiny(untouched(rate, CUT, **LOSSLESS["ffv1"]))
    clip = made_clip(film, rate)
    film.build()
    source = clip_sound(clip, int(110 * 48000 / rate)).astype(np.int32) << 16
    found, _ = soundfile.read(film.folder / "out" / "film-stems" / "film-stems_DX.wav", dtype="int32")
    starts = [int(frame * 48000 / rate) for frame in (10, 91)]
    length = int(81 * 48000 / rate)
    inner = slice(FADE_SAMPLES, length - FADE_SAMPLES)
    assert np.array_equal(found[:length][inner], source[starts[0] : starts[0] + length][inner])


def test_a_grade_that_does_nothing_is_no_grade(tiny: Callable[..., Tiny]) -> None:
    document = untouched(Fraction(24), CUT, **LOSSLESS["ffv1"])
    film = tiny(document)
    made_clip(film, Fraction(24))
    film.build()
    before = film.finished()
    film.write(document | {"color": {"grades": {"*": {"exposure": 0.0, "saturation": 1.0}}}})
    assert film.build().built == ()
    assert film.finished() == before


def test_reversed_pictures_are_the_same_pictures(tiny: Callable[..., Tiny]) -> None:
    cut = [{"shot": "back", "from": "clip", "in": "10f", "out": "60f", "speed": "-100%"}]
    film = tiny(untouched(Fraction(24), cut, **LOSSLESS["ffv1"]))
    made_clip(film, Fraction(24))
    film.build()
    source = list(pictures_of(film.folder / "media" / "clip.mov", "yuv420p"))[10:60]
    found = pictures_of(film.folder / "out" / "lossless.mkv", "yuv420p")
    assert all(np.array_equal(*pair) for pair in itertools.zip_longest(found, reversed(source)))
