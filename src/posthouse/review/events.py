"""What happens in the room, told to every open page (Server-Sent Events, HTML Living Standard, 9.2)."""

from __future__ import annotations

import json
import queue
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, final

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST_BACKLOG = 256


@final
class Events:
    """Passes events on to whoever listens. A listener that falls far behind loses the newest: it will ask again."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._listeners: list[queue.Queue[str]] = []

    def tell(self, kind: str, **facts: Any) -> None:
        """Tell every listener of an event."""
        text = f"event: {kind}\ndata: {json.dumps(facts, ensure_ascii=False)}\n\n"
        with self._lock:
            for listener in self._listeners:
                if not listener.full():
                    listener.put_nowait(text)

    @contextmanager
    def listening(self) -> Iterator[queue.Queue[str]]:
        """Give a queue of the events from now on, each as the text that goes over the wire."""
        listener: queue.Queue[str] = queue.Queue(_LONGEST_BACKLOG)
        with self._lock:
            self._listeners.append(listener)
        try:
            yield listener
        finally:
            with self._lock:
                self._listeners.remove(listener)
