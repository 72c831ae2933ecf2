"""``posthouse edit``: the edit operations, each one change of the production's text."""

from __future__ import annotations

import importlib
from typing import cast, final

import click

OPERATIONS = {
    "insert": "edit_footage",
    "overwrite": "edit_footage",
    "replace": "edit_footage",
    "fit": "edit_footage",
    "lift": "edit_order",
    "extract": "edit_order",
    "omit": "edit_order",
    "restore": "edit_order",
    "move": "edit_order",
    "ripple": "edit_trims",
    "roll": "edit_trims",
    "slip": "edit_trims",
    "slide": "edit_trims",
    "split": "edit_trims",
    "join": "edit_trims",
    "retime": "edit_speed",
    "transition": "edit_transition",
    "nest": "edit_order",
    "un-nest": "edit_order",
    "all": "edit_all",
}
"""In the order they are shown, with the module each is in."""
_HELP = """Edit the cut, as on a bench.

Places are a join (opening/fleet), a shot, an anchor (opening+12f, opening@00:00:05:00) or a programme time; amounts
are +6f, -12f, +1s. Ids and comments stay, and what hangs on shots follows them; what an edit would cut away is refused,
or kept as comments with --park. The text is checked as a whole before it is written: undo it with git.

Every operation takes --production (-p), --dry-run (-n), --park and --json.
"""
_EXAMPLES = """\b
Examples:
  posthouse edit roll opening/fleet +6f
  posthouse edit split opening@00:00:05:00 --dry-run
  posthouse edit OPERATION -h    every operation, with examples
"""


@final
class Operations(click.Group):
    """The group of all edit operations; one's file is imported when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all operations."""
        del ctx
        return list(OPERATIONS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return an operation, or refuse a name that is none."""
        from posthouse.production.sentences import nearest  # late: only for a name that is none

        module = OPERATIONS.get(cmd_name)
        if module is None:
            raise click.UsageError(f"there is no edit {cmd_name!r}; {nearest(cmd_name, OPERATIONS)}", ctx)
        commands = importlib.import_module(f"posthouse.cli.{module}").COMMANDS
        return cast("click.Command", commands[cmd_name])


@click.group("edit", cls=Operations, help=_HELP, epilog=_EXAMPLES)
def command() -> None:
    """Run no operation: the group itself."""
