"""Law 4: programme length is a sum of frames, sound length follows from it, and the two never drift apart."""

from __future__ import annotations

import random
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import av
import numpy as np
import pytest
import soundfile
from av.audio.frame import AudioFrame
from av.video.frame import VideoFrame

from posthouse.timing import Rate, floor_sample_at_frame
from tests.studio.tiny import Document, Tiny, pictures_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

RATES = ("24000/1001", "24", "25", "30000/1001", "30", "60000/1001")
SAMPLE_RATES = (44_100, 48_000, 96_000)
LENGTHS = (7, 50, 13, 1, 30)
SIDE = 32


def programme(rate: str, sample_rate: int, **rest: object) -> Document:
    sound = {"rate": sample_rate, "layout": "stereo"}
    return {
        "posthouse": 1,
        "title": "Time",
        "format": {"size": [64, SIDE], "rate": rate, "color": "rec709", "sound": sound},
        **rest,
    }


@pytest.mark.parametrize("sample_rate", SAMPLE_RATES)
@pytest.mark.parametrize("rate", RATES)
def test_sound_lasts_as_long_as_the_sum_of_frames(tiny: Callable[..., Tiny], rate: str, sample_rate: int) -> None:
    cut: list[dict[str, str]] = [{"from": "dark", "for": f"{frames}f"} for frames in LENGTHS]
    document = programme(rate, sample_rate, cut=[*cut, {"gap": "3f"}], deliver=["stems", "prores-422-hq"])
    film = tiny(document | {"media": {"dark": {"generate": {"color": "#203040"}}}})
    film.build()
    frames = sum(LENGTHS) + 3
    assert sum(1 for _ in pictures_of(film.folder / "out" / "film-prores-422-hq.mov")) == frames
    (mix,) = (film.folder / "out" / "film-stems").glob("*.wav")
    assert soundfile.info(mix).frames == frames * sample_rate // Fraction(rate)


@dataclass(frozen=True)
class Clapper:
    """A clip in which every flash of one frame has a click at its first sample."""

    rate: Rate
    frames: int = 400
    every: int = 29
    first: int = 11

    @property
    def flashes(self) -> list[int]:
        return list(range(self.first, self.frames, self.every))

    def sound(self) -> NDArray[np.float32]:
        """Return (sample,) clicks: band-limited, so that their peaks are where they are after any codec."""
        samples = np.zeros(floor_sample_at_frame(self.frames, self.rate, 48000), np.float32)
        reach = np.arange(-24, 25)
        click = (0.8 * np.sinc(reach / 4) * np.hanning(reach.size)).astype(np.float32)
        for frame in self.flashes:
            at = floor_sample_at_frame(frame, self.rate, 48000)
            samples[at - 24 : at + 25] += click
        return samples

    def write(self, path: Path) -> None:
        with av.open(str(path), "w") as container:
            pictures = container.add_stream("libx264", rate=self.rate.fraction, options={"preset": "ultrafast"})
            pictures.width, pictures.height, pictures.pix_fmt = 64, SIDE, "yuv420p"
            sound = container.add_stream("pcm_s16le", rate=48000)
            flashes = set(self.flashes)
            for frame in range(self.frames):
                shown = np.full((SIDE, 64, 3), 230 if frame in flashes else 20, np.uint8)
                container.mux(pictures.encode(VideoFrame.from_ndarray(shown, format="rgb24")))
            container.mux(pictures.encode(None))
            coded = np.round(np.repeat(self.sound(), 2) * 32767).astype(np.int16)
            whole = AudioFrame.from_ndarray(coded[None], format="s16", layout="stereo")
            whole.sample_rate = 48000
            container.mux([*sound.encode(whole), *sound.encode(None)])


def minute_of_cuts(clapper: Clapper) -> list[dict[str, str]]:
    """Return some forty shots, each around one flash, none cut within 4 frames of it."""
    chance, cut = random.Random(7), []
    for _ in range(44):
        flash = chance.choice(clapper.flashes[1:-2])
        start = flash - chance.randint(4, 20)
        end = flash + chance.randint(5, 24)
        cut.append({"from": "clap", "in": f"{start}f", "for": f"{end - start}f"})
    return cut


def flash_frames(path: Path) -> list[int]:
    return [number for number, shown in enumerate(pictures_of(path, "gray")) if shown.mean() > 120]


def click_samples(path: Path) -> list[int]:
    """Return where the clicks of a finished file peak, by its presentation times."""
    heard: list[NDArray[np.float32]] = []
    with av.open(str(path)) as container:
        stream = container.streams.audio[0]
        resampler = av.AudioResampler(format="fltp", layout="stereo", rate=48000)
        for coded in container.decode(stream):
            if not heard:
                assert coded.pts is not None
                lead = round(coded.pts * float(coded.time_base or 0) * 48000)
                heard.append(np.zeros(max(lead, 0), np.float32))
            heard += [part.to_ndarray()[0] for part in resampler.resample(coded)]
    level = np.abs(np.concatenate(heard))
    peaks = np.flatnonzero(level > 0.4)
    starts = peaks[np.insert(np.diff(peaks) > 100, 0, True)]
    return [int(at + np.argmax(level[at : at + 50])) for at in starts]


@pytest.mark.parametrize("rate", ["24000/1001", pytest.param("25", marks=pytest.mark.slow)])
def test_a_flash_and_its_click_stay_together_for_a_minute_of_cuts(tiny: Callable[..., Tiny], rate: str) -> None:
    clapper = Clapper(Rate.parse(rate))
    document = programme(rate, 48000, cut=minute_of_cuts(clapper), media={"clap": "media/clap.mov"})
    document["deliver"] = [{"as": "web", "preset": "ultrafast"}, "prores-422-hq"]
    film = tiny(document)
    clapper.write(film.folder / "media" / "clap.mov")
    film.build()
    for name, slack in (("film-prores-422-hq.mov", 1), ("film-web.mp4", 1)):
        flashes, clicks = flash_frames(film.folder / "out" / name), click_samples(film.folder / "out" / name)
        assert len(flashes) == 44
        expected = [floor_sample_at_frame(frame, clapper.rate, 48000) for frame in flashes]
        assert [abs(a - b) <= slack for a, b in zip(clicks, expected, strict=True)] == [True] * 44
