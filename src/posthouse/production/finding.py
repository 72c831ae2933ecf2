"""Something wrong at a place of a document."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from posthouse.production.tree import Path


class Finding(NamedTuple):
    """Something wrong at a path; ``see`` is another place the author should look at."""

    path: Path
    cause: str
    hint: str
    see: Path | None = None
