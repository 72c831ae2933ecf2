"""Open decoders, a bounded number of them, shared by all threads."""

from __future__ import annotations

import functools
import threading
from collections import OrderedDict, deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from posthouse.errors import MediaError
from posthouse.media.facts import MediaInfo, MediaKind
from posthouse.media.fielded import read_pictures
from posthouse.media.guarded import image_pictures, learned, open_pictures

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence
    from pathlib import Path
    from types import TracebackType

    from posthouse.media.guarded import PictureSource
    from posthouse.media.index import PictureIndex
    from posthouse.media.library import MediaLibrary
    from posthouse.media.reading import Reading
    from posthouse.signal import Picture


@dataclass(frozen=True, slots=True, kw_only=True)
class _Key:
    path: Path
    digest: str
    stream: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Decoder:
    """One open stream, and the index that says what it can go on to."""

    source: PictureSource
    index: PictureIndex


class DecoderPool:
    """Pictures of any media by presentation index; decoders stay open between calls, least recently used close first.

    At most ``max_open`` decoders are kept. More are open only while more than that are in use at once: a thread that
    reads two shots of a dissolve must never wait for itself.
    """

    def __init__(self, *, max_open: int = 8, threads_per_decoder: int = 1, library: MediaLibrary | None = None) -> None:
        self._max_open, self._threads, self._library = max_open, threads_per_decoder, library
        self._lock = threading.Lock()
        self._idle: OrderedDict[int, tuple[_Key, _Decoder]] = OrderedDict()
        self._busy_count = 0
        self._returned: deque[tuple[_Key, _Decoder, bool]] = deque()
        """Decoders given back and not taken in yet: a run may be collected while its own thread holds the lock."""
        self._own_indexes: dict[_Key, PictureIndex] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def pictures(
        self,
        path: Path,
        info: MediaInfo,
        indices: Sequence[int],
        stream: int = 0,
        reading: Reading | None = None,
    ) -> Generator[Picture]:
        """Yield the picture at each presentation index, in the order asked for; repeats and backward runs are fine.

        Args:
            path: the file (the pattern, for a sequence).
            info: what ``MediaLibrary.info`` says of it.
            indices: presentation indices, from 0.
            stream: which of ``info.pictures``, from 0.
            reading: how pictures are taken from frames that are two fields; indices count what it makes.

        Yields:
            Pictures whose planes may be views into the decoder's frame, valid until the next one is asked for.

        Raises:
            MediaError: no such stream, an index past the end, or a picture the file promises but cannot give.
        """
        check_picture_stream(path, info, stream)
        if not indices:
            return
        if reading is not None:
            take = functools.partial(self._frames, path, info, stream)
            yield from read_pictures(reading, take, info.pictures[stream].frame_count, indices)
        elif info.kind in {MediaKind.STILL, MediaKind.SEQUENCE}:
            yield from image_pictures(path, info, indices)
        else:
            yield from self._decoded(path, info, indices, stream)

    def _frames(self, path: Path, info: MediaInfo, stream: int, indices: Sequence[int]) -> Iterator[Picture]:
        return self.pictures(path, info, indices, stream)

    def close(self) -> None:
        """Close every idle decoder; those in use close when given back."""
        with self._lock:
            self._max_open = 0
            closing = self._taken_in()
        for decoder in closing:
            decoder.source.close()

    def _decoded(self, path: Path, info: MediaInfo, indices: Sequence[int], stream: int) -> Iterator[Picture]:
        key = _Key(path=path, digest=info.digest, stream=info.pictures[stream].stream)
        decoder = self._lent(key, indices[0]) or self._opened(key, info, stream)
        is_sound = False
        try:
            yield from decoder.source.pictures(indices)
            is_sound = True
        except GeneratorExit:
            is_sound = True
            raise
        finally:
            self._give_back(key, decoder, keep=is_sound)

    def _lent(self, key: _Key, first: int) -> _Decoder | None:
        """Return the idle decoder nearest before a picture, else any idle one of this stream, else None."""
        self._take_in()
        with self._lock:
            of_stream = [(at, decoder) for at, (its, decoder) in self._idle.items() if its == key]
            ready = [
                (decoder.source.standing.next_picture, at)
                for at, decoder in of_stream
                if decoder.source.standing.continues_to(first, decoder.index)
            ] or [(first, at) for at, decoder in of_stream if first in decoder.source.standing.kept]
            is_full = len(self._idle) + self._busy_count >= self._max_open
            if ready:
                at = max(ready)[1]
            elif of_stream and is_full:
                at = of_stream[0][0]
            else:
                return None
            self._busy_count += 1
            return self._idle.pop(at)[1]

    def _opened(self, key: _Key, info: MediaInfo, stream: int) -> _Decoder:
        index = self._index(key, info, stream)
        with self._lock:
            self._busy_count += 1
            closing = self._surplus()
        for decoder in closing:
            decoder.source.close()
        try:
            source = open_pictures(key.path, info, stream, index, threads=self._threads)
            return _Decoder(source=source, index=index)
        except BaseException:
            with self._lock:
                self._busy_count -= 1
            raise

    def _give_back(self, key: _Key, decoder: _Decoder, *, keep: bool) -> None:
        self._returned.append((key, decoder, keep))
        self._take_in()

    def _take_in(self) -> None:
        """Take in what was given back, and close what is too much; left to the next where the lock is held."""
        if not self._lock.acquire(blocking=False):
            return
        try:
            closing = self._taken_in()
        finally:
            self._lock.release()
        for decoder in closing:
            decoder.source.close()

    def _taken_in(self) -> list[_Decoder]:
        """Make idle what was given back; return what is to be closed. The lock is held."""
        broken = []
        while self._returned:
            key, decoder, keep = self._returned.popleft()
            self._busy_count -= 1
            if keep and decoder.source.is_usable:
                self._idle[id(decoder)] = (key, decoder)
            else:
                broken.append(decoder)
        return [*self._surplus(), *broken]

    def _surplus(self) -> list[_Decoder]:
        """Take the least recently used idle decoders past the bound out of the pool; the lock is held."""
        closing = []
        while self._idle and len(self._idle) + self._busy_count > self._max_open:
            closing.append(self._idle.popitem(last=False)[1][1])
        return closing

    def _index(self, key: _Key, info: MediaInfo, stream: int) -> PictureIndex:
        if self._library is not None:
            return self._library.picture_index(key.path, info, stream)
        with self._lock:
            found = self._own_indexes.get(key)
        if found is None:
            found = learned(key.path, info.open_as).pictures[key.stream]
            with self._lock:
                self._own_indexes[key] = found
        return found


def check_picture_stream(path: Path, info: MediaInfo, stream: int) -> None:
    """Refuse a picture stream that is not there.

    Raises:
        MediaError: the media has no pictures, or not so many picture streams.
    """
    count = len(info.pictures)
    if not count:
        reason = info.warnings[0] if info.warnings else "it is sound only; use it as a cue or as music"
        raise MediaError(f"{path} has no pictures", hint=reason)
    if not 0 <= stream < count:
        raise MediaError(f"{path} has no picture stream {stream}", hint=f"it has {count}, counted from 0")
