"""``posthouse turnover vfx``: pulls of shots, with handles, named, with EDL, ALE and a count sheet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from posthouse.cli.answer import answer, say, table, wants_json
from posthouse.cli.command import house_command, opened, split_production

if TYPE_CHECKING:
    from posthouse.studio.turnover.vfx import Turnover


@house_command(
    "vfx",
    examples="""
    posthouse turnover vfx tower balcony
    posthouse turnover vfx harbour tower --handles 12 --as prores-4444
    posthouse turnover vfx --name "{title}_{shot}_v{version:03}" --version 2 --out turnovers/vfx_v02
    """,
)
@click.argument("words", nargs=-1, metavar="[PRODUCTION] [SHOT]...")
@click.option("--handles", type=click.IntRange(0, 1000), default=8, show_default=True, help="Frames before and after.")
@click.option(
    "--as", "form", default="png", show_default=True, help="png or exr (images), or a movie: prores-4444, ffv1, ..."
)
@click.option("--name", help="A pattern of {title}, {shot}, {media}, {version} and {number}.")
@click.option("--version", type=click.IntRange(1, 99999), default=1, show_default=True, help="Of this turnover.")
@click.option("--first", type=click.IntRange(0), default=1001, show_default=True, help="The number of the first image.")
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), help="The folder; turnovers/vfx_v001 if left out."
)
def command(words: tuple[str, ...], out: Path | None, **said: object) -> None:
    """Pull the footage of shots, for visual effects.

    Each pull is the media's own frames, codes untouched, with handles as far as there are any. If no shot is named,
    every shot that is footage is pulled. A pull that went out is never changed: another cut is another --version.
    Beside them lie a count sheet, an EDL, an ALE, and a production for each pull, so that it can be made again. What
    is there already is not made again.
    """
    from posthouse.studio.turnover.pulls import DEFAULT_NAME, PullWishes  # late, as all of a command
    from posthouse.studio.turnover.vfx import make_turnover

    production, shots = split_production(words)
    wishes = PullWishes(
        handles=int(str(said["handles"])),
        name=str(said["name"] or DEFAULT_NAME),
        version=int(str(said["version"])),
        form=str(said["form"]),
        first_number=int(str(said["first"])),
    )
    with opened(production) as film:
        folder = out or film.folder / "turnovers" / f"vfx_v{wishes.version:03}"
        done = make_turnover(film, shots, wishes, folder, _tell)
    answer(_facts(done), lambda: _show(done))


def _tell(number: int, count: int, name: str) -> None:
    if not wants_json():
        click.echo(f"pull {number} of {count}: {name}", err=True)


def _facts(done: Turnover) -> dict[str, object]:
    return {
        "folder": str(done.folder),
        "pulls": [pull.facts() for pull in done.pulls],
        "files": [str(path) for path in done.files],
    }


def _show(done: Turnover) -> None:
    rows = [
        (p.name, p.shot, p.media, str(p.start), str(p.pictures), f"{p.head} + {p.tail}", f"{p.size[0]}x{p.size[1]}")
        for p in done.pulls
    ]
    table(("pull", "shot", "media", "from", ">frames", "handles", "size"), rows)
    say(f"{len(done.pulls)} pulls in {done.folder}", color="green")
