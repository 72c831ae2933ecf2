"""``posthouse play``: the programme in a browser, rendered where it is looked at, following every save."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from posthouse.cli.answer import answer, say, wants_json
from posthouse.cli.command import PRODUCTION, house_command

if TYPE_CHECKING:
    from pathlib import Path

    from posthouse.review.server import ReviewServer


@house_command(
    "play",
    examples="""
    posthouse play
    posthouse play harbour --size quarter
    posthouse play harbour/trailer.yaml --size 640x360 --port 8024 --no-open
    """,
)
@PRODUCTION
@click.option("--size", default="half", show_default=True, metavar="half|quarter|WxH", help="The preview's size.")
@click.option("--port", type=click.IntRange(0, 65_535), default=0, help="Of localhost; any free one if left out.")
@click.option("--no-open", "is_left_closed", is_flag=True, help="Do not open the page in the browser.")
def command(production: Path, size: str, port: int, *, is_left_closed: bool) -> None:
    """Play the programme in a browser, and follow every save.

    Nothing is built beforehand: what is looked at is rendered at preview size, and kept. Ctrl-C ends it.
    """
    from posthouse.review.preview import parse_size  # late: the studio takes most of a second to import
    from posthouse.review.room import Room
    from posthouse.review.server import open_server

    with Room(production, parse_size(size)) as room, open_server(room, port) as server:
        facts = {"address": server.address, "hls": f"{server.address}programme.m3u8", "size": room.facts()["size"]}
        answer(facts, lambda: say(f"{server.address}  (Ctrl-C ends it)"))
        sys.stdout.flush()
        if not (is_left_closed or wants_json()):
            import webbrowser  # only where one is wanted

            webbrowser.open(server.address)
        _serve(server)


def _serve(server: ReviewServer) -> None:
    """Serve until interrupted, which is how a session ends: nothing is wrong then."""
    try:
        server.serve_forever(poll_interval=0.25)
    except KeyboardInterrupt:
        return
