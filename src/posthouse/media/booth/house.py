"""The house of booths: starts the steward when the first booth is wanted, lends booths, keeps some for the next."""

from __future__ import annotations

import atexit
import os
import signal
import sys
import threading
import time
from collections import deque
from typing import TYPE_CHECKING, Any, final

from posthouse.errors import InternalError
from posthouse.media.booth.booth import Booth
from posthouse.media.booth.wire import SERVED_DESCRIPTOR, shared_memory, wire_pair
from posthouse.media.pulse import DIAL_BYTES, Pulse
from posthouse.settings import count_cores, media_memory_bytes

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable

_GRACE_SECONDS = 5.0
"""How long a steward that is let go may take to end."""
_GLANCE_SECONDS = 0.002

_PROGRAM = """import sys
sys.path[:] = {path!r}
from posthouse.media.booth.steward import serve
serve()
"""


@final
class _Steward:
    """The process that forks booths, and the line to it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._wire, other = wire_pair()
        self._forgotten: deque[int] = deque()
        """Booths that hung up and are not buried yet."""
        self.has_images, self.is_lost = False, False
        with other:
            self.pid = _started(other)

    def fork(self, *, with_images: bool) -> Booth:
        """Return a fresh booth."""
        wire, other = wire_pair()
        dial = shared_memory(DIAL_BYTES)
        try:
            with self._lock, other:
                self._bury_forgotten()
                if with_images and not self.has_images:
                    self._ask("load", None)
                    self.has_images = True
                pid = self._ask("fork", (media_memory_bytes(),), (other.fileno(), dial))
            return Booth(pid, wire, Pulse(dial), lambda: self.bury(pid), lambda: self._forgotten.append(pid))
        except BaseException:
            wire.close()
            raise
        finally:
            os.close(dial)

    def bury(self, pid: int) -> int:
        """End a booth and return its exit status; 0 where the steward is gone, and with it the booth."""
        try:
            with self._lock:
                self._bury_forgotten()
                return int(self._ask("bury", pid))
        except (EOFError, OSError):
            return 0

    def dismiss(self) -> None:
        """Let the steward go, and all booths with it; one that stands still is ended."""
        self._wire.close()
        until = time.monotonic() + _GRACE_SECONDS
        while not os.waitpid(self.pid, os.WNOHANG)[0]:
            if time.monotonic() > until:
                os.kill(self.pid, signal.SIGKILL)
                os.waitpid(self.pid, 0)
                return
            time.sleep(_GLANCE_SECONDS)

    def _bury_forgotten(self) -> None:
        """Bury booths that nobody could reach any more; the lock is held, which a finalizer must not wait for."""
        while self._forgotten:
            self._ask("bury", self._forgotten.popleft())

    def _ask(self, order: str, about: object, descriptors: tuple[int, ...] = ()) -> Any:
        try:
            self._wire.send((order, about), descriptors)
            return self._wire.receive()[0]
        except BaseException:  # Ctrl-C too: what it says next would answer this
            self.is_lost = True
            self._wire.close()
            raise


def _started(served: socket.socket) -> int:
    """Start the steward: a fresh interpreter, for this one has threads, and forking those is not safe."""
    quiet = os.open(os.devnull, os.O_RDWR)
    program = _PROGRAM.format(path=sys.path)
    environment = os.environ | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    actions = [
        (os.POSIX_SPAWN_DUP2, quiet, 0), (os.POSIX_SPAWN_DUP2, quiet, 1), (os.POSIX_SPAWN_DUP2, quiet, 2),
        (os.POSIX_SPAWN_DUP2, served.fileno(), SERVED_DESCRIPTOR),
    ]  # fmt: skip
    command = [sys.executable, "-c", program]
    try:
        return os.posix_spawn(sys.executable, command, environment, file_actions=actions, setsid=True)
    except OSError as error:
        raise InternalError(
            f"the process that decodes media could not be started: {error.strerror}",
            hint="POSTHOUSE_MEDIA_ISOLATION=off decodes without it",
        ) from error
    finally:
        os.close(quiet)


@final
class House:
    """All booths of this process. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._owner = os.getpid()
        self._steward: _Steward | None = None
        self._idle: list[tuple[Booth, bool]] = []
        self._returned: deque[tuple[Booth, bool]] = deque()
        """Booths given back and not taken in yet: that may happen while their own thread holds the lock."""

    def prepare(self) -> None:
        """Start the steward, so that it is ready when the first media is opened."""
        with self._lock:
            self._there()

    def lend(self, *, with_images: bool = False) -> Booth:
        """Return a booth for one thread to use; give it back, or close it."""
        self._take_in()
        with self._lock:
            steward = self._there()
            self._idle = [(booth, has_images) for booth, has_images in self._idle if not booth.has_ended]
            for at, (booth, has_images) in enumerate(self._idle):
                if has_images or not with_images:
                    del self._idle[at]
                    return booth
        try:
            return steward.fork(with_images=with_images)
        except (EOFError, OSError) as error:
            raise InternalError("the process that decodes media ended by itself", hint="try again") from error

    def give_back(self, booth: Booth, *, has_images: bool = False) -> None:
        """Take back a booth that has nothing open; keep it for the next who needs one."""
        self._returned.append((booth, has_images))
        self._take_in()

    def _take_in(self) -> None:
        """Take in what was given back, and close what is too much; left to the next where the lock is held."""
        if not self._lock.acquire(blocking=False):
            return
        closing = []
        try:
            while self._returned:
                booth, has_images = self._returned.popleft()
                if booth.is_settled and len(self._idle) < count_cores() + 2:
                    self._idle.append((booth, has_images))
                else:
                    closing.append(booth)
        finally:
            self._lock.release()
        for booth in closing:
            booth.leave()

    def close(self) -> None:
        """Let all booths go; the next ``lend`` begins anew."""
        self._take_in()
        with self._lock:
            idle, self._idle = self._idle, []
            steward, self._steward = self._steward, None
        for booth, _ in idle:
            booth.close()
        if steward is not None and self._owner == os.getpid():
            steward.dismiss()

    def _there(self) -> _Steward:
        if self._owner != os.getpid():  # this process was forked: the steward serves the other
            self._owner, self._steward, self._idle = os.getpid(), None, []
        if self._steward is not None and self._steward.is_lost:
            self._steward.dismiss()
            self._steward, self._idle = None, []
        if self._steward is None:
            self._steward = _Steward()
        return self._steward


HOUSE = House()
atexit.register(HOUSE.close)


def using_booth(use: Callable[[Booth], Any], *, with_images: bool = False) -> Any:
    """Return what ``use`` makes of a booth that has nothing open, and that leaves nothing open."""
    booth = HOUSE.lend(with_images=with_images)
    try:
        return use(booth)
    finally:
        HOUSE.give_back(booth, has_images=with_images)
