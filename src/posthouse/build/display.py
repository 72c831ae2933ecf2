"""Progress for people and programs: a live bar on a terminal, plain lines elsewhere, JSON lines on request."""

from __future__ import annotations

import dataclasses
import json
import re
import time
from typing import TYPE_CHECKING, TextIO, final

from posthouse.build.progress import (
    BuildEnded,
    BuildStarted,
    Event,
    JobFinished,
    JobProgressed,
    JobStarted,
    Progress,
    Published,
)

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

_LINE_SECONDS = 5.0
_SHOWN_LABELS = 2


def choose_progress(stream: TextIO, *, is_json: bool = False) -> Progress:
    """Return the listener that suits a stream: JSON lines if asked for, a bar on a terminal, else plain lines."""
    if is_json:
        return JsonProgress(stream)
    return BarProgress(stream) if stream.isatty() else LineProgress(stream)


def format_seconds(seconds: float | None) -> str:
    """Return a duration for people: ``4 s``, ``2 min 05 s``, ``1 h 20 min``; ``unknown`` for None."""
    if seconds is None:
        return "unknown"
    whole = max(0, round(seconds))
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60:02d} s"
    return f"{whole // 3600} h {whole % 3600 // 60:02d} min"


@final
class JsonProgress:
    """Writes every event as one line of JSON: ``{"event": "job_started", "label": ...}``."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def handle(self, event: Event) -> None:
        """Write the event."""
        name = re.sub(r"(?<!^)(?=[A-Z])", "_", type(event).__name__).lower()
        facts = {field.name: getattr(event, field.name) for field in dataclasses.fields(event)}
        self._stream.write(json.dumps({"event": name} | facts, default=str) + "\n")
        self._stream.flush()


@final
class LineProgress:
    """Writes a plain line every few seconds, and one at the end; nothing for a build with nothing to do."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._next_seconds = 0.0

    def handle(self, event: Event) -> None:
        """Write a line if it is time."""
        match event:
            case BuildStarted(to_run_count=count) if count:
                self._write(f"building: {count} of {event.job_count} jobs, about {_estimate(event)}")
            case JobFinished() if time.monotonic() >= self._next_seconds:
                total = event.done_count + event.left_count
                self._write(f"{event.done_count} of {total} jobs, {format_seconds(event.left_seconds)} left")
            case Published():
                self._write(f"finished {event.destination}")
            case BuildEnded(ran_count=count) if count:
                self._write(f"{_verdict(event)}: {count} jobs in {format_seconds(event.seconds)}")
            case _:
                pass

    def _write(self, line: str) -> None:
        self._stream.write(line + "\n")
        self._stream.flush()
        self._next_seconds = time.monotonic() + _LINE_SECONDS


@final
class BarProgress:
    """Draws a bar with jobs done, what is running and the time left; it vanishes at the end."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._bar: Bar | None = None
        self._task: TaskID | None = None
        self._running: dict[str, float] = {}

    def handle(self, event: Event) -> None:
        """Redraw."""
        match event:
            case BuildStarted(to_run_count=count) if count:
                self._open(count, event.estimate_seconds)
            case JobStarted():
                self._running[event.label] = 0.0
                self._update()
            case JobProgressed(label=label) if label in self._running:
                self._running[label] = event.fraction
                self._update()
            case JobFinished():
                self._running.pop(event.label, None)
                self._update(event)
            case BuildEnded():
                self._close()
            case _:
                pass

    def _open(self, count: int, estimate_seconds: float | None) -> None:
        from rich.console import Console  # slow to import: only where a bar is drawn
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
        from rich.progress import Progress as Bar

        columns = (
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[left]} left"),
            TextColumn("{task.fields[now]}"),
        )
        self._bar = Bar(*columns, console=Console(file=self._stream), transient=True, refresh_per_second=5)
        self._task = self._bar.add_task("", total=count, left=format_seconds(estimate_seconds), now="")
        self._bar.start()

    def _update(self, finished: JobFinished | None = None) -> None:
        if self._bar is None or self._task is None:
            return
        self._bar.update(self._task, now=self._now())
        if finished is not None:
            total, left = finished.done_count + finished.left_count, format_seconds(finished.left_seconds)
            self._bar.update(self._task, completed=finished.done_count, total=total, left=left)

    def _now(self) -> str:
        from rich.markup import escape  # slow to import: only where a bar is drawn

        shown = [f"{escape(label)} {fraction:.0%}" for label, fraction in sorted(self._running.items())[:_SHOWN_LABELS]]
        more = len(self._running) - len(shown)
        return ", ".join(shown) + (f" and {more} more" if more > 0 else "")

    def _close(self) -> None:
        if self._bar is not None:
            self._bar.stop()
            self._bar = None


def _estimate(event: BuildStarted) -> str:
    return "time unknown yet" if event.estimate_seconds is None else format_seconds(event.estimate_seconds)


def _verdict(event: BuildEnded) -> str:
    return "done" if event.is_done else "stopped"
