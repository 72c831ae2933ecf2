"""``posthouse markers``: the notes of a production, where they are now."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from posthouse.cli.answer import answer, say, shortened, table
from posthouse.cli.command import house_command, opened

if TYPE_CHECKING:
    from posthouse.studio import Film
    from posthouse.studio.marks import PlacedMarker
    from posthouse.timing import Timecode


@house_command(
    "markers",
    examples="""
    posthouse markers
    posthouse markers harbour --color red
    posthouse markers --author Kim --json
    """,
)
@click.argument("production", default=".")
@click.option("--color", help="Only markers of this color.")
@click.option("--author", help="Only markers this person wrote.")
def command(production: str, color: str | None, author: str | None) -> None:
    """List every marker, in the order of the programme.

    Each with its programme timecode, its shot, and the time in that shot's media.
    """
    with opened(production) as film:
        start, markers = _start(film), sorted(film.programme.markers, key=lambda marker: marker.range)
    chosen = [
        marker
        for marker in markers
        if (color is None or marker.spec.color == color) and (author is None or marker.spec.author == author)
    ]
    facts = [_facts(marker, start) for marker in chosen]
    answer({"markers": facts}, lambda: _show(facts, len(markers)))


def _start(film: Film) -> Timecode:
    """Return the label of the programme's first frame."""
    from posthouse.timing import Timecode  # timing is slow to import for a command that only shows its help

    said = film.programme.cut.start
    return said or Timecode(frame_count=0, rate=film.production.document.format.rate)


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
    columns = ("timecode", "frames", "shot", "source", "marker", "color", "author", "name", "note")
    rows = [tuple(shortened(str(each[name] or "")) for name in columns) for each in facts]
    table(tuple(f">{name}" if name == "frames" else name for name in columns), rows)
