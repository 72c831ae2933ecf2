"""A flame graph of one build: where the time of all threads and processes goes, drawn from py-spy's samples."""

from __future__ import annotations

import html
import re
import shutil
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from bench.measure import run_measured

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

WIDTH, LINE, _LEAST = 1100, 17, 0.004
_FRAME = re.compile(r"^(?P<function>.*) \((?:.*/)?(?P<file>[^/:]+\.py):\d+\)$")
_NOT_OURS = frozenset(
    {"threading.py", "queue.py", "weakref.py", "contextlib.py", "core.py", "decorators.py", "runpy.py"}
)
_COLORS = ("#f2b880", "#f0a868", "#eec39a", "#e8a87c", "#f4cda5", "#e9b384")


def flame_graph(command: Sequence[str | Path], work: Path, picture: Path, title: str) -> None:
    """Run a command under py-spy and write its flame graph as SVG; nothing is done where py-spy is not installed."""
    recorder = shutil.which("py-spy", path=str(Path(sys.executable).parent)) or shutil.which("py-spy")
    if recorder is None:
        print("  flame graph skipped: not installed (pip install py-spy)", flush=True)
        return
    raw = work / "samples.txt"
    run_measured(
        [recorder, "record", "--subprocesses", "--rate", "50", "--format", "raw", "--output", raw, "--", *command],
        work / "flame.log",
    )
    stacks = Counter[tuple[str, ...]]()
    for line in raw.read_text().splitlines():
        frames, _, count = line.rpartition(" ")
        if count.isdecimal():  # a process begins with its command line, which may have several
            stacks[tuple(_named(frames.split(";")))] += int(count)
    picture.parent.mkdir(parents=True, exist_ok=True)
    picture.write_text(_drawn(stacks, title))


def _named(frames: Iterable[str]) -> list[str]:
    """Return a stack's functions with their files, without the interpreter's own."""
    found = (_FRAME.match(frame) for frame in frames)
    return [f"{m['function']} ({m['file']})" for m in found if m and m["file"] not in _NOT_OURS]


def _drawn(stacks: Counter[tuple[str, ...]], title: str) -> str:
    total = sum(stacks.values())
    boxes: list[str] = []
    deepest = _boxes(boxes, stacks, (0.0, float(WIDTH), 1), total)
    height = (deepest + 2) * LINE
    inside = "\n".join(boxes)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="monospace" '
        f'font-size="10">'
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>'
        f'<text x="4" y="12">{html.escape(title)}</text>\n{inside}\n</svg>\n'
    )


def _boxes(boxes: list[str], stacks: Counter[tuple[str, ...]], room: tuple[float, float, int], total: int) -> int:
    """Draw the callers of a level side by side, then what they call beneath; return the deepest level."""
    left, width, level = room
    below: dict[str, Counter[tuple[str, ...]]] = {}
    for stack, count in stacks.items():
        if stack:
            below.setdefault(stack[0], Counter())[stack[1:]] += count
    whole, deepest = sum(stacks.values()), level
    for name, inner in sorted(below.items()):
        count = sum(inner.values())
        span = width * count / whole
        if count >= _LEAST * total:
            boxes.append(_box(name, (left, span, level), count / total))
            deepest = max(deepest, _boxes(boxes, inner, (left, span, level + 1), total))
        left += span
    return deepest


def _box(name: str, room: tuple[float, float, int], share: float) -> str:
    left, span, level = room
    color = _COLORS[hash_of(name) % len(_COLORS)]
    said = name if len(name) * 6 < span else name[: max(0, int(span / 6) - 1)]
    return (
        f'<g><title>{html.escape(name)}: {share:.1%}</title><rect x="{left:.1f}" y="{level * LINE}" '
        f'width="{max(span - 0.5, 0.5):.1f}" height="{LINE - 1}" fill="{color}"/>'
        f'<text x="{left + 3:.1f}" y="{level * LINE + 12}">{html.escape(said)}</text></g>'
    )


def hash_of(name: str) -> int:
    """Return a number that is the same in every run."""
    return sum(map(ord, name))
