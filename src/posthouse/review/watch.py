"""Builds that are watched, and dropped when nobody waits for them any more."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, final

from posthouse.build.progress import JobFinished, JobProgressed, JobStarted

if TYPE_CHECKING:
    from posthouse.build.progress import Event

Tell = Callable[[str, float], None]
"""Hears a label and how far it is, 0..1."""
_NICE = 10


class Abandoned(KeyboardInterrupt):
    """Nobody waits for this any more. To the build it is an interrupt: it stops at once, and keeps what is whole."""


@final
@dataclass(slots=True, kw_only=True)
class Watch:
    """Listens to a build, and interrupts it once when it is over for it; what it still says on its way out is left.

    ``counts_jobs`` tells how many of all jobs are done, for builds of many; else how far each job is.
    """

    is_over: Callable[[], bool]
    tell: Tell
    counts_jobs: bool = False
    _is_spent: bool = False

    def handle(self, event: Event) -> None:
        """Take in one event."""
        if isinstance(event, JobStarted | JobProgressed) and not self._is_spent and self.is_over():
            self._is_spent = True
            raise Abandoned
        if isinstance(event, JobProgressed) and not self.counts_jobs:
            self.tell(event.label, event.fraction)
        if isinstance(event, JobFinished) and self.counts_jobs and event.is_done:
            self.tell(event.label, event.done_count / max(1, event.done_count + event.left_count))


def be_nice() -> None:
    """Lower this thread's priority, and that of the threads it will start; only Linux has one for each thread."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)
