"""``posthouse frame``: a picture of any place in the programme."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import click

from posthouse.cli.answer import answer, say
from posthouse.cli.command import house_command, opened, split_production

if TYPE_CHECKING:
    from posthouse.studio import Film
    from posthouse.studio.stills import Still

_SIZE = re.compile(r"(\d{2,5})(?:x(\d{2,5}))?")


@house_command(
    "frame",
    examples="""
    posthouse frame 00:00:05:00
    posthouse frame 120f -o look.png
    posthouse frame harbour opening+12f --size 640
    posthouse frame "opening@00:00:05:00"
    posthouse frame --contact-sheet
    posthouse frame harbour --contact-sheet --every 2s --columns 6 -o sheet.png
    """,
)
@click.argument("words", nargs=-1, metavar="[PRODUCTION] AT")
@click.option("--out", "-o", type=click.Path(path_type=Path, dir_okay=False), help="The PNG to write.")
@click.option("--size", metavar="WIDTH[xHEIGHT]", help="The picture's size; the production's if left out.")
@click.option("--contact-sheet", "is_sheet", is_flag=True, help="Many frames on one image: the middle of each shot.")
@click.option("--every", metavar="LENGTH", help="On a contact sheet, a frame every so often, as 2s.")
@click.option("--columns", type=click.IntRange(1, 50), default=4, show_default=True, help="Of a contact sheet.")
def command(
    words: tuple[str, ...], out: Path | None, size: str | None, *, is_sheet: bool, every: str | None, columns: int
) -> None:
    """Write a picture of any place as PNG.

    Nothing else of the programme is built. AT is a timecode, a length as 5s or 120f, a frame number, or an anchor
    as opening+12f.
    """
    path, places = split_production(words)
    if is_sheet == (len(places) == 1) or len(places) > 1:
        raise click.UsageError(
            "say one place, as 00:00:05:00 or opening+12f, or --contact-sheet", click.get_current_context()
        )
    with opened(path) as film:
        if is_sheet:
            _sheet(film, out or Path("contact-sheet.png"), size, every, columns)
        else:
            _still(film, places[0], out, size)


def _still(film: Film, at: str, out: Path | None, size: str | None) -> None:
    still = film.frame(at, size=_parsed_size(size, film))
    path = out or Path(f"frame-{still.frame:06}.png")
    if path.suffix.lower() != ".png":
        raise click.UsageError(f"a frame is written as PNG; call it {path.with_suffix('.png')}")
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(still.path, path)
    facts = {"file": str(path), **_facts(still)}
    sdr = f", SDR of {still.made_sdr_from}" if still.made_sdr_from else ""
    answer(facts, lambda: say(f"{path}: frame {still.frame}, {still.timecode}, {still.shot or 'gap'}{sdr}"))


def _sheet(film: Film, out: Path, size: str | None, every: str | None, columns: int) -> None:
    wanted = _parsed_size(size, film)
    try:
        stills = film.contact_sheet(out, every=every, width=wanted[0] if wanted else 320, columns=columns)
    except ValueError as problem:
        raise click.UsageError(f"--every: {problem}") from problem
    facts = {"file": str(out), "frames": [_facts(still) for still in stills]}
    answer(facts, lambda: say(f"{out}: {len(stills)} frames"))


def _facts(still: Still) -> dict[str, object]:
    facts: dict[str, object] = {"frame": still.frame, "timecode": str(still.timecode), "shot": still.shot}
    return facts | ({"made_sdr_from": still.made_sdr_from} if still.made_sdr_from else {})


def _parsed_size(text: str | None, film: Film) -> tuple[int, int] | None:
    """Return the size a text spells; a height left out follows the picture's shape."""
    if text is None:
        return None
    match = _SIZE.fullmatch(text.strip().lower())
    if match is None:
        raise click.UsageError(f"--size: {text!r} is no size; write 640 or 640x360")
    width, height = film.production.document.format.size
    wide = int(match[1])
    return wide, int(match[2]) if match[2] else max(16, round(wide * height / width))
