"""What a job function may ask of the build while it runs."""

from __future__ import annotations

import contextlib
import dataclasses
import threading
from typing import TYPE_CHECKING, Any, TypeVar, final

from posthouse.errors import InternalError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

T = TypeVar("T")


class Cancelled(Exception):  # noqa: N818 - the build was asked to stop: not an error
    """Raised inside a job function when the build was asked to stop; its partial result is thrown away."""


@final
class SharedResources:
    """Process-wide pools, made when first asked for and closed in reverse order at the end. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._made: dict[type[Any], Any] = {}

    def obtain(self, kind: type[T], make: Callable[[], T]) -> T:
        """Return the one ``kind`` of this process, made by ``make()`` the first time."""
        with self._lock:
            if kind not in self._made:
                self._made[kind] = make()
            made: T = self._made[kind]
            return made

    def close(self) -> None:
        """Call ``close()`` on everything that has it; what is asked for later is made anew."""
        with self._lock, contextlib.ExitStack() as stack:
            for resource in self._made.values():
                if hasattr(resource, "close"):
                    stack.callback(resource.close)
            self._made = {}


def _no_media(digest: str) -> Path:
    raise InternalError(f"no media is known to this build (asked for {digest})")


def _never() -> bool:
    return False


def _unreported(fraction: float) -> None:
    """Leave progress unreported."""


@final
@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class JobContext:
    """A job function's only door to the world. Its defaults suit a test that calls the function directly.

    Attributes:
        media_path: ``media_path(digest)`` is where the media of that content lies now.
        cancelled: whether the build wants to stop; poll it about once a frame.
        report: ``report(fraction)`` tells how far the job has come, 0..1.
        shared: pools that outlive the job, such as open decoders.
        worker: number of the worker that runs the job; jobs of one affinity mostly meet the same one.
    """

    media_path: Callable[[str], Path] = _no_media
    cancelled: Callable[[], bool] = _never
    report: Callable[[float], None] = _unreported
    shared: SharedResources = dataclasses.field(default_factory=SharedResources)
    worker: int = 0

    def check_cancelled(self) -> None:
        """Raise ``Cancelled`` if the build wants to stop."""
        if self.cancelled():
            raise Cancelled
