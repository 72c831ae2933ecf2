"""``posthouse edit ripple``, ``roll``, ``slip``, ``slide``, ``split`` and ``join``."""

from __future__ import annotations

import click

from posthouse.cli.edit_common import ONLY, Desk, edit_command, run_edit

ON_PICTURE = click.option(
    "--on-picture",
    is_flag=True,
    help="Leave what hangs on SHOT+12f on its picture; else it stays 12 frames after the cut.",
)


@edit_command(
    "ripple",
    examples="""
    posthouse edit ripple opening tail +6f          opening is 6 frames longer
    posthouse edit ripple opening head -12f         its first 12 frames go
    posthouse edit ripple opening head -12f --on-picture   a cue at opening+20f is at opening+8f then
    posthouse edit ripple opening tail +8f --only sound    its sound trails on for 8 frames more
    posthouse edit ripple brawl/punch tail -6f      inside the sequence that brawl plays
    """,
)
@click.argument("shot")
@click.argument("side", type=click.Choice(["head", "tail"]))
@click.argument("amount")
@ONLY
@ON_PICTURE
def ripple(desk: Desk, shot: str, side: str, amount: str, only: str | None, *, on_picture: bool) -> None:
    """Trim one side of SHOT; the rest moves.

    AMOUNT lengthens the shot, and the programme, with +, and shortens both with -, on either side.
    """
    run_edit(desk, lambda room: room.ripple(shot, side, amount, only=only or "both", on_picture=on_picture))


@edit_command(
    "roll",
    examples="""
    posthouse edit roll opening/fleet +6f                opening ends, and fleet begins, 6 frames later
    posthouse edit roll opening/fleet -10f --only sound  a J cut: fleet is heard 10 frames before it is seen
    posthouse edit roll opening/ -3f                     the join after opening, whatever follows
    posthouse edit roll brawl/punch/kick +6f             inside the sequence that brawl plays
    posthouse edit roll /glow +6f                        the head of a shot over the cut, where it stands
    """,
)
@click.argument("join")
@click.argument("amount")
@ONLY
@ON_PICTURE
def roll(desk: Desk, join: str, amount: str, only: str | None, *, on_picture: bool) -> None:
    """Move a join; no other shot moves. AMOUNT: + later, - earlier.

    A cue or title at fleet+12f stays 12 frames after the join; with --on-picture, where it is.
    """
    run_edit(desk, lambda room: room.roll(join, amount, only=only or "both", on_picture=on_picture))


@edit_command("slip", examples="posthouse edit slip opening -5f")
@click.argument("shot")
@click.argument("amount")
@ONLY
def slip(desk: Desk, shot: str, amount: str, only: str | None) -> None:
    """Let SHOT show later (+) or earlier (-) frames of its source; it stays where it is."""
    run_edit(desk, lambda room: room.slip(shot, amount, only=only or "both"))


@edit_command("slide", examples="posthouse edit slide fleet +5f")
@click.argument("shot")
@click.argument("amount")
@ONLY
def slide(desk: Desk, shot: str, amount: str, only: str | None) -> None:
    """Move SHOT later (+) or earlier (-) over its neighbors, which give way."""
    run_edit(desk, lambda room: room.slide(shot, amount, only=only or "both"))


@edit_command(
    "split",
    examples="""
    posthouse edit split opening+24f                before its frame 24
    posthouse edit split opening@00:00:05:00        at a source time
    posthouse edit split 00:01:00:00                whatever is on screen there
    """,
)
@click.argument("place")
def split(desk: Desk, place: str) -> None:
    """Cut a shot in two at PLACE: both halves go on doing what it did; the second is called opening-2."""
    run_edit(desk, lambda room: room.split(place))


@edit_command("join", examples="posthouse edit join opening/opening-2")
@click.argument("join")
def join(desk: Desk, join: str) -> None:
    """Make two halves one shot again, where the second goes on exactly as the first ends."""
    run_edit(desk, lambda room: room.join(join))


COMMANDS = {each.name: each for each in (ripple, roll, slip, slide, split, join)}
