"""What the edit is made from: footage found or rendered, music, a LUT and title images made by formulas."""

from __future__ import annotations

import math
import os
import wave
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from bench.coding import RATE, WEB, Coding
from bench.edit import SOUND_RATE, Edit, Material
from bench.measure import run_measured

FOOTAGE = Path("footage", "bbb_330-390s.mp4")
FOOTAGE_SECONDS = 60
LUT_SIZE = 33
_CHORD_HZ = (110.0, 164.81, 220.0, 277.18, 329.63)
_TITLE_PX = 86
WIDTH, HEIGHT = WEB.size


def gather(work: Path) -> Material:
    """Return the material, made in ``work`` where it is not there yet."""
    work.mkdir(parents=True, exist_ok=True)
    footage = _found_footage() or _rendered_footage(work / "footage.mp4")
    with av.open(str(footage)) as container:
        # By time, not by the stream's own count: that counts what an edit list hides, too.
        frames = (container.duration or 0) * RATE // av.time_base
    return Material(
        footage=footage,
        footage_frames=frames,
        music=_music(work / "music.wav"),
        lut=_lut(work / "dusk.cube"),
        work=work,
    )


def recoded(material: Material, coding: Coding) -> Material:
    """Return the material with its footage as a coding has it, made by ffmpeg where it is not there yet."""
    if not coding.footage:
        return material
    footage = material.work / f"footage{coding.suffix}"
    if not footage.exists():
        unfinished = footage.with_name(f"part-{footage.name}")
        words = ["ffmpeg", "-hide_banner", "-nostdin", "-y", "-i", str(material.footage), "-map", "0:v:0"]
        run_measured([*words, *coding.footage, unfinished], material.work / "footage.log")
        unfinished.replace(footage)
    return replace(material, footage=footage)


def draw_titles(edit: Edit) -> None:
    """Draw each title as a transparent picture, for the peers: posthouse sets its own."""
    font = ImageFont.load_default(_TITLE_PX)
    for title in edit.titles:
        width, height = edit.coding.size
        image = Image.new("RGBA", (width, height))
        place = width / 2, height / 2
        ImageDraw.Draw(image).text(place, title.words, font=font, anchor="mm", stroke_width=2, stroke_fill="#000000a0")
        image.save(title.image)


def _found_footage() -> Path | None:
    default = Path(__file__).resolve().parents[2] / "shared" / "media"
    footage = Path(os.environ.get("POSTHOUSE_TEST_MEDIA", default)) / FOOTAGE
    return footage.resolve() if footage.exists() else None


def _rendered_footage(path: Path) -> Path:
    """Return a minute of drifting gradients with grain, as a long-GOP H.264 file."""
    if path.exists():
        return path
    unfinished = path.with_suffix(".part.mp4")
    grain = np.random.default_rng(1).integers(-6, 7, (HEIGHT, WIDTH, 1), dtype=np.int16)
    with av.open(str(unfinished), "w") as container:
        stream = container.add_stream("libx264", rate=RATE, options={"preset": "veryfast", "crf": "23"})
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        for index in range(FOOTAGE_SECONDS * RATE):
            picture = np.clip(_gradient(index) + np.roll(grain, index * 37, axis=1), 0, 255).astype(np.uint8)
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts, frame.time_base = index, Fraction(1, RATE)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return unfinished.replace(path)


def _gradient(index: int) -> np.ndarray[tuple[int, ...], np.dtype[np.int16]]:
    """Return one frame: (y, x, channel), code values 0..255 before grain."""
    y, x = np.arange(HEIGHT, dtype=np.float32), np.arange(WIDTH, dtype=np.float32)
    turn = index * 2 * math.pi / (4 * RATE)
    waves = [np.outer(np.cos(y / (90 - 20 * c) - turn), np.sin(x / (60 + 40 * c) + turn * (c + 1))) for c in range(3)]
    return (np.stack(waves, axis=-1) * 100 + 128).astype(np.int16)


def _music(path: Path) -> Path:
    """Return a minute of a slowly beating chord, stereo."""
    if path.exists():
        return path
    t = np.arange(FOOTAGE_SECONDS * SOUND_RATE) / SOUND_RATE
    left, right = (
        sum(
            np.sin(2 * math.pi * hz * (1 + side * 0.001) * t) * (1 + np.sin(t * (n + 1) / 3))
            for n, hz in enumerate(_CHORD_HZ)
        )
        for side in (0, 1)
    )
    codes = np.stack([left, right], axis=-1) / (2 * len(_CHORD_HZ)) * 0.5 * (2**15 - 1)
    with wave.open(str(path), "wb") as file:
        file.setparams((2, 2, SOUND_RATE, len(t), "NONE", ""))
        file.writeframes(codes.astype("<i2").tobytes())
    return path


def _lut(path: Path) -> Path:
    """Return a 33-point LUT: a soft contrast curve, shadows to teal, lights to orange."""
    steps = np.linspace(0, 1, LUT_SIZE)
    blue, green, red = np.meshgrid(steps, steps, steps, indexing="ij")
    rgb = np.stack([red, green, blue], axis=-1)
    curved = rgb + 0.18 * np.sin(2 * math.pi * (rgb - 0.5)) / math.tau * 2
    luma = (curved @ np.array([0.2126, 0.7152, 0.0722]))[..., None]
    toned = curved + np.array([0.06, 0.0, -0.06]) * (luma - 0.4)
    rows = "\n".join(f"{r:.6f} {g:.6f} {b:.6f}" for r, g, b in np.clip(toned, 0, 1).reshape(-1, 3))
    path.write_text(f'TITLE "dusk"\nLUT_3D_SIZE {LUT_SIZE}\n{rows}\n')
    return path
