"""``posthouse edit lift``, ``extract``, ``omit``, ``restore``, ``move``, ``nest`` and ``un-nest``."""

from __future__ import annotations

import click

from posthouse.cli.answer import refuse
from posthouse.cli.edit_common import ONLY, TRACK, Desk, edit_command, run_edit


@edit_command(
    "lift",
    examples="""
    posthouse edit lift fleet                      a gap is left
    posthouse edit lift opening+12f fleet+6f       from one place to another
    posthouse edit lift fleet --only sound         it is muted
    posthouse edit lift glow                       a shot over the cut goes
    posthouse edit lift opening+12f fleet --track V3   what lies there on V3 goes
    """,
)
@click.argument("first")
@click.argument("last", required=False)
@ONLY
@TRACK
def lift(desk: Desk, first: str, last: str | None, only: str | None, track: str) -> None:
    """Take a shot, or all from one place to another, out and leave a gap; nothing moves."""
    run_edit(desk, lambda room: room.lift(first, last, only=only or "both", track=track))


@edit_command("extract", examples="posthouse edit extract fleet\nposthouse edit extract opening+12f fleet+6f")
@click.argument("first")
@click.argument("last", required=False)
@ONLY
def extract(desk: Desk, first: str, last: str | None, only: str | None) -> None:
    """Take a shot, or all from one place to another, out and close up; what follows moves earlier."""
    run_edit(desk, lambda room: room.extract(first, last, only=only or "both"))


@edit_command("omit", examples="posthouse edit omit fleet")
@click.argument("shot")
def omit(desk: Desk, shot: str) -> None:
    """Keep SHOT in the text but out of the programme."""
    run_edit(desk, lambda room: room.omit(shot))


@edit_command("restore", examples="posthouse edit restore fleet")
@click.argument("shot")
def restore(desk: Desk, shot: str) -> None:
    """Bring an omitted SHOT back."""
    run_edit(desk, lambda room: room.restore(shot))


@edit_command(
    "move",
    examples="""
    posthouse edit move fleet --before opening
    posthouse edit move fleet --after harbour
    posthouse edit move fleet --end
    posthouse edit move glow --to fleet+12f --track V4   a shot over the cut, to another place and track
    posthouse edit move glow --after mist                it lies over mist now
    """,
)
@click.argument("shot")
@click.option("--before", help="The shot it shall come before.")
@click.option("--after", help="The shot it shall come after.")
@click.option("--end", "to_end", is_flag=True, help="To the end of its list.")
@click.option("--to", "place", default="", metavar="PLACE", help="Where a shot over the cut shall hang.")
@click.option("--track", default="", help="The picture track a shot over the cut shall lie on, as V4.")
def move(desk: Desk, shot: str, *, to_end: bool, place: str, track: str, **beside: str | None) -> None:
    """Move SHOT to another place; transitions stay where they stand, and it is said what they join then.

    Of shots over the cut, the order is which lies over which; --to and --track move one in time and between tracks.
    """
    named = [shot for shot in beside.values() if shot is not None]
    if len(named) + to_end + bool(place or track) != 1:
        refuse("say where to", hint="one of --before SHOT, --after SHOT, --end; over the cut --to PLACE, --track V3")
    if place or track:
        run_edit(desk, lambda room: room.lay(shot, place=place, track=track))
    else:
        run_edit(desk, lambda room: room.move(shot, **beside))


@edit_command("nest", examples="posthouse edit nest fight punch fall     punch to fall are the sequence fight")
@click.argument("name")
@click.argument("first")
@click.argument("last")
def nest(desk: Desk, name: str, first: str, last: str) -> None:
    """Make the shots from FIRST to LAST a sequence, played by one shot; both are called NAME."""
    run_edit(desk, lambda room: room.nest(name, first, last))


@edit_command("un-nest", examples="posthouse edit un-nest fight")
@click.argument("shot")
def unnest(desk: Desk, shot: str) -> None:
    """Put the shots of the sequence that SHOT plays back into the cut."""
    run_edit(desk, lambda room: room.unnest(shot))


COMMANDS = {each.name: each for each in (lift, extract, omit, restore, move, nest, unnest)}
