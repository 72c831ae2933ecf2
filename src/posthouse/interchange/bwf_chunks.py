"""The chunks of a wave file: its format, and a copy with bext and iXML exchanged (EBU Tech 3285, Tech 3306)."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

from posthouse.errors import MediaError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO

_KINDS = frozenset({b"RIFF", b"RF64", b"BW64"})
_BEXT = struct.Struct("<256s32s32s10s8sQH64s5h180s")  # EBU Tech 3285 v2, clause 2.3
_UNMEASURED = (0x7FFF,) * 5  # as above, clause 2.4
_LONGEST_RIFF = 2**32 - 1
_NEW = frozenset({b"bext", b"iXML", b"ds64", b"JUNK"})
_IN_DS64 = 0xFFFFFFFF


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundFormat:
    """What the fmt and data chunks say."""

    sample_rate: int
    channels: int
    samples: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Chunk:
    name: bytes
    body_at: int
    size: int


def sound_format(path: Path) -> SoundFormat:
    """Return a wave file's format; raises MediaError where it is none, OSError where it cannot be opened."""
    with path.open("rb") as file:
        chunks = {chunk.name: chunk for chunk in _chunks(file, path)}
        form, sound = chunks.get(b"fmt "), chunks.get(b"data")
        if form is None or sound is None or form.size < 16:
            raise MediaError(f"{path.name} is cut short: it has no format or no sound", hint="copy it again")
        file.seek(form.body_at)
        _, channels, sample_rate, _, frame_bytes = struct.unpack("<HHIIH", file.read(14))
    if not channels or not sample_rate or not frame_bytes:
        raise MediaError(f"{path.name} says it has {channels} channels of {sample_rate} Hz", hint="copy it again")
    return SoundFormat(sample_rate=sample_rate, channels=channels, samples=sound.size // frame_bytes)


def copied_with(
    source: Path, out: Path, *, ixml: bytes, start_samples: int | None, texts: tuple[str, str, str]
) -> None:
    """Copy a wave file with a new bext and iXML ahead of its other chunks; RF64 where RIFF cannot say its length.

    Args:
        source: a wave file.
        out: where the copy goes.
        ixml: the new chunk's body.
        start_samples: the first sample since midnight; None: unknown, and no bext is written.
        texts: description (256 letters), originator (32), date (10) of bext.
    """
    sample_count = sound_format(source).samples
    part = out.with_name(f"{out.name}.part")
    with source.open("rb") as file, part.open("wb") as copy:
        kept = [chunk for chunk in _chunks(file, source) if chunk.name not in _NEW]
        bext = b"" if start_samples is None else _whole(b"bext", _bext(start_samples, texts))
        new = bext + _whole(b"iXML", ixml)
        length = 4 + 36 + len(new) + sum(8 + chunk.size + chunk.size % 2 for chunk in kept)
        sound_bytes = next(chunk.size for chunk in kept if chunk.name == b"data")
        is_long = length > _LONGEST_RIFF
        copy.write(b"RF64" if is_long else b"RIFF")
        copy.write(struct.pack("<I", _IN_DS64 if is_long else length) + b"WAVE")
        sizes = struct.pack("<QQQI", length, sound_bytes, sample_count, 0)
        copy.write(_whole(b"ds64", sizes) if is_long else _whole(b"JUNK", bytes(28)))
        copy.write(new)
        for chunk in kept:
            size = _IN_DS64 if is_long and chunk.name == b"data" else chunk.size
            copy.write(chunk.name + struct.pack("<I", size))
            file.seek(chunk.body_at)
            _copy(file, copy, chunk.size)
            copy.write(b"\0" * (chunk.size % 2))
    part.replace(out)


def _copy(file: BinaryIO, copy: BinaryIO, size: int) -> None:
    left = size
    while left and (block := file.read(min(left, 1 << 20))):
        copy.write(block)
        left -= len(block)


def _chunks(file: BinaryIO, path: Path) -> Iterator[_Chunk]:
    """Yield the chunks of a wave file; the last may be shorter than it says."""
    head = file.read(12)
    if head[:4] not in _KINDS or head[8:12] != b"WAVE":
        raise MediaError(f"{path.name} is no WAV", hint="is it the right file?")
    end = file.seek(0, 2)
    at, sound_bytes = 12, 0
    while at + 8 <= end:
        file.seek(at)
        name, size = struct.unpack("<4sI", file.read(8))
        if name == b"ds64" and end - at >= 24:
            sound_bytes = struct.unpack("<8xQ", file.read(16))[0]
        if name == b"data" and size == _IN_DS64:
            size = sound_bytes or end - at - 8
        size = min(size, end - at - 8)
        yield _Chunk(name=name, body_at=at + 8, size=size)
        at += 8 + size + size % 2


def _bext(start_samples: int, texts: tuple[str, str, str]) -> bytes:
    description, originator, date = (text.encode("ascii", "replace") for text in texts)
    return _BEXT.pack(description, originator, b"", date, b"", start_samples, 2, b"", *_UNMEASURED, b"")


def _whole(name: bytes, body: bytes) -> bytes:
    return name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)
