"""``posthouse markers``: the notes of a production, where they are now."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from posthouse.cli.answer import answer, say, shortened, table
from posthouse.cli.command import house_command, opened
from posthouse.errors import DocumentProblems

if TYPE_CHECKING:
    from posthouse.studio.marked import Marked
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
    marked = _marked(production)
    markers = sorted(marked.markers, key=lambda marker: marker.range)
    chosen = [
        marker
        for marker in markers
        if (color is None or marker.spec.color == color) and (author is None or marker.spec.author == author)
    ]
    facts = [_facts(marker, marked.start) for marker in chosen]

    def show() -> None:
        _show(facts, len(markers))
        if marked.away:
            say(f"media not here: {', '.join(marked.away)}; places are as the text has them")

    answer({"markers": facts, "away": list(marked.away)}, show)


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
    columns = ("timecode", "frames", "shot", "source", "marker", "color", "author", "name", "note")
    rows = [tuple(shortened(str(each[name] or "")) for name in columns) for each in facts]
    table(tuple(f">{name}" if name == "frames" else name for name in columns), rows)
