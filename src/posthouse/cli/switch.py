"""``posthouse switch``: a multicam cut by who speaks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from posthouse.cli.answer import refuse, say, table
from posthouse.cli.command import house_command, split_production
from posthouse.cli.proposing import TAKE, propose

if TYPE_CHECKING:
    from posthouse.studio.proposals.switching import Switched


@house_command(
    "switch",
    examples="""
    posthouse switch table --wide wide
    posthouse switch harbour table --wide wide --shortest 2s
    posthouse switch table --wide wide --take
    """,
)
@click.argument("words", nargs=-1, metavar="[PRODUCTION] MULTICAM")
@click.option("--wide", metavar="ANGLE", help="The angle for when several talk, or nobody does.")
@click.option("--shortest", default="1500ms", metavar="TIME", help="No angle is shown for less.")
@TAKE
def command(words: tuple[str, ...], wide: str | None, shortest: str, *, take: bool) -> None:
    """Cut a multicam to the angle of whoever speaks.

    Each angle is heard with its own sound (its camera's, or the close microphone it was synced to). The cut is
    proposed as a sequence, NAME-switched, which the cut can use whole or in part.
    """
    folder, names = split_production(words)
    if len(names) != 1:
        refuse("name one multicam", hint="as: posthouse switch table --wide wide")
    from posthouse.errors import ProductionError
    from posthouse.studio.proposals.switching import SwitchWanted, proposed_switching  # late: the crafts
    from posthouse.timing import Length

    try:
        wanted = SwitchWanted(wide=wide, shortest=Length.parse(shortest))
    except ValueError as problem:
        raise ProductionError(f"--shortest: {problem}") from problem
    proposal, found = proposed_switching(Path(folder), names[0], wanted)
    propose(proposal, _facts(found), lambda: _show(found), is_taken=take, nothing="nothing to change")


def _facts(found: Switched) -> dict[str, Any]:
    return {
        "sequence": found.sequence,
        "first_frame": found.first_frame,
        "frames": found.frames,
        "note": found.note,
        "turns": [
            {"angle": turn.angle, "start_frame": turn.start_frame, "end_frame": turn.end_frame} for turn in found.turns
        ],
    }


def _show(found: Switched) -> None:
    rows = [
        (turn.angle or "(no camera)", str(found.first_frame + turn.start_frame), str(turn.end_frame - turn.start_frame))
        for turn in found.turns
    ]
    table(("angle", ">in", ">frames"), rows)
    if found.note:
        say(f"note: {found.note}", color="yellow")
    say()
