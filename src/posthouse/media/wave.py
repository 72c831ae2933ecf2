"""What recorders write beside the sound of a wave file: bext and iXML (EBU Tech 3285), in RIFF, RF64 and BW64."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from posthouse.errors import MediaError
from posthouse.media.facts import BroadcastExtension

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO

_KINDS = {b"RIFF", b"RF64", b"BW64"}
_UNKNOWN_SIZES = {0, 0xFFFFFFFF}
_MOST_BYTES = 1 << 24


def read_broadcast_wave(path: Path) -> BroadcastExtension | None:
    """Return a wave file's bext and iXML, None when it has neither or is no wave file.

    Raises:
        MediaError: its sound is cut short of what the data chunk promises.
    """
    with path.open("rb") as file:
        head = file.read(12)
        if head[:4] not in _KINDS or head[8:12] != b"WAVE":
            return None
        found = {name: _body(file, size) for name, size in _chunks(path, file) if name in {b"bext", b"iXML"}}
    if not found:
        return None
    ixml = found.get(b"iXML", b"").rstrip(b"\x00").decode("utf-8", "replace")
    return _bext(found.get(b"bext", b""), ixml)


def _chunks(path: Path, file: BinaryIO) -> Iterator[tuple[bytes, int]]:
    """Yield (name, size) of each chunk, the file at its body; check that the data chunk is whole."""
    end = path.stat().st_size
    at = 12
    large_data = 0
    while at + 8 <= end:
        file.seek(at)
        name, size = struct.unpack("<4sI", file.read(8))
        if name == b"ds64":
            large_data = struct.unpack("<8xQ", file.read(16))[0]
        if name == b"data":
            size = large_data if size == 0xFFFFFFFF and large_data else size
            if size in _UNKNOWN_SIZES:
                return
            if at + 8 + size > end:
                raise MediaError(
                    f"{path} is cut short: its header promises {size} bytes of sound and {end - at - 8} are there",
                    hint="copy it again from its source",
                )
        file.seek(at + 8)
        yield name, size
        at += 8 + size + size % 2


def _body(file: BinaryIO, size: int) -> bytes:
    return file.read(min(size, _MOST_BYTES))


def _bext(body: bytes, ixml: str) -> BroadcastExtension:
    if len(body) < 348:
        return BroadcastExtension(ixml=ixml)
    low, high = struct.unpack("<II", body[338:346])
    return BroadcastExtension(
        time_reference_samples=low + (high << 32),
        description=_text(body[0:256]),
        originator=_text(body[256:288]),
        originator_reference=_text(body[288:320]),
        date=_text(body[320:330]),
        time=_text(body[330:338]),
        ixml=ixml,
    )


def _text(field: bytes) -> str:
    return field.split(b"\x00", 1)[0].decode("ascii", "replace").strip()
