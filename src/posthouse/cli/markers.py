"""``posthouse markers``: the notes of a production, where they are now; as lists for other programs too.

Avid's list is the text its Markers window exports and takes: no head, a line a marker, with tabs between the user, the
timecode, the track, the color, the comment, and the length in frames. It has eight colors.
Source: lists Media Composer exported, as those in github.com/adamhawkey/EDL_tools, Marker_tools/README.md.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from posthouse.cli.answer import answer, refuse, say, shortened, table
from posthouse.cli.command import house_command, opened
from posthouse.errors import DocumentProblems

if TYPE_CHECKING:
    from posthouse.studio.marked import Marked
    from posthouse.studio.marks import PlacedMarker
    from posthouse.timing import Timecode

_COLUMNS: Final = ("timecode", "frames", "shot", "source", "marker", "color", "author", "name", "note")
_AVID_COLORS: Final = {"orange": "yellow", "purple": "magenta", "pink": "magenta", "": "red"}
"""What stands for colors Avid's markers do not have, and for none."""
_FILE = click.Path(path_type=Path, dir_okay=False)


@house_command(
    "markers",
    examples="""
    posthouse markers
    posthouse markers harbour --color red
    posthouse markers --author Kim --json
    posthouse markers harbour --csv notes.csv
    posthouse markers harbour --avid notes.txt
    """,
)
@click.argument("production", default=".")
@click.option("--color", help="Only markers of this color.")
@click.option("--author", help="Only markers this person wrote.")
@click.option("--csv", "table_file", type=_FILE, metavar="FILE", help="Write them as a table, too.")
@click.option("--avid", "avid_file", type=_FILE, metavar="FILE", help="Write them as Media Composer takes them, too.")
def command(
    production: str, color: str | None, author: str | None, table_file: Path | None, avid_file: Path | None
) -> None:
    """List every marker, in the order of the programme.

    Each with its programme timecode, its shot, and the time in that shot's media.
    """
    if table_file is not None and table_file == avid_file:
        refuse("--csv and --avid name one file", hint="name two")
    marked = _marked(production)
    markers = sorted(marked.markers, key=lambda marker: marker.range)
    chosen = [
        marker
        for marker in markers
        if (color is None or marker.spec.color == color) and (author is None or marker.spec.author == author)
    ]
    facts = [_facts(marker, marked.start) for marker in chosen]
    files = [str(file) for file in (table_file, avid_file) if file is not None]
    for file, written in ((table_file, _as_table), (avid_file, _as_avid)):
        if file is not None:
            _write(file, written(facts))

    def show() -> None:
        _show(facts, len(markers))
        if marked.away:
            say(f"media not here: {', '.join(marked.away)}; places are as the text has them")
        for file in files:
            say(f"written: {file}")

    answer({"markers": facts, "away": list(marked.away), "files": files}, show)


def _marked(production: str) -> Marked:
    """Return the markers; where media are not here, those of the text, for a list of notes is often asked for first."""
    from posthouse.production.reader import read_production  # late, as all the studio
    from posthouse.production.text import production_file
    from posthouse.studio.marked import marked_programme, marked_text

    try:
        with opened(production) as film:
            return marked_programme(film.programme)
    except DocumentProblems:
        marked = marked_text(read_production(production_file(production)))
        if not marked.away:
            raise
        return marked


def _facts(marker: PlacedMarker, start: Timecode) -> dict[str, object]:
    spec = marker.spec
    return {
        "marker": spec.id,
        "frame": marker.range.start_frame,
        "frames": marker.range.duration_frames,
        "timecode": str(start.plus(marker.range.start_frame)),
        "shot": marker.shot,
        "source": marker.source_timecode,
        "at": str(spec.at),
        "name": spec.name,
        "note": spec.note,
        "color": spec.color.value if spec.color else "",
        "author": spec.author,
    }


def _show(facts: list[dict[str, object]], others: int) -> None:
    if not facts:
        say(f"no such markers among {others}" if others else "no markers")
        return
    rows = [tuple(shortened(str(each[name] or "")) for name in _COLUMNS) for each in facts]
    table(tuple(f">{name}" if name == "frames" else name for name in _COLUMNS), rows)


def _as_table(facts: list[dict[str, object]]) -> str:
    """Return markers as comma-separated values, with a head (RFC 4180)."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(_COLUMNS)
    writer.writerows([each[name] if each[name] is not None else "" for name in _COLUMNS] for each in facts)
    return text.getvalue()


def _as_avid(facts: list[dict[str, object]]) -> str:
    """Return markers as Avid's list, all on V1."""
    lines = []
    for each in facts:
        comment = ": ".join(str(each[name]) for name in ("name", "note") if each[name]) or each["marker"]
        color = _AVID_COLORS.get(str(each["color"]), each["color"])
        fields = (
            each["author"] or "posthouse",
            each["timecode"],
            "V1",
            color,
            comment,
            max(1, int(str(each["frames"]))),
        )
        lines.append("\t".join(" ".join(str(field).split()) for field in fields) + "\n")
    return "".join(lines)


def _write(file: Path, text: str) -> None:
    try:
        file.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        refuse(f"{file} cannot be written: {error.strerror}", hint="name a file in a folder that is there")
