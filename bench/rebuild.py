"""What a change costs: a long programme built from nothing, then again after each change, one on top of the other."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bench.measure import Measured, run_measured
from bench.peers.posthouse import POSTHOUSE, write_document
from bench.programme import changed, changes, document_of
from bench.table import Row, Table, megabytes, yes_no

if TYPE_CHECKING:
    from pathlib import Path

    from bench.edit import Material
    from bench.programme import Programme

_NOTHING_SECONDS = 0.7
_BESIDE_SECONDS = 1.5
_SIDES = 2
_HEADS = ("case", "wall", "memory", "jobs", "chunks", "share", "bar", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebuild:
    """A build as a whole process, and what it says it did."""

    measured: Measured
    jobs_run: int
    jobs: int
    chunks_run: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FromNothing:
    """The first build, against which the share of a shot or a chunk is told."""

    rebuild: Rebuild
    programme: Programme

    @property
    def chunk_seconds(self) -> float:
        """Return a chunk's share of the first build's time."""
        return self.rebuild.measured.wall_seconds / self.rebuild.chunks_run

    @property
    def shot_seconds(self) -> float:
        """Return a shot's share of the first build's time."""
        return self.rebuild.measured.wall_seconds / self.programme.shots


def rebuild_table(programme: Programme, material: Material, *, repeats: int) -> Table:
    """Build a programme from nothing and after each change, and return the table."""
    folder = material.work / "rebuild"
    shutil.rmtree(folder, ignore_errors=True)
    document = document_of(programme, material)
    first = FromNothing(rebuild=_build(folder, document), programme=programme)
    rows = [_row("from nothing", first.rebuild, first, "")]
    for change in changes(programme):
        runs = []
        for number in range(repeats):
            document = changed(document, change, number)
            runs.append(_build(folder, document))
        rows.append(_row(change.name, min(runs, key=lambda run: run.measured.wall_seconds), first, change.bar))
    seconds = programme.frames / 24
    title = f"Rebuilding: {programme.shots} shots, {seconds:.0f} s, {first.rebuild.chunks_run} chunks"
    return Table(title=title, heads=_HEADS, rows=tuple(rows))


def _build(folder: Path, document: dict[str, Any]) -> Rebuild:
    write_document(folder, document)
    log = folder.with_name("rebuild.log")
    measured = run_measured([*POSTHOUSE, "build", folder, "--json"], log)
    said = json.loads(measured.output)
    ran, jobs = said.get("ran", []), said.get("jobs") or 0
    return Rebuild(measured=measured, jobs_run=len(ran), jobs=jobs, chunks_run=said.get("chunks_rebuilt", 0))


def _row(name: str, rebuild: Rebuild, first: FromNothing, bar: str) -> Row:
    took = rebuild.measured.wall_seconds
    share, allowed = _allowed(first, bar)
    is_met = None if allowed is None else took <= allowed
    total = first.rebuild.chunks_run
    print(f"  {name}: {took:.2f} s", flush=True)
    cells = (
        name,
        f"{took:.2f} s",
        megabytes(rebuild.measured.peak_bytes),
        f"{rebuild.jobs_run}",
        f"{rebuild.chunks_run} of {total}",
        "-" if share is None else f"{share:.2f} s",
        "-" if allowed is None else f"<= {allowed:.2f} s",
        yes_no(is_met),
    )
    facts = {
        "case": name,
        "wall_seconds": took,
        "cpu_seconds": rebuild.measured.cpu_seconds,
        "peak_bytes": rebuild.measured.peak_bytes,
        "jobs_run": rebuild.jobs_run,
        "chunks_run": rebuild.chunks_run,
        "chunks": total,
        "share_seconds": share,
        "bar_seconds": allowed,
        "is_bar_met": is_met,
    }
    return Row(cells=cells, facts=facts)


def _allowed(first: FromNothing, bar: str) -> tuple[float | None, float | None]:
    """Return the touched part's share of the first build, and the time the design's table allows, if it says."""
    match bar:
        case "nothing":
            return None, _NOTHING_SECONDS
        case "shot":
            return first.shot_seconds, first.shot_seconds + _BESIDE_SECONDS
        case "chunks":
            share = _SIDES * first.chunk_seconds
            return share, share + _BESIDE_SECONDS
        case _:
            return None, None
