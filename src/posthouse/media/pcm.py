"""Sound between jobs: the ``.f32`` file, a 64-byte header and interleaved little-endian float32 samples.

Header: 16 bytes of magic, then channels (u32), sample rate (u32), samples per channel (u64), zeros up to 64. The count
is written when the writer closes, so a file whose writer died says 0 samples and is refused for its length.
"""

from __future__ import annotations

import mmap
import struct
from typing import TYPE_CHECKING, BinaryIO, Self

import numpy as np

from posthouse.errors import InternalError, MediaError
from posthouse.media.digest import forget_pages

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import TracebackType

    from posthouse.signal import Sound

MAGIC = b"posthouse f32 1\n"
HEADER_BYTES = 64
BLOCK_SAMPLES = 1 << 16
_FACTS = struct.Struct("<IIQ")
_BYTES_PER_SAMPLE = 4


class PcmWriter:
    """Writes one ``.f32`` file front to back, in any block sizes; use it in a ``with``."""

    def __init__(self, path: Path, *, channels: int, sample_rate: int) -> None:
        self.channels, self.sample_rate, self.samples = channels, sample_rate, 0
        self._file: BinaryIO = path.open("wb")
        self._write_header()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if kind is None:
            self._file.seek(0)
            self._write_header()
        self._file.close()

    def write(self, sound: Sound) -> None:
        """Append (channel, sample) float32.

        Raises:
            InternalError: the channels differ from the file's, or a sample is infinite or not a number.
        """
        if sound.ndim != 2 or sound.shape[0] != self.channels:
            raise InternalError(f"sound of shape {sound.shape} does not fit a file of {self.channels} channels")
        if not np.isfinite(sound).all():
            raise InternalError(f"a sample after sample {self.samples} is not a finite number")
        self._file.write(np.ascontiguousarray(sound.T, dtype="<f4").data)
        self.samples += sound.shape[1]

    def _write_header(self) -> None:
        facts = _FACTS.pack(self.channels, self.sample_rate, self.samples)
        self._file.write((MAGIC + facts).ljust(HEADER_BYTES, b"\0"))


class PcmReader:
    """Reads any part of one ``.f32`` file through a memory map; use it in a ``with`` or drop it when done."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            header = file.read(HEADER_BYTES)
        if len(header) < HEADER_BYTES or not header.startswith(MAGIC):
            raise MediaError(f"{path.name} is not a posthouse sound file")
        self.channels, self.sample_rate, self.samples = _FACTS.unpack_from(header, len(MAGIC))
        needed = HEADER_BYTES + self.samples * self.channels * _BYTES_PER_SAMPLE
        if path.stat().st_size != needed:
            raise MediaError(f"{path.name} has {path.stat().st_size} bytes, its header promises {needed}")
        shape = (self.samples, self.channels)
        with path.open("rb") as file:
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self._samples: np.ndarray[tuple[int, int], np.dtype[np.float32]] = np.frombuffer(
            self._map, "<f4", self.samples * self.channels, HEADER_BYTES
        ).reshape(shape)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        del self._samples

    def read(self, start_samples: int, stop_samples: int) -> Sound:
        """Return samples start..stop as a new contiguous (channel, sample) float32 array.

        Raises:
            ValueError: the range is not within 0..samples.
        """
        if not 0 <= start_samples <= stop_samples <= self.samples:
            raise ValueError(f"samples {start_samples}..{stop_samples} are not within 0..{self.samples}")
        sound = np.ascontiguousarray(self._samples[start_samples:stop_samples].T, dtype=np.float32)
        place = HEADER_BYTES + start_samples * self.channels * _BYTES_PER_SAMPLE
        forget_pages(self._map, place, place + sound.nbytes)  # hours of sound, read once, are no memory of ours
        return sound

    def blocks(self, block_samples: int = BLOCK_SAMPLES) -> Iterator[Sound]:
        """Yield the whole file in blocks, (channel, sample) float32; the last one may be shorter."""
        for start in range(0, self.samples, block_samples):
            yield self.read(start, min(start + block_samples, self.samples))
