"""Print what becomes of every interchange file in a folder: a Markdown table for docs/, one row a file.

Usage: ``python tools/interchange_table.py [FOLDER] [--losses]``; the folder is the shared ``media/interchange`` unless
said. A file no format reads gets the reason it is refused with. ``--losses`` lists each loss under the table.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from posthouse.errors import MediaError
from posthouse.interchange.formats import FORMATS, format_of
from posthouse.interchange.ledger import Outcome

if TYPE_CHECKING:
    from posthouse.interchange.timeline import Reading

_HEAD = (
    "| file | format | events | kept | approximated | dropped | what was not kept |",
    "|---|---|---:|---:|---:|---:|---|",
)
_NOT_CUTS = frozenset({"captions", "tracking", "mhl"})
"""Folders of the shared media that hold no cuts, logs or sessions."""
_LONGEST = 150


def main(arguments: list[str]) -> int:
    """Print the table of a folder; return 1 where a file ends in something other than a reading or a refusal."""
    folders = [Path(argument) for argument in arguments if not argument.startswith("-")]
    folder = folders[0] if folders else _shared()
    suffixes = {suffix for form in FORMATS for suffix in form.suffixes}
    paths = [
        path
        for path in sorted(folder.rglob("*"))
        if path.suffix.lower() in suffixes and not _NOT_CUTS & set(path.relative_to(folder).parts)
    ]
    print("\n".join(_HEAD))
    losses: list[str] = []
    for path in paths:
        row, lost = _row(path, path.relative_to(folder))
        print(row)
        losses += lost
    if "--losses" in arguments:
        print("\n" + "\n".join(losses))
    return 0


def _shared() -> Path:
    named = os.environ.get("POSTHOUSE_TEST_MEDIA")
    media = Path(named) if named else Path(__file__).resolve().parents[2] / "shared" / "media"
    return media / "interchange"


def _row(path: Path, name: Path) -> tuple[str, list[str]]:
    try:
        form = format_of(path)
        reading = form.reader(path)
    except MediaError as error:
        return f"| {_cell(str(name))} | refused | | | | | {_cell(_told(error))} |", []
    counts = reading.ledger.counts
    numbers = " | ".join(str(counts[outcome]) for outcome in (Outcome.KEPT, Outcome.APPROXIMATED, Outcome.DROPPED))
    lost = [
        f"- {_cell(str(name))}, {entry.item}, {entry.feature} ({entry.outcome}): {_cell(entry.reason)}"
        for entry in reading.ledger.losses
    ]
    return f"| {_cell(str(name))} | {form.name} | {_events(reading)} | {numbers} | {_reasons(reading)} |", lost


def _events(reading: Reading) -> int:
    """Return how many clips, transitions, markers and sources a reading has."""
    tracks = [track for timeline in (*reading.timelines, *reading.nested) for track in timeline.tracks]
    markers = sum(len(timeline.markers) for timeline in reading.timelines)
    clips = sum(len(track.clips) + len(track.transitions) + len(track.markers) for track in tracks)
    return clips + markers or len(reading.media)


def _reasons(reading: Reading) -> str:
    """Return the reasons of a reading's losses, each once, with how often it was given."""
    counted: dict[str, int] = {}
    for entry in reading.ledger.losses:
        counted[entry.feature] = counted.get(entry.feature, 0) + 1
    first: dict[str, str] = {}
    for entry in reading.ledger.losses:
        first.setdefault(entry.feature, entry.reason)
    parts = [f"{feature} ({number}): {first[feature][:_LONGEST]}" for feature, number in counted.items()]
    return _cell("; ".join(parts))


def _told(error: MediaError) -> str:
    """Return an error without the folder its file lies in."""
    place = f"line {error.place.line}: " if error.place and error.place.line else ""
    return f"{place}{error.cause} ({error.hint})"


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
