"""``python -m bench``: all tables, on standard output and as JSON."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from bench.coding import MEZZANINE, WEB
from bench.cold import commands_table, memory_table
from bench.comparison import PEERS, FramesDifferError, compare
from bench.cutting import cutting_table
from bench.edit import make_edit
from bench.flame import flame_graph
from bench.material import draw_titles, gather, recoded
from bench.measure import CommandFailedError
from bench.peers.posthouse import prepare, warm
from bench.programme import Programme
from bench.rebuild import rebuild_table
from bench.scaling import scaling_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bench.edit import Material
    from bench.table import Table

PARTS = ("edit", "mezzanine", "rebuild", "scaling", "cold", "memory", "cutting", "flame")
_RESULTS = Path(__file__).resolve().parent / "results"
_IMAGES = _RESULTS.parent.parent / "docs" / "images"
_FULL_SHOTS, _QUICK_SHOTS, _MEZZANINE_SHOTS = 20, 4, 10


def main() -> int:
    """Run the benchmark; the exit code is 1 where a film has the wrong length or posthouse failed."""
    wanted = _arguments()
    with tempfile.TemporaryDirectory(prefix="posthouse-bench-", dir=wanted.work) as work:
        print(_machine(), flush=True)
        tables = []
        try:
            for table in _tables(wanted, gather(Path(work))):
                print(table, flush=True)
                tables.append(table)
        except (FramesDifferError, CommandFailedError) as problem:
            print(f"\n{problem}", file=sys.stderr)
            return 1
        finally:
            _write_results(wanted, tables)
    return 0


def _tables(wanted: argparse.Namespace, material: Material) -> Iterator[Table]:
    """Yield each table as soon as it is measured."""
    is_quick, repeats = wanted.quick, wanted.repeat
    print(f"  warming up: {warm(material).wall_seconds:.2f} s (kernels, compiled once a machine)", flush=True)
    if "edit" in wanted.parts:
        edit = make_edit(material, shot_count=_QUICK_SHOTS if is_quick else _FULL_SHOTS)
        draw_titles(edit)
        yield compare(edit, repeats=repeats, only=frozenset(wanted.tools))
    if "mezzanine" in wanted.parts and not is_quick:
        yield _mezzanine(wanted, material)
    if "rebuild" in wanted.parts:
        programme = Programme(shots=20, shot_frames=12) if is_quick else Programme(shots=200, shot_frames=24)
        yield rebuild_table(programme, material, repeats=repeats)
    if "scaling" in wanted.parts and not is_quick:
        yield scaling_table(material, _IMAGES / "scaling.svg")
    if "cold" in wanted.parts:
        yield commands_table(material, repeats=repeats, is_quick=is_quick)
    if "memory" in wanted.parts and not is_quick:
        yield memory_table(material, seconds=(60, 240))
    if "cutting" in wanted.parts:
        yield cutting_table(material, repeats=repeats, is_quick=is_quick)
    if "flame" in wanted.parts and not is_quick:
        _flames(material)


def _mezzanine(wanted: argparse.Namespace, material: Material) -> Table:
    """Return the second comparison; MoviePy, which works in 8-bit R'G'B', is not in it."""
    deep = recoded(material, MEZZANINE)
    print(f"  warming up: {warm(deep, MEZZANINE).wall_seconds:.2f} s", flush=True)
    edit = make_edit(deep, shot_count=_MEZZANINE_SHOTS, coding=MEZZANINE)
    draw_titles(edit)
    tools = frozenset(wanted.tools or (peer.name for peer in PEERS)) - {"moviepy"}
    return compare(edit, repeats=wanted.repeat, only=tools)


def _flames(material: Material) -> None:
    """Draw where the time of both edits goes."""
    for coding, shots in ((WEB, _FULL_SHOTS), (MEZZANINE, _MEZZANINE_SHOTS)):
        edit = make_edit(recoded(material, coding), shot_count=shots, coding=coding)
        command = prepare(edit, material.work / f"flame{coding.suffix}")
        flame_graph(command, material.work, _IMAGES / f"flame-{coding.suffix[1:]}.svg", coding.name)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="short versions of all, about a minute; no memory table")
    parser.add_argument("--repeat", type=int, default=1, metavar="N", help="measure each N times, show the fastest")
    parser.add_argument("--work", type=Path, help="a folder for what is built; a temporary one is made in it")
    parser.add_argument("--tools", nargs="*", default=[], choices=[peer.name for peer in PEERS], help="only these")
    parser.add_argument("parts", nargs="*", default=PARTS, metavar="PART", help=f"of {', '.join(PARTS)}; all if none")
    wanted = parser.parse_args()
    if unknown := set(wanted.parts) - set(PARTS):
        parser.error(f"there is no part {', '.join(sorted(unknown))}")
    return wanted


def _machine() -> str:
    load = os.getloadavg()[0]
    busy = f"; it is busy (load {load:.1f}), so times are worth little" if load > 1 else ""
    return f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}{busy}"


def _write_results(wanted: argparse.Namespace, tables: list[Table]) -> None:
    _RESULTS.mkdir(exist_ok=True)
    file = _RESULTS / f"{time.strftime('%Y%m%d-%H%M%S')}{'-quick' if wanted.quick else ''}.json"
    facts = {"machine": _machine(), "quick": wanted.quick, "tables": [table.facts for table in tables]}
    file.write_text(json.dumps(facts, indent=2) + "\n")
    print(f"\nwritten: {file}")


if __name__ == "__main__":
    sys.exit(main())
