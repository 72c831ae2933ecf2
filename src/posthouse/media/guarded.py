"""The way in for foreign files: each is read in a booth (``booth/``), or here where isolation is switched off."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Protocol, cast, final

from posthouse.media.booth.house import HOUSE, using_booth
from posthouse.media.facts import MediaKind, OpenAs
from posthouse.media.suffixes import STILL_SUFFIXES
from posthouse.settings import media_isolation

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from posthouse.media.booth.booth import Booth
    from posthouse.media.facts import MediaInfo
    from posthouse.media.images import ImageHead
    from posthouse.media.index import PictureIndex, SoundIndex
    from posthouse.media.probe import Probed
    from posthouse.media.standing import Standing
    from posthouse.signal import Picture, Sound


class PictureSource(Protocol):
    """One open picture stream. One thread at a time."""

    @property
    def standing(self) -> Standing:
        """Where it stands after the last run."""
        ...

    @property
    def is_usable(self) -> bool:
        """Whether it can be asked for more."""
        ...

    def pictures(self, indices: Sequence[int]) -> Iterator[Picture]:
        """Yield the picture at each index."""
        ...

    def close(self) -> None:
        """Close the file."""
        ...


class SoundSource(Protocol):
    """One open sound stream. One thread at a time."""

    def decoded(self, start: int) -> Sound:
        """Return the segment from a sample on."""
        ...

    def close(self) -> None:
        """Close the file."""
        ...


def get_ready() -> None:
    """Have the decoders loaded in the background, for media that will be read soon."""
    if media_isolation():
        HOUSE.prepare()


def learned(path: Path, open_as: OpenAs | None = None) -> Probed:
    """Return everything about a file, read once.

    Raises:
        MediaError: it is damaged, cut short, or holds neither pictures nor sound.
    """
    if not media_isolation():
        from posthouse.media.learn import learn  # late: FFmpeg, which the house itself does not need to read

        return learn(path, open_as or OpenAs())
    is_still = path.suffix.lower() in STILL_SUFFIXES
    asked = using_booth(
        lambda booth: booth.ask(path, "opened", "learn", path, open_as or OpenAs()), with_images=is_still
    )
    return cast("Probed", asked)


def image_head(path: Path) -> ImageHead:
    """Return what an image says of itself.

    Raises:
        MediaError: it is missing or no image.
    """
    if not media_isolation():
        from posthouse.media.images import read_head  # late: OpenImageIO

        return read_head(path)
    return cast("ImageHead", using_booth(lambda booth: booth.ask(path, "opened", "head", path), with_images=True))


def image_pictures(path: Path, info: MediaInfo, indices: Sequence[int]) -> Iterator[Picture]:
    """Yield the pictures of a still or a sequence; a still is read once, however long it is held.

    Raises:
        MediaError: a missing or damaged image, or one unlike the first.
    """
    if not media_isolation():
        from posthouse.media.open_pictures import image_pictures as read  # late: OpenImageIO

        yield from read(path, info, indices)
        return
    booth = HOUSE.lend(with_images=True)
    form = info.pictures[0].format
    asked = indices[:1] if info.kind is MediaKind.STILL else indices
    try:
        # Closed here, not when it is collected: by then the booth is lent to somebody else.
        with contextlib.closing(booth.show(path, form, asked, "images", path, info)) as shown:
            for picture in shown:
                for _ in indices if info.kind is MediaKind.STILL else asked[:1]:
                    yield picture
    finally:
        HOUSE.give_back(booth, has_images=True)


def open_pictures(path: Path, info: MediaInfo, stream: int, index: PictureIndex, *, threads: int) -> PictureSource:
    """Return a container's picture stream, open.

    Raises:
        MediaError: it cannot be opened any more.
    """
    if media_isolation():
        return _BoothPictures(path, info, stream, index, threads=threads)
    from posthouse.media.open_pictures import OpenPictures  # late: FFmpeg

    return OpenPictures(path, info, stream, index, threads=threads)


def open_sound(path: Path, info: MediaInfo, stream: int, index: SoundIndex) -> SoundSource:
    """Return a sound stream, open.

    Raises:
        MediaError: it cannot be opened any more.
    """
    if media_isolation():
        return _BoothSound(path, info, stream, index)
    from posthouse.media.sound_segments import SoundSegments  # late: FFmpeg

    return SoundSegments(path, info.sounds[stream], index)


@final
class _BoothPictures:
    def __init__(self, path: Path, info: MediaInfo, stream: int, index: PictureIndex, *, threads: int) -> None:
        self._path, self._form = path, info.pictures[stream].format
        self._booth, self._given = _opened(path, "open pictures", path, info, stream, index, threads), False
        self.standing: Standing = self._booth.last_word

    @property
    def is_usable(self) -> bool:
        return self._booth.is_settled

    def pictures(self, indices: Sequence[int]) -> Iterator[Picture]:
        try:
            yield from self._booth.show(self._path, self._form, indices, "pictures")
        finally:
            self.standing = self._booth.last_word or self.standing

    def close(self) -> None:
        # Once only: a booth given back twice would be lent to two.
        booth, self._given = (None, True) if self._given else (self._booth, True)
        _closed(self._path, booth)


@final
class _BoothSound:
    def __init__(self, path: Path, info: MediaInfo, stream: int, index: SoundIndex) -> None:
        self._path, self._rate = path, info.sounds[stream].sample_rate
        self._booth, self._given = _opened(path, "open sound", path, info, stream, index), False

    def decoded(self, start: int) -> Sound:
        doing = f"decoded at {start / self._rate:.3f} s"
        return cast("Sound", self._booth.ask(self._path, doing, "sound", start))

    def close(self) -> None:
        # Once only: a booth given back twice would be lent to two.
        booth, self._given = (None, True) if self._given else (self._booth, True)
        _closed(self._path, booth)


def _opened(path: Path, order: str, *arguments: object) -> Booth:
    """Return a booth that has something open; what it said is its last word."""
    booth = HOUSE.lend()
    try:
        booth.last_word = booth.ask(path, "opened", order, *arguments)
    except BaseException:
        HOUSE.give_back(booth)
        raise
    return booth


def _closed(path: Path, booth: Booth | None) -> None:
    """Have a booth close what it has open, and give it back; None was given back before."""
    from posthouse.errors import MediaError

    if booth is None:
        return
    if booth.is_settled:
        try:
            booth.ask(path, "closed", "close")
        except MediaError:
            booth.close()
    HOUSE.give_back(booth)
