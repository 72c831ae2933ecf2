"""Pictures in shared memory: the booth writes a slot, the house looks at it, and when nobody does it is free again."""

from __future__ import annotations

import mmap
import os
import weakref
from collections import deque
from typing import TYPE_CHECKING, cast, final

import numpy as np

from posthouse.media.booth.wire import shared_memory
from posthouse.signal import Picture

if TYPE_CHECKING:
    from posthouse.signal import PictureFormat
    from posthouse.signal.picture import Plane

_LINE_BYTES = 64
"""Lines begin on this many bytes, as FFmpeg's do: what kernels read fastest."""


def slot_bytes(form: PictureFormat) -> int:
    """Return how much memory one picture of a format takes."""
    return max(sum(height * _stride(width, form) for height, width in form.plane_shapes()), mmap.PAGESIZE)


def planes_in(memory: np.ndarray[tuple[int], np.dtype[np.uint8]], form: PictureFormat) -> Picture:
    """Return a picture whose planes are views of a slot's memory."""
    kind = np.dtype(np.uint8 if form.bit_depth == 8 else np.uint16)
    planes, at = [], 0
    for height, width in form.plane_shapes():
        stride = _stride(width, form)
        lines = memory[at : at + height * stride].view(kind).reshape(height, stride // kind.itemsize)
        planes.append(cast("Plane", lines[:, :width]))
        at += height * stride
    return Picture(format=form, planes=tuple(planes))


def _stride(width: int, form: PictureFormat) -> int:
    return -(-width * (1 if form.bit_depth == 8 else 2) // _LINE_BYTES) * _LINE_BYTES


@final
class Slots:
    """The house's side: makes slots, lends their memory as pictures, and knows which came back."""

    def __init__(self, byte_count: int) -> None:
        self.byte_count = byte_count
        self._places: list[tuple[mmap.mmap, int]] = []
        """Each slot's stretch of memory and where in it the slot begins; a mapping costs a descriptor, a slot none."""
        self._returned: deque[int] = deque()
        """Filled by whichever thread lets go of a picture last."""
        self._lent_count = 0

    @property
    def has_any_left(self) -> bool:
        """Return whether the booth has a slot to write into, or has one written that is on its way."""
        return len(self._places) > self._lent_count

    @property
    def returned_count(self) -> int:
        """Return how many slots were let go of since ``returned`` was called."""
        return len(self._returned)

    def more(self, fewest: int) -> tuple[range, int]:
        """Return (numbers, descriptor) of new slots, as many as there are; the descriptor is the caller's to close."""
        count = max(fewest, len(self._places))
        descriptor = shared_memory(count * self.byte_count)
        stretch = mmap.mmap(descriptor, count * self.byte_count)
        numbers = range(len(self._places), len(self._places) + count)
        self._places += [(stretch, place * self.byte_count) for place in range(count)]
        return numbers, descriptor

    def lend(self, number: int, form: PictureFormat) -> Picture:
        """Return the picture in a slot; the slot is kept from the booth while any of its planes is referred to."""
        stretch, at = self._places[number]
        memory = np.frombuffer(stretch, np.uint8, self.byte_count, at)
        self._lent_count += 1
        weakref.finalize(memory, self._returned.append, number).atexit = False
        return planes_in(memory, form)

    def take_back(self, number: int) -> None:
        """Take back a slot whose picture nobody wants to see."""
        self._lent_count += 1
        self._returned.append(number)

    def returned(self) -> list[int]:
        """Return the slots let go of since the last call."""
        found = []
        while self._returned:
            found.append(self._returned.popleft())
        self._lent_count -= len(found)
        return found


@final
class WrittenSlots:
    """The booth's side: the free ones, written in turn."""

    def __init__(self) -> None:
        self._places: dict[int, tuple[mmap.mmap, int]] = {}
        self.free: deque[int] = deque()

    def take_in(self, numbers: range, descriptor: int, byte_count: int) -> None:
        """Map slots the house made, of so many bytes each."""
        stretch = mmap.mmap(descriptor, len(numbers) * byte_count)
        os.close(descriptor)
        self._places.update({number: (stretch, place * byte_count) for place, number in enumerate(numbers)})
        self.free.extend(numbers)

    def write(self, picture: Picture) -> int:
        """Copy a picture into a free slot; return its number."""
        number = self.free.popleft()
        stretch, at = self._places[number]
        memory = np.frombuffer(stretch, np.uint8, offset=at)
        for target, source in zip(planes_in(memory, picture.format).planes, picture.planes, strict=True):
            np.copyto(target, source, casting="no")
        return number

    def clear(self) -> None:
        """Forget all slots."""
        self.free.clear()
        self._places.clear()  # a mapping goes with its last view
