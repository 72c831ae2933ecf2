"""PNG files are checked by their own checksums first: libpng would print its complaint on the terminal."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

from posthouse.errors import MediaError

if TYPE_CHECKING:
    from pathlib import Path

_SIGNATURE = b"\x89PNG\r\n\x1a\n"


_CICP = b"cICP"
_BEFORE_CHUNKS_BYTES = 8


def png_color(path: Path) -> tuple[int, int, int, int] | None:
    """Return primaries, transfer, matrix and full-range flag of a PNG (third edition, 11.3.2.6), where it has them."""
    with path.open("rb") as file:
        file.seek(_BEFORE_CHUNKS_BYTES)
        while len(head := file.read(8)) == 8:
            size, name = struct.unpack(">I4s", head)
            if name == _CICP:
                primaries, transfer, matrix, full = struct.unpack(">4B", file.read(4))
                return primaries, transfer, matrix, full
            if name == b"IDAT":
                return None
            file.seek(size + 4, 1)
    return None


def check_png(path: Path) -> None:
    """Refuse a damaged PNG (W3C PNG, third edition, 5.3: every chunk carries its CRC-32, the last one is IEND).

    A file that is no PNG at all is left to the image reader, which goes by content.

    Raises:
        MediaError: it is cut short, or a chunk is not what its checksum says.
    """
    with path.open("rb") as file:
        if file.read(8) != _SIGNATURE:
            return
        name = b""
        while name != b"IEND":
            head = file.read(8)
            if len(head) < 8:
                raise MediaError(f"{path} is cut short: it ends before its last chunk", hint="copy it again")
            size, name = struct.unpack(">I4s", head)
            body = file.read(size) if size < 1 << 31 else b""
            checksum = file.read(4)
            if len(body) < size or len(checksum) < 4:
                raise MediaError(f"{path} is cut short inside a chunk", hint="copy it again from its source")
            if zlib.crc32(body, zlib.crc32(name)) != int.from_bytes(checksum, "big"):
                kind = name.decode("ascii", "replace")
                raise MediaError(f"{path} is damaged: its {kind!a} chunk fails its checksum", hint="copy it again")
