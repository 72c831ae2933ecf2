"""What a change costs as programmes get longer: the same changes at many lengths, and a plot of them."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

from bench.measure import run_measured
from bench.peers.posthouse import POSTHOUSE, write_document
from bench.plot import Line, line_plot
from bench.programme import Programme, changed, changes, document_of
from bench.table import Row, Table

if TYPE_CHECKING:
    from pathlib import Path

    from bench.edit import Material

SHOTS = (20, 100, 200, 500, 1000, 2000)
_SIZE = (320, 180)
_PLACES = 8
_CHANGES = ("nothing changed", "one shot's grade", "head trim of one shot", "swap of two shots")


def scaling_table(material: Material, plot: Path) -> Table:
    """Measure changes at each length, write the plot, and return the table.

    Shots show one of a few places of the footage, so that the first build renders few chunks, and small pictures: what
    grows with the programme is reading, planning, sound, joining and measuring, and that is what is looked at.
    """
    took = {shots: _measured(material, shots) for shots in SHOTS}
    lines = [Line(name=name, points=tuple((shots, took[shots][name]) for shots in SHOTS)) for name in _CHANGES]
    plot.parent.mkdir(parents=True, exist_ok=True)
    plot.write_text(line_plot(lines, across="shots (a second each)", up="seconds, whole process"))
    rows = tuple(
        Row(
            cells=(str(shots), *(f"{took[shots][name]:.2f} s" for name in _CHANGES)),
            facts={"shots": shots, **took[shots]},
        )
        for shots in SHOTS
    )
    return Table(title="A change, by length of the programme", heads=("shots", *_CHANGES), rows=rows)


def _measured(material: Material, shots: int) -> dict[str, float]:
    """Return what each change takes at a length."""
    folder = material.work / "scaling"
    shutil.rmtree(folder, ignore_errors=True)
    programme = Programme(shots=shots, shot_frames=24, size=_SIZE)
    document = _in_few_places(document_of(programme, material))
    _build(folder, document)
    took: dict[str, float] = {}
    for change in changes(programme):
        if change.name in _CHANGES:
            document = changed(document, change, 1)
            took[change.name] = _build(folder, document)
    print(f"  {shots} shots: {', '.join(f'{name} {seconds:.2f} s' for name, seconds in took.items())}", flush=True)
    return took


def _build(folder: Path, document: dict[str, Any]) -> float:
    write_document(folder, document)
    return run_measured([*POSTHOUSE, "build", folder, "--json"], folder.with_name("scaling.log")).wall_seconds


def _in_few_places(document: dict[str, Any]) -> dict[str, Any]:
    """Return the document with its shots at a few places of the footage, and titles of the same words."""
    shots = [item for item in document["cut"] if "shot" in item]
    places = [item["in"] for item in shots[:_PLACES]]
    for number, item in enumerate(shots):
        item["in"] = places[number % _PLACES]
    for title in document["titles"]:
        title["text"] = "Scene"
    return document
