"""A command's wall time and the peak memory of all its processes."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

SAMPLE_SECONDS = 0.1
_KIB = 1024
_LOG_TAIL = 2_000
_MEMORY = frozenset({"Pss", "VmHWM"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What a command took. ``peak_bytes`` is resident memory of all its processes; shared pages count once."""

    wall_seconds: float
    cpu_seconds: float
    peak_bytes: int
    output: str


class CommandFailedError(Exception):
    """A command ended with another code than 0."""


def run_measured(command: Sequence[str | Path], log: Path, *, cwd: Path | None = None) -> Measured:
    """Run a command to its end and return what it took; what it says on standard error goes to ``log``.

    Memory is sampled 10 times a second and is the larger of two: the kernel's own peak of the largest single process,
    and the sum over the process tree, each shared page in proportion. (What ``wait4`` tells begins with the peak of
    the process that forked: ours.)

    Raises:
        CommandFailedError: it did not end well.
    """
    with log.open("wb") as errors, log.with_suffix(".out").open("w+b") as output:
        started = time.perf_counter()
        process = subprocess.Popen(
            [str(word) for word in command], stdin=subprocess.DEVNULL, stdout=output, stderr=errors, cwd=cwd
        )
        sampler = _Sampler(process.pid)
        sampler.start()
        _, status, usage = os.wait4(process.pid, 0)
        wall_seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        sampler.stop()
        output.seek(0)
        said = output.read().decode(errors="replace")
    if process.returncode:
        tail = (log.read_text(errors="replace") + said)[-_LOG_TAIL:]
        raise CommandFailedError(f"{command[0]} ended with {process.returncode}:\n{tail}")
    cpu_seconds = usage.ru_utime + usage.ru_stime
    return Measured(wall_seconds=wall_seconds, cpu_seconds=cpu_seconds, peak_bytes=sampler.peak_bytes, output=said)


class _Sampler(threading.Thread):
    """Watches the resident memory of a process and all its descendants."""

    def __init__(self, root: int) -> None:
        super().__init__(daemon=True)
        self.peak_bytes = 0
        self._root = root
        self._done = threading.Event()

    def run(self) -> None:
        while not self._done.wait(SAMPLE_SECONDS):
            memory = [_resident_bytes(pid) for pid in _family(self._root)]
            self.peak_bytes = max(self.peak_bytes, sum(now for now, _ in memory), *(peak for _, peak in memory))

    def stop(self) -> None:
        """End the watch."""
        self._done.set()
        self.join()


def _family(root: int) -> list[int]:
    """Return a process and its descendants, of every thread of theirs."""
    found = [root]
    for pid in found:
        for children in Path(f"/proc/{pid}/task").glob("*/children"):
            try:
                found += [int(child) for child in children.read_text().split()]
            except OSError:
                continue
    return found


def _resident_bytes(pid: int) -> tuple[int, int]:
    """Return a process's resident memory, now (shared pages in proportion) and at its peak (shared pages too)."""
    folder = Path(f"/proc/{pid}")
    try:
        lines = [line for name in ("status", "smaps_rollup") for line in (folder / name).read_text().splitlines()]
    except OSError:
        return 0, 0
    kib = {name: rest.split()[0] for name, _, rest in (line.partition(":") for line in lines) if name in _MEMORY}
    return int(kib.get("Pss", 0)) * _KIB, int(kib.get("VmHWM", 0)) * _KIB
