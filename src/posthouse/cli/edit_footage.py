"""``posthouse edit insert``, ``overwrite``, ``replace`` and ``fit``: footage comes into the cut."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from posthouse.cli.edit_common import ONLY, TRACK, Desk, edit_command, run_edit

if TYPE_CHECKING:
    from collections.abc import Callable

    from posthouse.production.editing.footage import Footage


def _range(function: Callable[..., None]) -> Callable[..., None]:
    """Add the options that name a range of a media."""
    options = (
        click.option("--in", "start", help="The first source frame; the media's first if left out."),
        click.option("--out", "end", help="The source frame after the last."),
        click.option("--for", "length", help="How long it lasts in the programme."),
        click.option("--speed", help="As 50%, or -100% for backwards."),
        click.option("--shot", default="", help="The id it shall have; the media's name if left out."),
    )
    for option in reversed(options):
        function = option(function)
    return function


def _footage(media: str, **said: Any) -> Footage:
    from posthouse.production.editing.footage import Footage  # late: the crafts' specs

    return Footage(media=media, **said)


@edit_command(
    "insert",
    examples="""
    posthouse edit insert boats opening/fleet --in 00:00:10:00 --for 48f
    posthouse edit insert boats opening+24f --in 10f --out 58f --shot harbour   (opening is split)
    posthouse edit insert gulls opening+12f --for 2s --only sound               (a cue)
    posthouse edit insert boats brawl/punch --for 12f                           (before punch, inside the sequence)
    posthouse edit insert boats opening+24f --for 48f --track V3                (over the cut, where nothing lies)
    posthouse edit insert table/close opening/fleet --in 15s --for 48f          (an angle of a multicam media)
    posthouse edit insert gap opening/fleet --for 12f                           (black and silence)
    """,
)
@click.argument("media")
@click.argument("place")
@_range
@ONLY
@TRACK
def insert(desk: Desk, media: str, place: str, only: str | None, track: str, **said: Any) -> None:
    """Put a range of MEDIA in at PLACE; all that follows moves later. Over the cut nothing moves."""
    run_edit(desk, lambda room: room.insert(_footage(media, **said), place, only=only or "both", track=track))


@edit_command(
    "overwrite",
    examples="""
    posthouse edit overwrite boats opening+24f --in 00:00:10:00 --for 48f
    posthouse edit overwrite boats opening+24f --for 48f --only picture   (a shot over the cut; the sound goes on)
    posthouse edit overwrite boats opening+24f --for 48f --track V3       (over what lies there on V3)
    """,
)
@click.argument("media")
@click.argument("place")
@_range
@ONLY
@TRACK
def overwrite(desk: Desk, media: str, place: str, only: str | None, track: str, **said: Any) -> None:
    """Put a range of MEDIA in at PLACE, over what lies there; nothing moves."""
    run_edit(desk, lambda room: room.overwrite(_footage(media, **said), place, only=only or "both", track=track))


@edit_command(
    "replace",
    examples="""
    posthouse edit replace fleet boats --in 00:00:10:00
    posthouse edit replace talk table/wide --in 15s         (another angle)
    """,
)
@click.argument("target")
@click.argument("media")
@_range
@ONLY
def replace(desk: Desk, target: str, media: str, only: str | None, **said: Any) -> None:
    """Let the shot TARGET show MEDIA, as long as before; its id, grade and effects stay."""
    run_edit(desk, lambda room: room.replace(target, _footage(media, **said), only=only or "both"))


@edit_command(
    "fit",
    examples="""
    posthouse edit fit boats fleet --in 00:00:10:00 --out 00:00:14:00    fill the shot fleet
    posthouse edit fit boats opening/ --in 10f --out 90f                 fill the gap after opening
    """,
)
@click.argument("media")
@click.argument("place")
@_range
def fit(desk: Desk, media: str, place: str, **said: Any) -> None:
    """Fill a gap, or a shot's length, with a range of MEDIA: its speed is what that takes."""
    run_edit(desk, lambda room: room.fit(_footage(media, **said), place))


COMMANDS = {each.name: each for each in (insert, overwrite, replace, fit)}
