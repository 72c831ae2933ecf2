"""Ctrl-C between two steps of a build, never within one.

Problem: KeyboardInterrupt comes between any two instructions. One that comes between a worker's outcome and the note of
it loses the outcome, and the build waits for that for ever.
Approach: the first is noted, and raised where the build waits anyway; a second one is raised at once.
"""

from __future__ import annotations

import signal
import threading
from typing import TYPE_CHECKING, Any, Self, final

if TYPE_CHECKING:
    from types import FrameType

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


@final
class Interrupts:
    """Holds back the first interrupt until ``check``; use it in a ``with``.

    Only signals that would raise KeyboardInterrupt here are taken over: another handler is somebody else's, and threads
    but the main one get none.
    """

    def __init__(self) -> None:
        self._is_asked = self._is_told = False
        self._taken: list[signal.Signals] = []

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():
            self._taken = [each for each in _SIGNALS if signal.getsignal(each) is signal.default_int_handler]
        for each in self._taken:
            signal.signal(each, self._note)
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        for each in self._taken:
            signal.signal(each, signal.default_int_handler)
        if kind is None:
            self.check()

    def check(self) -> None:
        """Raise what was held back.

        Raises:
            KeyboardInterrupt: one came; told once.
        """
        if self._is_asked and not self._is_told:
            self._is_told = True
            raise KeyboardInterrupt

    def _note(self, number: int, frame: FrameType | None) -> Any:
        if self._is_asked:
            signal.default_int_handler(number, frame)
        self._is_asked = True
