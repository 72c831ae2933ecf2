"""``posthouse reframe``: the same film in another shape, on its subjects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from posthouse.cli.answer import refuse, say, table
from posthouse.cli.command import house_command, split_production
from posthouse.cli.proposing import TAKE, propose

if TYPE_CHECKING:
    from posthouse.studio.proposals.reframe import Reframed, ReframedShot


@house_command(
    "reframe",
    examples="""
    posthouse reframe --to 9:16
    posthouse reframe harbour --to 1:1
    posthouse reframe harbour --to 4:5 opening fleet --as feed --take
    posthouse reframe --to 9:16 --json | jq '.shots[] | select(.held < 0.5)'
    """,
)
@click.argument("words", nargs=-1, metavar="[PRODUCTION] [SHOT...]")
@click.option("--to", "shape", required=True, metavar="W:H", help="The new shape, as 9:16, 1:1 or 4:5.")
@click.option("--as", "name", default="", metavar="NAME", help="The new document's name; left out, by the shape.")
@TAKE
def command(words: tuple[str, ...], shape: str, name: str, *, take: bool) -> None:
    """Propose the production in another shape, as a second document beside it.

    Each shot's frame stands on its subject, or follows it calmly: faces first, then people, animals and things, where
    the networks that find them are installed (a note says how); else what moves, is sharp, stands out or has the color
    of skin. SHOTs are those to look at; the others keep their middle.
    """
    folder, shots = split_production(words)
    from posthouse.media.guarded import get_ready  # late, as all of a command

    get_ready()
    from posthouse.studio.proposals.reframe import parsed_aspect, proposed_reframing

    try:
        aspect = parsed_aspect(shape)
    except ValueError as problem:
        refuse(f"--to: {problem}")
    proposal, found = proposed_reframing(folder, aspect, shots, name=name)
    propose(proposal, _facts(found), lambda: _show(found), is_taken=take, nothing="nothing to change")


def _facts(found: Reframed) -> dict[str, Any]:
    return {
        "document": found.file.name,
        "size": list(found.size),
        "shots": [
            {
                "shot": each.shot,
                "keyframes": each.keys,
                "held": each.held if each.keys else None,
                "scenes": each.scenes,
                "faces": each.faces if each.keys else None,
                "things": each.things if each.keys else None,
                "sure": each.sure if each.keys else None,
                "note": each.note,
            }
            for each in found.shots
        ],
        "notes": list(found.notes),
    }


def _show(found: Reframed) -> None:
    say(f"{found.file.name}: {found.size[0]}x{found.size[1]}")
    rows = [
        (each.shot, _frame(each.keys), *((_on(each), f"{each.held:.0%}") if each.keys else ("", "")), each.note)
        for each in found.shots
    ]
    table(("shot", "frame", "on", ">held", ""), rows)
    for note in found.notes:
        say(f"note: {note}")
    say()


def _frame(keys: int) -> str:
    return ("as it is", "stands")[keys] if keys < 2 else f"moves, {keys} keyframes"


def _on(shot: ReframedShot) -> str:
    if shot.faces:
        return "1 face" if shot.faces == 1 else f"{shot.faces} faces"
    if shot.things:
        return "1 person or thing" if shot.things == 1 else f"{shot.things} people or things"
    return "what draws the eye"
