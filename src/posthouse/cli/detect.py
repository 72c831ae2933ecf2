"""``posthouse detect``: the shots of a finished movie."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from posthouse.cli.answer import answer, refuse, say, table
from posthouse.cli.command import house_command
from posthouse.cli.proposing import TAKE, propose

if TYPE_CHECKING:
    from posthouse.studio.proposals.detecting import Detected


@house_command(
    "detect",
    examples="""
    posthouse detect finished.mov
    posthouse detect harbour:trailer
    posthouse detect harbour:trailer --take
    posthouse detect harbour:opening --split --take
    posthouse detect finished.mov --shortest 6 --json | jq '.shots[].timecode'
    """,
)
@click.argument("media", metavar="FILE|PRODUCTION:MEDIA|PRODUCTION:SHOT")
@click.option("--shortest", type=click.IntRange(1, 1000), default=3, metavar="N", help="A shot has N frames at least.")
@click.option("--split", is_flag=True, help="The name is a shot's: split it where the movie it plays was cut.")
@TAKE
def command(media: str, shortest: int, *, split: bool, take: bool) -> None:
    """Find the cuts of a finished movie, and its dissolves and fades.

    Flashes and camera moves are told from cuts. Of a media of a production (.:NAME for the one here), the shots are
    proposed as a sequence, NAME-shots, which the cut can use whole or in part. With --split a shot of the cut that
    plays a movie is split in its place; work that hangs on it follows.
    """
    from posthouse.media.guarded import get_ready  # late, as all of a command

    get_ready()
    from posthouse.studio.proposals.detecting import detected_in_file, proposed_sequence, proposed_splits

    if ":" in media and not Path(media).exists():
        folder, _, name = media.rpartition(":")
        propose_of = proposed_splits if split else proposed_sequence
        proposal, found = propose_of(Path(folder), name, shortest_frames=shortest)
        propose(proposal, _facts(found), lambda: _show(found), is_taken=take, nothing="nothing to change")
        return
    if take or split:
        option = "--split" if split else "--take"
        refuse(f"{option} needs a production to write to", hint="name what is in it, as harbour:trailer")
    if not Path(media).suffix and not Path(media).exists():
        refuse(f"there is no file {media}", hint=f"a media of the production here is .:{media}")
    found = detected_in_file(Path(media), shortest_frames=shortest)
    answer(_facts(found), lambda: _show(found))


def _facts(found: Detected) -> dict[str, Any]:
    return {
        "rate": str(found.rate),
        "shots": [
            {
                "start_frame": shot.start_frame,
                "end_frame": shot.end_frame,
                "timecode": found.label(shot.start_frame),
                "begins": shot.begins.kind.value if shot.begins else None,
                "transition_frames": [shot.begins.start_frame, shot.begins.end_frame] if shot.begins else None,
                "confidence": shot.begins.confidence if shot.begins else None,
            }
            for shot in found.shots
        ],
    }


def _show(found: Detected) -> None:
    rows = [
        (
            str(number),
            found.label(shot.start_frame),
            str(shot.start_frame),
            str(shot.end_frame - shot.start_frame),
            shot.begins.kind.value if shot.begins else "",
            f"{shot.begins.confidence:.2f}" if shot.begins else "",
        )
        for number, shot in enumerate(found.shots, start=1)
    ]
    table((">shot", "timecode", ">frame", ">frames", "begins with", ">confidence"), rows)
    say(f"{len(found.shots)} {'shot' if len(found.shots) == 1 else 'shots'} at {found.rate} fps")
