"""What one command costs a fresh process: check and plan of a long programme, a still, and memory by length."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

from bench.measure import Measured, run_measured
from bench.peers.posthouse import POSTHOUSE, write_document
from bench.programme import Programme, document_of
from bench.table import Row, Table, megabytes, yes_no

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from bench.edit import Material

_PLAN_SECONDS, _STILL_SECONDS, _MEMORY_BYTES = 2.0, 3.0, 1_500_000_000
_FLAT = 1.1
"""Memory of a programme four times as long may be this much larger and still be called flat."""
_LONG = Programme(shots=2_000, shot_frames=24)
_HD = (1920, 1080)


def commands_table(material: Material, *, repeats: int, is_quick: bool) -> Table:
    """Measure ``check`` and ``plan`` of 2,000 shots, and ``frame`` of a middle frame; of the first and last too."""
    folder = _fresh(material, "long", document_of(_LONG, material))
    # Media are opened once here, so that the rows tell of the programme: a footage is indexed once in its life.
    first = _timed(folder, material, 1, "check", folder)
    rows = [_seconds_row("check, media never seen before", first, None)]
    rows.append(_seconds_row("check 2,000 shots", _timed(folder, material, repeats, "check", folder), None))
    rows.append(
        _seconds_row("plan 2,000 shots (checks too)", _timed(folder, material, repeats, "plan", folder), _PLAN_SECONDS)
    )
    picture = material.work / "still.png"
    middle = _LONG.frames // 2 + 7
    for frame in (middle,) if is_quick else (0, middle, _LONG.frames - 1):
        took = _timed(folder, material, repeats, "frame", folder, f"{frame}f", "-o", picture)
        rows.append(_seconds_row(f"still of frame {frame}", took, _STILL_SECONDS))
    return Table(
        title="Cold commands on a programme of 2,000 shots",
        heads=("case", "wall", "memory", "bar", ""),
        rows=tuple(rows),
    )


def memory_table(material: Material, *, seconds: Sequence[int]) -> Table:
    """Build 1080p programmes of several lengths from nothing; memory should not follow their length."""
    rows, smallest = [], None
    for length in seconds:
        programme = Programme(shots=length // 2, shot_frames=48, size=_HD)
        folder = _fresh(material, "memory", document_of(programme, material))
        took = _timed(folder, material, 1, "build", folder)
        smallest = smallest or took.peak_bytes
        rows.append(_memory_row(length, took, took.peak_bytes / smallest))
    return Table(
        title="Memory at 1080p, from nothing",
        heads=("length", "wall", "memory", "to shortest", "bar", ""),
        rows=tuple(rows),
    )


def _fresh(material: Material, name: str, document: dict[str, Any]) -> Path:
    folder = material.work / name
    shutil.rmtree(folder, ignore_errors=True)
    write_document(folder, document)
    return folder


def _timed(folder: Path, material: Material, repeats: int, *words: str | Path) -> Measured:
    log = material.work / f"{folder.name}.log"
    runs = [run_measured([*POSTHOUSE, *words], log) for _ in range(repeats)]
    return min(runs, key=lambda run: run.wall_seconds)


def _seconds_row(name: str, took: Measured, bar_seconds: float | None) -> Row:
    print(f"  {name}: {took.wall_seconds:.2f} s", flush=True)
    is_met = None if bar_seconds is None else took.wall_seconds <= bar_seconds
    bar = "-" if bar_seconds is None else f"<= {bar_seconds:.1f} s"
    cells = (name, f"{took.wall_seconds:.2f} s", megabytes(took.peak_bytes), bar, yes_no(is_met))
    facts = {"case": name, "wall_seconds": took.wall_seconds, "cpu_seconds": took.cpu_seconds}
    return Row(
        cells=cells, facts=facts | {"peak_bytes": took.peak_bytes, "bar_seconds": bar_seconds, "is_bar_met": is_met}
    )


def _memory_row(length_seconds: int, took: Measured, to_shortest: float) -> Row:
    print(f"  {length_seconds} s at 1080p: {took.wall_seconds:.2f} s", flush=True)
    is_met = took.peak_bytes <= _MEMORY_BYTES and to_shortest <= _FLAT
    bar = f"<= {megabytes(_MEMORY_BYTES)}, flat"
    cells = (f"{length_seconds} s", f"{took.wall_seconds:.2f} s", megabytes(took.peak_bytes), f"{to_shortest:.2f}x")
    facts = {"length_seconds": length_seconds, "wall_seconds": took.wall_seconds, "peak_bytes": took.peak_bytes}
    return Row(
        cells=(*cells, bar, yes_no(is_met)), facts=facts | {"ratio_to_shortest": to_shortest, "is_bar_met": is_met}
    )
