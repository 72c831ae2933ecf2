"""The base image of a phone's Ultra HDR photo: what every viewer shows, without the gain map behind it.

OpenImageIO applies the gain map and cannot be told not to, so such a file is read from a copy without the segments that
lead to the map (ISO 21496-1, and Google's Ultra HDR before it).
"""

from __future__ import annotations

import struct
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_SOI, _SOS, _APP1, _APP2 = b"\xff\xd8", 0xDA, 0xE1, 0xE2
_ISO_21496 = b"urn:iso:std:iso:ts:21496"


@contextmanager
def base_image_file(path: Path) -> Iterator[Path]:
    """Lend the path to read a JPEG's base image from: its own, or that of a copy without its gain map."""
    if path.suffix.lower() not in {".jpg", ".jpeg"}:
        yield path
        return
    whole = path.read_bytes()
    base = _without_gain_map(whole)
    if len(base) == len(whole):
        yield path
        return
    with tempfile.TemporaryDirectory(prefix="posthouse") as folder:
        copy = Path(folder) / "base.jpg"
        copy.write_bytes(base)
        yield copy


def _without_gain_map(jpeg: bytes) -> bytes:
    """Return the file less its gain map segments, itself when it has none or is no JPEG."""
    if jpeg[:2] != _SOI:
        return jpeg
    kept, at = [_SOI], 2
    is_ultra_hdr = False
    while at + 4 <= len(jpeg) and jpeg[at] == 0xFF and jpeg[at + 1] != _SOS:
        end = at + 2 + struct.unpack(">H", jpeg[at + 2 : at + 4])[0]
        segment = jpeg[at:end]
        is_ultra_hdr |= _names_gain_map(segment)
        if not (_names_gain_map(segment) or (segment[1] == _APP2 and segment[4:8] == b"MPF\x00")):
            kept.append(segment)
        at = end
    return b"".join([*kept, jpeg[at:]]) if is_ultra_hdr else jpeg


def _names_gain_map(segment: bytes) -> bool:
    return (segment[1] == _APP1 and b"hdrgm" in segment) or (segment[1] == _APP2 and segment[4:].startswith(_ISO_21496))
