"""What the cutting room costs: cuts in and out, a recut, a diff, a merge and an edit of 2,000 shots, whole processes.

Each is set against ``check`` of the same programme in the same run; reading the EDL against OpenTimelineIO's adapter.
"""

from __future__ import annotations

import copy
import shutil
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.measure import Measured, run_measured
from bench.peers.posthouse import POSTHOUSE, write_document
from bench.programme import Document, Programme, changed, changes, document_of
from bench.table import Row, Table, megabytes

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from bench.edit import Material

_LONG = Programme(shots=2_000, shot_frames=24)
_SHORT = Programme(shots=200, shot_frames=24)
_BY_ADAPTER = (
    "import opentimelineio as o, sys; o.adapters.read_from_file(sys.argv[1], rate=24, ignore_timecode_mismatch=True)"
)
_BY_US = (
    "import sys; from pathlib import Path; from posthouse.interchange.edl import read; "
    "from posthouse.timing import Rate; read(Path(sys.argv[1]), rate=Rate.parse(24))"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Room:
    """Where the programme and its versions lie, and how often each command is run."""

    folder: Path
    repeats: int

    def written(self, name: str, document: Document) -> Path:
        """Return a version's folder, written anew."""
        folder = self.folder / name
        shutil.rmtree(folder, ignore_errors=True)
        write_document(folder, document)
        return folder

    def run(self, *words: object, makes: Path | None = None) -> Measured:
        """Return the quickest of some runs of a command; what it makes is taken away before each."""
        return self._best([*POSTHOUSE, *map(str, words)], makes)

    def python(self, text: str, file: Path) -> Measured:
        """Return the quickest of some runs of a line of Python."""
        return self._best([sys.executable, "-c", text, str(file)], None)

    def _best(self, words: Sequence[str], makes: Path | None) -> Measured:
        found = []
        for _ in range(self.repeats):
            if makes is not None:
                shutil.rmtree(makes, ignore_errors=True)
            found.append(run_measured(words, self.folder / "run.log"))
        return min(found, key=lambda each: each.wall_seconds)


def cutting_table(material: Material, *, repeats: int, is_quick: bool) -> Table:
    """Measure the commands of the cutting room on one programme."""
    programme = _SHORT if is_quick else _LONG
    room = _Room(folder=material.work / "cutting", repeats=repeats)
    room.folder.mkdir(exist_ok=True)
    document = document_of(programme, material)
    base = room.written("base", document)
    ours, theirs = (room.written(name, _version(document, name, programme)) for name in ("ours", "theirs"))
    room.run("check", base)  # media are indexed once in their life
    check = room.run("check", base)
    edl, imported = room.folder / "cut.edl", room.folder / "imported"
    middle = programme.shots // 2 + 5
    cases = {
        "check": check,
        "export edl": room.run("export", "edl", base, "--as", edl, "--force", "--no-sidecar"),
        "import edl": room.run("import", edl, imported, "--rate", "24", makes=imported),
        "diff of two productions": room.run("diff", base, ours),
        "merge": room.run(
            "merge", *(each / "production.yaml" for each in (base, ours, theirs)), "--write", room.folder / "m.yaml"
        ),
        "recut, dry run": room.run("recut", ours, base, "--dry-run"),
        "edit roll, dry run": room.run("edit", "roll", f"s{middle}/s{middle + 1}", "+2f", "-p", base, "--dry-run"),
    }
    rows = [_row(name, took, check) for name, took in cases.items()]
    read = room.python(_BY_US, edl)
    rows.append(_row("the EDL read: posthouse", read, read))
    rows.append(_row("the EDL read: OpenTimelineIO's adapter", room.python(_BY_ADAPTER, edl), read))
    heads = ("case", "wall", "memory", "to check (the last two: to posthouse)")
    return Table(title=f"The cutting room, {programme.shots} shots", heads=heads, rows=tuple(rows))


def _version(document: Document, name: str, programme: Programme) -> Document:
    """Return a programme with two changes of its own."""
    after = copy.deepcopy(document)
    known = changes(programme)
    for number, change in enumerate(known[1:3] if name == "ours" else known[4:6]):
        after = changed(after, change, number)
    return after


def _row(name: str, took: Measured, against: Measured) -> Row:
    print(f"  {name}: {took.wall_seconds:.2f} s", flush=True)
    ratio = took.wall_seconds / against.wall_seconds
    cells = (name, f"{took.wall_seconds:.2f} s", megabytes(took.peak_bytes), f"{ratio:.2f}x")
    facts = {"case": name, "wall_seconds": took.wall_seconds, "peak_bytes": took.peak_bytes, "ratio": ratio}
    return Row(cells=cells, facts=facts)
