"""A booth from inside: opens media, answers one order after another, writes pictures into shared memory.

What a file makes go wrong here is the file's: an error is sent, and a crash is seen by the house.
"""

from __future__ import annotations

import contextlib
import resource
import traceback
from typing import TYPE_CHECKING, Any, final

from posthouse.errors import InternalError, PosthouseError
from posthouse.media.booth.slots import WrittenSlots
from posthouse.media.learn import learn
from posthouse.media.open_pictures import OpenPictures, image_pictures
from posthouse.media.pulse import Pulse, be_watched
from posthouse.media.sound_segments import SoundSegments

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from posthouse.media.booth.wire import Wire
    from posthouse.media.facts import MediaInfo
    from posthouse.signal import Picture


def load_images() -> None:
    """Load what reads images, so that booths forked from now on have it."""
    import posthouse.media.sequences  # noqa: F401 - for its effect


def work(wire: Wire, dial: int, memory_bytes: int) -> None:
    """Answer the house until it hangs up."""
    be_watched(Pulse(dial))
    _bound_memory(memory_bytes)
    booth = _Inside(wire)
    with contextlib.suppress(EOFError, BrokenPipeError):
        while True:
            (order, arguments), descriptors = wire.receive()
            booth.obey(order, arguments, descriptors)


def _bound_memory(byte_count: int) -> None:
    """Bound the address space: what this process has now, and so much for the media."""
    with open("/proc/self/statm") as statm:  # noqa: PTH123 - a file of the system
        held = int(statm.read().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (held + byte_count, held + byte_count))


@final
class _Inside:
    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._slots = WrittenSlots()
        self._pictures: OpenPictures | None = None
        self._sound: SoundSegments | None = None
        self._orders: dict[str, Callable[..., object]] = {
            "learn": learn,
            "head": _head,
            "open pictures": self._open_pictures,
            "open sound": self._open_sound,
            "sound": self._sound_segment,
            "close": self._close,
            "pictures": self._decoded,
            "images": self._images,
            "forget slots": self._slots.clear,
            "free": self._slots.free.extend,
            "stop": lambda: None,
        }

    def obey(self, order: str, arguments: tuple[Any, ...], descriptors: tuple[int, ...]) -> None:
        """Do one thing asked for, and answer."""
        if order == "slots":
            numbers, byte_count = arguments
            self._slots.take_in(numbers, descriptors[0], byte_count)
            return
        if order in {"free", "stop"}:
            self._orders[order](*arguments)
            return
        try:
            self._wire.send(("done", self._orders[order](*arguments)))
        except (EOFError, BrokenPipeError):
            raise
        except PosthouseError as error:
            self._wire.send(("error", error))
        except MemoryError as error:
            self._wire.send(("no memory", str(error)))
        except Exception as error:  # noqa: BLE001 - the top loop of a process
            told = "".join(traceback.format_exception(error))
            self._wire.send(("error", InternalError(f"{type(error).__name__}: {error}", hint=told)))

    def _open_pictures(self, path: Path, info: MediaInfo, stream: int, index: Any, threads: int) -> object:
        self._pictures = OpenPictures(path, info, stream, index, threads=threads)
        return self._pictures.standing

    def _open_sound(self, path: Path, info: MediaInfo, stream: int, index: Any) -> None:
        self._sound = SoundSegments(path, info.sounds[stream], index)

    def _sound_segment(self, start: int) -> object:
        assert self._sound is not None
        return self._sound.decoded(start)

    def _close(self) -> None:
        for each in (self._pictures, self._sound):
            if each is not None:
                each.close()
        self._pictures = self._sound = None

    def _decoded(self, indices: Sequence[int]) -> object:
        assert self._pictures is not None
        self._show(self._pictures.pictures(indices))
        return self._pictures.standing

    def _images(self, path: Path, info: MediaInfo, indices: Sequence[int]) -> None:
        self._show(image_pictures(path, info, indices))

    def _show(self, pictures: Iterator[Picture]) -> None:
        """Write pictures into slots as they come free, until all are shown or the house has seen enough."""
        last: Picture | None = None
        for picture in pictures:
            if picture is last:
                self._wire.send(("held", None))
                continue
            if self._is_stopped():
                return
            self._wire.send(("picture", self._slots.write(picture)))
            last = picture

    def _is_stopped(self) -> bool:
        """Wait for a free slot; return whether the house wants no more instead."""
        while not self._slots.free:
            (order, arguments), descriptors = self._wire.receive()
            if order == "stop":
                return True
            self.obey(order, arguments, descriptors)
        return False


def _head(path: Path) -> object:
    from posthouse.media.images import read_head  # late: OpenImageIO, which footage does not need

    return read_head(path)
