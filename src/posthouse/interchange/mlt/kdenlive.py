"""Kdenlive's kind of MLT: the same document, its transforms by the filter Kdenlive edits them with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from posthouse.interchange.mlt import writer
from posthouse.interchange.mlt.reader import read

if TYPE_CHECKING:
    from posthouse.interchange.timeline import Timeline, Writing

__all__ = ["read", "write"]


def write(timelines: tuple[Timeline, ...], *, name: str) -> Writing:
    """Return a cut as a Kdenlive document; ``melt`` needs its Qt module for the transforms in it."""
    return writer.write(timelines, name=name, is_kdenlive=True)
