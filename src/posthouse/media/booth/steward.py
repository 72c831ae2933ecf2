"""The steward: has the decoders loaded, forks a booth in milliseconds, and tells how one ended. Touches no media.

It is single-threaded, so that forking is safe, in a session of its own, so that Ctrl-C does not reach it, and it ends
when the process it serves does, taking every booth along.
"""

from __future__ import annotations

import gc
import os
import signal
import socket
from typing import NoReturn

from posthouse.media.booth.wire import SERVED_DESCRIPTOR, Wire

_PR_SET_PDEATHSIG = 1


def serve() -> NoReturn:
    """Fork booths and bury them as asked, until the house hangs up."""
    import posthouse.media.booth.worker as worker  # noqa: PLR0402 - loaded late: the decoders, once for all booths

    wire = Wire(socket.socket(fileno=SERVED_DESCRIPTOR))
    gc.freeze()  # what is loaded by now is shared with every booth, untouched
    booths: set[int] = set()
    try:
        while True:
            (order, about), descriptors = wire.receive()
            if order == "fork":
                booth = os.fork()
                if not booth:
                    _become_booth(worker, descriptors, *about)
                for descriptor in descriptors:
                    os.close(descriptor)
                booths.add(booth)
                wire.send(booth)
            elif order == "bury":
                booths.discard(about)
                wire.send(_buried(about))
            elif order == "load":
                worker.load_images()
                wire.send(None)
    except (EOFError, OSError):
        for booth in booths:
            os.kill(booth, signal.SIGKILL)
        os._exit(0)


def _become_booth(worker: object, descriptors: tuple[int, ...], memory_bytes: int) -> NoReturn:
    try:
        _die_with_parent()
        served, dial = descriptors
        os.closerange(SERVED_DESCRIPTOR, min(descriptors))
        worker.work(Wire(socket.socket(fileno=served)), dial, memory_bytes)  # type: ignore[attr-defined] # a module
    finally:
        os._exit(0)


def _die_with_parent() -> None:
    """Ask for death with the steward, where the system offers it."""
    import ctypes

    prctl = getattr(ctypes.CDLL(None), "prctl", None)
    if prctl is not None:
        prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def _buried(booth: int) -> int:
    """End a booth if it lives; return its exit status as ``os.waitpid`` gives it, 0 if it is buried already."""
    try:
        found, status = os.waitpid(booth, os.WNOHANG)
    except ChildProcessError:
        return 0
    if found:
        return status
    os.kill(booth, signal.SIGKILL)
    return os.waitpid(booth, 0)[1]
