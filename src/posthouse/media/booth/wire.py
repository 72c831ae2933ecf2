"""Messages between processes: pickled, each with its length before it, file descriptors riding along."""

from __future__ import annotations

import os
import pickle
import socket
import struct
from typing import Any, final

SERVED_DESCRIPTOR = 3
"""Where a steward finds its line to the house."""

_HEAD = struct.Struct("<QI")
_MOST_DESCRIPTORS = 4
_CLOSED_ON_EXEC = getattr(socket, "MSG_CMSG_CLOEXEC", 0)


@final
class Wire:
    """One end of a connected pair of sockets. Both ends are this same program: pickle meets no stranger."""

    def __init__(self, end: socket.socket) -> None:
        self._end = end

    def fileno(self) -> int:
        """Return the descriptor to wait on."""
        return self._end.fileno()

    def send(self, message: object, descriptors: tuple[int, ...] = ()) -> None:
        """Send a message; the descriptors stay open here.

        Raises:
            OSError: the other end is gone.
        """
        body = pickle.dumps(message, protocol=5)
        head = _HEAD.pack(len(body), len(descriptors))
        if descriptors:
            socket.send_fds(self._end, [head], list(descriptors))
            self._end.sendall(body)
        else:
            self._end.sendall(head + body)

    def receive(self) -> tuple[Any, tuple[int, ...]]:
        """Return the next message and the descriptors that came with it, now this process's own.

        Raises:
            EOFError: the other end is gone.
        """
        try:
            head, descriptors, _, _ = socket.recv_fds(self._end, _HEAD.size, _MOST_DESCRIPTORS, _CLOSED_ON_EXEC)
            head += self._exactly(_HEAD.size - len(head)) if head else b""
            if not head:
                raise EOFError
            size, _count = _HEAD.unpack(head)
            return pickle.loads(self._exactly(size)), tuple(descriptors)  # noqa: S301 - see the class
        except ConnectionError as error:
            raise EOFError from error

    def close(self) -> None:
        """Hang up."""
        self._end.close()

    def _exactly(self, count: int) -> bytearray:
        whole = bytearray(count)
        view, got = memoryview(whole), 0
        while got < count:
            part = self._end.recv_into(view[got:])
            if not part:
                raise EOFError
            got += part
        return whole


def wire_pair() -> tuple[Wire, socket.socket]:
    """Return this process's end, and the socket to hand to the other."""
    own, other = socket.socketpair()
    return Wire(own), other


def shared_memory(byte_count: int) -> int:
    """Return the descriptor of fresh memory that processes can share; it is gone with the last of them."""
    if hasattr(os, "memfd_create"):
        descriptor = os.memfd_create("posthouse", os.MFD_CLOEXEC)
    else:  # not Linux
        import tempfile

        with tempfile.TemporaryFile() as file:
            descriptor = os.dup(file.fileno())
    os.ftruncate(descriptor, byte_count)
    return descriptor
