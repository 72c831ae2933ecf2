"""The loss report on a screen: a table of what was not kept, and one line of counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from posthouse.cli.answer import say, shortened, table

if TYPE_CHECKING:
    from posthouse.studio.exchange.report import Report

_MOST_ROWS = 40


def show_losses(report: Report) -> None:
    """Show what was not kept, worst first, what is not here, and how much there was of each."""
    losses = report.losses
    alike: dict[tuple[str, str, str], list[str]] = {}
    told = (*losses, *report.absent)
    for entry in told:
        alike.setdefault((str(entry.outcome), entry.feature, entry.reason), []).append(entry.item)
    rows = [
        (outcome, feature, _items(items), shortened(reason, 100)) for (outcome, feature, reason), items in alike.items()
    ]
    if rows:
        table(("outcome", "what", "item", "why"), rows[:_MOST_ROWS])
    if len(rows) > _MOST_ROWS:
        say(f"... and {len(rows) - _MOST_ROWS} kinds more")
    if len(rows) < len(told):
        say("each by itself: --report FILE, or --json")
    say(report.summary(), color="yellow" if losses else "green")


def _items(items: list[str]) -> str:
    """Return the items that were lost in one way: their number, and the first of them."""
    return shortened(items[0], 40) if len(items) == 1 else f"{len(items)}: {shortened(', '.join(items), 40)}"
