"""The sign of life of a decoder: a number that grows with every packet read and picture made.

A process that watches another (``booth/``) sees from it that the other works, however long a picture takes. Alone, a
process counts for nobody.
"""

from __future__ import annotations

import mmap
import struct

DIAL_BYTES = mmap.PAGESIZE
_COUNT = struct.Struct("<Q")


class Pulse:
    """A counter in memory two processes share."""

    def __init__(self, descriptor: int | None = None) -> None:
        self._dial = mmap.mmap(-1, DIAL_BYTES) if descriptor is None else mmap.mmap(descriptor, DIAL_BYTES)
        self._beats = 0

    def beat(self) -> None:
        """Count one more sign of life."""
        self._beats += 1
        _COUNT.pack_into(self._dial, 0, self._beats)

    @property
    def beats(self) -> int:
        """Return the signs of life so far, of whichever process gives them."""
        return int(_COUNT.unpack_from(self._dial)[0])

    def close(self) -> None:
        """Let go of the shared memory."""
        self._dial.close()


_own: list[Pulse] = []


def beat() -> None:
    """Give a sign of life to whoever watches this process."""
    if _own:
        _own[0].beat()


def be_watched(pulse: Pulse) -> None:
    """Give this process's signs of life to a pulse from now on."""
    _own[:] = [pulse]
