"""The loss report on a screen: a table of what was not kept, and one line of counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from posthouse.cli.answer import say, shortened, table

if TYPE_CHECKING:
    from posthouse.studio.exchange.report import Report

_MOST_ROWS = 40


def show_losses(report: Report) -> None:
    """Show what was not kept, worst first, and how much there was of each."""
    losses = report.losses
    rows = [
        (str(entry.outcome), entry.feature, shortened(entry.item, 40), shortened(entry.reason, 100))
        for entry in losses[:_MOST_ROWS]
    ]
    if rows:
        table(("outcome", "what", "item", "why"), rows)
    if len(losses) > _MOST_ROWS:
        say(f"... and {len(losses) - _MOST_ROWS} more: --report FILE, or --json")
    say(report.summary(), color="yellow" if losses else "green")
