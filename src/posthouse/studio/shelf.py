"""Where jobs find the production's media while a build runs: one shelf a process, shared by all workers."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from posthouse.errors import InternalError, MediaError
from posthouse.media.generate import bars_picture
from posthouse.media.pool import DecoderPool

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Mapping, Sequence
    from pathlib import Path

    from posthouse.build import JobContext
    from posthouse.media.facts import MediaInfo
    from posthouse.media.library import MediaLibrary
    from posthouse.media.reading import Reading
    from posthouse.signal import Picture, PictureFormat


@dataclass(slots=True)
class Shelf:
    """Media by the keys job parameters use. Not part of any key: a moved file changes nothing."""

    folder: Path
    library: MediaLibrary
    paths: Mapping[str, Path]
    """By content digest: media, LUT and CDL files."""
    footage: dict[str, tuple[Path, MediaInfo]]
    """By the keys of ``FootageSource``."""
    pool: DecoderPool = field(init=False)

    def __post_init__(self) -> None:
        self.pool = DecoderPool(max_open=12, library=self.library)

    @classmethod
    def of(cls, context: JobContext) -> Shelf:
        """Return the build's shelf."""

        def missing() -> Shelf:
            raise InternalError("this build was started without a shelf of media")

        return context.shared.obtain(cls, missing)

    def add_footage(self, key: str, path: Path, info: MediaInfo) -> None:
        """Put a further media on the shelf, as a proxy that has just been made."""
        self.footage[key] = (path, info)

    def pictures(
        self, key: str, indices: Sequence[int], stream: int, reading: Reading | None = None
    ) -> Generator[Picture]:
        """Yield decoded pictures of a media, as a reading takes them."""
        path, info = self.footage[key]
        return self.pool.pictures(path, info, indices, stream, reading)

    def check_unchanged(self, keys: Iterable[str]) -> None:
        """Refuse results made from media that changed since the build was planned: their keys would be wrong.

        Raises:
            MediaError: one changed.
        """
        for key in keys:
            path, info = self.footage[key]
            if self.library.info(path, info.open_as).digest != info.digest:
                raise MediaError(f"{path} changed while the build ran", hint="build again")

    def bars(self, picture_format: PictureFormat) -> Picture:
        """Return color bars."""
        return _bars(picture_format)

    def path(self, digest: str) -> Path:
        """Return where the file of a content digest lies; MediaError if it changed since the build was planned."""
        try:
            path = self.paths[digest]
        except KeyError:
            raise InternalError(f"no media of this production has the digest {digest}") from None
        if self.library.digest(path) != digest:
            raise MediaError(f"{path} changed while the build ran", hint="build again")
        return path

    def close(self) -> None:
        """Close open decoders."""
        self.pool.close()


@functools.lru_cache(maxsize=4)
def _bars(picture_format: PictureFormat) -> Picture:
    return bars_picture(picture_format)
