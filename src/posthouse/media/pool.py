"""Open decoders, a bounded number of them, shared by all threads."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from posthouse.media.facts import MediaInfo
    from posthouse.media.library import MediaLibrary
    from posthouse.signal import Picture


class DecoderPool:
    """Pictures of any media by presentation index; decoders stay open between calls, least recently used close first."""

    def __init__(self, *, max_open: int = 8, threads_per_decoder: int = 1, library: MediaLibrary | None = None) -> None:
        raise NotImplementedError

    def pictures(self, path: Path, info: MediaInfo, indices: Sequence[int], stream: int = 0) -> Iterator[Picture]:
        """
        Yield the picture at each presentation index, in the order asked for; repeats and reverse runs are fine.

        Args:
            path: the file (the pattern, for a sequence).
            info: what ``MediaLibrary.info`` says of it.
            indices: presentation indices, from 0.
            stream: which of ``info.pictures``, from 0.
        Yields:
            Pictures whose planes may be views into the decoder's frame, valid until the next one is asked for.
        Raises:
            MediaError: no such stream, an index past the end, or a picture the file promises but cannot give.
        """
        raise NotImplementedError

    def close(self) -> None:
        """Close every idle decoder; those in use close when given back."""
        raise NotImplementedError
