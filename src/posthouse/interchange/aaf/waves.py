"""WAV files: what AAF may carry of them, channel by channel, and BWF files written.

AAF and Pro Tools know whole-number PCM of 16 or 24 bits, one channel a file (Pro Tools links no other: pyaaf2 24).
Source: Microsoft RIFF/WAVE (fmt), EBU Tech 3285 (bext), EBU Tech 3306 (RF64).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, Final

import numpy as np

from posthouse.errors import MediaError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_PCM, _EXTENSIBLE = 1, 0xFFFE
_BLOCK_SAMPLES: Final = 1 << 16
_MOST_CHUNKS: Final = 1_000
_BITS: Final = (16, 24)
_BEXT_BYTES: Final = 602


@dataclass(frozen=True, slots=True, kw_only=True)
class Wave:
    """A PCM file: ``data_at`` is the byte its sound begins at; ``time_reference`` samples since midnight (bext)."""

    path: Path
    rate: int
    channels: int
    bits: int
    samples: int
    data_at: int
    time_reference: int = 0

    @property
    def summary(self) -> bytes:
        """Return the head of the file as a WAVEDescriptor of Media Composer holds it, up to where the sound begins."""
        size = self.samples * self.channels * self.bits // 8
        head = _riff(size, 0) + _fmt(self.rate, self.channels, self.bits)
        return head + struct.pack("<4sI", b"data", min(size, 0xFFFFFFFF))


def wave_of(path: Path) -> Wave:
    """Return what a WAV file holds.

    Raises:
        MediaError: no WAV, cut short, or of samples an AAF cannot carry.
    """
    try:
        with path.open("rb") as file:
            return _scanned(file, path)
    except OSError as error:
        raise MediaError(f"{path} cannot be read: {error.strerror}", hint="check the path") from error
    except struct.error as error:
        raise MediaError(f"{path.name} is cut short", hint="render or copy it again") from error


def _scanned(file: BinaryIO, path: Path) -> Wave:
    head = file.read(12)
    if head[:4] not in {b"RIFF", b"RF64"} or head[8:12] != b"WAVE":
        raise MediaError(f"{path.name} is no WAV file", hint="an AAF carries WAV of 16 or 24 bits")
    form: tuple[int, ...] = ()
    time_reference, long_size = 0, 0
    for _ in range(_MOST_CHUNKS):
        name, size = struct.unpack("<4sI", file.read(8))
        if name == b"data":
            size = long_size if size == 0xFFFFFFFF else size
            return _checked(path, form, (file.tell(), size), time_reference)
        if name == b"fmt ":
            form = struct.unpack("<HHIIHH", file.read(16))
            size -= 16
        elif name == b"ds64":
            _, long_size = struct.unpack("<QQ", file.read(16))
            size -= 16
        elif name == b"bext" and size >= _BEXT_BYTES:
            body = file.read(346)
            time_reference = struct.unpack("<Q", body[338:346])[0]
            size -= 346
        file.seek(max(0, size + (size & 1)), 1)
    raise MediaError(f"{path.name} holds no sound", hint="render it again")


def _checked(path: Path, form: tuple[int, ...], data: tuple[int, int], time_reference: int) -> Wave:
    if not form:
        raise MediaError(f"{path.name} does not say what it holds", hint="render it again")
    tag, channels, rate, _, block, bits = form
    if tag not in {_PCM, _EXTENSIBLE} or bits not in _BITS or not channels or block != channels * bits // 8:
        raise MediaError(f"{path.name} is of samples an AAF cannot carry", hint="write it as PCM of 16 or 24 bits")
    at, size = data
    if at + size > path.stat().st_size:
        raise MediaError(f"{path.name} is cut short", hint="render or copy it again")
    return Wave(
        path=path, rate=rate, channels=channels, bits=bits, samples=size // block, data_at=at,
        time_reference=time_reference,
    )  # fmt: skip


def channel_of(wave: Wave, channel: int) -> Iterator[bytes]:
    """Yield the samples of one channel, from 1, as they are in the file."""
    width = wave.bits // 8
    left = wave.samples
    with wave.path.open("rb") as file:
        file.seek(wave.data_at)
        while left > 0:
            count = min(left, _BLOCK_SAMPLES)
            block = np.frombuffer(file.read(count * wave.channels * width), dtype=np.uint8)
            if block.size < count * wave.channels * width:
                raise MediaError(f"{wave.path.name} is cut short", hint="render or copy it again")
            yield block.reshape(count, wave.channels, width)[:, channel - 1].tobytes()
            left -= count


def write_wave(path: Path, blocks: Iterable[bytes], wave: Wave, *, description: str = "") -> None:
    """Write one BWF file of PCM; ``wave`` says rate, channels, bits, length and time reference."""
    size = wave.samples * wave.channels * wave.bits // 8
    bext = _bext(description, wave.time_reference)
    part = path.with_name(f"{path.name}.part")
    with part.open("wb") as file:
        file.write(_riff(size, len(bext)) + bext + _fmt(wave.rate, wave.channels, wave.bits))
        file.write(struct.pack("<4sI", b"data", size))
        for block in blocks:
            file.write(block)
        file.write(b"\0" * (size & 1))
    part.replace(path)


def mono_files(path: Path, into: Path) -> tuple[Path, ...]:
    """Write each channel of a WAV as a file of its own, name.1.wav and on; return them, or the file if it is mono."""
    wave = wave_of(path)
    if wave.channels == 1:
        return (path,)
    into.mkdir(parents=True, exist_ok=True)
    made = []
    for channel in range(1, wave.channels + 1):
        target = into / f"{path.stem}.{channel}.wav"
        mono = Wave(
            path=target, rate=wave.rate, channels=1, bits=wave.bits, samples=wave.samples, data_at=0,
            time_reference=wave.time_reference,
        )  # fmt: skip
        write_wave(target, channel_of(wave, channel), mono, description=f"{path.stem}, channel {channel}")
        made.append(target)
    return tuple(made)


def _riff(data_bytes: int, other_bytes: int) -> bytes:
    whole = 4 + other_bytes + 24 + 8 + data_bytes + (data_bytes & 1)
    return struct.pack("<4sI4s", b"RIFF", min(whole, 0xFFFFFFFF), b"WAVE")


def _fmt(rate: int, channels: int, bits: int) -> bytes:
    block = channels * bits // 8
    return struct.pack("<4sIHHIIHH", b"fmt ", 16, _PCM, channels, rate, rate * block, block, bits)


def _bext(description: str, time_reference: int) -> bytes:
    """Return the broadcast extension, version 1 (EBU Tech 3285, 2.3); its date is fixed, so that it never changes."""
    text = description.encode("ascii", "replace")[:256]
    body = struct.pack("<256s32s32s10s8sQH", text, b"posthouse", b"", b"2000-01-01", b"00:00:00", time_reference, 1)
    return struct.pack("<4sI", b"bext", _BEXT_BYTES) + body.ljust(_BEXT_BYTES, b"\0")
