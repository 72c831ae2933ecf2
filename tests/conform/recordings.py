"""Real recordings, and what becomes of them on the way into a reference: codecs, rates, filters, noise, other sound."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import av
import numpy as np
import scipy.signal
import soundfile
import soxr
from numpy.typing import NDArray

from posthouse.conform.sound_search import PRINT_RATE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

Samples = NDArray[np.float32]

SUFFIXES = {".wav", ".ogg", ".mp3", ".flac"}
_LEAST_SECONDS = 1.5
_FORMATS = {"aac": ("adts", 48000, 64_000), "libmp3lame": ("mp3", 44100, 48_000), "libopus": ("ogg", 48000, 24_000)}


def recordings(folder: Path) -> dict[str, Samples]:
    """Return every recording of a folder by name, (sample,) at the print's rate; rooms' responses are none."""
    found = {}
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() not in SUFFIXES or path.name.startswith("ir_"):
            continue
        sound, rate = soundfile.read(path, dtype="float32", always_2d=True)
        if len(sound) >= _LEAST_SECONDS * rate:
            found[path.name] = np.asarray(soxr.resample(sound.mean(axis=1), rate, PRINT_RATE), np.float32)
    return found


def coded(sound: Samples, codec: str) -> Samples:
    """Return a sound after a lossy codec; it may begin some milliseconds late."""
    container, rate, bits = _FORMATS[codec]
    held = io.BytesIO()
    with av.open(held, "w", format=container) as out:
        stream: Any = out.add_stream(codec, rate=rate)
        stream.layout, stream.bit_rate = "mono", bits
        given = np.asarray(soxr.resample(sound, PRINT_RATE, rate), np.float32)
        frame = av.AudioFrame.from_ndarray(given[None], format="fltp", layout="mono")
        frame.sample_rate = rate
        form, size = stream.codec_context.format.name, stream.codec_context.frame_size
        cutter = av.AudioResampler(format=form, layout="mono", rate=rate, frame_size=size or None)
        for part in (*cutter.resample(frame), *cutter.resample(None), None):
            out.mux(stream.encode(part))
    held.seek(0)
    with av.open(held, "r") as again:
        parts = [part.to_ndarray().reshape(-1) for part in again.decode(audio=0)]
    decoded = np.concatenate(parts)
    scale = 32768 if decoded.dtype == np.int16 else 1
    return np.asarray(soxr.resample(decoded.astype(np.float32) / scale, rate, PRINT_RATE), np.float32)


def filtered(sound: Samples) -> Samples:
    """Return a sound with its lows and highs some decibels down."""
    top, bottom = scipy.signal.butter(2, [150 / 4000, 3200 / 4000], "band")
    return np.asarray(0.4 * sound + scipy.signal.lfilter(top, bottom, sound), np.float32)


def changed(sound: Samples, way: str, others: Mapping[str, Samples], chance: np.random.Generator) -> Samples:
    """Return a sound as a reference has it, in one of ``WAYS``."""
    level = float(np.sqrt(np.mean(sound**2)))
    match way:
        case "aac" | "libmp3lame" | "libopus":
            return coded(sound, way)
        case "rate":
            low = soxr.resample(sound, PRINT_RATE, 5000)
            return np.asarray(soxr.resample(low, 5000, PRINT_RATE), np.float32)
        case "filter":
            return filtered(sound)
        case "noise":
            return sound + np.float32(level / 3) * chance.standard_normal(len(sound), np.float32)
        case "level":
            return -0.1 * sound
        case _:
            other = np.resize(others[str(chance.choice(sorted(others)))], len(sound))
            return sound + other * np.float32(level / max(1e-9, float(np.sqrt(np.mean(other**2)))))


WAYS = ("aac", "libmp3lame", "libopus", "rate", "filter", "noise", "level", "mixed")
