"""What every command of the assistant shares: a proposal is shown as a diff, and written with ``--take`` only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from posthouse.cli.answer import answer, say

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from posthouse.studio.proposals import Proposal

TAKE = click.option("--take", is_flag=True, help="Write the change; left out, it is shown only.")
_COLORS = {"+": "green", "-": "red", "@": "cyan"}


def propose(
    proposal: Proposal, facts: Mapping[str, Any], show: Callable[[], None], *, is_taken: bool, nothing: str
) -> None:
    """Answer with a proposal: what was found, then the diff; take it where that was asked.

    Args:
        proposal: the change.
        facts: what was found, for ``--json``.
        show: tells a person what was found.
        is_taken: whether to write the change.
        nothing: what to say where there is nothing to change.
    """
    diff = proposal.diff
    if is_taken and diff:
        proposal.take()

    def tell() -> None:
        show()
        _tell_diff(diff, nothing)
        if diff:
            say("taken" if is_taken else "nothing is written yet; to take it, say --take", color="cyan")

    answer({**facts, "diff": diff, "taken": bool(is_taken and diff)}, tell)


def _tell_diff(diff: str, nothing: str) -> None:
    if not diff:
        say(nothing)
    for line in diff.splitlines():
        is_head = line.startswith(("---", "+++"))
        say(line, color=None if is_head else _COLORS.get(line[:1]))
