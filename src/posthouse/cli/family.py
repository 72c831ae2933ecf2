"""A family of commands under one name, as ``posthouse edit roll``; a member's file is imported when it is asked for."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any, cast, final

import click

if TYPE_CHECKING:
    from collections.abc import Mapping


@final
class Family(click.Group):
    """The group of all members; ``modules`` says which module of the command line each is in.

    A module holds its members in ``COMMANDS`` by name, or one alone as ``command``.
    """

    def __init__(self, *arguments: Any, modules: Mapping[str, str], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.modules = modules

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all members, in the order they are shown."""
        del ctx
        return list(self.modules)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a member, or refuse a name that is none."""
        if cmd_name not in self.modules:
            from posthouse.production.sentences import nearest  # late: it takes most of a second

            raise click.UsageError(f"there is no {self.name} {cmd_name!r}; {nearest(cmd_name, self.modules)}", ctx)
        module = importlib.import_module(f"posthouse.cli.{self.modules[cmd_name]}")
        members = getattr(module, "COMMANDS", {})
        return cast("click.Command", members.get(cmd_name) or module.command)
