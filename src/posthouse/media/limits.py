"""How large a media may be, and what is said of one that is larger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from posthouse.errors import MediaError
from posthouse.settings import media_memory_bytes

if TYPE_CHECKING:
    from pathlib import Path

MAX_PIXELS = 1 << 28
"""Declared picture sizes past 16384x16384 are taken for damage, before anything is allocated."""

MOST_PACKETS_SLACK = 1000
"""A file has at most a packet for each of its bytes, and so many more; tables that promise more are damaged."""
MOST_SECONDS = 1000 * 3600
"""Time stamps that make a media longer than this are taken for damage."""


def out_of_memory(path: Path, doing: str) -> MediaError:
    """Return what to say of media that take more memory than they may have."""
    gigabytes = media_memory_bytes() / (1 << 30)
    return MediaError(
        f"{path} cannot be {doing}: that takes more memory than the {gigabytes:g} GiB one media may have",
        hint="if it is not damaged, set POSTHOUSE_MEDIA_MEMORY higher (in GiB)",
    )
