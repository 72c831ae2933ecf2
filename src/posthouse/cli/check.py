"""``posthouse check``: is the production right?"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from posthouse.cli.answer import answer, say, table
from posthouse.cli.command import PRODUCTION, house_command, opened

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from posthouse.studio.color_error import ColorError
    from posthouse.studio.film import Film


@house_command(
    "check",
    examples="""
    posthouse check
    posthouse check harbour
    posthouse check harbour/trailer.yaml --json
    posthouse check harbour --color-error
    """,
)
@PRODUCTION
@click.option("--color-error", is_flag=True, help="Bake every shot's color, and show how far it is from the exact one.")
def command(production: Path, *, color_error: bool) -> None:
    """Say all that is wrong with a production.

    Every problem is told at once, with its line. The document is read, all media are opened, and every deliverable
    is planned; nothing is built.
    """
    with opened(production) as film:
        notes, document = film.check(), film.production.document
        facts = _facts(film, notes)
        colors = film.color_errors() if color_error else ()
        if color_error:
            facts["color_errors"] = [asdict(each) for each in colors]

    def show() -> None:
        if color_error:
            _show_colors(colors)
        for note in notes:
            say(f"note: {note}", color="yellow")
        if not document.deliver:
            say("note: the production delivers nothing yet; say what, as deliver: [web]", color="yellow")
        size = "x".join(str(side) for side in document.format.size)
        length = f"{facts['duration_seconds']:.2f} s at {facts['rate']} fps"
        say(f"{document.title}: {facts['shots']} shots, {length}, {size}")
        say("nothing is wrong", color="green")

    answer(facts, show)


def _facts(film: Film, notes: Sequence[str]) -> dict[str, object]:
    document, cut = film.production.document, film.programme.cut
    return {
        "production": str(film.production.file),
        "title": document.title,
        "duration_frames": cut.duration_frames,
        "duration_seconds": float(document.format.rate.seconds_at(cut.duration_frames)),
        "rate": str(document.format.rate),
        "shots": len(cut.shots()),
        "media": len(document.media),
        "deliverables": [order.name for order in film.orders()],
        "notes": list(notes),
    }


def _show_colors(colors: Sequence[ColorError]) -> None:
    """Show one line a shot; errors in 10-bit codes."""
    columns = ("shot", "goes out as", "way", "LUT", ">worst", ">99.9 %", ">mean", ">budget", "passes")
    table(columns, [_color_row(each) for each in colors])
    if any(each.way == "lut" and not each.is_within_budget for each in colors):
        say(_FURTHER_OFF, color="yellow")


_FURTHER_OFF = (
    "note: some LUTs are off by more than 1 code of 10 bits for 1 color in 1000, or by more than 8 at their worst; "
    "to have these shots worked out at every pixel, say exact: true in their grades, or color: {budget: 1}"
)


def _color_row(each: ColorError) -> tuple[str, ...]:
    lut = f"{each.size}{' shaped' if each.is_shaped else ''}" if each.size else "-"
    missed = "no: worked out exactly" if each.way == "exact" else "nearly: the nearest LUT"
    budget = "-" if each.budget_code10 is None else f"{each.budget_code10:g}"
    numbers = (f"{each.worst_code10:.3f}", f"{each.most_code10:.3f}", f"{each.mean_code10:.3f}", budget)
    passes = "yes" if each.is_within_budget else missed
    return each.shot, each.canvas, each.way, lut, *numbers, passes
