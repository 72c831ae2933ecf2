"""``posthouse turnover``: what goes out to other departments, and what comes back."""

from __future__ import annotations

import importlib
from typing import cast, final

import click

KINDS = {"vfx": "turnover_vfx", "return": "turnover_return"}
"""In the order they are shown, with the module each is in."""
_HELP = """Turn shots over to other departments, and take versions in.

\b
posthouse turnover vfx tower balcony --handles 12
posthouse turnover return vfx/in --take
posthouse turnover KIND -h      each, with examples
"""


@final
class Turnovers(click.Group):
    """The group of all turnovers; one's file is imported when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all kinds."""
        del ctx
        return list(KINDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a kind of turnover, or refuse a name that is none."""
        module = KINDS.get(cmd_name)
        if module is None:
            raise click.UsageError(f"there is no turnover {cmd_name!r}; there are {', '.join(KINDS)}", ctx)
        return cast("click.Command", importlib.import_module(f"posthouse.cli.{module}").command)


@click.group("turnover", cls=Turnovers, help=_HELP)
def command() -> None:
    """Run no turnover: the group itself."""
