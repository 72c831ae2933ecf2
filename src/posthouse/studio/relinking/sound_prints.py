"""The prints of a file's sound: of all channels together, and of each of them."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
import soxr

from posthouse.conform.sound_search import PRINT_RATE, sound_print
from posthouse.media.sound_in import SoundReader

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from posthouse.media.library import MediaLibrary

    Voices = NDArray[np.float32]

MOST_CHANNELS = 8
"""Of more channels only the first ones are looked into on their own."""
_BLOCK_SAMPLES = 1 << 18
_CHUNK = 1 << 21
"""Samples that are printed at once: four minutes."""


@dataclass(frozen=True, slots=True)
class FilePrint:
    """The prints of a file, read from disk where they are asked for."""

    voices: NDArray[np.float16]
    """(voice, sample): all channels together first, then each, where there are several."""
    begins: Fraction
    """Seconds from the file's first picture to the sound's first sample; 0 without a picture."""


def printed_file(path: Path, library: MediaLibrary, scratch: Path) -> FilePrint:
    """Return the prints of a file's first sound, kept in a scratch file.

    Raises:
        MediaError: it has no sound, or a packet is damaged.
    """
    with SoundReader(path, library.info(path), library=library) as reader:
        count = 1 if reader.channels == 1 else 1 + min(reader.channels, MOST_CHANNELS)
        with scratch.open("wb") as out:
            for chunk in _chunks(_resampled(reader), count):
                out.write(np.stack([sound_print(voice) for voice in chunk], axis=1).astype(np.float16).tobytes())
        begins = Fraction(reader.picture_offset_samples, reader.sample_rate)
    if not scratch.stat().st_size:
        return FilePrint(np.zeros((count, 0), np.float16), begins)
    kept = np.memmap(scratch, np.float16, mode="r").reshape(-1, count)
    return FilePrint(kept.T, begins)


def _resampled(reader: SoundReader) -> Iterator[Voices]:
    """Yield (voice, sample) at the print's rate."""
    channels = 1 if reader.channels == 1 else 1 + min(reader.channels, MOST_CHANNELS)
    stream = soxr.ResampleStream(reader.sample_rate, PRINT_RATE, channels, dtype="float32", quality="HQ")
    for block in reader.blocks(_BLOCK_SAMPLES):
        yield stream.resample_chunk(np.ascontiguousarray(_voices(block).T), last=False).reshape(-1, channels).T
    yield stream.resample_chunk(np.zeros((0, channels), np.float32), last=True).reshape(-1, channels).T


def _voices(sound: Voices) -> Voices:
    """Return (voice, sample): the mean of all channels, then each where there are several."""
    together = sound.mean(axis=0, keepdims=True)
    return together if len(sound) == 1 else np.concatenate([together, sound[:MOST_CHANNELS]])


def _chunks(blocks: Iterator[Voices], voices: int) -> Iterator[Voices]:
    """Yield the same samples in chunks of one size, but the last."""
    held = np.zeros((voices, 0), np.float32)
    for block in blocks:
        held = np.concatenate([held, block], axis=1)
        while held.shape[1] >= _CHUNK:
            yield held[:, :_CHUNK]
            held = held[:, _CHUNK:]
    if held.shape[1]:
        yield held
