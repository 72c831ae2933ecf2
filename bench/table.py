"""Tables: as text for a person, as facts for a program."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line: what is printed, and the numbers behind it."""

    cells: tuple[str, ...]
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows under heads."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def facts(self) -> dict[str, object]:
        """Return the table as plain data."""
        return {"title": self.title, "rows": [dict(row.facts) or {"said": " ".join(row.cells)} for row in self.rows]}

    def __str__(self) -> str:
        lines = [self.heads, *(row.cells for row in self.rows)]
        widths = [max(len(line[column]) for line in lines) for column in range(len(self.heads))]
        texts = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in lines]
        rule = "  ".join("-" * width for width in widths)
        return "\n".join(["", self.title, "", *(text.rstrip() for text in (texts[0], rule, *texts[1:]))])


def megabytes(count_bytes: int) -> str:
    """Return a size as people say it."""
    return f"{count_bytes / _MEGABYTE:.0f} MB"


def yes_no(is_met: bool | None) -> str:  # noqa: FBT001 - a cell of a table
    """Return whether a bar is met; nothing where that cannot be said."""
    return "" if is_met is None else ("yes" if is_met else "NO")
