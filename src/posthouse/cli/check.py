"""``posthouse check``: is the production right?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from posthouse.cli.answer import answer, say
from posthouse.cli.command import PRODUCTION, house_command, opened

if TYPE_CHECKING:
    from pathlib import Path


@house_command(
    "check",
    examples="""
    posthouse check
    posthouse check harbour
    posthouse check harbour/trailer.yaml --json
    """,
)
@PRODUCTION
def command(production: Path) -> None:
    """Say all that is wrong with a production.

    Every problem is told at once, with its line. The document is read, all media are opened, and every deliverable
    is planned; nothing is built.
    """
    with opened(production) as film:
        notes = film.check()
        document, cut = film.production.document, film.programme.cut
        rate = document.format.rate
        facts = {
            "production": str(film.production.file),
            "title": document.title,
            "duration_frames": cut.duration_frames,
            "duration_seconds": float(rate.seconds_at(cut.duration_frames)),
            "rate": str(rate),
            "shots": len(cut.shots()),
            "media": len(document.media),
            "deliverables": [order.name for order in film.orders()],
            "notes": list(notes),
        }

    def show() -> None:
        for note in notes:
            say(f"note: {note}", color="yellow")
        if not document.deliver:
            say("note: the production delivers nothing yet; say what, as deliver: [web]", color="yellow")
        size = "x".join(str(side) for side in document.format.size)
        say(f"{document.title}: {facts['shots']} shots, {facts['duration_seconds']:.2f} s at {rate} fps, {size}")
        say("nothing is wrong", color="green")

    answer(facts, show)
