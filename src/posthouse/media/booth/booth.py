"""A booth as the house sees it: orders go in, answers come out, and a fire inside is one error here."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import time
import weakref
from typing import TYPE_CHECKING, Any, final

from posthouse.errors import MediaError
from posthouse.media.booth.slots import Slots, slot_bytes
from posthouse.media.limits import out_of_memory
from posthouse.settings import media_patience_seconds

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence
    from pathlib import Path

    from posthouse.media.booth.wire import Wire
    from posthouse.media.pulse import Pulse
    from posthouse.signal import Picture, PictureFormat

_SLOTS_BYTES, _FEWEST_SLOTS, _MOST_SLOTS = 8 << 20, 3, 16
"""How far a booth may work ahead. Three at least: one looked at, two on their way. Small pictures go by the dozen, for
what costs with them is not the copy but waking one process for the other."""
_GLANCE_MS = 250
_UNANSWERED = frozenset({"free", "slots", "stop"})
"""Orders that a booth carries out without a word."""


@final
class Booth:
    """One worker process, lent to one thread at a time."""

    def __init__(self, pid: int, wire: Wire, pulse: Pulse, bury: Callable[[], int], forget: Callable[[], None]) -> None:
        self.pid = pid
        self._wire, self._pulse, self._bury = wire, pulse, bury
        self._forgotten = weakref.finalize(self, _abandon, wire, pulse, forget)
        """A booth nobody closed and nobody can reach any more ends too."""
        self._forgotten.atexit = False
        self._slots, self._ahead = Slots(0), 0
        self._poll = select.poll()
        self._poll.register(wire, select.POLLIN)
        self.is_alive, self._has_answered = True, True
        self.last_word: Any = None

    @property
    def is_settled(self) -> bool:
        """Return whether it lives and has answered what it was asked: Ctrl-C may come before it has.

        The next who asked a booth that has not would hear of another's file.
        """
        return self.is_alive and self._has_answered

    @property
    def has_ended(self) -> bool:
        """Return whether a settled booth ended by itself, or with its steward."""
        return bool(self._poll.poll(0))

    def ask(self, path: Path, doing: str, order: str, *arguments: Any) -> Any:
        """Return a booth's answer.

        Args:
            path: the file it is about, and
            doing: what is done to it, as an error names it: "opened", "picture 12 ... decoded".
            order: what is asked.
            arguments: for it.

        Raises:
            MediaError: what the booth found, or that it crashed, hung or ran out of memory over it.
        """
        self._send(path, doing, order, arguments)
        return self._answer(path, doing)[1]

    def show(
        self, path: Path, form: PictureFormat, indices: Sequence[int], order: str, *arguments: Any
    ) -> Generator[Picture]:
        """Yield the picture of each index; ``last_word`` is then what the booth said at the end of the run.

        A picture lies in memory shared with the booth, which writes there again once nothing refers to it.
        """
        self.last_word = None
        self._fit(path, form)
        self._send(path, "decoded", order, (*arguments, indices))
        shown: Picture | None = None
        for index in indices:
            doing = f"decoded at picture {index}"
            self._let_go(path, doing)
            kind, about = self._answer(path, doing)
            if kind == "picture":
                shown = self._slots.lend(about, form)
            assert shown is not None
            try:
                yield shown
            except GeneratorExit:
                self._stop(path)
                raise
        self.last_word = self._answer(path, "decoded")[1]

    def close(self) -> None:
        """End the process."""
        if self.is_alive:
            self._end()

    def leave(self) -> None:
        """Hang up, upon which the process ends by itself; nothing is waited for."""
        self.is_alive = False
        self._forgotten()

    def _fit(self, path: Path, form: PictureFormat) -> None:
        """Make slots for pictures of a format, unless those of the last run fit."""
        if self._slots.byte_count != slot_bytes(form):
            if self._slots.byte_count:
                self.ask(path, "opened", "forget slots")
            self._slots = Slots(slot_bytes(form))
            self._ahead = max(_FEWEST_SLOTS, min(_MOST_SLOTS, _SLOTS_BYTES // slot_bytes(form)))
            self._add_slots(path, "opened")

    def _let_go(self, path: Path, doing: str) -> None:
        """Give back slots nobody looks at any more, several at once; a taker who holds on to all gets as many more."""
        if self._slots.returned_count < self._ahead // 2 and self._poll.poll(0):
            return
        if returned := self._slots.returned():
            self._send(path, doing, "free", (returned,))
        if not self._slots.has_any_left:
            self._add_slots(path, doing)

    def _add_slots(self, path: Path, doing: str) -> None:
        numbers, descriptor = self._slots.more(self._ahead)
        try:
            self._send(path, doing, "slots", (numbers, self._slots.byte_count), (descriptor,))
        finally:
            os.close(descriptor)

    def _stop(self, path: Path) -> None:
        """Tell a booth in the middle of a run that enough was seen, and hear it out; errors are nobody's any more."""
        with contextlib.suppress(MediaError):
            self._send(path, "decoded", "stop", ())
            kind = ""
            while kind != "done":
                kind, about = self._answer(path, "decoded")
                if kind == "picture":
                    self._slots.take_back(about)
            self.last_word = about

    def _send(
        self, path: Path, doing: str, order: str, arguments: tuple[Any, ...], descriptors: tuple[int, ...] = ()
    ) -> None:
        before, self._has_answered = self._has_answered, False
        try:
            self._wire.send((order, arguments), descriptors)
        except OSError:
            raise self._lost(path, doing) from None
        self._has_answered = before and order in _UNANSWERED

    def _answer(self, path: Path, doing: str) -> tuple[str, Any]:
        """Return the next (kind, content) a booth sends.

        Raises:
            MediaError: it sends an error, or ends, or stands still for too long.
        """
        try:
            self._wait(path, doing)
            kind, about = self._wire.receive()[0]
        except EOFError:
            raise self._lost(path, doing) from None
        self._has_answered = kind in {"done", "error"}
        if kind == "error":
            raise about
        if kind == "no memory":
            self.close()
            raise out_of_memory(path, doing)
        return kind, about

    def _wait(self, path: Path, doing: str) -> None:
        if self._poll.poll(_GLANCE_MS):
            return
        patience_s = media_patience_seconds()
        beats, since = self._pulse.beats, time.monotonic()
        while not self._poll.poll(_GLANCE_MS):
            if self._pulse.beats != beats:
                beats, since = self._pulse.beats, time.monotonic()
            elif time.monotonic() - since > patience_s:
                self.close()
                cause = f"{path} cannot be {doing}: the decoder gave no sign of life for {patience_s:g} s"
                raise MediaError(cause, hint="copy it again from its source, or set POSTHOUSE_MEDIA_PATIENCE higher")

    def _lost(self, path: Path, doing: str) -> MediaError:
        """Return what to say of a booth that ended by itself."""
        status = self._end() if self.is_alive else 0
        number = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
        if number == signal.SIGKILL:
            return out_of_memory(path, doing)
        name = signal.Signals(number).name if number else f"exit {os.waitstatus_to_exitcode(status)}"
        cause = f"{path} cannot be {doing}: the decoder crashed on it ({name})"
        return MediaError(cause, hint="copy it again from its source, or cut around the place")

    def _end(self) -> int:
        """End the process; return its exit status."""
        self.is_alive = False
        if self._forgotten.detach() is None:
            return 0  # it was left, and is buried with the next
        try:
            return self._bury()
        finally:
            self._wire.close()
            self._pulse.close()


def _abandon(wire: Wire, pulse: Pulse, forget: Callable[[], None]) -> None:
    """Hang up, upon which a booth ends. Nothing is waited for: this runs wherever garbage is collected."""
    wire.close()
    pulse.close()
    forget()
