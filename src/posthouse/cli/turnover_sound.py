"""``posthouse turnover sound``: an AAF and its sounds with handles, a reference movie, and the lists."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from posthouse.cli.answer import answer, refuse, say, table, wants_json
from posthouse.cli.command import CORES, PRODUCTION, house_command, opened

if TYPE_CHECKING:
    from posthouse.studio.turnover.sound import SoundTurnover
    from posthouse.timing import Length


@house_command(
    "sound",
    examples="""
    posthouse turnover sound
    posthouse turnover sound harbour --handles 5s --link
    posthouse turnover sound --out turnovers/sound_v002 --reference-as dnxhr-lb
    posthouse turnover sound --no-reference --json
    """,
)
@PRODUCTION
@click.option("--handles", default="2s", show_default=True, help="Sound before and after each clip: 2s, 48f, 500ms.")
@click.option("--embed/--link", "is_embedded", default=True, help="Sound inside the AAF (the default), or beside it.")
@click.option("--reference/--no-reference", default=True, help="With the movie the mixer looks at (the default).")
@click.option("--reference-as", default="h264", show_default=True, help="h264, dnxhr-lb, prores-422-proxy, ...")
@click.option("--version", type=click.IntRange(1, 99999), default=1, show_default=True, help="Of this turnover.")
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), help="The folder; turnovers/sound_v001 if left out."
)
@CORES
def command(production: Path, out: Path | None, cores: int | None, **said: object) -> None:
    """Hand the sound over to a mixer.

    An AAF that Pro Tools opens: tracks by stem (DX, MX, FX), every sound at its sample, gains, fades and pans as they
    are in the document, markers, and the movie. Beside it: a 24-bit Broadcast WAV of each channel of each clip, with
    handles, slate and source time; a reference movie with burnt-in timecode and the programme's sound; a table of all
    clips, a cue sheet, and a page to read. Sounds are untouched but for what is retimed or looped, which is rendered.
    """
    from posthouse.build import choose_progress  # late, as all of a command
    from posthouse.studio.turnover.sound import SoundWishes, make_sound_turnover

    wishes = SoundWishes(
        handles=_handles(str(said["handles"])),
        is_embedded=bool(said["is_embedded"]),
        reference=str(said["reference_as"]) if said["reference"] else None,
    )
    with opened(production, cores=cores) as film:
        folder = out or film.folder / "turnovers" / f"sound_v{int(str(said['version'])):03}"
        progress = choose_progress(sys.stderr, is_json=wants_json())
        done = make_sound_turnover(film, wishes, folder, progress)
    answer(_facts(done), lambda: _show(done))


def _handles(text: str) -> Length:
    from posthouse.timing import Length  # late, as all of a command

    try:
        return Length.parse(text)
    except ValueError as problem:
        refuse(f"handles: {problem}", hint="write 2s or 48f")


def _facts(done: SoundTurnover) -> dict[str, object]:
    from posthouse.studio.turnover.sound_sheets import clip_facts  # late, as all of a command

    return {
        "folder": str(done.folder),
        "clips": [clip_facts(lane, laid) for lane in done.lanes for laid in lane.laid],
        "files": [str(path) for path in done.files],
        "notes": list(done.notes),
    }


def _show(done: SoundTurnover) -> None:
    rows = [(" / ".join(lane.track_names()), str(len(lane.laid))) for lane in done.lanes]
    table(("tracks", ">clips"), rows)
    for note in done.notes:
        say(note, color="yellow")
    say(f"{sum(len(lane.laid) for lane in done.lanes)} clips in {done.folder}", color="green")
