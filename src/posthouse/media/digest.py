"""Content digests: BLAKE3 of a file's bytes, taken alone, or in step with a reader so that the disk is read once."""

from __future__ import annotations

import mmap
from typing import TYPE_CHECKING, Self

from blake3 import blake3

from posthouse.build.key import digest_file as digest_of_bytes
from posthouse.media.border import check_file, media_errors

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

_STEP_BYTES = 1 << 24


def digest_file(path: Path) -> str:
    """Return the BLAKE3 of a file's bytes, 64 hex digits.

    Raises:
        MediaError: the file cannot be read.
    """
    check_file(path)
    with media_errors(path, "read"):
        return digest_of_bytes(path)


class FollowingDigest:
    """A digest that follows another reader through a file.

    The packet pass and the digest both need every byte. Instead of reading a file larger than memory twice, the digest
    takes each stretch right after the demuxer has passed it, from the system's page cache; ``finish`` takes the rest.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._hash = blake3(max_threads=blake3.AUTO)
        self._at = 0

    def __enter__(self) -> Self:
        with media_errors(self._path, "read"):
            self._file = self._path.open("rb")
            self._map = mmap.mmap(self._file.fileno(), 0, access=mmap.ACCESS_READ)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._map.close()
        self._file.close()

    def passed(self, byte_position: int) -> None:
        """Take what lies before a byte position, once there is a good stretch of it."""
        if byte_position - self._at >= _STEP_BYTES:
            self._take(byte_position)

    def finish(self) -> str:
        """Take the rest and return the digest, 64 hex digits."""
        while self._at < len(self._map):
            self._take(min(self._at + _STEP_BYTES, len(self._map)))
        return self._hash.hexdigest()

    def _take(self, end: int) -> None:
        with memoryview(self._map) as whole, whole[self._at : end] as stretch:
            self._hash.update(stretch)
        forget_pages(self._map, self._at, end)
        self._at = end


def forget_pages(mapped: mmap.mmap, start: int, end: int) -> None:
    """Let go of the pages of a file's map that lie within a range: they stay with the system, and count as nobody's."""
    first, last = -(-start // mmap.PAGESIZE) * mmap.PAGESIZE, end // mmap.PAGESIZE * mmap.PAGESIZE
    if last > first and hasattr(mmap, "MADV_DONTNEED"):
        mapped.madvise(mmap.MADV_DONTNEED, first, last - first)
