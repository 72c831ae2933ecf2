"""The same edit by every tool that is here: time, memory, and ratios to the floor and to posthouse."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import av

from bench.measure import CommandFailedError, Measured, run_measured
from bench.peers import ffmpeg, floor, melt, moviepy, posthouse
from bench.table import Row, Table, megabytes, yes_no

if TYPE_CHECKING:
    from pathlib import Path

    from bench.edit import Edit
    from bench.peers.peer import Peer

PEERS = (floor.PEER, posthouse.PEER, ffmpeg.PEER, melt.PEER, moviepy.PEER)
_FLOOR_BAR = 1.5
_BARS = {"ffmpeg": 2.0, "melt": 2.3, "moviepy": 6.0}
"""How many times faster than each posthouse must be (design, "Speed it must reach")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What one tool took, or why there is nothing to say."""

    peer: Peer
    measured: Measured | None
    frames: int
    problem: str


class FramesDifferError(Exception):
    """A tool made another number of frames than the edit has."""


def compare(edit: Edit, *, repeats: int, only: frozenset[str]) -> Table:
    """Build the edit with every tool, and return the table.

    Raises:
        FramesDifferError: the films are not of one length.
    """
    results = [_result(peer, edit, repeats) for peer in PEERS if not only or peer.name in only]
    wrong = [f"{r.peer.name} made {r.frames}" for r in results if r.measured and r.frames != edit.duration_frames]
    if wrong:
        raise FramesDifferError(f"the edit has {edit.duration_frames} frames, but {', '.join(wrong)}")
    return _table(edit, {result.peer.name: result for result in results})


def frame_count(film: Path) -> int:
    """Return how many pictures a file holds, counted, not believed."""
    with av.open(str(film)) as container:
        return sum(packet.size > 0 for packet in container.demux(video=0))


def _result(peer: Peer, edit: Edit, repeats: int) -> Result:
    if not peer.is_here:
        return Result(peer=peer, measured=None, frames=0, problem=f"skipped: not installed ({peer.install})")
    out = edit.material.work / f"{peer.name}{edit.coding.suffix}"
    try:
        runs = [_run(peer, edit, out) for _ in range(repeats)]
    except CommandFailedError as problem:
        return Result(peer=peer, measured=None, frames=0, problem=f"failed: {problem}")
    best = min(runs, key=lambda run: run.wall_seconds)
    return Result(peer=peer, measured=best, frames=frame_count(peer.made(edit, out)), problem="")


def _run(peer: Peer, edit: Edit, out: Path) -> Measured:
    out.unlink(missing_ok=True)
    measured = run_measured(peer.prepare(edit, out), edit.material.work / f"{peer.name}.log")
    print(f"  {peer.name}: {measured.wall_seconds:.2f} s", flush=True)
    return measured


def _table(edit: Edit, results: dict[str, Result]) -> Table:
    lowest, ours = results.get("floor"), results.get("posthouse")
    rows = []
    for name, result in results.items():
        took = result.measured
        if took is None:
            rows.append(Row(cells=(name, "-", "-", "-", "-", "-", "-", result.problem)))
            continue
        to_floor = _ratio(took, lowest)
        to_ours = _ratio(took, ours)
        bar, is_met = _bar(name, to_floor, to_ours)
        cells = (
            name,
            f"{took.wall_seconds:.2f} s",
            f"{took.cpu_seconds:.1f} s",
            megabytes(took.peak_bytes),
            "-" if to_floor is None else f"{to_floor:.2f}x",
            "-" if to_ours is None else f"{to_ours:.2f}x",
            f"{bar} {yes_no(is_met)}".strip(),
            result.peer.does,
        )
        rows.append(Row(cells=cells, facts=_facts(result, to_floor, to_ours, is_met)))
    seconds, frames = edit.duration_frames / 24, edit.duration_frames
    return Table(
        title=f"{edit.coding.name}: {seconds:.0f} s, {len(edit.shots)} shots, {frames} frames from every tool",
        heads=("tool", "wall", "cpu", "memory", "to floor", "to posthouse", "bar", "what it does"),
        rows=tuple(rows),
    )


def _bar(name: str, to_floor: float | None, to_ours: float | None) -> tuple[str, bool | None]:
    """Return what the design asks of posthouse in this row, and whether it is so."""
    if name == "posthouse":
        return f"<= {_FLOOR_BAR}x floor", None if to_floor is None else to_floor <= _FLOOR_BAR
    if name in _BARS:
        return f">= {_BARS[name]}x", None if to_ours is None else to_ours >= _BARS[name]
    return "", None


def _ratio(took: Measured, other: Result | None) -> float | None:
    return None if other is None or other.measured is None else took.wall_seconds / other.measured.wall_seconds


def _facts(result: Result, to_floor: float | None, to_ours: float | None, is_met: bool | None) -> dict[str, object]:  # noqa: FBT001
    assert result.measured is not None
    return {
        "tool": result.peer.name,
        "does": result.peer.does,
        "frames": result.frames,
        "wall_seconds": result.measured.wall_seconds,
        "cpu_seconds": result.measured.cpu_seconds,
        "peak_bytes": result.measured.peak_bytes,
        "ratio_to_floor": to_floor,
        "ratio_to_posthouse": to_ours,
        "is_bar_met": is_met,
    }
