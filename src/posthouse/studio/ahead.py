"""Work done ahead: one thread makes the next pictures while another takes those that are made."""

from __future__ import annotations

import contextlib
import queue
import threading
from typing import TYPE_CHECKING, Generic, TypeVar, final

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

T = TypeVar("T")
_PATIENCE_SECONDS = 0.05


def ahead(source: Generator[T], depth: int) -> Generator[T]:
    """Yield what ``source`` yields, made up to ``depth`` items ahead in a thread of its own.

    Decoding and kernels let go of the interpreter's lock, and so does encoding, so a lone chunk keeps two cores busy.
    An error of the source is raised here; when the taker stops early, the source is closed in its own thread.
    """
    maker = _Maker(source, depth)
    maker.start()
    try:
        yield from maker.items()
    finally:
        maker.stop()


@final
class _Maker(Generic[T]):
    """The thread that makes, and the queue it fills: items, then an error or the end."""

    def __init__(self, source: Generator[T], depth: int) -> None:
        self._source = source
        self._made: queue.Queue[tuple[T] | BaseException | None] = queue.Queue(depth)
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._work, name="posthouse-ahead", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._is_over.set()
        self._thread.join()

    def items(self) -> Iterator[T]:
        while (made := self._made.get()) is not None:
            if isinstance(made, BaseException):
                raise made
            yield made[0]

    def _work(self) -> None:
        with contextlib.closing(self._source):
            try:
                for item in self._source:
                    self._put((item,))
                    if self._is_over.is_set():
                        return
                self._put(None)
            except BaseException as error:  # noqa: BLE001 - handed to the taker, whatever it is
                self._put(error)

    def _put(self, made: tuple[T] | BaseException | None) -> None:
        """Wait for room, unless nobody takes any more."""
        while not self._is_over.is_set():
            with contextlib.suppress(queue.Full):
                self._made.put(made, timeout=_PATIENCE_SECONDS)
                return
