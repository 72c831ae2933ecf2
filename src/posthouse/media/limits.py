"""How large a media may be, and what is said of one that is larger."""

from __future__ import annotations

from typing import TYPE_CHECKING, final

from posthouse.errors import MediaError
from posthouse.settings import media_memory_bytes

if TYPE_CHECKING:
    from fractions import Fraction
    from pathlib import Path

MAX_PIXELS = 1 << 28
"""Declared picture sizes past 16384x16384 are taken for damage, before anything is allocated."""

_MORE_PACKETS, _MORE_BYTES, _TIMES_BYTES = 1000, 1 << 30, 64
"""A file has at most a packet for each of its bytes, and so many more; its packets together have at most so many times
its bytes (Matroska may compress them), and so many more. A table that promises more leads round in circles."""
MOST_SECONDS = 1000 * 3600
"""Time stamps that make a media longer than this are taken for damage."""


@final
class PacketTally:
    """Counts packets as they are read, and refuses to be led round in circles."""

    def __init__(self, path: Path) -> None:
        self._path, self._size = path, path.stat().st_size
        self._packets = self._bytes = 0

    def count(self, byte_count: int) -> None:
        """Count one packet.

        Raises:
            MediaError: there are more than the file can hold.
        """
        self._packets += 1
        self._bytes += byte_count
        if self._packets > self._size + _MORE_PACKETS or self._bytes > _TIMES_BYTES * self._size + _MORE_BYTES:
            cause = f"{self._path} is damaged: it promises more packets than it has bytes for"
            raise MediaError(cause, hint="copy it again from its source")


def refuse_endless(path: Path, stream: int, seconds: Fraction) -> None:
    """Refuse a stream whose time stamps make it longer than any media.

    Raises:
        MediaError: it would last more than 1000 hours.
    """
    if seconds > MOST_SECONDS:
        hours = int(seconds) // 3600
        raise MediaError(f"{path}: by its time stamps stream {stream} lasts {hours} hours", hint="the file is damaged")


def out_of_memory(path: Path, doing: str) -> MediaError:
    """Return what to say of media that take more memory than they may have."""
    gigabytes = media_memory_bytes() / (1 << 30)
    return MediaError(
        f"{path} cannot be {doing}: that takes more memory than the {gigabytes:g} GiB one media may have",
        hint="if it is not damaged, set POSTHOUSE_MEDIA_MEMORY higher (in GiB)",
    )
