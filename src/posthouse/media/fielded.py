"""The pictures of a media as a reading takes them: the one door to deinterlacing and to pulldown removal."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from posthouse.errors import MediaError
from posthouse.media.deinterlace import deinterlaced
from posthouse.media.reading import FieldReading, FilmReading, Reading, picture_count
from posthouse.media.woven import woven

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from posthouse.media.deinterlace import Take
    from posthouse.signal import Picture


def read_pictures(reading: Reading, take: Take, frame_count: int, indices: Sequence[int]) -> Iterator[Picture]:
    """Yield the picture of each index as a reading makes them; ``take`` yields the frames they are made of.

    Raises:
        MediaError: past the end, or pixels that cannot be read so.
    """
    count = picture_count(reading, frame_count)
    wrong = next((index for index in indices if not 0 <= index < count), None)
    if wrong is not None:
        raise MediaError(
            f"read so, the media has {count} pictures; picture {wrong} was asked for", hint="pictures count from 0"
        )
    match reading:
        case FieldReading():
            return deinterlaced(reading, take, frame_count, indices)
        case FilmReading():
            return woven(reading, take, frame_count, indices)
        case _:
            assert_never(reading)
