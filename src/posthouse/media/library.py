"""What is known of a folder's media, remembered by content."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from posthouse.media.facts import MediaInfo, OpenAs


class MediaLibrary:
    """Digests, facts and packet indexes, kept in ``folder/media.sqlite``; an unchanged file costs one stat."""

    def __init__(self, folder: Path) -> None:
        raise NotImplementedError

    def digest(self, path: Path) -> str:
        """Return the BLAKE3 of the file's bytes (hex); any file, a look-up table as well as footage."""
        raise NotImplementedError

    def info(self, path: Path, open_as: OpenAs | None = None) -> MediaInfo:
        """Return the facts of a media file, still, or sequence (a path with ``%04d`` or ``####`` in its name)."""
        raise NotImplementedError

    def close(self) -> None:
        """Close the cache."""
        raise NotImplementedError
