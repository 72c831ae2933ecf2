"""OTIO in the shape DaVinci Resolve takes: its own effects for what OTIO has no words for, links by number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from posthouse.interchange.otio.writer import written

if TYPE_CHECKING:
    from posthouse.interchange.timeline import Timeline, Writing


def write(timelines: tuple[Timeline, ...], *, name: str) -> Writing:
    """Return an .otio file for Resolve."""
    return written(timelines, name=name, is_for_resolve=True)
