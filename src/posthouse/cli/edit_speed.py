"""``posthouse edit retime``: another speed, or a ramp."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from posthouse.cli.edit_common import Desk, edit_command, run_edit
from posthouse.errors import ProductionError

if TYPE_CHECKING:
    from posthouse.production.tree import Plain


@edit_command(
    "retime",
    examples="""
    posthouse edit retime fleet 50%                        half speed: twice as long
    posthouse edit retime fleet -100% --keep-length        backwards
    posthouse edit retime fleet --ramp "[{at: 10f, to: 100%}, {at: 40f, to: 25%, ease: smooth}]"
    """,
)
@click.argument("shot")
@click.argument("speed", required=False)
@click.option("--ramp", help="Keyframes in YAML, as the document writes them.")
@click.option("--keep-length", is_flag=True, help="Keep its length, and show more or less of the source.")
def retime(desk: Desk, shot: str, speed: str | None, ramp: str | None, *, keep_length: bool) -> None:
    """Play SHOT at another SPEED: all of its range, and what follows moves, or as much as its length holds."""
    if (speed is None) == (ramp is None):
        raise click.UsageError("give a speed, or --ramp", click.get_current_context())
    if ramp is not None:
        keys = _keys(ramp)
        run_edit(desk, lambda room: room.ramp(shot, keys, keeps_length=keep_length))
    else:
        run_edit(desk, lambda room: room.retime(shot, str(speed), keeps_length=keep_length))


def _keys(text: str) -> Plain:
    from posthouse.production.tree_builder import read_tree  # late: the crafts' specs

    tree = read_tree(text)
    if tree.problems or not isinstance(tree.value, list):
        cause = tree.problems[0].cause if tree.problems else "it is no list"
        raise ProductionError(f"the ramp cannot be read: {cause}", hint='write "[{at: 10f, to: 100%}, ...]"')
    return tree.value


COMMANDS = {"retime": retime}
