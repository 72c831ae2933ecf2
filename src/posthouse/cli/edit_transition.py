"""``posthouse edit transition``: added, changed, removed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from posthouse.cli.edit_common import Desk, edit_command, run_edit

if TYPE_CHECKING:
    from posthouse.production.editing.transitions import TransitionAsked


@edit_command(
    "transition",
    examples="""
    posthouse edit transition add opening/fleet 12f
    posthouse edit transition add opening/fleet 12f --kind wipe --pattern clock
    posthouse edit transition change opening/fleet 24f --align start
    posthouse edit transition change opening/fleet --kind dip --color white
    posthouse edit transition remove opening/fleet
    posthouse edit transition add /glow 12f        a shot over the cut fades in
    """,
)
@click.argument("what", type=click.Choice(["add", "change", "remove"]))
@click.argument("join")
@click.argument("length", required=False)
@click.option("--kind", default="", help="dissolve, dip or wipe.")
@click.option("--align", help="center, start or end: where it lies at the cut.")
@click.option("--light", help="Of a dissolve: display or linear.")
@click.option("--color", help="Of a dip.")
@click.option("--pattern", help="Of a wipe.")
@click.option("--softness", type=float, help="Of a wipe: 0 is hard.")
def transition(desk: Desk, what: str, join: str, length: str | None, kind: str, **options: Any) -> None:
    """Add a transition of LENGTH at JOIN, change it, or remove it; the programme's length stays."""
    if what == "remove":
        run_edit(desk, lambda room: room.remove_transition(join))
        return
    asked = _asked(length, kind, options)
    if what == "add":
        run_edit(desk, lambda room: room.add_transition(join, asked))
    else:
        run_edit(desk, lambda room: room.change_transition(join, asked))


def _asked(length: str | None, kind: str, options: dict[str, Any]) -> TransitionAsked:
    from posthouse.production.editing.transitions import TransitionAsked  # late: the crafts' specs

    said = {name: value for name, value in options.items() if value is not None}
    return TransitionAsked(kind=kind, length=length, options=said)


COMMANDS = {"transition": transition}
