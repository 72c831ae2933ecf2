"""One picture stream open for reading, whatever holds it: a container's decoder, a still, a sequence of images."""

from __future__ import annotations

from typing import TYPE_CHECKING

from posthouse.errors import MediaError
from posthouse.media.decode import PictureDecoder
from posthouse.media.facts import MediaInfo, MediaKind
from posthouse.media.planes import picture_of
from posthouse.media.reader import frames_in_order

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from av.video.frame import VideoFrame

    from posthouse.media.index import PictureIndex
    from posthouse.media.standing import Standing
    from posthouse.signal import Picture


class OpenPictures:
    """A container's picture stream, open in this process. One thread at a time."""

    def __init__(self, path: Path, info: MediaInfo, stream: int, index: PictureIndex, *, threads: int) -> None:
        facts = info.pictures[stream]
        self._form = facts.format
        self._decoder = PictureDecoder(path, index, facts.stream, threads=threads, open_as=info.open_as)

    @property
    def standing(self) -> Standing:
        """Return where the decoder stands."""
        return self._decoder.standing

    @property
    def is_usable(self) -> bool:
        """Return that it can be asked for more: here nothing is lost without all being lost."""
        return True

    def pictures(self, indices: Sequence[int]) -> Iterator[Picture]:
        """Yield the picture at each index, in the order asked for; a picture that is held is the same object."""
        held: tuple[VideoFrame, Picture] | None = None
        for frame in frames_in_order(self._decoder, indices):
            if held is None or held[0] is not frame:
                held = frame, self._picture(frame)
            yield held[1]

    def close(self) -> None:
        """Close the file."""
        self._decoder.close()

    def _picture(self, frame: VideoFrame) -> Picture:
        try:
            return picture_of(frame, self._form)
        except MediaError as error:
            raise MediaError(f"{self._decoder.path}: {error.cause}", hint=error.hint) from error


def image_pictures(path: Path, info: MediaInfo, indices: Sequence[int]) -> Iterator[Picture]:
    """Yield the pictures of a still or of a sequence.

    Raises:
        MediaError: a missing or damaged image, or one unlike the first.
    """
    # late: OpenImageIO, which footage does not need
    from posthouse.media.sequences import sequence_pictures
    from posthouse.media.stills import still_pictures

    if info.kind is MediaKind.STILL:
        return still_pictures(path, info, indices)
    return sequence_pictures(path, info, indices)
